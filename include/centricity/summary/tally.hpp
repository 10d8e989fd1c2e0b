#pragma once

/// @file
/// Rows and their money, counted together, so that nothing gets lost on the way.

#include <cstdint>

#include <centricity/core/money.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// Some rows and what they add up to.
struct Tally {
  std::uint64_t rows = 0;      ///< How many.
  std::uint64_t unpriced = 0;  ///< How many of them have no amount.
  Money money{};               ///< Sum of the amounts there are.

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Adds the parts.
/// @throws Error `limit_exceeded` if the sum does not fit.
CENTRICITY_EXPORT Tally& operator+=(Tally& left, const Tally& right);

/// Where every row of a ledger, and every cent, has gone.
struct RevenueAccount {
  Tally counted{};            ///< Purchases behind the result, and refunds netted against them.
  Tally refunded_whole{};     ///< Purchases that were given back, and the refunds that say so.
  Tally unmatched_refunds{};  ///< Refunds without a purchase to set them against.
  Tally ignored_refunds{};    ///< Refunds under the policy `drop`.
  Tally outside_window{};     ///< Rows before the first or after the last day.
  Tally left_out{};           ///< Rows of customers acquired before `acquired_from`.
  Tally anonymous{};          ///< Purchases and refunds of nobody in particular.
  Tally other_kinds{};        ///< Rows that are neither purchases nor refunds.

  friend bool operator==(const RevenueAccount&, const RevenueAccount&) = default;
};

/// All parts together: the ledger, to the cent.
[[nodiscard]] CENTRICITY_EXPORT Tally total(const RevenueAccount& account);

}  // namespace centricity::inline v0
