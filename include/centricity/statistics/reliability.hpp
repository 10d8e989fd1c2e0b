#pragma once

/// @file
/// How far answers measure the same thing, and how little of it a difference of answers keeps.

#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Cronbach's alpha of k items, each a column of shape [n], all keyed the same way; respondents who
/// left one item out are left out.  Interval by Feldt (1965), Psychometrika 30, 357-370.  O(n k).
/// @return undefined `too_few` below 2 items or 3 complete rows, `no_variation` if the sum of the
///         items is constant.  May be negative.
/// @throws Error `incompatible` if lengths differ, `invalid_data` naming an infinite answer.
/// @see Cronbach (1951), Psychometrika 16, 297-334.
[[nodiscard]] CENTRICITY_EXPORT Estimate
cronbach_alpha(std::span<const std::span<const double>> items, double level = 0.95);

/// What the reliability of a difference is computed from.
struct DifferenceParts {
  double first_deviation = 0.0;     ///< Standard deviation of the first score; > 0.
  double second_deviation = 0.0;    ///< Of the second; > 0.
  double first_reliability = 0.0;   ///< E.g. alpha of the first score; <= 1.
  double second_reliability = 0.0;  ///< Of the second.
  double correlation = 0.0;         ///< Of the two scores, in [-1, 1].
};

/// Reliability of first − second; a difference of scores that go together keeps mostly noise.
/// (s1^2 r11 + s2^2 r22 - 2 r12 s1 s2) / (s1^2 + s2^2 - 2 r12 s1 s2); without an interval.
/// @return undefined `no_variation` if the difference does not vary, `missing_input` if a part is
///         not finite.
/// @see Peter, Churchill & Brown (1993), Journal of Consumer Research 19, 655-662.
[[nodiscard]] CENTRICITY_EXPORT Estimate difference_reliability(const DifferenceParts& parts);

}  // namespace centricity::inline v0::statistics
