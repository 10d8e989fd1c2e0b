#pragma once

/// @file
/// Every purchase of every party, in the form that can be continued with later data and merged
/// with any other part of the same data.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/ids.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/records/view.hpp>
#include <centricity/summary/purchase_definition.hpp>
#include <centricity/summary/revenue_account.hpp>

namespace centricity::inline v0 {

/// The purchases and refunds of one party on one day (at one moment, where nothing is merged),
/// and within one order, where refunds are set against orders.
struct PurchaseEntry {
  Instant time{};               ///< Start of the day, or the moment.
  Code order = Code::none;      ///< Of the ledger's orders; none unless the policy is net_order.
  std::uint32_t purchases = 0;  ///< Rows.
  std::uint32_t refunds = 0;    ///< Rows.
  std::uint32_t unpriced = 0;   ///< Purchases without an amount.
  std::uint32_t unpriced_refunds = 0;  ///< Refunds without an amount.
  std::uint32_t free = 0;              ///< Purchases of amount zero.
  Money spent{};                       ///< Sum of the purchases; >= 0.
  Money refunded{};                    ///< Sum of the refunds; <= 0.

  friend bool operator==(const PurchaseEntry&, const PurchaseEntry&) = default;
};

/// Purchases and refunds by party and time.
///
/// Parties stand in the byte order of their labels; anonymous purchases stand first, under the
/// empty label.  Adding the parts of a base in any split and order, or merging the ledgers of the
/// parts, gives equal ledgers; the empty ledger is the identity.
class CENTRICITY_EXPORT PurchaseLedger {
 public:
  /// An empty ledger under these rules.
  explicit PurchaseLedger(PurchaseRules rules = {});

  /// Adds the purchases and refunds inside a view, and counts the rows of other kinds.
  /// O(rows + entries there are): add large parts rather than many small ones.
  /// @throws Error `incompatible` if the base declares another currency or day offset than what
  /// was added before; `cancelled`.  The ledger is as it was then.
  void add(const BaseView& view, const Host& host = {});

  /// Adds another part of the same data.  O(entries of both).
  /// @throws Error `incompatible` if the definitions differ and neither ledger is empty;
  /// `cancelled`.  The ledger is as it was then.
  void merge(const PurchaseLedger& other, const Host& host = {});

  /// True if no row was added.
  [[nodiscard]] bool empty() const noexcept;

  /// What counts as a purchase.
  [[nodiscard]] const PurchaseDefinition& definition() const noexcept { return definition_; }

  /// Labels of the parties, in byte order.
  [[nodiscard]] const Labels& labels() const noexcept { return labels_; }

  /// The entries of a party < labels().size(), in order of time, then of order.
  [[nodiscard]] std::span<const PurchaseEntry> entries(std::size_t party) const noexcept {
    const std::size_t begin = party == 0 ? 0 : ends_[party - 1];
    return std::span{entries_}.subspan(begin, ends_[party] - begin);
  }

  /// When the relation with a party began, where the base knew it.
  [[nodiscard]] std::optional<Day> acquired(std::size_t party) const noexcept {
    return acquired_[party];
  }

  /// Texts of `PurchaseEntry::order`, in byte order.
  [[nodiscard]] const Labels& orders() const noexcept { return orders_; }

  /// What was added, by InteractionKind: all rows, anonymous ones too.
  [[nodiscard]] const std::array<RevenueTally, interaction_kinds>& by_kind() const noexcept {
    return by_kind_;
  }

  /// First day with a purchase or refund; absent if there is none.
  [[nodiscard]] std::optional<Day> first_day() const noexcept { return first_day_; }

  /// Last day with a purchase or refund; absent if there is none.
  [[nodiscard]] std::optional<Day> last_day() const noexcept { return last_day_; }

  friend bool operator==(const PurchaseLedger&, const PurchaseLedger&) = default;

 private:
  PurchaseDefinition definition_{};
  Labels labels_{};
  std::vector<std::size_t> ends_{};
  std::vector<PurchaseEntry> entries_{};
  std::vector<std::optional<Day>> acquired_{};
  Labels orders_{};
  std::array<RevenueTally, interaction_kinds> by_kind_{};
  std::optional<Day> first_day_{};
  std::optional<Day> last_day_{};
};

}  // namespace centricity::inline v0
