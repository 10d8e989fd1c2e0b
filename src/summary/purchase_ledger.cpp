#include <algorithm>
#include <tuple>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_ledger.hpp>

#include "core/stop_check.hpp"
#include "summary/label_order.hpp"
#include "summary/rows.hpp"

namespace centricity::inline v0 {
namespace {

bool is_purchase_or_refund(InteractionKind kind) noexcept {
  return kind == InteractionKind::purchase || kind == InteractionKind::refund;
}

RevenueTally tally_of(std::optional<Money> amount) noexcept {
  return {.rows = 1, .unpriced = amount ? 0U : 1U, .money = amount.value_or(Money{})};
}

/// An entry made of one row.
PurchaseEntry entry_of(Instant time,
                       Code order,
                       InteractionKind kind,
                       std::optional<Money> amount) noexcept {
  PurchaseEntry entry{.time = time, .order = order};
  const std::uint32_t unpriced = amount ? 0U : 1U;
  if (kind == InteractionKind::purchase) {
    entry.purchases = 1;
    entry.unpriced = unpriced;
    entry.free = amount == Money{} ? 1U : 0U;
    entry.spent = amount.value_or(Money{});
  } else {
    entry.refunds = 1;
    entry.unpriced_refunds = unpriced;
    entry.refunded = amount.value_or(Money{});
  }
  return entry;
}

void add(PurchaseEntry& to, const PurchaseEntry& entry) {
  to.purchases += entry.purchases;
  to.refunds += entry.refunds;
  to.unpriced += entry.unpriced;
  to.unpriced_refunds += entry.unpriced_refunds;
  to.free += entry.free;
  to.spent += entry.spent;
  to.refunded += entry.refunded;
}

bool earlier(const PurchaseEntry& left, const PurchaseEntry& right) noexcept {
  return std::tuple{left.time, index(left.order)} < std::tuple{right.time, index(right.order)};
}

/// The earlier and the later of two days that may be unknown.
std::optional<Day> earliest(std::optional<Day> left, std::optional<Day> right) noexcept {
  return left && right ? std::min(left, right) : left ? left : right;
}

std::optional<Day> latest(std::optional<Day> left, std::optional<Day> right) noexcept {
  return std::max(left, right);  // Nothing is less than any day.
}

/// Appends an entry to those from position `begin`, or adds it to the last if it is of the same
/// time and order.
void append(std::vector<PurchaseEntry>& entries, std::size_t begin, const PurchaseEntry& entry) {
  if (entries.size() > begin && entries.back().time == entry.time &&
      entries.back().order == entry.order) {
    add(entries.back(), entry);
  } else {
    entries.push_back(entry);
  }
}

/// The orders that purchases and refunds inside a view belong to: their texts in byte order, and
/// the new code of each code of the base.
struct Orders {
  Labels texts{};
  std::vector<Code> renumbered{};
};

Orders orders_of(const BaseView& view, const Host& host) {
  const Interactions& rows = view.base->interactions();
  std::vector<bool> used(rows.orders.size());
  for_each_interaction(
      view, host, "reading orders", [&](std::size_t row, InteractionKind kind, PartyId, Instant) {
        const Code order = rows.order[row];
        if (order != Code::none && is_purchase_or_refund(kind)) {
          used[index(order)] = true;
        }
      });
  std::vector<std::uint32_t> codes;
  for (std::uint32_t code = 0; code < used.size(); ++code) {
    if (used[code]) {
      codes.push_back(code);
    }
  }
  Orders orders{.renumbered = std::vector<Code>(used.size(), Code::none)};
  for (const std::uint32_t code : in_byte_order(rows.orders.labels(), std::move(codes), host)) {
    orders.renumbered[code] = Code{static_cast<std::uint32_t>(orders.texts.size())};
    orders.texts.push_back(rows.orders.labels()[code]);
  }
  return orders;
}

}  // namespace

PurchaseLedger::PurchaseLedger(PurchaseRules rules) : definition_{.rules = rules} {}

bool PurchaseLedger::empty() const noexcept {
  return labels_.empty() &&
         std::all_of(
             by_kind_.begin(), by_kind_.end(), [](const RevenueTally& t) { return t.rows == 0; });
}

void PurchaseLedger::add(const BaseView& view, const Host& host) {
  const Interactions& rows = view.base->interactions();
  const Parties& parties = view.base->parties();
  PurchaseLedger part{definition_.rules};
  part.definition_.currency = view.base->definition().currency;
  part.definition_.day_offset = view.base->definition().day_offset;

  // Group entries of single rows by party; the anonymous ones come last.
  const std::size_t anonymous = parties.size();
  std::vector<std::size_t> ends(anonymous + 1, 0);
  const auto place_of = [anonymous](PartyId party) {
    return party == PartyId::none ? anonymous : static_cast<std::size_t>(index(party));
  };
  for_each_interaction(view,
                       host,
                       "counting purchases by customer",
                       [&](std::size_t row, InteractionKind kind, PartyId party, Instant) {
                         part.by_kind_[static_cast<std::size_t>(kind)] +=
                             tally_of(rows.amount[row]);
                         if (is_purchase_or_refund(kind)) {
                           ++ends[place_of(party)];
                         }
                       });
  std::size_t count = 0;
  for (std::size_t& end : ends) {
    count += std::exchange(end, count);
  }
  Orders orders;
  if (definition_.rules.refunds == RefundPolicy::net_order) {
    orders = orders_of(view, host);
  }
  const DayOffset offset = part.definition_.day_offset;
  std::vector<PurchaseEntry> grouped;
  grow(grouped, count, host);
  for_each_interaction(
      view,
      host,
      "grouping purchases by customer",
      [&](std::size_t row, InteractionKind kind, PartyId party, Instant time) {
        if (is_purchase_or_refund(kind)) {
          const Code order = orders.renumbered.empty() ? Code::none : rows.order[row];
          grouped[ends[place_of(party)]++] = entry_of(
              definition_.rules.merge == MergeGrain::none ? time
                                                          : start_of(day_of(time, offset), offset),
              order == Code::none ? order : orders.renumbered[index(order)],
              kind,
              rows.amount[row]);
        }
      });

  // Close each party's entries in order of time, parties in the byte order of their labels.
  part.entries_.reserve(count);
  StopCheck stop_check{host};
  const auto close = [&](std::string_view label, std::size_t place, std::optional<Day> acquired) {
    const std::size_t begin = place == 0 ? 0 : ends[place - 1];
    const auto first = grouped.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = grouped.begin() + static_cast<std::ptrdiff_t>(ends[place]);
    if (first == last && !acquired) {
      return;
    }
    if (!std::is_sorted(first, last, earlier)) {
      sort(host, first, last, earlier);
    }
    const std::size_t start = part.entries_.size();
    std::for_each(first, last, [&](const PurchaseEntry& entry) {
      stop_check.step();
      append(part.entries_, start, entry);
    });
    if (start < part.entries_.size()) {
      part.first_day_ = earliest(part.first_day_, day_of(part.entries_[start].time, offset));
      part.last_day_ = latest(part.last_day_, day_of(part.entries_.back().time, offset));
    }
    part.labels_.push_back(label);
    part.ends_.push_back(part.entries_.size());
    part.acquired_.push_back(acquired);
  };
  close({}, anonymous, std::nullopt);
  std::vector<std::uint32_t> inside;
  for (std::uint32_t party = 0; party < anonymous; ++party) {
    if (view.contains(PartyId{party})) {
      inside.push_back(party);
    }
  }
  std::size_t closed = 0;
  for (const std::uint32_t party : in_byte_order(parties.labels.labels(), inside, host)) {
    if (closed++ % 8'192 == 0) {
      stop_if_cancelled(host);
      report_progress(host,
                      "sorting purchases",
                      static_cast<double>(closed) / static_cast<double>(inside.size()));
    }
    close(parties.labels.labels()[party], party, acquired_day(view, party));
  }
  report_progress(host, "sorting purchases", 1.0);
  part.orders_ = std::move(orders.texts);
  if (empty() && !part.empty()) {
    *this = std::move(part);
  } else {
    merge(part, host);
  }
}

void PurchaseLedger::merge(const PurchaseLedger& other, const Host& host) {
  if (other.empty()) {
    return;
  }
  if (empty()) {
    *this = other;
    return;
  }
  if (definition_ != other.definition_) {
    throw Error{ErrorCode::incompatible,
                "the ledgers have different rules, currencies or day offsets",
                "Declare the same rules, currency and day offset for all parts."};
  }

  LabelUnion parties = union_of(labels_, other.labels_, host);
  LabelUnion orders = union_of(orders_, other.orders_, host);
  const auto renumbered = [](PurchaseEntry entry, const std::vector<std::size_t>& places) {
    if (entry.order != Code::none) {
      entry.order = Code{static_cast<std::uint32_t>(places[index(entry.order)])};
    }
    return entry;
  };
  std::vector<PurchaseEntry> entries;
  std::vector<std::size_t> ends;
  std::vector<std::optional<Day>> acquired(parties.labels.size());
  entries.reserve(entries_.size() + other.entries_.size());
  ends.reserve(parties.labels.size());
  std::size_t i = 0;
  std::size_t j = 0;
  StopCheck stop_check{host};
  for (std::size_t place = 0; place < parties.labels.size(); ++place) {
    if (place % 65'536 == 0) {
      report_progress(host,
                      "merging ledgers",
                      static_cast<double>(place) / static_cast<double>(parties.labels.size()));
    }
    stop_check.step();
    std::span<const PurchaseEntry> left;
    std::span<const PurchaseEntry> right;
    if (i < parties.left.size() && parties.left[i] == place) {
      left = this->entries(i);
      acquired[place] = acquired_[i++];
    }
    if (j < parties.right.size() && parties.right[j] == place) {
      right = other.entries(j);
      acquired[place] = earliest(acquired[place], other.acquired_[j++]);
    }
    const std::size_t start = entries.size();
    while (!left.empty() || !right.empty()) {
      stop_check.step();
      const PurchaseEntry next_left =
          left.empty() ? PurchaseEntry{} : renumbered(left.front(), orders.left);
      const PurchaseEntry next_right =
          right.empty() ? PurchaseEntry{} : renumbered(right.front(), orders.right);
      if (right.empty() || (!left.empty() && !earlier(next_right, next_left))) {
        append(entries, start, next_left);
        left = left.subspan(1);
      } else {
        append(entries, start, next_right);
        right = right.subspan(1);
      }
    }
    ends.push_back(entries.size());
  }
  auto by_kind = by_kind_;
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    by_kind[kind] += other.by_kind_[kind];
  }
  report_progress(host, "merging ledgers", 1.0);
  labels_ = std::move(parties.labels);
  ends_ = std::move(ends);
  entries_ = std::move(entries);
  acquired_ = std::move(acquired);
  orders_ = std::move(orders.labels);
  by_kind_ = by_kind;
  first_day_ = earliest(first_day_, other.first_day_);
  last_day_ = latest(last_day_, other.last_day_);
}

}  // namespace centricity::inline v0
