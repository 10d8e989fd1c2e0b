#pragma once

/// @file
/// Repeat purchases of customers without a contract: the Pareto/NBD model, the first of its kind.
///
/// While alive, a customer buys at a rate lambda of their own; they leave for good at a rate mu of
/// their own, at any time and not only after a purchase. Both rates are gamma over customers,
/// Gamma(r, alpha) and Gamma(s, beta).
/// @see Schmittlein, Morrison & Colombo (1987), "Counting your customers: who are they and what
/// will they do next?", Management Science 33(1); Fader & Hardie (2005), "A note on deriving the
/// Pareto/NBD model and related expressions".

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_answers.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the Pareto/NBD model.
///
/// Right after a purchase everybody is alive.
/// @par Accuracy Against 40-digit values at 2,100 hard points, relative error of all answers below
/// 1e-11 (of log densities absolute below one; of the probability of so many purchases, for up to
/// 12).
struct ParetoNbdParameters {
  double r = 1.0;      ///< Shape of the purchase rates; > 0.
  double alpha = 1.0;  ///< Rate of the purchase rates; > 0, in units; mean rate r / alpha.
  double s = 1.0;      ///< Shape of the dropout rates; > 0.
  double beta = 1.0;   ///< Rate of the dropout rates; > 0, in units; mean rate s / beta.
  TimeUnit unit = TimeUnit::week;  ///< Unit of alpha and beta.

  friend bool operator==(const ParetoNbdParameters&, const ParetoNbdParameters&) = default;
};

/// The four parameters, each with its uncertainty.
struct ParetoNbdEstimates {
  Estimate r{};      ///< Shape of the purchase rates.
  Estimate alpha{};  ///< Rate of the purchase rates, in units.
  Estimate s{};      ///< Shape of the dropout rates.
  Estimate beta{};   ///< Rate of the dropout rates, in units.
};

/// What a fit returns; parameters in the order r, alpha, s, beta.
using ParetoNbdFit = PurchaseFit<ParetoNbdParameters, ParetoNbdEstimates, 4>;

/// Fits the model by maximum likelihood: Newton steps in log parameters inside a trust region.
///
/// Customers who look all the same, nobody leaving and the like leave parameters without a maximum;
/// the report then says `boundary` and names what the data cannot tell.
/// @throws Error `invalid_data` for an impossible history, `invalid_argument` for bad options,
///         `cancelled`.
/// @par Complexity A series a step for each distinct (repeats, recency) and (repeats, age), an exp
/// and a log1p for each distinct history; some 10 steps. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT ParetoNbdFit fit_pareto_nbd(const PurchaseCounts& counts,
                                                            const FitOptions& options = {},
                                                            const Host& host = {});

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ParetoNbdFit& fit);

}  // namespace centricity::inline v0::loyalty
