#pragma once

/// @file
/// What a customer, or all of them, will do from here on, by any model: still there later? how many
/// purchases? when the next one? With intervals for what happens, not for its mean alone.

#include <cstdint>

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Probability that the customer will not have left `later` from now, given their history.
/// @throws Error `invalid_argument` for an impossible history or a negative time; so do all
///         functions below.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_alive(const PurchaseModel& model,
                                                           const PurchaseHistory& history,
                                                           Duration later);

/// Probability that the customer makes exactly so many purchases in (age, age + horizon], given
/// their history; of a new customer for `{}`.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_of_purchases(const PurchaseModel& model,
                                                                  const PurchaseHistory& history,
                                                                  std::uint64_t purchases,
                                                                  Duration horizon);

/// Time from now within which the next purchase comes with a given probability: the median for .5.
///
/// In the unit of the model. `infinite` if the customer will never buy again with a probability
/// that leaves less: then no time is long enough. Of BG/BB also after 60,000 opportunities.
/// Of BG/BB, whose times are whole, it has an interval and no standard error.
/// @param probability in (0, 1)
[[nodiscard]] CENTRICITY_EXPORT Estimate time_to_next_purchase(const PurchaseModel& model,
                                                               const PurchaseHistory& history,
                                                               double probability = 0.5);

/// Expected purchases of one customer in (age, age + horizon], with a prediction interval: what
/// they will do, of which the fit knows the parameters only so well.
///
/// The interval holds the numbers between two quantiles of the count, whose distribution is
/// averaged over the uncertainty of the fit (unscented transform, 2 N points). Numbers are whole,
/// so that it covers `level` or more.
/// @par Complexity Some dozen probabilities by each of the 2 N points.
[[nodiscard]] CENTRICITY_EXPORT Estimate predict_purchases(const PurchaseModel& model,
                                                           const PurchaseHistory& history,
                                                           Duration horizon,
                                                           double level = 0.8);

/// How a total is predicted.
struct PredictionOptions {
  Duration horizon = years(1.0);  ///< From the end of observation; >= 0.
  double level = 0.8;             ///< Coverage of the interval, in (0, 1).
  int draws = 400;                ///< Simulated futures, >= 50.
  std::uint64_t seed = 1;         ///< The same seed gives the same bits.
};

/// Purchases of all customers within the horizon: median and prediction interval over simulated
/// futures, which differ in the parameters (normal in their logs), in what each customer is like
/// and in what they happen to do. Nothing is refitted.
/// @throws Error `invalid_argument` for bad options or a fit that is not usable, `invalid_data`
///         for customers that are not whole, `cancelled`.
/// @par Complexity draws * customers; the same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT Estimate predict_total(const PurchaseModel& model,
                                                       const PurchaseCounts& counts,
                                                       const PredictionOptions& options = {},
                                                       const Host& host = {});

}  // namespace centricity::inline v0::loyalty
