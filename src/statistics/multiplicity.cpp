#include <algorithm>
#include <cstddef>
#include <numeric>

#include <centricity/core/error.hpp>
#include <centricity/statistics/multiplicity.hpp>

namespace centricity::inline v0::statistics {
namespace {

std::vector<std::size_t> ascending(std::span<const double> p_values) {
  for (std::size_t row = 0; row < p_values.size(); ++row) {
    if (!(p_values[row] >= 0.0 && p_values[row] <= 1.0)) {
      throw Error(ErrorCode::invalid_data,
                  "a p-value is not between 0 and 1",
                  "Leave out comparisons that are undefined.",
                  {.row = row, .column = "p_values"});
    }
  }
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p_values[i]; });
  return order;
}

}  // namespace

std::vector<double> holm(std::span<const double> p_values) {
  const std::vector<std::size_t> order = ascending(p_values);
  std::vector<double> adjusted(p_values.size());
  double largest = 0.0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double tests_left = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, tests_left * p_values[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  const std::vector<std::size_t> order = ascending(p_values);
  const double tests = static_cast<double>(order.size());
  std::vector<double> adjusted(p_values.size());
  double smallest = 1.0;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    smallest = std::min(smallest, p_values[order[rank]] * tests / static_cast<double>(rank + 1));
    adjusted[order[rank]] = smallest;
  }
  return adjusted;
}

}  // namespace centricity::inline v0::statistics
