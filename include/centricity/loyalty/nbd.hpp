#pragma once

/// @file
/// Repeat purchases of customers who never leave: the NBD model.
///
/// A customer buys at a rate lambda of their own, for good; rates are Gamma(r, alpha) over
/// customers. It is what the other models are without dropout: one that is not clearly better than
/// this sees nobody leave.
/// @see Ehrenberg (1959), "The pattern of consumer purchases", Applied Statistics 8(1).

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the NBD model.
struct NbdParameters {
  double r = 1.0;                  ///< Shape of the purchase rates; > 0.
  double alpha = 1.0;              ///< Rate of the purchase rates; > 0, in units; mean r / alpha.
  TimeUnit unit = TimeUnit::week;  ///< Unit of alpha.

  friend bool operator==(const NbdParameters&, const NbdParameters&) = default;
};

/// Log density of a history, in nats; times count in the unit of the parameters.
///
/// That of the times of all purchases, as in the other models, so that likelihoods compare. Recency
/// does not matter.
/// @throws Error `invalid_argument` if a parameter is not positive or the history is impossible;
///         so do all functions below.
[[nodiscard]] CENTRICITY_EXPORT double log_likelihood(const NbdParameters& parameters,
                                                      const PurchaseHistory& history);

/// Always 1: nobody leaves.
[[nodiscard]] CENTRICITY_EXPORT double probability_alive(const NbdParameters& parameters,
                                                         const PurchaseHistory& history);

/// Expected purchases in (age, age + horizon] given the history, >= 0.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const NbdParameters& parameters,
                                                          const PurchaseHistory& history,
                                                          Duration horizon);

/// Expected repeat purchases of a new customer in their first `horizon`, >= 0.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const NbdParameters& parameters,
                                                          Duration horizon);

/// Probability that a new customer makes exactly so many repeat purchases within `horizon`.
[[nodiscard]] CENTRICITY_EXPORT double probability_of_purchases(const NbdParameters& parameters,
                                                                std::uint64_t purchases,
                                                                Duration horizon);

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

/// As above, with the uncertainty of the fit by the delta method on the log, so that intervals stay
/// positive.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_alive(const NbdFit& fit,
                                                           const PurchaseHistory& history);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const NbdFit& fit,
                                                            const PurchaseHistory& history,
                                                            Duration horizon);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const NbdFit& fit, Duration horizon);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const NbdFit& fit);

}  // namespace centricity::inline v0::loyalty
