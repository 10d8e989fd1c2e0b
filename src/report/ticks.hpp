#pragma once

// Where an axis begins, ends and has its ticks.

#include <string>
#include <vector>

#include <centricity/core/format.hpp>

namespace centricity::inline v0::report {

/// An interval of an axis; lowest < highest, both finite, as is their difference.
struct Range {
  double lowest = 0.0;
  double highest = 1.0;
};

/// Labelled positions, ascending, at least two unless the range lies within one calendar step.
struct Ticks {
  std::vector<double> at{};
  std::vector<std::string> labels{};  ///< One each, all different.
  std::string multiple{};  ///< What the labels count: "thousand", "million", ...; or empty.
};

/// A range that can be drawn: equal ends are moved apart, ends in the wrong order swapped, huge
/// ones brought in so that their difference stays finite.
[[nodiscard]] Range drawable(double lowest, double highest, const Format& format);

/// The range widened to the next ticks.  Percent, money, plain numbers; days are left as they are.
[[nodiscard]] Range widened(const Range& range, const Format& format, int most);

/// Ticks within the range, at most `most` >= 2 of them: 1, 2 or 5 times a power of ten apart and no
/// finer than the decimals of the format, or whole days, weeks, months or years (Heckbert 1990,
/// "Nice numbers for graph labels", Graphics Gems).
[[nodiscard]] Ticks ticks_within(const Range& range, const Format& format, int most);

}  // namespace centricity::inline v0::report
