#pragma once

/// @file
/// How regularly customers buy: what there is to know of the waits between their purchases.

#include <array>
#include <cstdint>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0 {

/// Customers with so many waits.
struct WaitCount {
  std::uint64_t waits = 0;      ///< Repeat purchases; >= 2.
  std::uint64_t customers = 0;  ///< How many.

  friend bool operator==(const WaitCount&, const WaitCount&) = default;
};

/// Waits from one purchase of a customer to the next, of all customers. Sums over customers, so it
/// does not grow with them.
struct PurchaseWaits {
  PurchaseDefinition definition{};    ///< What counts as a purchase.
  ObservationWindow window{};         ///< Which days; its last day is set.
  TimeUnit unit = TimeUnit::day;      ///< Of the waits.
  std::uint64_t waits = 0;            ///< All of them: the repeat purchases.
  double log_waits = 0.0;             ///< Sum of their logs.
  std::vector<WaitCount> by_waits{};  ///< Customers with two waits or more, by waits.
  double log_shares = 0.0;            ///< Sum over these of log(wait / all waits of the customer).
  std::array<double, 2> last_shares{};  ///< Sums over these of (last / last two waits - 1/2), to
                                        ///< the powers 2 and 4.

  friend bool operator==(const PurchaseWaits&, const PurchaseWaits&) = default;
};

/// The waits of the customers `purchase_histories` of the same window sees.  O(entries).
/// @throws Error as `purchase_histories` does.
[[nodiscard]] CENTRICITY_EXPORT PurchaseWaits purchase_waits(const PurchaseLedger& ledger,
                                                             const ObservationWindow& window = {},
                                                             const Host& host = {});

/// Waits of two party-disjoint parts, in one: exact but for the rounding of sums.
/// @throws Error `incompatible` if definition or window differ and neither is empty.
[[nodiscard]] CENTRICITY_EXPORT PurchaseWaits merge(const PurchaseWaits& left,
                                                    const PurchaseWaits& right);

}  // namespace centricity::inline v0
