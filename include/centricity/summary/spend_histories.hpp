#pragma once

/// @file
/// What customers spend on a repeat purchase.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/labels.hpp>
#include <centricity/core/money.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0 {

/// The spend of one customer.
struct SpendHistory {
  double repeats = 0.0;     ///< Repeat purchases whose spend is known; a whole number >= 1.
  double mean_spend = 0.0;  ///< Their mean, in currency units.

  friend bool operator==(const SpendHistory&, const SpendHistory&) = default;
};

/// Customers with at least one repeat purchase whose spend is known, in the byte order of their
/// labels.  The first purchase is left out, as in Fader, Hardie & Lee (2005), Journal of Marketing
/// Research 42(4): it says more about how a customer was won than about what they spend.
struct SpendHistories {
  PurchaseDefinition definition{};     ///< What counts as a purchase.
  ObservationWindow window{};          ///< Of the histories; its last day is set.
  Labels labels{};                     ///< The caller's ids.
  std::vector<SpendHistory> spends{};  ///< One a customer.
  std::uint64_t without_spend = 0;     ///< Repeat buyers left out because no spend is known.

  /// Number of customers.
  [[nodiscard]] std::size_t size() const noexcept { return spends.size(); }

  friend bool operator==(const SpendHistories&, const SpendHistories&) = default;
};

/// Mean spend of repeat purchases, a customer.  O(customers).
[[nodiscard]] CENTRICITY_EXPORT SpendHistories spend_histories(const PurchaseHistories& histories);

/// Spend of two party-disjoint parts, in one.  O(both).
/// @throws Error `incompatible` if definitions or windows differ and neither is empty, or if a
/// customer is in both.
[[nodiscard]] CENTRICITY_EXPORT SpendHistories merge(const SpendHistories& left,
                                                     const SpendHistories& right);

/// Position of the customer with this label; absent if there is none.  O(log customers).
[[nodiscard]] CENTRICITY_EXPORT std::optional<std::size_t> find(const SpendHistories& histories,
                                                                std::string_view label) noexcept;

}  // namespace centricity::inline v0
