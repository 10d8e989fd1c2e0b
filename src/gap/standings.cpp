#include "gap/standings.hpp"

#include <algorithm>
#include <cmath>

namespace centricity::inline v0::gap {
namespace {

constexpr double rounding = 1e-20;  // of the variance of a difference of equal columns

// Standard errors of all differences, k x k; 0 where two scores differ by a constant.
std::vector<double> difference_errors(std::span<const double> draws, std::size_t k) {
  const std::size_t rows = draws.size() / k;
  std::vector<double> mean(k, 0.0);
  for (std::size_t i = 0; i < draws.size(); ++i) mean[i % k] += draws[i];
  for (double& m : mean) m /= static_cast<double>(rows);
  std::vector<double> covariance(k * k, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t i = 0; i < k; ++i) {
      const double d = draws[r * k + i] - mean[i];
      for (std::size_t j = 0; j <= i; ++j) {
        covariance[i * k + j] += d * (draws[r * k + j] - mean[j]);
      }
    }
  }
  std::vector<double> error(k * k, 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double both = covariance[i * k + i] + covariance[j * k + j];
      const double variance = both - 2.0 * covariance[i * k + j];
      if (variance > rounding * both) {
        error[i * k + j] = error[j * k + i] = std::sqrt(variance / static_cast<double>(rows));
      }
    }
  }
  return error;
}

// The quantile of the largest studentised difference of any pair.
double critical_value(std::span<const double> scores,
                      std::span<const double> draws,
                      const std::vector<double>& error,
                      double level) {
  const std::size_t k = scores.size();
  const std::size_t rows = draws.size() / k;
  std::vector<double> largest(rows, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t i = 0; i < k; ++i) {
      const double moved = draws[r * k + i] - scores[i];
      for (std::size_t j = 0; j < i; ++j) {
        if (error[i * k + j] == 0.0) continue;
        const double apart = std::abs(moved - (draws[r * k + j] - scores[j])) / error[i * k + j];
        largest[r] = std::max(largest[r], apart);
      }
    }
  }
  const auto place = std::min(
      rows - 1, static_cast<std::size_t>(std::ceil(level * static_cast<double>(rows))) - 1);
  std::ranges::nth_element(largest, largest.begin() + static_cast<std::ptrdiff_t>(place));
  return largest[place];
}

// Adds each score's part of the `top` places of one draw.
void add_places(std::span<const double> draw,
                std::size_t top,
                std::vector<double>& sorted,
                std::vector<double>& places) {
  sorted.assign(draw.begin(), draw.end());
  std::ranges::nth_element(
      sorted, sorted.begin() + static_cast<std::ptrdiff_t>(top - 1), std::ranges::greater{});
  const double last = sorted[top - 1];
  double above = 0.0;
  double equal = 0.0;
  for (const double score : draw) {
    above += score > last ? 1.0 : 0.0;
    equal += score == last ? 1.0 : 0.0;
  }
  const double part = (static_cast<double>(top) - above) / equal;
  for (std::size_t i = 0; i < draw.size(); ++i) {
    places[i] += draw[i] > last ? 1.0 : draw[i] == last ? part : 0.0;
  }
}

}  // namespace

std::vector<Standing> standings(std::span<const double> scores,
                                std::span<const double> draws,
                                std::size_t top,
                                double level) {
  const std::size_t k = scores.size();
  if (k == 0) return {};
  const std::size_t rows = draws.size() / k;
  top = std::min(top, k);
  std::vector<double> first(k, 0.0);
  std::vector<double> among(k, 0.0);
  std::vector<double> sorted;
  for (std::size_t r = 0; r < rows; ++r) {
    add_places(draws.subspan(r * k, k), 1, sorted, first);
    add_places(draws.subspan(r * k, k), top, sorted, among);
  }
  const std::vector<double> error = difference_errors(draws, k);
  const double critical = critical_value(scores, draws, error, level);
  const auto ahead = [&](std::size_t i, std::size_t j) {
    return scores[i] - scores[j] > critical * error[i * k + j];
  };
  std::vector<Standing> result(k);
  for (std::size_t i = 0; i < k; ++i) {
    result[i].first = first[i] / static_cast<double>(rows);
    result[i].among_top = among[i] / static_cast<double>(rows);
    result[i].worst_rank = k;
    for (std::size_t j = 0; j < k; ++j) {
      result[i].best_rank += ahead(j, i) ? 1U : 0U;
      result[i].worst_rank -= ahead(i, j) ? 1U : 0U;
    }
    result[i].ahead_of_next = i + 1 < k && ahead(i, i + 1);
  }
  return result;
}

Estimate share_of_draws(double share, std::size_t draws, Method method) {
  return {.value = share,
          .standard_error =
              std::sqrt(std::max(0.0, share * (1.0 - share)) / static_cast<double>(draws)),
          .n = draws,
          .method = method};
}

}  // namespace centricity::inline v0::gap
