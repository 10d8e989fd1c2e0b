#pragma once

/// @file
/// A column of numbers divided into classes by its quantiles.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <centricity/segment/rfm_scores.hpp>

namespace centricity::inline v0::segment {

/// Class of a value from 1: one plus the cuts below it, so that a cut belongs to the class below.
[[nodiscard]] inline int class_of(std::span<const double> cuts, double value) noexcept {
  int result = 1;
  for (const double cut : cuts) {
    result += cut < value ? 1 : 0;
  }
  return result;
}

/// A column divided into classes of which equal values share one.
/// @param column finite values; taken apart, for selection needs no order but its own
/// @return the cuts, ascending, one fewer than classes; none if the column is empty.
/// O(n log classes).
[[nodiscard]] std::vector<double> find_cuts(std::vector<double> column,
                                            std::size_t classes,
                                            RfmScoring scoring);

/// Classes of equal size whatever the ties.
/// @return the class of each value, from 1.  O(n log classes).
[[nodiscard]] std::vector<std::uint8_t> divide_evenly(std::span<const double> column,
                                                      std::size_t classes);

}  // namespace centricity::inline v0::segment
