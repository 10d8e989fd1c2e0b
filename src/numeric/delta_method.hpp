#pragma once

/// @file
/// Uncertainty of anything computed from a fit, by the delta method in log parameters.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <centricity/core/estimate.hpp>

#include "numeric/distributions.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::numeric {

/// Derivatives of f in the logs of the parameters: central differences, good to some eight digits.
/// Allocates nothing.
template <std::size_t N, class Function>
[[nodiscard]] std::array<double, N> log_gradient(const Function& f,
                                                 const std::array<double, N>& parameters) {
  constexpr double step = 1e-4;
  std::array<double, N> gradient{};
  for (std::size_t i = 0; i < N; ++i) {
    std::array<double, N> above = parameters;
    std::array<double, N> below = parameters;
    above[i] *= std::exp(step);
    below[i] *= std::exp(-step);
    gradient[i] = (f(above) - f(below)) / (2.0 * step);
  }
  return gradient;
}

/// Standard error of something with these derivatives in the logs of the parameters, given the
/// covariance [N * N] of these logs.
/// @return NaN where one of them is not finite: then nothing is known of the error.
template <std::size_t N>
[[nodiscard]] double delta_error(const std::array<double, N>& gradient,
                                 std::span<const double, N * N> log_covariance) {
  double variance = 0.0;
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      variance += gradient[i] * log_covariance[i * N + j] * gradient[j];
    }
  }
  if (!std::isfinite(variance)) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(std::fmax(variance, 0.0));
}

/// The same of f(parameters).
template <std::size_t N, class Function>
[[nodiscard]] double delta_error(const Function& f,
                                 const std::array<double, N>& parameters,
                                 std::span<const double, N * N> log_covariance) {
  return delta_error<N>(log_gradient(f, parameters), log_covariance);
}

/// A positive quantity from its log and the standard error of its log; the interval is positive.
/// What is not finite of the uncertainty is left out.
[[nodiscard]] inline Estimate positive_estimate(double value,
                                                double log_error,
                                                double level,
                                                std::uint64_t n) {
  Estimate estimate{.value = value, .n = n, .method = Method::delta};
  if (std::isfinite(log_error)) estimate.standard_error = value * log_error;
  const double factor = std::exp(two_sided_normal(level) * log_error);
  if (std::isfinite(value * factor)) {
    estimate.interval = Interval{value / factor, value * factor, level};
  }
  return estimate;
}

/// A probability from its log odds and their standard error; the interval is within [0, 1]. An
/// uncertainty that is not finite is left out.
[[nodiscard]] inline Estimate probability_estimate(double log_odds,
                                                   double log_odds_error,
                                                   double level,
                                                   std::uint64_t n) {
  const double reach = two_sided_normal(level) * log_odds_error;
  const double value = logistic(log_odds);
  if (!std::isfinite(log_odds_error)) return {.value = value, .n = n, .method = Method::delta};
  return {.value = value,
          .standard_error = value * logistic(-log_odds) * log_odds_error,
          .interval = Interval{logistic(log_odds - reach), logistic(log_odds + reach), level},
          .n = n,
          .method = Method::delta};
}

}  // namespace centricity::inline v0::numeric
