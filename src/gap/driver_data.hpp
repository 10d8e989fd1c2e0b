#pragma once

/// @file
/// The complete rows of a driver analysis, and their moments when respondents are resampled.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/gap/drivers.hpp>

#include "gap/relative_importance.hpp"

namespace centricity::inline v0::gap {

/// What is resampled together.
struct Units {
  std::vector<std::size_t> of{};  ///< Of each row asked for, 0 ... count - 1.
  std::size_t count = 0;
};

/// @param respondent of all rows; empty: a row each
[[nodiscard]] Units units_of(std::span<const std::uint32_t> respondent,
                             std::span<const std::size_t> rows);

/// Complete rows, centred, packed row by row: attributes, then the outcome.
struct DriverData {
  std::vector<double> values{};
  std::vector<double> weight{};
  std::vector<std::size_t> unit{};  ///< Of a row.
  std::size_t width = 0;            ///< Attributes + 1.
  std::size_t units = 0;
};

/// @param units of the complete rows
[[nodiscard]] DriverData pack(std::span<const DriverColumn> attributes,
                              std::span<const double> outcome,
                              std::span<const double> weights,
                              std::span<const std::size_t> complete,
                              Units units);

/// Of attributes, then the outcome.
struct DriverMoments {
  Correlations correlations{};
  std::vector<double> deviation{};  ///< Up to a common factor.
};

/// Each unit counts `times[unit]` times.  Absent if a column does not vary or too few units are
/// left.
[[nodiscard]] std::optional<DriverMoments> moments_of(const DriverData& data,
                                                      std::span<const double> times);

/// `too_few`, `no_variation`, or `no` if there may be a regression.
[[nodiscard]] Undefined why_no_regression(std::span<const DriverColumn> attributes,
                                          std::span<const double> outcome,
                                          std::span<const std::size_t> complete,
                                          std::size_t units);

}  // namespace centricity::inline v0::gap
