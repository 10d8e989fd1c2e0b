// Cases worked out by hand.

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_timeline.hpp>
#include <centricity/summary/spend_histories.hpp>

#include "core/stop_check.hpp"
#include "summary/random_interactions.hpp"

namespace {

using namespace centricity;

Instant noon(int month, int day) {
  return Instant{date(2024, month, day)} + std::chrono::hours{12};
}

Money euros(int amount) { return Money{amount * Money::scale}; }

PurchaseHistories histories_of(const CustomerBase& base,
                               const PurchaseRules& rules = {},
                               const ObservationWindow& window = {}) {
  PurchaseLedger ledger{rules};
  ledger.add(base);
  return purchase_histories(ledger, window);
}

/// Anna buys for 30 (order a) and gives all of it back next day, buys for 20 (order b) and gives 5
/// back on the same day.  Ben only gives back.
CustomerBase with_refunds() {
  CustomerBase base;
  const auto add = [&base](
                       const char* who, int day, InteractionKind kind, const char* order, int x) {
    base.add(Interaction{
        .party = who, .time = noon(3, day), .kind = kind, .order = order, .amount = euros(x)});
  };
  add("anna", 1, InteractionKind::purchase, "a", 30);
  add("anna", 2, InteractionKind::refund, "a", -30);
  add("anna", 5, InteractionKind::purchase, "b", 20);
  add("anna", 5, InteractionKind::refund, "b", -5);
  add("anna", 9, InteractionKind::purchase, "c", 7);
  add("ben", 9, InteractionKind::refund, "z", -4);
  return base;
}

TEST(RefundPolicy, NetOrderUndoesThePurchaseOfTheOrder) {
  const auto histories = histories_of(with_refunds(), {.refunds = RefundPolicy::net_order});
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.first[0], date(2024, 3, 5));
  EXPECT_EQ(histories.repeats[0], 1U);
  EXPECT_EQ(histories.spend[0], euros(22));
  EXPECT_EQ(histories.repeat_spend[0], euros(7));
  EXPECT_EQ(histories.account.refunded_whole.money, Money{});
  EXPECT_EQ(histories.account.refunded_whole.rows, 2U);
  EXPECT_EQ(histories.account.unmatched_refunds.money, euros(-4));
  EXPECT_EQ(histories.report.count("unmatched_refund"), 1U);
  EXPECT_EQ(histories.report.count("refunded_whole"), 1U);
}

TEST(RefundPolicy, NetDayKnowsOnlyTheDay) {
  const auto histories = histories_of(with_refunds(), {.refunds = RefundPolicy::net_day});
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.repeats[0], 2U);
  EXPECT_EQ(histories.spend[0], euros(52));
  EXPECT_EQ(histories.account.unmatched_refunds.money, euros(-34));
}

TEST(RefundPolicy, KeepTakesRefundsOffSpendAlone) {
  const auto histories = histories_of(with_refunds(), {.refunds = RefundPolicy::keep});
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.repeats[0], 2U);
  EXPECT_EQ(histories.spend[0], euros(22));
  EXPECT_EQ(histories.repeat_spend[0], euros(-8));
  EXPECT_EQ(histories.account.unmatched_refunds.money, euros(-4));
}

TEST(RefundPolicy, DropOnlyAccountsForThem) {
  const auto histories = histories_of(with_refunds(), {.refunds = RefundPolicy::drop});
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.spend[0], euros(57));
  EXPECT_EQ(histories.account.ignored_refunds.money, euros(-39));
}

TEST(RefundPolicy, ARefundAfterTheWindowIsNotKnownYet) {
  const auto histories = histories_of(
      with_refunds(), {.refunds = RefundPolicy::net_order}, {.until = date(2024, 3, 1)});
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.spend[0], euros(30));
}

TEST(Spend, MissingIsNotZero) {
  CustomerBase base;
  base.add(Interaction{.party = "a", .time = noon(1, 1), .amount = euros(10)});
  base.add(Interaction{.party = "a", .time = noon(1, 2)});
  base.add(Interaction{.party = "a", .time = noon(1, 3), .amount = euros(0)});
  base.add(Interaction{.party = "b", .time = noon(1, 1), .amount = euros(10)});
  base.add(Interaction{.party = "b", .time = noon(1, 2)});
  const auto histories = histories_of(base);
  EXPECT_EQ(histories.priced, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(histories.report.count("unpriced_purchase"), 2U);
  EXPECT_EQ(histories.report.count("free_purchase"), 1U);
  const SpendHistories spend = spend_histories(histories);
  ASSERT_EQ(spend.size(), 1U);
  EXPECT_EQ(spend.labels[0], "a");
  EXPECT_EQ(spend.spends[0], (SpendHistory{.repeats = 1.0, .mean_spend = 0.0}));
  EXPECT_EQ(spend.without_spend, 1U);
  EXPECT_EQ(find(spend, "b"), std::nullopt);
}

TEST(Window, DatesAreInclusiveAndAgeRunsToTheLast) {
  CustomerBase base;
  for (const int day : {1, 10, 20}) {
    base.add(Interaction{.party = "a", .time = noon(1, day), .amount = euros(1)});
  }
  const auto by_day =
      histories_of(base, {}, {.from = date(2024, 1, 1), .until = date(2024, 1, 20)});
  EXPECT_EQ(history(by_day, 0),
            (PurchaseHistory{.repeats = 2, .recency = days(19), .age = days(19)}));
  const auto by_moment =
      histories_of(base, {.merge = MergeGrain::none}, {.until = date(2024, 1, 20)});
  EXPECT_EQ(history(by_moment, 0),
            (PurchaseHistory{.repeats = 2, .recency = days(19), .age = days(19.5)}));
  const auto by_month =
      histories_of(base, {.merge = MergeGrain::month}, {.until = date(2024, 3, 31)});
  EXPECT_EQ(history(by_month, 0),
            (PurchaseHistory{.repeats = 0, .recency = months(0), .age = months(2)}));
  EXPECT_THROW(histories_of(base, {}, {.from = date(2024, 1, 2), .until = date(2024, 1, 1)}),
               Error);
}

TEST(Window, CustomersAcquiredEarlierAreLeftOut) {
  CustomerBase base;
  base.add(Party{.label = "old", .acquired_at = noon(1, 1)});
  for (const char* who : {"early", "old", "new"}) {
    base.add(Interaction{.party = who, .time = noon(2, 9), .amount = euros(1)});
  }
  base.add(Interaction{.party = "early", .time = noon(1, 9), .amount = euros(1)});
  const ObservationWindow window{.acquired_from = date(2024, 2, 1)};
  const auto histories = histories_of(base, {}, window);
  ASSERT_EQ(histories.size(), 1U);
  EXPECT_EQ(histories.labels[0], "new");
  EXPECT_EQ(histories.report.count("acquired_earlier"), 2U);
  EXPECT_EQ(histories.account.left_out.rows, 3U);
  EXPECT_EQ(histories.report.count("left_truncated"), 0U);
  EXPECT_EQ(customers(summarize_purchases(base, {.window = window})), 1.0);
  const auto all = histories_of(base);
  EXPECT_EQ(all.report.count("left_truncated"), 1U) << "one was acquired before the first row";
}

/// Customers who buy at random until they leave; `old` of them were customers long before the data
/// begin, `fresh` arrive at a steady rate during `days_of_arrival` of the 400 days of data.
CustomerBase simulated(int old, int fresh, double days_of_arrival) {
  CustomerBase base;
  Rng rng{7};
  for (int customer = 0; customer < old + fresh; ++customer) {
    const std::string label = "c" + std::to_string(customer);
    double day = customer < old ? -exponential(rng) * 40.0 : uniform(rng) * days_of_arrival;
    const double gap = 20.0 + 60.0 * uniform(rng);
    do {
      if (day >= 0.0 && day < 400.0) {
        base.add(Interaction{.party = label,
                             .time = Instant{std::chrono::seconds{
                                 1'600'000'000 + static_cast<std::int64_t>(day * 86'400)}}});
      }
      day += exponential(rng) * gap;
    } while (day < 400.0 && uniform(rng) < 0.9);
  }
  return base;
}

TEST(LeftTruncation, IsSeenWhereOldCustomersLookNew) {
  const CustomerBase base = simulated(2000, 2000, 400.0);
  const std::uint64_t early = histories_of(base).report.count("left_truncated");
  EXPECT_GT(early, 0U);
  EXPECT_EQ(summarize_purchases(base).report.count("left_truncated"), early);
}

TEST(LeftTruncation, IsNotSeenInASteadyInflowOrACohort) {
  EXPECT_EQ(histories_of(simulated(0, 2000, 400.0)).report.count("left_truncated"), 0U);
  EXPECT_EQ(histories_of(simulated(0, 2000, 80.0)).report.count("left_truncated"), 0U);
  EXPECT_EQ(histories_of(simulated(0, 2000, 40.0)).report.count("left_truncated"), 0U);
  EXPECT_EQ(histories_of(simulated(0, 2000, 1.0)).report.count("left_truncated"), 0U);
}

TEST(Counts, UnitsScaleTimesAlone) {
  CustomerBase base;
  for (const int day : {1, 15}) {
    base.add(Interaction{.party = "a", .time = noon(1, day), .amount = euros(1)});
  }
  const auto counts = in_unit(summarize_purchases(base), TimeUnit::week);
  ASSERT_EQ(counts.counts.size(), 1U);
  EXPECT_EQ(counts.counts[0],
            (PurchaseCount{.repeats = 1, .recency = 2, .age = 2, .customers = 1}));
}

TEST(Summaries, OfDifferentDefinitionDoNotMerge) {
  CustomerBase base;
  base.add(Interaction{.party = "a", .time = noon(1, 1), .amount = euros(1)});
  CustomerBase dollars{BaseDefinition{.currency = "USD"}};
  dollars.add(Interaction{.party = "b", .time = noon(1, 1), .amount = euros(1)});
  PurchaseLedger ledger;
  ledger.add(base);
  const PurchaseLedger before = ledger;
  EXPECT_THROW(ledger.add(dollars), Error);
  EXPECT_EQ(ledger, before);
  const auto counts = summarize_purchases(base);
  EXPECT_THROW((void)merge(counts, summarize_purchases(dollars)), Error);
  EXPECT_THROW((void)merge(counts, in_unit(counts, TimeUnit::week)), Error);
  EXPECT_THROW((void)merge(histories_of(base), histories_of(base)), Error) << "a is in both";
}

TEST(Summaries, StopWhenTheHostWantsThemTo) {
  CustomerBase base;
  base.add(Interaction{.party = "a", .time = noon(1, 1), .amount = euros(1)});
  const Host host{.cancelled = [] { return true; }};
  PurchaseLedger ledger;
  EXPECT_THROW(ledger.add(base, host), Error);
  EXPECT_TRUE(ledger.empty());
  ledger.add(base);
  EXPECT_THROW((void)purchase_histories(ledger, {}, host), Error);
  EXPECT_THROW((void)summarize_purchases(base, {}, host), Error);
}

// Days are counted in 16 bits from the first row's; the lowest number must not get lost.
TEST(Counts, ReachBackNinetyYears) {
  const Day first = date(2020, 1, 1);
  for (const int back : {32'767, 32'768, 32'769}) {
    CustomerBase base;
    base.add(Interaction{.party = "a", .time = start_of(first)});
    base.add(Interaction{.party = "b", .time = start_of(first - std::chrono::days{back})});
    EXPECT_EQ(customers(summarize_purchases(base)), 2.0) << back;
  }
}

TEST(Summaries, ReportProgressThatNeverFalls) {
  const CustomerBase base = with_refunds();
  std::map<std::string, double> done;
  const Host host{.progress = [&](const Progress& progress) {
    double& before = done[std::string{progress.task}];
    EXPECT_GE(progress.fraction, before) << progress.task;
    before = progress.fraction;
  }};
  (void)summarize_purchases(base, {.rules = {.refunds = RefundPolicy::net_order}}, host);
  for (const auto& [task, fraction] : done) {
    EXPECT_EQ(fraction, 1.0) << task;
  }
  EXPECT_FALSE(done.empty());
}

TEST(Timeline, SaysHowManyPeopleStandBehindAPoint) {
  PurchaseLedger ledger;
  const CustomerBase base = with_refunds();
  ledger.add(base);
  const PurchaseTimeline timeline = purchase_timeline(ledger, TimeUnit::week);
  const Document document = describe(timeline);
  const auto& revenue = std::get<Chart>(document.blocks[0]);
  const auto& people = std::get<Chart>(document.blocks[1]);
  ASSERT_EQ(people.series.size(), 3U);
  for (std::size_t i = 0; i < timeline.periods.size(); ++i) {
    const auto buyers = static_cast<std::int64_t>(timeline.periods[i].buyers);
    EXPECT_EQ(revenue.series[0].cell_sizes[i], buyers);
    EXPECT_EQ(people.series[0].cell_sizes[i], buyers);
    EXPECT_EQ(people.series[1].cell_sizes[i], buyers);
    EXPECT_EQ(people.series[2].cell_sizes[i],
              static_cast<std::int64_t>(timeline.periods[i].new_customers));
  }
}

TEST(Summaries, StoppedMergeLeavesTheLedgerAsItWas) {
  CustomerBase first;
  first.add(Interaction{.party = "a", .time = start_of(date(2024, 1, 1))});
  CustomerBase second;
  second.add(Interaction{.party = "b", .time = start_of(date(2024, 1, 2))});
  PurchaseLedger ledger;
  ledger.add(first);
  PurchaseLedger other;
  other.add(second);
  const PurchaseLedger before = ledger;
  const Host stopped{.cancelled = [] { return true; }};
  EXPECT_THROW(ledger.merge(other, stopped), Error);
  EXPECT_THROW(ledger.add(second, stopped), Error);
  EXPECT_EQ(ledger, before);
  EXPECT_THROW((void)purchase_counts(purchase_histories(ledger), {}, stopped), Error);
  EXPECT_THROW((void)purchase_timeline(ledger, TimeUnit::week, {}, stopped), Error);
}

TEST(Sort, StopsInTheMiddle) {
  std::vector<int> numbers(200'000);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<int>(i * 7'919 % numbers.size());
  }
  int asked = 0;
  const Host host{.cancelled = [&] { return ++asked > 10; }};
  EXPECT_THROW(sort(host, numbers.begin(), numbers.end(), std::less{}), Error);
  EXPECT_EQ(asked, 11);
  sort(Host{}, numbers.begin(), numbers.end(), std::less{});
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
}

TEST(Timeline, DescribesItselfInTwoCharts) {
  PurchaseLedger ledger;
  EXPECT_EQ(describe(purchase_timeline(ledger)).blocks.size(), 1U) << "no purchases";
  const CustomerBase base = with_refunds();
  ledger.add(base);
  const Document document = describe(purchase_timeline(ledger, TimeUnit::week));
  EXPECT_EQ(document.id, "purchase_timeline");
  EXPECT_EQ(document.blocks.size(), 3U) << "two charts, and a notice about incomplete weeks";
  EXPECT_THROW((void)purchase_timeline(ledger, TimeUnit::hour), Error);
}

}  // namespace
