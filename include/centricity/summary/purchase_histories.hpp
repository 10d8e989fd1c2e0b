#pragma once

/// @file
/// One line a customer: how often, how recently, for how long and for how much they bought.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/purchase_ledger.hpp>
#include <centricity/summary/revenue_account.hpp>

namespace centricity::inline v0 {

/// What one customer did.
struct PurchaseHistory {
  double repeats = 0.0;  ///< Purchases after the first; a whole number >= 0.
  Duration recency{};    ///< From first to last purchase; 0 <= recency <= age.
  Duration age{};        ///< From first purchase to the end of observation; >= 0.

  friend bool operator==(const PurchaseHistory&, const PurchaseHistory&) = default;
};

/// Everyone who bought within the window, in the byte order of their labels.  Position i of every
/// column is the same customer.
struct PurchaseHistories {
  PurchaseDefinition definition{};              ///< What counts as a purchase.
  ObservationWindow window{};                   ///< Its last day is always set.
  TimeUnit unit = TimeUnit::day;                ///< Of recency and age: day, week or month.
  Labels labels{};                              ///< The caller's ids.
  std::vector<Day> first{};                     ///< Day of the first purchase.
  std::vector<std::uint32_t> repeats{};         ///< Purchases after the first.
  std::vector<double> recency{};                ///< From first to last purchase.
  std::vector<double> age{};                    ///< From first purchase to the end of the window.
  std::vector<std::uint32_t> priced{};          ///< Purchases whose spend is known.
  std::vector<Money> spend{};                   ///< Sum of those, refunds taken off.
  std::vector<std::uint32_t> priced_repeats{};  ///< Repeat purchases whose spend is known.
  std::vector<Money> repeat_spend{};            ///< Sum of those, refunds taken off.
  RevenueAccount account{};                     ///< Where every cent of the ledger has gone.
  ValidationReport report{};                    ///< What is unusual; "left_truncated" if it seems.

  /// Number of customers.
  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }

  friend bool operator==(const PurchaseHistories&, const PurchaseHistories&) = default;
};

/// Looks at the purchases of a ledger through a window.
///
/// Recency and age are differences of days, of weeks counted from the first day observed, or of
/// calendar months, as purchases are merged: age is that of `until` minus that of the first
/// purchase.  Where nothing is merged they are exact to the second and age runs to the end of the
/// day `until`.
///
/// The report warns of "left_truncated" data if `acquired_from` is not given and either customers
/// were acquired before the first day observed, or far more customers than later are first seen in
/// the first month (at most a sixth of the window): more than 1.25 times those of an equal stretch
/// of the two months after, by more than 3 standard deviations, while newcomers never cease (one
/// customer in a hundred is first seen in the second half), as they would in a cohort.
///
/// O(entries).
/// @throws Error `invalid_argument` if the window ends before it begins; `cancelled`.
[[nodiscard]] CENTRICITY_EXPORT PurchaseHistories purchase_histories(
    const PurchaseLedger& ledger, const ObservationWindow& window = {}, const Host& host = {});

/// Histories of two party-disjoint parts, in one.  O(both).  The report is that of both.
/// @throws Error `incompatible` if definitions or windows differ and neither is empty, or if a
/// customer is in both.
[[nodiscard]] CENTRICITY_EXPORT PurchaseHistories merge(const PurchaseHistories& left,
                                                        const PurchaseHistories& right);

/// The history of customer i < histories.size().
[[nodiscard]] inline PurchaseHistory history(const PurchaseHistories& histories,
                                             std::size_t i) noexcept {
  return {.repeats = static_cast<double>(histories.repeats[i]),
          .recency = {histories.recency[i], histories.unit},
          .age = {histories.age[i], histories.unit}};
}

/// Position of the customer with this label; absent if there is none.  O(log customers).
[[nodiscard]] CENTRICITY_EXPORT std::optional<std::size_t> find(const PurchaseHistories& histories,
                                                                std::string_view label) noexcept;

}  // namespace centricity::inline v0
