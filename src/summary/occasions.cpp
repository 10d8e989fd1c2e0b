#include "summary/occasions.hpp"

#include <algorithm>
#include <tuple>

namespace centricity::inline v0 {
namespace {

constexpr std::uint64_t no_key = ~std::uint64_t{0};

RevenueTally purchases_of(const PurchaseEntry& entry) noexcept {
  return {.rows = entry.purchases, .unpriced = entry.unpriced, .money = entry.spent};
}

RevenueTally refunds_of(const PurchaseEntry& entry) noexcept {
  return {.rows = entry.refunds, .unpriced = entry.unpriced_refunds, .money = entry.refunded};
}

}  // namespace

std::span<const PurchaseEntry> entries_within(const PurchaseLedger& ledger,
                                              std::size_t party,
                                              Day from,
                                              Day until) noexcept {
  const std::span<const PurchaseEntry> all = ledger.entries(party);
  const DayOffset offset = ledger.definition().day_offset;
  const auto day = [offset](const PurchaseEntry& entry) { return day_of(entry.time, offset); };
  const auto begin = std::find_if(
      all.begin(), all.end(), [&](const PurchaseEntry& entry) { return day(entry) >= from; });
  const auto end = std::find_if(
      begin, all.end(), [&](const PurchaseEntry& entry) { return day(entry) > until; });
  return {begin, end};
}

std::uint64_t OccasionMaker::key_of(const PurchaseEntry& entry) const noexcept {
  if (policy_ == RefundPolicy::net_order) {
    return entry.order == Code::none ? no_key : index(entry.order);
  }
  const Day day = day_of(entry.time, periods_.day_offset);
  return static_cast<std::uint64_t>(std::int64_t{day.time_since_epoch().count()});
}

void OccasionMaker::net_group(std::span<Item* const> purchases,
                              RevenueTally refunds,
                              RevenueAccount& account) {
  RevenueTally gross;
  for (const Item* purchase : purchases) {
    gross += purchases_of(*purchase->entry);
  }
  if (gross.unpriced > 0 || refunds.unpriced > 0) {
    // How much is left, if anything, cannot be known.
    for (Item* purchase : purchases) {
      purchase->priced = false;
    }
    account.counted += refunds;
  } else if (gross.money + refunds.money <= Money{}) {
    for (Item* purchase : purchases) {
      purchase->cancelled = true;
    }
    account.refunded_whole += gross;
    account.refunded_whole += refunds;
    occasions_.cancelled += gross.rows;
  } else {
    Money left = Money{} - refunds.money;
    for (auto purchase = purchases.rbegin(); purchase != purchases.rend(); ++purchase) {
      const Money taken = std::min(left, (*purchase)->net);
      (*purchase)->net -= taken;
      left -= taken;
    }
    account.counted += refunds;
  }
}

void OccasionMaker::net(RevenueAccount& account) {
  by_key_.clear();
  for (Item& purchase : purchases_) {
    by_key_.push_back(&purchase);
  }
  std::stable_sort(by_key_.begin(), by_key_.end(), [](const Item* left, const Item* right) {
    return left->key < right->key;
  });
  std::stable_sort(refunds_.begin(), refunds_.end(), [](const Item& left, const Item& right) {
    return left.key < right.key;
  });
  auto purchase = by_key_.begin();
  for (auto refund = refunds_.begin(); refund != refunds_.end();) {
    const std::uint64_t key = refund->key;
    RevenueTally back;
    for (; refund != refunds_.end() && refund->key == key; ++refund) {
      back += refunds_of(*refund->entry);
    }
    purchase =
        std::find_if(purchase, by_key_.end(), [key](const Item* item) { return item->key >= key; });
    const auto end =
        std::find_if(purchase, by_key_.end(), [key](const Item* item) { return item->key != key; });
    if (key == no_key || purchase == end) {
      account.unmatched_refunds += back;
    } else {
      net_group({purchase, end}, back, account);
    }
    purchase = end;
  }
}

const Occasions& OccasionMaker::make(std::span<const PurchaseEntry> entries,
                                     RevenueAccount& account) {
  occasions_.clear();
  purchases_.clear();
  refunds_.clear();
  for (const PurchaseEntry& entry : entries) {
    const std::uint64_t key = key_of(entry);
    if (entry.purchases > 0) {
      purchases_.push_back(
          {.key = key, .entry = &entry, .net = entry.spent, .priced = entry.unpriced == 0});
    }
    if (entry.refunds > 0) {
      refunds_.push_back({.key = key, .entry = &entry});
    }
  }
  for (const Item& refund : refunds_) {
    if (policy_ == RefundPolicy::drop) {
      account.ignored_refunds += refunds_of(*refund.entry);
    } else if (policy_ == RefundPolicy::keep && purchases_.empty()) {
      account.unmatched_refunds += refunds_of(*refund.entry);
    } else if (policy_ == RefundPolicy::keep) {
      account.counted += refunds_of(*refund.entry);
      occasions_.refunds.push_back({.period = periods_.of(refund.entry->time),
                                    .day = day_of(refund.entry->time, periods_.day_offset),
                                    .spend = refund.entry->refunded,
                                    .priced = refund.entry->unpriced_refunds == 0});
    }
  }
  const bool netted = policy_ == RefundPolicy::net_order || policy_ == RefundPolicy::net_day;
  if (netted && !refunds_.empty()) {
    net(account);
  }
  for (const Item& purchase : purchases_) {
    if (purchase.cancelled) {
      continue;
    }
    account.counted += purchases_of(*purchase.entry);
    const std::int64_t period = periods_.of(purchase.entry->time);
    if (occasions_.purchases.empty() || occasions_.purchases.back().period != period) {
      occasions_.purchases.push_back(
          {.period = period, .day = day_of(purchase.entry->time, periods_.day_offset)});
    }
    Occasion& occasion = occasions_.purchases.back();
    occasion.spend += purchase.net;
    occasion.priced = occasion.priced && purchase.priced;
  }
  return occasions_;
}

}  // namespace centricity::inline v0
