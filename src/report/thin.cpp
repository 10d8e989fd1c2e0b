#include "report/thin.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace centricity::inline v0::report {
namespace {

double lower_end(const Series& series, std::size_t i) {
  return has_interval(series, i) ? std::min(series.lower[i], *series.y[i]) : *series.y[i];
}

double upper_end(const Series& series, std::size_t i) {
  return has_interval(series, i) ? std::max(series.upper[i], *series.y[i]) : *series.y[i];
}

}  // namespace

std::vector<std::size_t> thinned_line(const Plot& plot,
                                      const Series& series,
                                      std::size_t first,
                                      std::size_t last) {
  std::vector<std::size_t> kept;
  const auto column = [&](std::size_t i) {
    return std::floor(plot.along(along_of(plot.chart, series, i)));
  };
  for (std::size_t begin = first; begin < last;) {
    std::size_t lowest = begin;
    std::size_t highest = begin;
    std::size_t lower = begin;
    std::size_t upper = begin;
    std::size_t end = begin + 1;
    for (; end < last && column(end) == column(begin); ++end) {
      if (*series.y[end] < *series.y[lowest]) lowest = end;
      if (*series.y[end] > *series.y[highest]) highest = end;
      if (lower_end(series, end) < lower_end(series, lower)) lower = end;
      if (upper_end(series, end) > upper_end(series, upper)) upper = end;
    }
    std::array picked{begin, lowest, highest, lower, upper, end - 1};
    std::sort(picked.begin(), picked.end());
    kept.insert(kept.end(), picked.begin(), std::unique(picked.begin(), picked.end()));
    begin = end;
  }
  return kept;
}

std::vector<std::size_t> thinned_points(const Plot& plot,
                                        const Series& series,
                                        double pixels_apart) {
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (series.y[i]) present.push_back(i);
  }
  if (present.empty()) return present;

  std::unordered_set<long long> taken;
  std::vector<std::size_t> kept;
  const auto take = [&](std::size_t i, bool always) {
    const Position at = plot.at(along_of(plot.chart, series, i), *series.y[i]);
    const auto square = [pixels_apart](double pixel) {
      return static_cast<long long>(std::floor(std::clamp(pixel, -1e6, 1e6) / pixels_apart));
    };
    constexpr long long rows = 1'000'000'000;
    if (taken.insert(square(at.x) * rows + square(at.y)).second || always) kept.push_back(i);
  };
  const auto by_value = [&](std::size_t a, std::size_t b) { return *series.y[a] < *series.y[b]; };
  const auto by_along = [&](std::size_t a, std::size_t b) {
    return along_of(plot.chart, series, a) < along_of(plot.chart, series, b);
  };
  const auto [lowest, highest] = std::minmax_element(present.begin(), present.end(), by_value);
  const auto [leftmost, rightmost] = std::minmax_element(present.begin(), present.end(), by_along);
  for (const auto extreme : {lowest, highest, leftmost, rightmost}) take(*extreme, true);
  for (const std::size_t i : present) take(i, false);
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

}  // namespace centricity::inline v0::report
