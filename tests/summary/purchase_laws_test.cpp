// Laws of the purchase chain, and a second implementation by maps that knows nothing of the first.

#include <algorithm>
#include <map>
#include <set>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_timeline.hpp>
#include <centricity/summary/spend_histories.hpp>

#include "summary/random_interactions.hpp"
#include "support/executors.hpp"

namespace {

using namespace centricity;
using test::Row;

rc::Gen<PurchaseRules> any_rules() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 4)),
                      [](const std::pair<int, int>& choice) {
                        return PurchaseRules{static_cast<MergeGrain>(choice.first),
                                             static_cast<RefundPolicy>(choice.second)};
                      });
}

constexpr std::int64_t first_possible_day = 850'000'000 / 86'400;

rc::Gen<std::optional<Day>> any_day() {
  return rc::gen::map(rc::gen::inRange(-20, 75), [](int day) {
    return day < 0 ? std::nullopt : std::optional{Day{std::chrono::days{first_possible_day + day}}};
  });
}

ObservationWindow any_window() {
  ObservationWindow window{.from = *any_day(), .until = *any_day(), .acquired_from = *any_day()};
  if (window.from && window.until && *window.until < *window.from) {
    std::swap(*window.from, *window.until);
  }
  return window;
}

PurchaseLedger ledger_of(const BaseView& view, const PurchaseRules& rules) {
  PurchaseLedger ledger{rules};
  ledger.add(view);
  return ledger;
}

PurchaseLedger ledger_of(const std::vector<Row>& rows, const PurchaseRules& rules) {
  const CustomerBase base = test::base_of(rows);
  return ledger_of(base, rules);
}

/// What the second implementation says of one customer.
struct Naive {
  std::vector<std::int64_t> periods;  // with a purchase, ascending
  double age = 0;                     // in periods
  Money spend;
  Money repeat_spend;
  int priced = 0;
  int priced_repeats = 0;
};

/// The rules of purchase_definition.hpp, written down a second time row by row.
std::map<std::string, Naive> naive_histories(std::vector<Row> rows,
                                             const PurchaseRules& rules,
                                             ObservationWindow window) {
  const auto day = [](const Row& row) { return Day{std::chrono::days{row.second / 86'400}}; };
  std::erase_if(rows, [](const Row& row) {
    return row.kind != InteractionKind::purchase && row.kind != InteractionKind::refund;
  });
  if (rows.empty()) {
    return {};
  }
  std::stable_sort(
      rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.second < b.second; });
  const Day first_day = window.from.value_or(day(rows.front()));
  const Day last_day = window.until.value_or(std::max(first_day, day(rows.back())));
  std::map<std::string, Day> seen;
  for (const Row& row : rows) {
    seen.try_emplace(row.party, day(row));
  }
  std::erase_if(rows, [&](const Row& row) {
    return row.party.empty() || day(row) < first_day || day(row) > last_day ||
           (window.acquired_from && seen[row.party] < *window.acquired_from);
  });

  const auto period_of_day = [&](Day d) -> std::int64_t {
    const std::chrono::year_month_day date{d};
    switch (rules.merge) {
      case MergeGrain::week:
        return (d - first_day).count() / 7;
      case MergeGrain::month:
        return 12 * static_cast<int>(date.year()) +
               static_cast<int>(static_cast<unsigned>(date.month()));
      default:
        return d.time_since_epoch().count();
    }
  };
  const auto period = [&](const Row& row) {
    return rules.merge == MergeGrain::none ? row.second : period_of_day(day(row));
  };

  // Refunds against purchases of the same key, one key at a time.
  std::map<std::string, std::map<std::string, std::vector<Row>>> purchases;
  std::map<std::string, std::map<std::string, std::vector<Row>>> refunds;
  for (const Row& row : rows) {
    const std::string key = rules.refunds == RefundPolicy::net_order
                                ? row.order
                                : std::to_string(day(row).time_since_epoch().count());
    (row.kind == InteractionKind::refund ? refunds : purchases)[row.party][key].push_back(row);
  }

  struct Kept {
    std::int64_t period;
    std::optional<std::int64_t> ticks;
    bool is_purchase;
  };

  std::map<std::string, std::vector<Kept>> kept;
  for (auto& [party, by_key] : purchases) {
    for (auto& [key, own] : by_key) {
      const auto& back = refunds[party][key];
      const bool netted = (rules.refunds == RefundPolicy::net_day ||
                           (rules.refunds == RefundPolicy::net_order && !key.empty())) &&
                          !back.empty();
      if (netted) {
        std::int64_t left = 0;
        bool known = true;
        for (const Row& row : own) {
          known = known && row.ticks;
          left += row.ticks.value_or(0);
        }
        std::int64_t given_back = 0;
        for (const Row& row : back) {
          known = known && row.ticks;
          given_back -= row.ticks.value_or(0);
        }
        if (known && left - given_back <= 0) {
          continue;
        }
        if (!known) {
          for (Row& row : own) {
            row.ticks.reset();
          }
        } else {
          for (auto row = own.rbegin(); row != own.rend(); ++row) {
            const std::int64_t taken = std::min(given_back, *row->ticks);
            *row->ticks -= taken;
            given_back -= taken;
          }
        }
      }
      for (const Row& row : own) {
        kept[party].push_back({period(row), row.ticks, true});
      }
    }
    if (rules.refunds == RefundPolicy::keep) {
      for (const auto& [key, back] : refunds[party]) {
        for (const Row& row : back) {
          kept[party].push_back({period(row), row.ticks, false});
        }
      }
    }
  }

  std::map<std::string, Naive> result;
  for (const auto& [party, list] : kept) {
    std::map<std::int64_t, std::optional<std::int64_t>> spend;
    for (const Kept& row : list) {
      if (row.is_purchase) {
        auto& sum = spend.try_emplace(row.period, 0).first->second;
        sum = sum && row.ticks ? std::optional{*sum + *row.ticks} : std::nullopt;
      }
    }
    Naive naive;
    const std::int64_t first = spend.begin()->first;
    for (const auto& [when, sum] : spend) {
      naive.periods.push_back(when);
      if (sum) {
        naive.spend += Money{*sum};
        ++naive.priced;
        if (when > first) {
          naive.repeat_spend += Money{*sum};
          ++naive.priced_repeats;
        }
      }
    }
    for (const Kept& row : list) {
      if (!row.is_purchase && row.ticks) {
        naive.spend += Money{*row.ticks};
        naive.repeat_spend += Money{row.period > first ? *row.ticks : 0};
      }
    }
    const std::int64_t end = rules.merge == MergeGrain::none
                                 ? 86'400 * (last_day.time_since_epoch().count() + 1)
                                 : period_of_day(last_day);
    naive.age = static_cast<double>(end - first);
    result[party] = naive;
  }
  return result;
}

RC_GTEST_PROP(PurchaseHistories, AgreeWithASecondImplementation, ()) {
  const auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const ObservationWindow window = any_window();
  const auto naive = naive_histories(rows, rules, window);
  const CustomerBase base = test::base_of(rows);
  const PurchaseHistories histories = purchase_histories(ledger_of(base, rules), window);

  RC_ASSERT(histories.size() == naive.size());
  const double per_unit = rules.merge == MergeGrain::none ? 86'400.0 : 1.0;
  std::size_t i = 0;
  for (const auto& [party, expected] : naive) {
    RC_ASSERT(histories.labels[i] == party);
    RC_ASSERT(find(histories, party) == std::optional{i});
    RC_ASSERT(histories.repeats[i] == expected.periods.size() - 1);
    RC_ASSERT(histories.recency[i] ==
              static_cast<double>(expected.periods.back() - expected.periods.front()) / per_unit);
    RC_ASSERT(histories.age[i] == expected.age / per_unit);
    RC_ASSERT(histories.recency[i] <= histories.age[i]);
    RC_ASSERT(histories.spend[i] == expected.spend);
    RC_ASSERT(histories.repeat_spend[i] == expected.repeat_spend);
    RC_ASSERT(static_cast<int>(histories.priced[i]) == expected.priced);
    RC_ASSERT(static_cast<int>(histories.priced_repeats[i]) == expected.priced_repeats);
    ++i;
  }
}

RC_GTEST_PROP(PurchaseHistories, AccountForEveryRowAndEveryCent, ()) {
  const auto rows = *test::any_rows();
  const PurchaseLedger ledger = ledger_of(rows, *any_rules());
  const PurchaseHistories histories = purchase_histories(ledger, any_window());
  RevenueTally file;
  for (const Row& row : rows) {
    file += RevenueTally{1, row.ticks ? 0U : 1U, Money{row.ticks.value_or(0)}};
  }
  if (histories.window.until) {
    RC_ASSERT(total(histories.account) == file);
  }
  RevenueTally by_kind;
  for (const RevenueTally& tally : ledger.by_kind()) {
    by_kind += tally;
  }
  RC_ASSERT(by_kind == file);
}

RC_GTEST_PROP(PurchaseLedger, MergesForAnySplitInAnyOrder, ()) {
  const auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const PurchaseLedger whole = ledger_of(rows, rules);
  std::vector<std::vector<Row>> parts(3);
  for (const Row& row : rows) {
    parts[static_cast<std::size_t>(*rc::gen::inRange(0, 3))].push_back(row);
  }
  PurchaseLedger added{rules};
  PurchaseLedger merged{rules};
  for (const auto& part : parts) {
    const CustomerBase base = test::base_of(part);
    added.add(base);
  }
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    merged.merge(ledger_of(*part, rules));
  }
  RC_ASSERT(added == whole);
  RC_ASSERT(merged == whole);
  merged.merge(PurchaseLedger{rules});
  RC_ASSERT(merged == whole);
}

RC_GTEST_PROP(PurchaseLedger, DoesNotDependOnTheOrderOfRows, ()) {
  auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const PurchaseLedger ledger = ledger_of(rows, rules);
  std::reverse(rows.begin(), rows.end());
  RC_ASSERT(ledger_of(rows, rules) == ledger);
}

RC_GTEST_PROP(PurchaseCounts, AreTheSameWithAndWithoutALedger, ()) {
  auto rows = *test::any_rows();
  if (*rc::gen::arbitrary<bool>()) {  // the fast path: in order of time, no refunds
    std::stable_sort(
        rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.second < b.second; });
    std::erase_if(rows, [](const Row& row) { return row.kind == InteractionKind::refund; });
  }
  PurchaseOptions options{.rules = *any_rules(), .window = any_window()};
  if (*rc::gen::arbitrary<bool>()) {
    options.resolution = *rc::gen::element(TimeUnit::day, TimeUnit::week, TimeUnit::month);
  }
  if (*rc::gen::arbitrary<bool>()) {
    options.window.from.reset();
  }
  const DayOffset offset{*rc::gen::inRange(-720, 720)};
  const CustomerBase base = test::base_of(rows, {.currency = "EUR", .day_offset = offset});
  BaseView view{base};
  view.until = Instant{std::chrono::seconds{850'000'000 + 86'400 * *rc::gen::inRange(30, 80)}};
  const PurchaseHistories histories =
      purchase_histories(ledger_of(view, options.rules), options.window);
  const PurchaseCounts counts = summarize_purchases(view, options);
  RC_ASSERT(counts == purchase_counts(histories, options.resolution));
  RC_ASSERT(counts.report.count("left_truncated") == histories.report.count("left_truncated"));
  RC_ASSERT(customers(counts) == static_cast<double>(histories.size()));
}

RC_GTEST_PROP(PurchaseCounts, MergeForPartyDisjointSplits, ()) {
  const auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const std::set<std::string> left_parties = *rc::gen::container<std::set<std::string>>(
      rc::gen::map(test::any_row(), [](const Row& row) { return row.party; }));
  std::vector<Row> left_rows;
  std::vector<Row> right_rows;
  for (const Row& row : rows) {
    (left_parties.contains(row.party) ? left_rows : right_rows).push_back(row);
  }
  ObservationWindow window = any_window();
  const auto first = Day{std::chrono::days{first_possible_day}};
  window.from = window.from.value_or(first);
  window.until = window.until.value_or(first + std::chrono::days{80});
  const auto histories_of = [&](const std::vector<Row>& part) {
    return purchase_histories(ledger_of(part, rules), window);
  };
  const PurchaseHistories whole = histories_of(rows);
  const PurchaseHistories left = histories_of(left_rows);
  const PurchaseHistories right = histories_of(right_rows);

  PurchaseHistories merged = merge(right, left);
  RC_ASSERT(merged.labels == whole.labels);
  RC_ASSERT(merged.account == whole.account);
  RC_ASSERT(merged.spend == whole.spend);
  RC_ASSERT(merged.age == whole.age);
  RC_ASSERT(merge(purchase_counts(left), purchase_counts(right)).counts ==
            purchase_counts(whole).counts);
  if (whole.size() > 0) {
    RC_ASSERT(merge(PurchaseCounts{}, purchase_counts(whole)) == purchase_counts(whole));
    RC_ASSERT(merge(purchase_counts(whole), PurchaseCounts{}) == purchase_counts(whole));
  }
  const SpendHistories spend = merge(spend_histories(left), spend_histories(right));
  RC_ASSERT(spend.labels == spend_histories(whole).labels);
  RC_ASSERT(spend.spends == spend_histories(whole).spends);
  RC_ASSERT(spend.without_spend == spend_histories(whole).without_spend);

  const auto timeline_of = [&](const std::vector<Row>& part) {
    return purchase_timeline(ledger_of(part, rules), TimeUnit::week, window);
  };
  RC_ASSERT(merge(timeline_of(left_rows), timeline_of(right_rows)).periods ==
            timeline_of(rows).periods);
}

RC_GTEST_PROP(PurchaseTimeline, AddsUpToTheLedger, ()) {
  const auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const PurchaseLedger ledger = ledger_of(rows, rules);
  const auto unit = *rc::gen::element(TimeUnit::day, TimeUnit::week, TimeUnit::month);
  const PurchaseTimeline timeline = purchase_timeline(ledger, unit);
  const PurchaseHistories histories = purchase_histories(ledger);
  Money revenue;
  std::uint64_t purchases = 0;
  std::uint64_t new_customers = 0;
  for (const PurchasePeriod& period : timeline.periods) {
    revenue += period.revenue;
    revenue += period.anonymous_revenue;
    purchases += period.purchases;
    new_customers += period.new_customers;
    RC_ASSERT(period.new_customers <= period.buyers);
    RC_ASSERT(period.buyers <= period.purchases);
  }
  Money expected;
  for (const auto kind : {InteractionKind::purchase, InteractionKind::refund}) {
    expected += ledger.by_kind()[static_cast<std::size_t>(kind)].money;
  }
  std::uint64_t expected_purchases = 0;
  for (const std::uint32_t repeats : histories.repeats) {
    expected_purchases += repeats + 1U;
  }
  RC_ASSERT(revenue == expected);
  RC_ASSERT(purchases == expected_purchases);
  RC_ASSERT(new_customers == histories.size());
}

RC_GTEST_PROP(PurchaseCounts, AreTheSameWhereverADayBegins, ()) {
  // Moving every time and the day offset together moves nothing.
  const auto rows = *test::any_rows();
  const auto rules = *any_rules();
  const int minutes = *rc::gen::inRange(-1080, 1081);
  auto moved = rows;
  for (Row& row : moved) {
    row.second -= 60 * minutes;
  }
  const CustomerBase here = test::base_of(rows);
  const CustomerBase there = test::base_of(moved, {.day_offset = DayOffset{minutes}});
  RC_ASSERT(summarize_purchases(here, {.rules = rules}).counts ==
            summarize_purchases(there, {.rules = rules}).counts);
}

}  // namespace
