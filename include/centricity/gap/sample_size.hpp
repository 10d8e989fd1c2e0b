#pragma once

/// @file
/// How many answers a score needs before anybody is asked.

#include <cstdint>

#include <centricity/export.hpp>

namespace centricity::inline v0::gap {

/// What is expected of an answer.
struct ExpectedSpread {
  double variance = 0.0;       ///< Of one answer; > 0.  See the two functions below.
  double design_effect = 1.0;  ///< From weights and clusters; >= 1 in most surveys.
};

/// Spread of a Net Promoter answer: p + d - (p - d)^2; shares >= 0 that add up to <= 1.
/// @throws Error `invalid_argument` otherwise, or if there is no spread.
[[nodiscard]] CENTRICITY_EXPORT ExpectedSpread net_promoter_spread(double promoters,
                                                                   double detractors,
                                                                   double design_effect = 1.0);

/// Spread of a yes-or-no answer: p (1 - p); 0 < share < 1.
[[nodiscard]] CENTRICITY_EXPORT ExpectedSpread share_spread(double share,
                                                            double design_effect = 1.0);

/// Answers needed for an interval of +- `half_width` (in the unit of the score): z^2 v / h^2.
/// @throws Error `invalid_argument` for half_width <= 0 or a level outside (0, 1).
[[nodiscard]] CENTRICITY_EXPORT std::uint64_t answers_for_interval(const ExpectedSpread& spread,
                                                                   double half_width,
                                                                   double level = 0.95);

/// Answers needed in each of two independent waves to find a difference with probability `power`
/// in a two-sided test: 2 v (z_(1 - alpha/2) + z_power)^2 / difference^2.
/// @throws Error `invalid_argument` for difference <= 0, or level or power outside (0, 1).
[[nodiscard]] CENTRICITY_EXPORT std::uint64_t answers_for_difference(const ExpectedSpread& spread,
                                                                     double difference,
                                                                     double power = 0.8,
                                                                     double level = 0.95);

}  // namespace centricity::inline v0::gap
