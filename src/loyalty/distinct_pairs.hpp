#pragma once

/// @file
/// Customers who share repeats and a time, their age or recency.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <centricity/core/host.hpp>

namespace centricity::inline v0::loyalty {

/// Distinct (repeats, time): of a million customers some ten thousand, where times are whole days.
struct DistinctPairs {
  std::vector<std::uint32_t> first{};     ///< A customer of each, in order of appearance.
  std::vector<std::uint32_t> position{};  ///< Of each customer in `first`.
};

/// Each customer apart, for models in which more matters than repeats and age.
[[nodiscard]] DistinctPairs each_apart(std::size_t customers);

/// @par Complexity O(customers), 4 bytes each.
/// @throws Error `limit_exceeded` for more than 2^32 - 1 customers; `cancelled`.
[[nodiscard]] DistinctPairs distinct_pairs(std::span<const std::uint32_t> repeats,
                                           std::span<const double> times,
                                           const Host& host);

}  // namespace centricity::inline v0::loyalty
