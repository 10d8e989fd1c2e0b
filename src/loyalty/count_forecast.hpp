#pragma once

/// @file
/// The distribution of the purchases somebody will make, averaged over what the fit leaves open.

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/loyalty/purchase_fit.hpp>

#include "loyalty/futures.hpp"
#include "loyalty/models.hpp"
#include "loyalty/parameter_draws.hpp"

namespace centricity::inline v0::loyalty {

/// Shapes that stand for all the fit leaves open (unscented transform), of equal weight.
template <class P, class E, std::size_t N>
[[nodiscard]] auto possible_shapes(const PurchaseFit<P, E, N>& fit) {
  const auto points =
      ParameterDraws<N>{ModelOf<P>::values(fit.parameters), fit.log_covariance}.points();
  std::array<decltype(ModelOf<P>::shape(points[0])), 2 * N> shapes{};
  for (std::size_t k = 0; k < shapes.size(); ++k) shapes[k] = ModelOf<P>::shape(points[k]);
  return shapes;
}

/// Probability of being alive, by each of the shapes.
template <class Shape, std::size_t Shapes>
[[nodiscard]] std::array<double, Shapes> alive_by_shape(const std::array<Shape, Shapes>& shapes,
                                                        const Observed& seen) {
  std::array<double, Shapes> alive{};
  for (std::size_t k = 0; k < Shapes; ++k) alive[k] = probability_alive(shapes[k], seen);
  return alive;
}

/// Where a count stands in its distribution, whose tails are cut off at both ends.
struct CountPlace {
  bool inside = false;       ///< Between the ends of the interval, these included.
  double inside_part = 0.0;  ///< The part of its probability that is neither in the lower tail ...
  double above_part = 0.0;   ///< ... nor in the upper one, which has this part of it.
};

/// The least whole number for which `holds`, which then holds for all larger ones.
template <class Holds>
[[nodiscard]] double first_that(const Holds& holds) {
  double none = -1.0;
  double some = 0.0;
  while (some < most_purchases && !holds(some)) {
    none = some;
    some = 2.0 * some + 1.0;
  }
  while (some - none > 1.0) {
    const double middle = std::floor(0.5 * (none + some));
    (holds(middle) ? some : none) = middle;
  }
  return some;
}

/// How many purchases customers of the same repeats and age (and recency, where it matters) will
/// make.
template <class Shape, std::size_t Shapes>
class CountForecast {
 public:
  using Alive = std::array<double, Shapes>;  ///< See alive_by_shape.

  CountForecast(const std::array<Shape, Shapes>& shapes, const Observed& any, double horizon)
      : horizon_{horizon} {
    for (std::size_t k = 0; k < Shapes; ++k) today_[k] = if_alive(shapes[k], any);
  }

  /// Ends of the interval that leaves out at most half of what is beyond `level` on either side.
  [[nodiscard]] Interval interval(const Alive& alive, double level) const {
    const double tail = 0.5 * (1.0 - level);
    return {.lower = first_that([&](double n) { return 1.0 - more_than(alive, n) > tail; }),
            .upper = first_that([&](double n) { return more_than(alive, n) <= tail; }),
            .level = level,
            .kind = IntervalKind::prediction};
  }

  /// Where n stands beside that interval. Looks at one number after the other, at none twice.
  [[nodiscard]] CountPlace place(const Alive& alive, double n, double level) {
    const double tail = 0.5 * (1.0 - level);
    double before = 0.0;
    for (double k = 0.0; k < n; k += 1.0) {
      before += probability(alive, k);
      if (before >= 1.0 - tail) return {.above_part = 1.0};
    }
    const double here = probability(alive, n);
    const double up_to = before + here;
    CountPlace result{.inside = up_to > tail};
    if (!(here > 0.0)) return {result.inside, result.inside ? 1.0 : 0.0, 0.0};
    const double below = std::fmax(std::fmin(up_to, tail) - before, 0.0);
    const double above = std::fmax(up_to - std::fmax(before, 1.0 - tail), 0.0);
    result.above_part = above / here;
    result.inside_part = 1.0 - (below + above) / here;
    return result;
  }

 private:
  /// Probability of more than n purchases.
  [[nodiscard]] double more_than(const Alive& alive, double n) const {
    double sum = 0.0;
    for (std::size_t k = 0; k < Shapes; ++k) {
      sum += alive[k] * probability_of_at_least(today_[k], n + 1.0, horizon_);
    }
    return sum / static_cast<double>(Shapes);
  }

  /// Of exactly n purchases.
  [[nodiscard]] double probability(const Alive& alive, double n) {
    const auto at = static_cast<std::size_t>(n);
    if (at == while_alive_.size()) {
      while_alive_.emplace_back();
      for (std::size_t k = 0; k < Shapes; ++k) {
        while_alive_.back()[k] = probability_of_count(today_[k], n, horizon_);
      }
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < Shapes; ++k) {
      sum += alive[k] * while_alive_[at][k] + (at == 0 ? 1.0 - alive[k] : 0.0);
    }
    return sum / static_cast<double>(Shapes);
  }

  std::array<Shape, Shapes> today_{};
  double horizon_;
  std::vector<std::array<double, Shapes>> while_alive_{};
};

}  // namespace centricity::inline v0::loyalty
