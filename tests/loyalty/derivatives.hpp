#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include <centricity/core/rng.hpp>

#include "numeric/maximize.hpp"
#include "support/near.hpp"

/// Whether the derivatives of a likelihood are those of its value.
namespace derivatives {

/// N positive numbers around one.
template <std::size_t N>
std::array<double, N> random_point(centricity::Rng& rng, double spread = 1.5) {
  std::array<double, N> point{};
  for (double& value : point) value = std::exp(spread * centricity::normal(rng));
  return point;
}

/// Compares gradient and Hessian of `evaluate(point) -> numeric::Derivatives` with central
/// differences: 1e-7 and 1e-6, relative or of the value over the parameters.
template <std::size_t N, class Evaluate>
void expect_consistent(const Evaluate& evaluate, const std::array<double, N>& p) {
  const auto at = evaluate(p);
  for (std::size_t i = 0; i < N; ++i) {
    const double h = 1e-5 * p[i];
    auto above = p;
    auto below = p;
    above[i] += h;
    below[i] -= h;
    const auto up = evaluate(above);
    const auto down = evaluate(below);
    const double scale = std::abs(at.value) / p[i];
    support::expect_relative(
        at.gradient[i], (up.value - down.value) / (2.0 * h), 1e-7, 1e-7 * scale);
    for (std::size_t j = 0; j < N; ++j) {
      const double difference = (up.gradient[j] - down.gradient[j]) / (2.0 * h);
      support::expect_relative(at.hessian[i * N + j], difference, 1e-6, 1e-7 * scale / p[j]);
    }
  }
}

/// The same at random points.
template <std::size_t N, class Evaluate>
void expect_consistent_everywhere(const Evaluate& evaluate, double spread = 1.5, int points = 200) {
  centricity::Rng rng{4};
  for (int i = 0; i < points; ++i) {
    expect_consistent<N>(evaluate, random_point<N>(rng, spread));
  }
}

}  // namespace derivatives
