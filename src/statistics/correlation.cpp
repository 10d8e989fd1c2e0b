#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/correlation.hpp>

#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"
#include "statistics/moment_estimates.hpp"

namespace centricity::inline v0::statistics {
namespace {

struct Pairs {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> weights;
};

Pairs complete_pairs(std::span<const double> x,
                     std::span<const double> y,
                     std::span<const double> weights) {
  if (x.size() != y.size()) {
    throw Error(ErrorCode::incompatible, "the columns to correlate differ in length");
  }
  const SurveyDesign design{.weights = weights};
  check_design(design, x.size());
  check_answers(x, "x");
  check_answers(y, "y");
  Pairs pairs;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (std::isnan(x[row]) || std::isnan(y[row]) || weight_of(design, row) == 0.0) continue;
    pairs.x.push_back(x[row]);
    pairs.y.push_back(y[row]);
    pairs.weights.push_back(weight_of(design, row));
  }
  return pairs;
}

bool constant(const std::vector<double>& values) {
  return std::ranges::all_of(values, [&](double v) { return v == values.front(); });
}

// tanh(atanh(r) +- z * se): the interval cannot leave [-1, 1].
Estimate fisher(double r, double z_standard_error, std::uint64_t n, double level) {
  r = std::clamp(r, -1.0, 1.0);
  Estimate estimate{.value = r, .n = n, .method = Method::delta};
  if (std::abs(r) == 1.0 || !std::isfinite(z_standard_error)) return estimate;
  const double half = numeric::two_sided_normal(level) * z_standard_error;
  const double center = std::atanh(r);
  estimate.standard_error = (1.0 - r * r) * z_standard_error;
  estimate.interval = Interval{
      .lower = std::tanh(center - half), .upper = std::tanh(center + half), .level = level};
  return estimate;
}

double standard_error_of_z(double numerator, double degrees) {
  return degrees > 0.0 ? std::sqrt(numerator / degrees) : INFINITY;
}

double weighted_correlation(const Pairs& pairs) {
  double total = 0.0;
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    total += pairs.weights[i];
    mean_x += pairs.weights[i] * pairs.x[i];
    mean_y += pairs.weights[i] * pairs.y[i];
  }
  mean_x /= total;
  mean_y /= total;
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    const double dx = pairs.x[i] - mean_x;
    const double dy = pairs.y[i] - mean_y;
    xx += pairs.weights[i] * dx * dx;
    yy += pairs.weights[i] * dy * dy;
    xy += pairs.weights[i] * dx * dy;
  }
  return xy / (std::sqrt(xx) * std::sqrt(yy));
}

std::vector<double> mid_ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    const double rank = 0.5 * static_cast<double>(first + last) + 1.0;
    for (std::size_t i = first; i <= last; ++i) ranks[order[i]] = rank;
    first = last + 1;
  }
  return ranks;
}

// Sorts and returns how many pairs were out of order (a merge sort that counts).
std::uint64_t count_inversions(std::vector<double>& values) {
  std::vector<double> merged(values.size());
  std::uint64_t inversions = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, values.size());
      const std::size_t end = std::min(begin + 2 * width, values.size());
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t out = begin; out < end; ++out) {
        if (right == end || (left < middle && values[left] <= values[right])) {
          merged[out] = values[left++];
        } else {
          inversions += middle - left;
          merged[out] = values[right++];
        }
      }
    }
    values.swap(merged);
  }
  return inversions;
}

// Pairs of equal neighbours in a sorted sequence.
template <typename Equal>
std::uint64_t tied_pairs(std::size_t n, Equal equal) {
  std::uint64_t ties = 0;
  std::uint64_t run = 1;
  for (std::size_t i = 1; i < n; ++i) {
    run = equal(i - 1, i) ? run + 1 : 1;
    ties += run - 1;
  }
  return ties;
}

Undefined why_not(const Pairs& pairs) {
  if (pairs.x.size() < 3) return Undefined::too_few;
  return constant(pairs.x) || constant(pairs.y) ? Undefined::no_variation : Undefined::no;
}

}  // namespace

Estimate pearson_correlation(std::span<const double> x,
                             std::span<const double> y,
                             std::span<const double> weights,
                             double level) {
  check_level(level);
  const Pairs pairs = complete_pairs(x, y, weights);
  if (const Undefined why = why_not(pairs); why != Undefined::no) {
    return undefined_estimate(why, pairs.x.size());
  }
  const double effective = effective_sample_size(pairs.weights);
  return pearson_estimate(weighted_correlation(pairs), effective, pairs.x.size(), level);
}

Estimate pearson_estimate(double correlation, double effective_n, std::uint64_t n, double level) {
  return fisher(correlation, standard_error_of_z(1.0, effective_n - 3.0), n, level);
}

Estimate spearman_correlation(std::span<const double> x, std::span<const double> y, double level) {
  check_level(level);
  Pairs pairs = complete_pairs(x, y, {});
  if (const Undefined why = why_not(pairs); why != Undefined::no) {
    return undefined_estimate(why, pairs.x.size());
  }
  pairs.x = mid_ranks(pairs.x);
  pairs.y = mid_ranks(pairs.y);
  const double rho = weighted_correlation(pairs);
  const double degrees = static_cast<double>(pairs.x.size()) - 3.0;
  return fisher(rho, standard_error_of_z(1.0 + 0.5 * rho * rho, degrees), pairs.x.size(), level);
}

Estimate kendall_tau_b(std::span<const double> x, std::span<const double> y, double level) {
  check_level(level);
  const Pairs pairs = complete_pairs(x, y, {});
  const std::size_t n = pairs.x.size();
  if (const Undefined why = why_not(pairs); why != Undefined::no) {
    return undefined_estimate(why, n);
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t i, std::size_t j) {
    return pairs.x[i] != pairs.x[j] ? pairs.x[i] < pairs.x[j] : pairs.y[i] < pairs.y[j];
  });
  std::vector<double> by_x(n);
  for (std::size_t i = 0; i < n; ++i) by_x[i] = pairs.y[order[i]];
  const auto same_x = [&](std::size_t i, std::size_t j) {
    return pairs.x[order[i]] == pairs.x[order[j]];
  };
  const std::uint64_t ties_x = tied_pairs(n, same_x);
  const std::uint64_t ties_both = tied_pairs(
      n, [&](std::size_t i, std::size_t j) { return same_x(i, j) && by_x[i] == by_x[j]; });
  const std::uint64_t discordant = count_inversions(by_x);
  const std::uint64_t ties_y =
      tied_pairs(n, [&](std::size_t i, std::size_t j) { return by_x[i] == by_x[j]; });

  const auto count = [](std::uint64_t pairs_counted) { return static_cast<double>(pairs_counted); };
  const double all = 0.5 * static_cast<double>(n) * (static_cast<double>(n) - 1.0);
  const double difference =
      all - count(ties_x) - count(ties_y) + count(ties_both) - 2.0 * count(discordant);
  const double tau = difference / (std::sqrt(all - count(ties_x)) * std::sqrt(all - count(ties_y)));
  return fisher(tau, standard_error_of_z(0.437, static_cast<double>(n) - 4.0), n, level);
}

}  // namespace centricity::inline v0::statistics
