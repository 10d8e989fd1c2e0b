#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <centricity/core/money.hpp>
#include <centricity/summary/purchase_ledger.hpp>
#include <centricity/summary/revenue_account.hpp>

#include "summary/periods.hpp"

namespace centricity::inline v0 {

/// The entries of a party on days from..until, inclusive.
[[nodiscard]] std::span<const PurchaseEntry> entries_within(const PurchaseLedger& ledger,
                                                            std::size_t party,
                                                            Day from,
                                                            Day until) noexcept;

/// Purchases of one customer that count as one.
struct Occasion {
  std::int64_t period = 0;  ///< When: the number of its period.
  Day day{};                ///< Day of the first of them.
  Money spend{};            ///< Refunds taken off.
  bool priced = true;       ///< False: some of the spend is not known.
};

/// What the purchases of one customer come to.
struct Occasions {
  std::vector<Occasion> purchases{};  ///< In order of time.
  std::vector<Occasion> refunds{};    ///< Kept refunds, under the policy keep.
  std::uint64_t cancelled = 0;        ///< Purchase rows that were refunded whole.

  /// Makes room for the next customer.
  void clear() noexcept {
    purchases.clear();
    refunds.clear();
    cancelled = 0;
  }
};

/// Turns entries of one customer into occasions, without ever allocating for most customers.
class OccasionMaker {
 public:
  OccasionMaker(RefundPolicy policy, const Periods& periods) : policy_{policy}, periods_{periods} {}

  /// @param entries inside the window, in order of time
  /// @param account where their rows are accounted for
  /// @return valid until the next call
  const Occasions& make(std::span<const PurchaseEntry> entries, RevenueAccount& account);

 private:
  /// A purchase entry, or a refund entry, on its way to be set against others.
  struct Item {
    std::uint64_t key = 0;  ///< Order or day that refunds are set against.
    const PurchaseEntry* entry = nullptr;
    Money net{};
    bool priced = true;
    bool cancelled = false;
  };

  [[nodiscard]] std::uint64_t key_of(const PurchaseEntry& entry) const noexcept;
  void net(RevenueAccount& account);
  void net_group(std::span<Item* const> purchases, RevenueTally refunds, RevenueAccount& account);

  RefundPolicy policy_;
  Periods periods_;
  std::vector<Item> purchases_{};
  std::vector<Item> refunds_{};
  std::vector<Item*> by_key_{};
  Occasions occasions_{};
};

}  // namespace centricity::inline v0
