#pragma once

/// @file
/// Expectations over dropout probabilities.

#include <algorithm>
#include <cmath>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty {

/// E[f(p)] for p ~ Beta(a, b) by the trapezoidal rule in u = log(p / (1 - p)), where the integrand
/// is smooth and falls exponentially on both sides, so that the rule converges geometrically.
/// @param log_f  log f of log p; constant where n t p is below 1e-17
template <class LogF>
[[nodiscard]] double beta_mean(double a, double b, double n, double t, const LogF& log_f) {
  const double log_beta = numeric::log_gamma(std::min(a, b)) -
                          numeric::log_rising_factorial(std::max(a, b), std::min(a, b));
  const double spread = std::sqrt(numeric::trigamma(a) + numeric::trigamma(b));
  const double h = 0.25 * std::min(1.0, spread);
  const auto integrand = [&](double u) {  // f(p) times the density of u.
    const double log_p = -numeric::softplus(-u);
    const double log_q = -numeric::softplus(u);
    return std::exp(a * log_p + b * log_q + log_f(log_p) - log_beta);
  };
  // Beyond these points the integrand is a pure exponential, exp(a u) and exp(-b u).
  const double lowest = -40.0 - std::log1p(t) - std::log1p(n) - std::log1p(b);
  const double highest = 40.0 + std::log1p(a);
  const double mode = std::clamp(std::log(a / b), lowest, highest);
  const auto half = [&](double from, double step, double end, double rate) {
    double sum = 0.0;
    double term = 0.0;
    double previous = 0.0;
    double u = from;
    for (; step > 0.0 ? u <= end : u >= end; u += step) {
      previous = term;
      term = integrand(u);
      sum += term;
      // Past the peak, and too small to matter even if it fell no faster than exp(-rate |u|).
      if (term < previous && term <= 1e-18 * sum * -std::expm1(-rate * h)) return sum;
    }
    return sum + integrand(u) / -std::expm1(-rate * h);
  };
  return h * (half(mode, -h, lowest, a) + half(mode + h, h, highest, b));
}

}  // namespace centricity::inline v0::loyalty
