#pragma once

/// @file
/// Customers who share repeats and age.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// Distinct (repeats, age): of a million customers some ten thousand, where times are whole days.
struct DistinctAges {
  std::vector<std::uint32_t> first{};     ///< A customer of each, in order of appearance.
  std::vector<std::uint32_t> position{};  ///< Of each customer in `first`.
};

/// @par Complexity O(customers), 4 bytes each.
/// @throws Error `limit_exceeded` for more than 2^32 - 1 customers; `cancelled`.
[[nodiscard]] DistinctAges distinct_ages(const PurchaseHistories& histories, const Host& host);

}  // namespace centricity::inline v0::loyalty
