#pragma once

/// @file
/// The two terms of the Pareto/NBD likelihood with their derivatives. A customer silent since the
/// last of x purchases at t_x either left before anything else happened after t_x, or is there at T
/// and will buy before leaving. Both are positive, so nothing cancels, and the costly part, a race
/// between a purchase and leaving (race.hpp), depends on (x, t_x) or on (x, T) alone.

#include <array>
#include <cstddef>

#include "loyalty/pareto_nbd_kernels.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {

/// The log of something with its derivatives in (r, alpha, s, beta).
struct Term {
  static constexpr std::size_t pairs = 10;

  double value = 0.0;
  std::array<double, 4> gradient{};
  std::array<double, pairs> hessian{};  ///< Upper triangle, row by row.
};

/// Log density of x purchases, the last no later than `time`, and of neither buying nor leaving
/// between it and `time`, without the factor Gamma(r + x) / Gamma(r).
[[nodiscard]] Term quiet_until(const Shape& shape, double repeats, double time);

/// The same until the last purchase, and of leaving before another.
[[nodiscard]] Term left_after(const Shape& shape, double repeats, double recency);

/// The same until the end of observation, and of buying once more before leaving.
[[nodiscard]] Term stayed_after(const Shape& shape, double repeats, double age);

}  // namespace centricity::inline v0::loyalty::pareto_nbd
