#pragma once

/// @file
/// Rows in which every attribute and the outcome were answered.

#include <cstddef>
#include <span>
#include <vector>

#include <centricity/gap/drivers.hpp>

namespace centricity::inline v0::gap {

/// @return positions of rows with a positive weight and without NaN in any column
/// @throws Error `incompatible` if lengths differ; `invalid_data` naming row and column of an
///         infinite answer or a bad weight.
[[nodiscard]] std::vector<std::size_t> complete_rows(std::span<const DriverColumn> attributes,
                                                     std::span<const double> outcome,
                                                     std::span<const double> weights);

/// The checks alone.
void check_driver_columns(std::span<const DriverColumn> attributes,
                          std::span<const double> outcome,
                          std::span<const double> weights);

}  // namespace centricity::inline v0::gap
