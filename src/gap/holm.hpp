#pragma once

/// @file
/// Holm's correction where some tests are undefined.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace centricity::inline v0::gap {

/// Adjusted p-values of those that are there; the others stay absent and do not count.
[[nodiscard]] std::vector<std::optional<double>> holm_of(
    std::span<const std::optional<double>> p_values);

/// Corrects the gaps of all items, or of all dimensions.
template <class Scored>
void correct_gaps(std::vector<Scored>& scored) {
  std::vector<std::optional<double>> p_values;
  for (const Scored& s : scored) p_values.push_back(s.scores.gap.p_value);
  const auto adjusted = holm_of(p_values);
  for (std::size_t i = 0; i < scored.size(); ++i) scored[i].scores.gap_p_adjusted = adjusted[i];
}

}  // namespace centricity::inline v0::gap
