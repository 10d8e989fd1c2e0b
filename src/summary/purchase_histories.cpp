#include <algorithm>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_histories.hpp>

#include "summary/label_columns.hpp"
#include "summary/left_truncation.hpp"
#include "summary/merging.hpp"
#include "summary/observed_window.hpp"
#include "summary/occasions.hpp"
#include "summary/rows.hpp"

namespace centricity::inline v0 {
namespace {

/// Appends one customer who bought.
void append(PurchaseHistories& to,
            std::string_view label,
            const Occasions& occasions,
            const Periods& periods) {
  const Occasion& first = occasions.purchases.front();
  std::uint32_t priced = 0;
  std::uint32_t priced_repeats = 0;
  Money spend;
  Money repeat_spend;
  const auto take = [&](const Occasion& occasion, std::uint32_t purchases) {
    if (occasion.priced) {
      priced += purchases;
      spend += occasion.spend;
      if (occasion.period > first.period) {
        priced_repeats += purchases;
        repeat_spend += occasion.spend;
      }
    }
  };
  for (const Occasion& purchase : occasions.purchases) {
    take(purchase, 1);
  }
  for (const Occasion& refund : occasions.refunds) {
    take(refund, 0);
  }
  const std::int64_t recency = occasions.purchases.back().period - first.period;
  const std::int64_t age = periods.end(*to.window.until) - first.period;
  to.labels.push_back(label);
  to.first.push_back(first.day);
  to.repeats.push_back(static_cast<std::uint32_t>(occasions.purchases.size() - 1));
  to.recency.push_back(static_cast<double>(recency) / periods.per_unit());
  to.age.push_back(static_cast<double>(age) / periods.per_unit());
  to.priced.push_back(priced);
  to.spend.push_back(spend);
  to.priced_repeats.push_back(priced_repeats);
  to.repeat_spend.push_back(repeat_spend);
}

bool is_empty(const PurchaseHistories& histories) {
  return histories.size() == 0 && total(histories.account).rows == 0;
}

/// Everything an entry stands for.
RevenueTally tally_of(const PurchaseEntry& entry) {
  return {.rows = std::uint64_t{entry.purchases} + entry.refunds,
          .unpriced = std::uint64_t{entry.unpriced} + entry.unpriced_refunds,
          .money = entry.spent + entry.refunded};
}

/// Says what is unusual about the rows that were looked at.
struct Unusual {
  std::uint64_t free = 0;
  std::uint64_t unpriced = 0;
  std::uint64_t unpriced_refunds = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t left_out = 0;
};

void report(ValidationReport& to, const Unusual& unusual, const RevenueAccount& account) {
  const auto add = [&to](const char* kind,
                         Severity severity,
                         const std::string& message,
                         const char* hint,
                         std::uint64_t count) {
    if (count > 0) {
      to.add_many(kind, severity, message, hint, count);
    }
  };
  add("free_purchase",
      Severity::note,
      "purchases of amount zero; they count as purchases",
      "Leave them out of the base if they are not.",
      unusual.free);
  add("unpriced_purchase",
      Severity::warning,
      "purchases without an amount; their spend is unknown, not zero",
      "Give the amount, or quantity and price.",
      unusual.unpriced);
  add("unpriced_refund",
      Severity::warning,
      "refunds without an amount; what they leave of a purchase is unknown",
      "Give the amount as a negative number.",
      unusual.unpriced_refunds);
  add("refunded_whole",
      Severity::note,
      "purchase rows that were given back whole; they are no purchases",
      "Use the refund policy keep or drop to count them.",
      unusual.cancelled);
  add("unmatched_refund",
      Severity::warning,
      "refunds without a purchase to set them against, " +
          to_text(account.unmatched_refunds.money) + " in all",
      "They change nobody's history; the account of the histories holds their money.",
      account.unmatched_refunds.rows);
  add("anonymous",
      Severity::note,
      "purchases and refunds of nobody in particular, " + to_text(account.anonymous.money) +
          " in all",
      "They count as revenue and in nobody's history.",
      account.anonymous.rows);
  add("outside_window",
      Severity::note,
      "purchases and refunds before the first or after the last day observed",
      "Widen the window to count them.",
      account.outside_window.rows);
  add("acquired_earlier",
      Severity::note,
      "customers acquired or first seen before acquired_from; they are left out",
      "Their purchases would be counted from the middle of their history.",
      unusual.left_out);
}

}  // namespace

PurchaseHistories purchase_histories(const PurchaseLedger& ledger,
                                     const ObservationWindow& window,
                                     const Host& host) {
  PurchaseHistories result{.definition = ledger.definition()};
  result.window =
      observed_window(ledger.definition(), window, ledger.first_day(), ledger.last_day());
  if (!result.window.until) {
    return result;  // nothing was ever bought
  }
  const Periods periods = periods_of(result.definition, result.window);
  result.unit = periods.unit();
  const DayOffset offset = result.definition.day_offset;
  const Day from = result.window.from.value_or(ledger.first_day().value_or(*result.window.until));

  OccasionMaker maker{result.definition.rules.refunds, periods};
  Unusual unusual;
  LeftTruncation truncation{from, *result.window.until};
  for (std::size_t party = 0; party < ledger.labels().size(); ++party) {
    if (party % 4'096 == 0) {
      stop_if_cancelled(host);
      report_progress(host,
                      "summarizing customers",
                      static_cast<double>(party) / static_cast<double>(ledger.labels().size()));
    }
    const std::span<const PurchaseEntry> all = ledger.entries(party);
    const std::span<const PurchaseEntry> inside =
        entries_within(ledger, party, from, *result.window.until);
    if (inside.size() < all.size()) {
      for (const PurchaseEntry& entry : all) {
        if (&entry < inside.data() || &entry >= inside.data() + inside.size()) {
          result.account.outside_window += tally_of(entry);
        }
      }
    }
    const std::string_view label = ledger.labels()[party];
    if (inside.empty()) {
      continue;
    }
    const std::optional<Day> acquired = ledger.acquired(party);
    const Day seen = first_seen(day_of(all.front().time, offset), acquired);
    const bool left_out =
        !label.empty() && result.window.acquired_from && seen < *result.window.acquired_from;
    if (label.empty() || left_out) {
      for (const PurchaseEntry& entry : inside) {
        (left_out ? result.account.left_out : result.account.anonymous) += tally_of(entry);
      }
      unusual.left_out += left_out ? 1U : 0U;
      continue;
    }
    for (const PurchaseEntry& entry : inside) {
      unusual.free += entry.free;
      unusual.unpriced += entry.unpriced;
      unusual.unpriced_refunds += entry.unpriced_refunds;
    }
    const Occasions& occasions = maker.make(inside, result.account);
    unusual.cancelled += occasions.cancelled;
    if (!occasions.purchases.empty()) {
      append(result, label, occasions, periods);
      truncation.see(result.first.back(), acquired);
    }
  }
  for (std::size_t kind = 0; kind < interaction_kinds; ++kind) {
    const auto what = static_cast<InteractionKind>(kind);
    if (what != InteractionKind::purchase && what != InteractionKind::refund) {
      result.account.other_kinds += ledger.by_kind()[kind];
    }
  }
  report(result.report, unusual, result.account);
  if (!result.window.acquired_from) {
    truncation.report_to(result.report);
  }
  report_progress(host, "summarizing customers", 1.0);
  return result;
}

PurchaseHistories merge(const PurchaseHistories& left, const PurchaseHistories& right) {
  return merge_disjoint(
      left, right, is_empty, [&](PurchaseHistories& result, const LabelUnion& both) {
        const auto merged_column = [&](const auto PurchaseHistories::*column) {
          return merged(left.*column, right.*column, both);
        };
        result.unit = left.unit;
        result.first = merged_column(&PurchaseHistories::first);
        result.repeats = merged_column(&PurchaseHistories::repeats);
        result.recency = merged_column(&PurchaseHistories::recency);
        result.age = merged_column(&PurchaseHistories::age);
        result.priced = merged_column(&PurchaseHistories::priced);
        result.spend = merged_column(&PurchaseHistories::spend);
        result.priced_repeats = merged_column(&PurchaseHistories::priced_repeats);
        result.repeat_spend = merged_column(&PurchaseHistories::repeat_spend);
        result.account = left.account;
        result.account += right.account;
        result.report = left.report;
        result.report.merge(right.report);
      });
}

std::optional<std::size_t> find(const PurchaseHistories& histories,
                                std::string_view label) noexcept {
  return find_sorted(histories.labels, label);
}

}  // namespace centricity::inline v0
