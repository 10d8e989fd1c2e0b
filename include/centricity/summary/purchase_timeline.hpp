#pragma once

/// @file
/// Purchases and revenue over time.

#include <cstdint>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0 {

/// One day, week (from Monday) or month.
struct PurchasePeriod {
  Day start{};                      ///< Its first day.
  bool complete = true;             ///< False if the window begins or ends within it.
  std::uint64_t buyers = 0;         ///< Customers who bought.
  std::uint64_t new_customers = 0;  ///< Those of them who bought for the first time.
  std::uint64_t purchases = 0;      ///< Purchases, merged as the definition says.
  Money revenue{};                  ///< Purchases and refunds, each at its own time.
  Money anonymous_revenue{};        ///< The same of anonymous rows; not part of `revenue`.

  friend bool operator==(const PurchasePeriod&, const PurchasePeriod&) = default;
};

/// Every period of a window, empty ones too.
struct PurchaseTimeline {
  PurchaseDefinition definition{};        ///< What counts as a purchase.
  ObservationWindow window{};             ///< Which days; first and last are set.
  TimeUnit unit = TimeUnit::month;        ///< Length of a period: day, week or month.
  std::vector<PurchasePeriod> periods{};  ///< Without gaps, in order of time.

  friend bool operator==(const PurchaseTimeline&, const PurchaseTimeline&) = default;
};

/// Counts buyers, purchases and revenue by period.  Revenue adds up to that of the rows of the
/// ledger inside the window; customers left out by `acquired_from` still bring theirs.  O(entries).
/// @param unit day, week or month
/// @throws Error `invalid_argument` for another unit or a window that ends before it begins,
/// `cancelled`
[[nodiscard]] CENTRICITY_EXPORT PurchaseTimeline
purchase_timeline(const PurchaseLedger& ledger,
                  TimeUnit unit = TimeUnit::month,
                  const ObservationWindow& window = {},
                  const Host& host = {});

/// Timelines of two party-disjoint parts, in one.  O(periods).
/// @throws Error `incompatible` if definition, window or unit differ and neither is empty: give
/// every part the same explicit first and last day.
[[nodiscard]] CENTRICITY_EXPORT PurchaseTimeline merge(const PurchaseTimeline& left,
                                                       const PurchaseTimeline& right);

/// Charts of revenue and of customers.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const PurchaseTimeline& timeline);

}  // namespace centricity::inline v0
