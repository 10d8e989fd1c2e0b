#include "gap/holm.hpp"

#include <centricity/statistics/multiplicity.hpp>

namespace centricity::inline v0::gap {

std::vector<std::optional<double>> holm_of(std::span<const std::optional<double>> p_values) {
  std::vector<double> known;
  for (const auto& p : p_values) {
    if (p) known.push_back(*p);
  }
  const std::vector<double> adjusted = statistics::holm(known);
  std::vector<std::optional<double>> result(p_values.begin(), p_values.end());
  std::size_t next = 0;
  for (auto& p : result) {
    if (p) p = adjusted[next++];
  }
  return result;
}

}  // namespace centricity::inline v0::gap
