#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <centricity/core/rng.hpp>

#include "loyalty/derivatives.hpp"
#include "support/near.hpp"

/// What likelihoods as papers print them are made of, and whether ours have their values.
namespace naive {

inline double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

inline double log_beta(double a, double b) {
  return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

/// log(exp(a) + exp(b))
inline double log_sum(double a, double b) {
  const double top = std::max(a, b);
  return top + std::log(std::exp(a - top) + std::exp(b - top));
}

/// Compares the values of `evaluate(point) -> numeric::Derivatives` and `sum(point)` at random
/// points.
template <std::size_t N, class Evaluate, class Sum>
void expect_values(const Evaluate& evaluate,
                   const Sum& sum,
                   double rtol,
                   double atol = 0.0,
                   double spread = 1.5,
                   int points = 200) {
  centricity::Rng rng{2};
  for (int i = 0; i < points; ++i) {
    const auto p = derivatives::random_point<N>(rng, spread);
    support::expect_relative(evaluate(p).value, sum(p), rtol, atol);
  }
}

}  // namespace naive
