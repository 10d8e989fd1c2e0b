#pragma once

/// @file
/// What the replicates of a bootstrap say of a statistic.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "numeric/distributions.hpp"

namespace centricity::inline v0::statistics {

/// Whether so few of the replicates are undefined that those defined stand for all.
[[nodiscard]] inline bool enough_defined(std::size_t defined, std::size_t replicates) {
  constexpr double largest_undefined_share = 0.05;
  return defined >= 2 && static_cast<double>(replicates - defined) <=
                             largest_undefined_share * static_cast<double>(replicates);
}

/// Linear interpolation between order statistics (Hyndman & Fan's type 6): p of the replicates
/// still to be drawn lie below it.
[[nodiscard]] inline double quantile(const std::vector<double>& ascending, double p) {
  const double last = static_cast<double>(ascending.size() - 1);
  const double at = std::clamp(p * (last + 2.0) - 1.0, 0.0, last);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, ascending.size() - 1);
  return ascending[low] + (at - static_cast<double>(low)) * (ascending[high] - ascending[low]);
}

/// Hesterberg (2015): replicates vary by (units - 1) / units too little, and Student's t has longer
/// tails than they do; tails so much thinner make the interval of a mean as wide as Student's.
[[nodiscard]] inline double expanded_tail(double level, std::size_t units) {
  const double n = static_cast<double>(units);
  const double t = numeric::two_sided_student_t(level, n - 1.0);
  return numeric::normal_tail(std::sqrt(n / (n - 1.0)) * t);
}

/// Of two values or more.
[[nodiscard]] inline double standard_deviation(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const double v : values) mean += v;
  mean /= n;
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / (n - 1.0));
}

}  // namespace centricity::inline v0::statistics
