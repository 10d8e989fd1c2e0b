#pragma once

/// @file
/// Repeat purchases of customers who never leave: the NBD model.
///
/// A customer buys at a rate lambda of their own, for good; rates are Gamma(r, alpha) over
/// customers. It is what the other models are without dropout: one that is not clearly better than
/// this sees nobody leave.
/// @see Ehrenberg (1959), "The pattern of consumer purchases", Applied Statistics 8(1).

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_answers.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the NBD model.
///
/// The log density is that of the times of all purchases, as in the other models, so that
/// likelihoods compare; recency does not matter. Everybody is alive with probability 1.
struct NbdParameters {
  double r = 1.0;                  ///< Shape of the purchase rates; > 0.
  double alpha = 1.0;              ///< Rate of the purchase rates; > 0, in units; mean r / alpha.
  TimeUnit unit = TimeUnit::week;  ///< Unit of alpha.

  friend bool operator==(const NbdParameters&, const NbdParameters&) = default;
};

/// The two parameters, each with its uncertainty.
struct NbdEstimates {
  Estimate r{};      ///< Shape of the purchase rates.
  Estimate alpha{};  ///< Rate of the purchase rates, in units.
};

/// The fit; its covariance is that of log r, log alpha.
using NbdFit = PurchaseFit<NbdParameters, NbdEstimates, 2>;

/// Fits the model by maximum likelihood: Newton steps in log parameters inside a trust region.
///
/// Customers who buy all at the same rate leave r and alpha without a maximum; the report then says
/// `boundary` and so.
/// @throws Error `invalid_data` for an impossible history, `invalid_argument` for bad options,
///         `cancelled`.
/// @par Complexity One logarithm a step for each distinct number of repeats and each distinct age.
/// The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT NbdFit fit_nbd(const PurchaseCounts& counts,
                                               const FitOptions& options = {},
                                               const Host& host = {});

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const NbdFit& fit);

}  // namespace centricity::inline v0::loyalty
