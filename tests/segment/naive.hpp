#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

/// The definitions of the scores, written down once more with a full sort and no other idea.
namespace naive {

inline std::vector<double> sorted(std::vector<double> column) {
  std::sort(column.begin(), column.end());
  return column;
}

/// Type 1: the smallest value that at least i / k of all values do not exceed.
inline std::vector<double> equal_value_cuts(const std::vector<double>& column, int classes) {
  std::vector<double> cuts;
  for (int i = 1; i < classes; ++i) {
    for (const double candidate : sorted(column)) {
      const auto covered = std::count_if(
          column.begin(), column.end(), [&](double value) { return value <= candidate; });
      if (covered * classes >= static_cast<std::ptrdiff_t>(column.size()) * i) {
        cuts.push_back(candidate);
        break;
      }
    }
  }
  return cuts;
}

/// Type 7: h = (n - 1) p, between the values of ranks floor(h) and floor(h) + 1.
inline std::vector<double> interpolated_cuts(const std::vector<double>& column, int classes) {
  const std::vector<double> values = sorted(column);
  std::vector<double> cuts;
  for (int i = 1; i < classes; ++i) {
    const double h = static_cast<double>((values.size() - 1) * static_cast<std::size_t>(i)) /
                     static_cast<double>(classes);
    const auto below = static_cast<std::size_t>(h);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    cuts.push_back(values[below] +
                   (h - static_cast<double>(below)) * (values[above] - values[below]));
  }
  return cuts;
}

/// Deals the sorted customers out, the first classes one more.
inline std::vector<int> ntile(const std::vector<double>& column, int classes) {
  std::vector<std::size_t> order(column.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return column[left] < column[right];
  });
  std::vector<int> result(column.size());
  std::size_t next = 0;
  const auto count = static_cast<std::size_t>(classes);
  for (std::size_t tile = 0; tile < count; ++tile) {
    const std::size_t size = column.size() / count + (tile < column.size() % count ? 1 : 0);
    for (std::size_t member = 0; member < size; ++member) {
      result[order[next++]] = static_cast<int>(tile) + 1;
    }
  }
  return result;
}

/// 1, and 1 more for every cut a value exceeds.
inline int class_of(double value, const std::vector<double>& cuts) {
  return 1 + static_cast<int>(
                 std::count_if(cuts.begin(), cuts.end(), [&](double cut) { return value > cut; }));
}

}  // namespace naive
