#pragma once

/// @file
/// All that purchase-count models need to know of any number of customers.

#include <optional>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/records/view.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0 {

/// Customers who share repeats, recency and age.
struct PurchaseCount {
  double repeats = 0.0;    ///< Purchases after the first; a whole number >= 0.
  double recency = 0.0;    ///< From first to last purchase; 0 <= recency <= age.
  double age = 0.0;        ///< From first purchase to the end of observation; >= 0.
  double customers = 0.0;  ///< How many, or their weight; > 0.

  friend bool operator==(const PurchaseCount&, const PurchaseCount&) = default;
};

/// Weighted distinct (repeats, recency, age), sorted by them.
struct PurchaseCounts {
  PurchaseDefinition definition{};       ///< What counts as a purchase.
  ObservationWindow window{};            ///< Of the histories; its last day is set.
  std::optional<TimeUnit> resolution{};  ///< Times were rounded to these; absent: exact.
  TimeUnit unit = TimeUnit::day;         ///< Of recency and age.
  std::vector<PurchaseCount> counts{};   ///< Distinct and sorted.
  ValidationReport report{};             ///< "left_truncated" if it seems; not compared.

  /// Equal if they count the same under the same definition.
  friend bool operator==(const PurchaseCounts& left, const PurchaseCounts& right) {
    return left.definition == right.definition && left.window == right.window &&
           left.resolution == right.resolution && left.unit == right.unit &&
           left.counts == right.counts;
  }
};

/// Customers in all.
[[nodiscard]] CENTRICITY_EXPORT double customers(const PurchaseCounts& counts) noexcept;

/// How many customers share each (repeats, recency, age).
///
/// With a resolution, recency and age are rounded to the nearest whole ones of it: an
/// approximation that makes the number of tuples, and so the cost of a fit, independent of the
/// number of customers.  It is not the same as merging purchases, which asks another question.
/// O(customers).
/// @throws Error `cancelled`.
[[nodiscard]] CENTRICITY_EXPORT PurchaseCounts
purchase_counts(const PurchaseHistories& histories,
                std::optional<TimeUnit> resolution = {},
                const Host& host = {});

/// Counts of two party-disjoint parts, in one: exact.  O(tuples of both).
/// @throws Error `incompatible` if definition, window, resolution or unit differ and neither is
/// empty.  Give every part the same explicit window: "the last day in the data" is not the same
/// day in each.
[[nodiscard]] CENTRICITY_EXPORT PurchaseCounts merge(const PurchaseCounts& left,
                                                     const PurchaseCounts& right);

/// The same counts with recency and age in another unit.  O(tuples).
[[nodiscard]] CENTRICITY_EXPORT PurchaseCounts in_unit(PurchaseCounts counts, TimeUnit unit);

/// What `summarize_purchases` counts.
struct PurchaseOptions {
  PurchaseRules rules{};                 ///< What counts as a purchase.
  ObservationWindow window{};            ///< Which days and customers are looked at.
  std::optional<TimeUnit> resolution{};  ///< Round times to these; absent: exact.
};

/// From records to counts in one pass: equal to
/// `purchase_counts(purchase_histories(ledger, window), resolution)` of the ledger of this view.
/// No ledger is kept where every party's purchases come in order of time and none is a refund.
/// O(rows).  Findings about amounts are those of the histories only.
/// @throws Error as those do.
[[nodiscard]] CENTRICITY_EXPORT PurchaseCounts summarize_purchases(
    const BaseView& view, const PurchaseOptions& options = {}, const Host& host = {});

}  // namespace centricity::inline v0
