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

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the Pareto/NBD model.
struct ParetoNbdParameters {
  double r = 1.0;      ///< Shape of the purchase rates; > 0.
  double alpha = 1.0;  ///< Rate of the purchase rates; > 0, in units; mean rate r / alpha.
  double s = 1.0;      ///< Shape of the dropout rates; > 0.
  double beta = 1.0;   ///< Rate of the dropout rates; > 0, in units; mean rate s / beta.
  TimeUnit unit = TimeUnit::week;  ///< Unit of alpha and beta.

  friend bool operator==(const ParetoNbdParameters&, const ParetoNbdParameters&) = default;
};

/// Log density of a history, in nats; times count in the unit of the parameters.
/// @throws Error `invalid_argument` if a parameter is not positive or the history is impossible;
///         so do all functions below.
/// @par Accuracy Relative error below 1e-11, absolute below one, against 40-digit values at 2,100
/// hard points.
[[nodiscard]] CENTRICITY_EXPORT double log_likelihood(const ParetoNbdParameters& parameters,
                                                      const PurchaseHistory& history);

/// Probability that the customer has not left, in (0, 1]; 1 right after a purchase.
/// @par Accuracy Relative error below 1e-11 at these points.
[[nodiscard]] CENTRICITY_EXPORT double probability_alive(const ParetoNbdParameters& parameters,
                                                         const PurchaseHistory& history);

/// Expected purchases in (age, age + horizon] given the history, >= 0.
///
/// Finite for all parameters, also through s = 1 where the closed form is 0/0. Allocates nothing.
/// @par Accuracy Relative error below 1e-11 at these points.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const ParetoNbdParameters& parameters,
                                                          const PurchaseHistory& history,
                                                          Duration horizon);

/// Expected repeat purchases of a new customer in their first `horizon`, >= 0.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const ParetoNbdParameters& parameters,
                                                          Duration horizon);

/// Probability that a new customer makes exactly so many repeat purchases within `horizon`.
/// @par Accuracy Relative error below 1e-11 for up to 12 purchases at these points.
[[nodiscard]] CENTRICITY_EXPORT double probability_of_purchases(
    const ParetoNbdParameters& parameters, std::uint64_t purchases, Duration horizon);

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

/// As above, with the uncertainty of the fit by the delta method: on the log odds for the
/// probability, on the log for expectations, so that intervals stay within their range.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_alive(const ParetoNbdFit& fit,
                                                           const PurchaseHistory& history);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const ParetoNbdFit& fit,
                                                            const PurchaseHistory& history,
                                                            Duration horizon);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const ParetoNbdFit& fit,
                                                            Duration horizon);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ParetoNbdFit& fit);

}  // namespace centricity::inline v0::loyalty
