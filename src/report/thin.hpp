#pragma once

// Fewer points than pixels need, without losing an extreme.

#include <cstddef>
#include <vector>

#include "report/plot.hpp"

namespace centricity::inline v0::report {

/// Points first to last - 1 of a series that a line through all of them needs: of each run within
/// one pixel along the axis the first, the last, the lowest and the highest (and of the interval
/// the lowest lower and highest upper end), in order.  All of these points have a value.
[[nodiscard]] std::vector<std::size_t> thinned_line(const Plot& plot,
                                                    const Series& series,
                                                    std::size_t first,
                                                    std::size_t last);

/// Points with a value, no two of them within one square of so many pixels, but always those at the
/// four extremes.  In order.
[[nodiscard]] std::vector<std::size_t> thinned_points(const Plot& plot,
                                                      const Series& series,
                                                      double pixels_apart);

}  // namespace centricity::inline v0::report
