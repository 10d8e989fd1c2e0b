#pragma once

/// @file
/// What counts as a purchase, and which part of time is looked at: what must be equal before two
/// summaries may be merged.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <centricity/core/time.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// Purchases of one party within one of these count as one purchase, dated to it.
enum class MergeGrain : std::uint8_t {
  none,  ///< Every moment counts; times in days and fractions of them.
  day,   ///< Calendar days; times in days.
  week,  ///< Weeks counted from the first day observed; times in weeks.
  month  ///< Calendar months; times in months.
};

/// What a refund does.
enum class RefundPolicy : std::uint8_t {
  net_order,  ///< Reduces the party's purchase of the same order; refunded whole, it is none.
  net_day,    ///< Reduces the party's purchases of the same day; the same rule.
  keep,       ///< Reduces the party's spend at its own time; purchases stay what they are.
  drop        ///< Is accounted for and otherwise ignored.
};

/// Names as written above, and back again; absent if there is none like it.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(MergeGrain grain) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(RefundPolicy policy) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::optional<MergeGrain> parse_merge_grain(
    std::string_view name) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::optional<RefundPolicy> parse_refund_policy(
    std::string_view name) noexcept;

/// The caller's choice of what counts as a purchase.
struct PurchaseRules {
  MergeGrain merge = MergeGrain::day;            ///< Purchases within it count as one.
  RefundPolicy refunds = RefundPolicy::net_day;  ///< What a refund does.

  friend bool operator==(const PurchaseRules&, const PurchaseRules&) = default;
};

/// The rules together with what the base declares.
struct PurchaseDefinition {
  PurchaseRules rules{};    ///< What counts as a purchase.
  std::string currency{};   ///< Of every amount; empty: not declared.
  DayOffset day_offset{0};  ///< Decides what a day is.

  friend bool operator==(const PurchaseDefinition&, const PurchaseDefinition&) = default;
};

/// Which days and which customers are looked at.  Dates are inclusive.
struct ObservationWindow {
  std::optional<Day> from{};   ///< First day; absent: the first in the data.
  std::optional<Day> until{};  ///< Last day; absent: the last in the data, anonymous rows included.

  /// Leave out customers who were acquired or first seen before this day: a burn-in against left
  /// truncation, the bias of old customers who look new because the data begin late.
  std::optional<Day> acquired_from{};

  friend bool operator==(const ObservationWindow&, const ObservationWindow&) = default;
};

}  // namespace centricity::inline v0
