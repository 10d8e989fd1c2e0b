#pragma once

/// @file
/// Purchases at regular opportunities, none or one at each: the BG/BB model.
///
/// For what can happen once a year, month or day: a donation at each appeal, a conference, a box.
/// While alive, a customer buys at an opportunity with a probability of their own; before each they
/// leave for good with a probability of their own. These are Beta(alpha, beta) and
/// Beta(gamma, delta) over customers.
///
/// The unit of the parameters is the time from one opportunity to the next. Repeats, recency and
/// age then count opportunities, so that repeats <= recency <= age and all are whole: merge
/// purchases by day, week or month (PurchaseRules), or count them yourself. The first purchase, at
/// time 0, is none of them.
/// @see Fader, Hardie & Shang (2010), "Customer-base analysis in a discrete-time noncontractual
/// setting", Marketing Science 29(6).

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the BG/BB model.
struct BgBbParameters {
  double alpha = 1.0;  ///< First shape of the probabilities to buy; > 0.
  double beta = 1.0;   ///< Second shape; > 0; mean probability to buy alpha / (alpha + beta).
  double gamma = 1.0;  ///< First shape of the dropout probabilities; > 0.
  double delta = 1.0;  ///< Second shape; > 0; mean dropout probability gamma / (gamma + delta).
  TimeUnit unit = TimeUnit::week;  ///< From one opportunity to the next.

  friend bool operator==(const BgBbParameters&, const BgBbParameters&) = default;
};

/// Log probability of a history, in nats, eq. (6).
/// @throws Error `invalid_argument` if a parameter is not positive, the horizon is not a length of
///         time or the history does not count opportunities, 100,000 at most; so do all
///         functions below.
[[nodiscard]] CENTRICITY_EXPORT double log_likelihood(const BgBbParameters& parameters,
                                                      const PurchaseHistory& history);

/// Probability that the customer will be there at the next opportunity, in (0, 1).
/// @par Accuracy Relative error below 1e-10 against 40-digit values at 2,000 hard points, as that
/// of the expectation.
[[nodiscard]] CENTRICITY_EXPORT double probability_alive(const BgBbParameters& parameters,
                                                         const PurchaseHistory& history);

/// Expected purchases at the whole opportunities within `horizon` given the history, >= 0.
///
/// Finite for all parameters, also through gamma = 1 where the closed form is 0/0. Allocates
/// nothing.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const BgBbParameters& parameters,
                                                          const PurchaseHistory& history,
                                                          Duration horizon);

/// Expected repeat purchases of a new customer in their first `horizon`, >= 0.
[[nodiscard]] CENTRICITY_EXPORT double expected_purchases(const BgBbParameters& parameters,
                                                          Duration horizon);

/// Probability that a new customer makes exactly so many repeat purchases within `horizon`.
/// @par Complexity O(opportunities).
[[nodiscard]] CENTRICITY_EXPORT double probability_of_purchases(const BgBbParameters& parameters,
                                                                std::uint64_t purchases,
                                                                Duration horizon);

/// The four parameters, each with its uncertainty.
struct BgBbEstimates {
  Estimate alpha{};  ///< First shape of the probabilities to buy.
  Estimate beta{};   ///< Second shape of the probabilities to buy.
  Estimate gamma{};  ///< First shape of the dropout probabilities.
  Estimate delta{};  ///< Second shape of the dropout probabilities.
};

/// The fit; its covariance is that of log alpha, log beta, log gamma, log delta.
using BgBbFit = PurchaseFit<BgBbParameters, BgBbEstimates, 4>;

/// Fits the model by maximum likelihood: Newton steps in log parameters inside a trust region.
///
/// Customers who look all the same, nobody leaving and the like leave parameters without a maximum;
/// the report then says `boundary` and names what the data cannot tell.
/// @param options  `unit` is the time from one opportunity to the next
/// @throws Error `invalid_data` with the row of a history that does not count opportunities,
///         `invalid_argument` for bad options, `cancelled`.
/// @par Complexity A step costs a few multiplications for each distinct history and opportunity
/// since its last purchase. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT BgBbFit fit_bg_bb(const PurchaseCounts& counts,
                                                  const FitOptions& options = {},
                                                  const Host& host = {});

/// As above, with the uncertainty of the fit by the delta method: on the log odds for the
/// probability, on the log for expectations, so that intervals stay within their range.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_alive(const BgBbFit& fit,
                                                           const PurchaseHistory& history);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const BgBbFit& fit,
                                                            const PurchaseHistory& history,
                                                            Duration horizon);
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const BgBbFit& fit, Duration horizon);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const BgBbFit& fit);

}  // namespace centricity::inline v0::loyalty
