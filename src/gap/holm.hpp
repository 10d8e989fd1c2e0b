#pragma once

/// @file
/// Holm's correction where some tests are undefined.

#include <optional>
#include <span>
#include <vector>

namespace centricity::inline v0::gap {

/// Adjusted p-values of those that are there; the others stay absent and do not count.
[[nodiscard]] std::vector<std::optional<double>> holm_of(
    std::span<const std::optional<double>> p_values);

}  // namespace centricity::inline v0::gap
