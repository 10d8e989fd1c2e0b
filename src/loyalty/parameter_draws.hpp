#pragma once

/// @file
/// Parameters as the fit leaves them: drawn at random, or at points that stand for all draws; and
/// what simulated values say.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/rng.hpp>

#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty {

/// Parameters whose logs are normal around those of a fit.
template <std::size_t N>
class ParameterDraws {
 public:
  ParameterDraws(const std::array<double, N>& parameters,
                 const std::array<double, N * N>& log_covariance)
      : parameters_{parameters}, eigen_{numeric::symmetric_eigen(log_covariance, N)} {}

  [[nodiscard]] std::array<double, N> draw(Rng& rng) const {
    std::array<double, N> shift{};
    for (std::size_t k = 0; k < N; ++k) add(k, normal(rng), shift);
    return shifted(shift);
  }

  /// 2 N points of equal weight with the mean and covariance of all draws in their logs.
  /// @see Julier & Uhlmann (1997), "A new extension of the Kalman filter to nonlinear systems".
  [[nodiscard]] std::array<std::array<double, N>, 2 * N> points() const {
    std::array<std::array<double, N>, 2 * N> result{};
    const double reach = std::sqrt(static_cast<double>(N));
    for (std::size_t k = 0; k < N; ++k) {
      std::array<double, N> above{};
      std::array<double, N> below{};
      add(k, reach, above);
      add(k, -reach, below);
      result[2 * k] = shifted(above);
      result[2 * k + 1] = shifted(below);
    }
    return result;
  }

 private:
  void add(std::size_t k, double deviations, std::array<double, N>& shift) const {
    const double size = std::sqrt(std::fmax(eigen_.values[k], 0.0)) * deviations;
    for (std::size_t i = 0; i < N; ++i) shift[i] += size * eigen_.vectors[k][i];
  }

  [[nodiscard]] std::array<double, N> shifted(const std::array<double, N>& shift) const {
    std::array<double, N> result = parameters_;
    for (std::size_t i = 0; i < N; ++i) result[i] *= std::exp(shift[i]);
    return result;
  }

  std::array<double, N> parameters_;
  numeric::SymmetricEigen eigen_;
};

/// Median and prediction interval of simulated values.
[[nodiscard]] inline Estimate summarize(std::vector<double> values, double level, std::uint64_t n) {
  std::sort(values.begin(), values.end());
  const auto quantile = [&](double p) {
    const double at = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - std::floor(at)) * (values[above] - values[below]);
  };
  const double tail = 0.5 * (1.0 - level);
  return {
      .value = quantile(0.5),
      .interval = Interval{quantile(tail), quantile(1.0 - tail), level, IntervalKind::prediction},
      .n = n,
      .method = Method::simulation};
}

}  // namespace centricity::inline v0::loyalty
