#pragma once

/// @file
/// Rows and their money, counted together, so that nothing gets lost on the way.

#include <cstdint>

#include <centricity/core/money.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// Some rows and what they add up to.
struct RevenueTally {
  std::uint64_t rows = 0;      ///< How many.
  std::uint64_t unpriced = 0;  ///< How many of them have no amount.
  Money money{};               ///< Sum of the amounts there are.

  friend bool operator==(const RevenueTally&, const RevenueTally&) = default;
};

/// Adds the parts.
/// @throws Error `limit_exceeded` if the sum does not fit.
CENTRICITY_EXPORT RevenueTally& operator+=(RevenueTally& left, const RevenueTally& right);

/// Where every row of a ledger, and every cent, has gone.
struct RevenueAccount {
  RevenueTally counted{};         ///< Purchases behind the result, and refunds netted against them.
  RevenueTally refunded_whole{};  ///< Purchases that were given back, and the refunds that say so.
  RevenueTally unmatched_refunds{};  ///< Refunds without a purchase to set them against.
  RevenueTally ignored_refunds{};    ///< Refunds under the policy `drop`.
  RevenueTally outside_window{};     ///< Rows before the first or after the last day.
  RevenueTally left_out{};           ///< Rows of customers acquired before `acquired_from`.
  RevenueTally anonymous{};          ///< Purchases and refunds of nobody in particular.
  RevenueTally other_kinds{};        ///< Rows that are neither purchases nor refunds.

  friend bool operator==(const RevenueAccount&, const RevenueAccount&) = default;
};

/// Adds each part to its like.
/// @throws Error `limit_exceeded` if a sum does not fit.
CENTRICITY_EXPORT RevenueAccount& operator+=(RevenueAccount& left, const RevenueAccount& right);

/// All parts together: the ledger, to the cent.
[[nodiscard]] CENTRICITY_EXPORT RevenueTally total(const RevenueAccount& account);

}  // namespace centricity::inline v0
