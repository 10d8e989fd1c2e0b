#include <cmath>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/outlook.hpp>

#include "support/executors.hpp"

namespace {

namespace cc = centricity;
using cc::loyalty::BgNbdFit;
using cc::loyalty::Outlook;

cc::PurchaseCounts some_counts() {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  for (int repeats = 0; repeats < 12; ++repeats) {
    for (int week = 1; week <= 30; ++week) {
      const double age = 39.0 - repeats;
      counts.counts.push_back({.repeats = static_cast<double>(repeats),
                               .recency = repeats == 0 ? 0.0 : std::fmin(week, age),
                               .age = age + week / 100.0,
                               .customers = 1.0 + (week + repeats) % 3});
    }
  }
  return counts;
}

const BgNbdFit& some_fit() {
  static const BgNbdFit fit = cc::loyalty::fit_bg_nbd(some_counts());
  return fit;
}

TEST(Outlook, IsTheSumOverAllCustomers) {
  const Outlook all = outlook(some_fit(), some_counts(), cc::weeks(52));
  double alive = 0.0, purchases = 0.0, people = 0.0;
  for (const cc::PurchaseCount& count : some_counts().counts) {
    const cc::PurchaseHistory history{
        .repeats = count.repeats, .recency = cc::weeks(count.recency), .age = cc::weeks(count.age)};
    people += count.customers;
    alive += count.customers * probability_alive(some_fit().parameters, history);
    purchases +=
        count.customers * expected_purchases(some_fit().parameters, history, cc::weeks(52));
  }
  EXPECT_EQ(all.customers, static_cast<std::uint64_t>(people));
  EXPECT_NEAR(*all.alive.value, alive, 1e-9 * alive);
  EXPECT_NEAR(*all.purchases.value, purchases, 1e-9 * purchases);
}

TEST(Outlook, OfOneCustomerIsThatOfTheCustomer) {
  const cc::PurchaseHistory history{.repeats = 2, .recency = cc::weeks(20), .age = cc::weeks(39)};
  const cc::PurchaseCounts one{
      .unit = cc::TimeUnit::week,
      .counts = {{.repeats = 2, .recency = 20, .age = 39, .customers = 1}}};
  const Outlook all = outlook(some_fit(), one, cc::weeks(10));
  const cc::Estimate alive = probability_alive(some_fit(), history);
  const cc::Estimate purchases = expected_purchases(some_fit(), history, cc::weeks(10));
  EXPECT_NEAR(*all.alive.value, *alive.value, 1e-12);
  EXPECT_NEAR(*all.alive.standard_error, *alive.standard_error, 1e-8);
  EXPECT_NEAR(all.alive.interval->lower, alive.interval->lower, 1e-8);
  EXPECT_NEAR(*all.purchases.value, *purchases.value, 1e-12);
  EXPECT_NEAR(*all.purchases.standard_error, *purchases.standard_error, 1e-8);
}

TEST(Outlook, HasTheSameBitsForAnyExecutor) {
  const Outlook serial = outlook(some_fit(), some_counts());
  for (std::size_t width = 1; width <= 8; ++width) {
    const Outlook threaded =
        outlook(some_fit(), some_counts(), cc::years(1), support::threaded_host(width, width));
    EXPECT_EQ(threaded.alive, serial.alive);
    EXPECT_EQ(threaded.purchases, serial.purchases);
  }
}

TEST(Outlook, OfOneTimeBuyersHasEverybodyAlive) {
  const cc::PurchaseCounts once{.unit = cc::TimeUnit::week,
                                .counts = {{.repeats = 0, .age = 20, .customers = 40}}};
  const Outlook all = outlook(some_fit(), once, cc::weeks(0));
  EXPECT_EQ(all.alive.value, 40.0);
  EXPECT_EQ(all.purchases.value, 0.0);
}

// Weights that do not add up exactly must not make more people alive than there are.
TEST(Outlook, OfWeightedOneTimeBuyersHasEverybodyAlive) {
  for (int first = 1; first < 200; ++first) {
    cc::PurchaseCounts once{.unit = cc::TimeUnit::week};
    for (int i = 0; i < 3 + first % 7; ++i) {
      once.counts.push_back({.age = 10.0 + i, .customers = 0.1 * (first + i)});
    }
    const Outlook all = outlook(some_fit(), once);
    EXPECT_NEAR(all.alive.value.value(), cc::customers(once), 1e-12 * cc::customers(once));
  }
}

TEST(Outlook, SaysWhyThereIsNone) {
  EXPECT_EQ(outlook(BgNbdFit{}, some_counts()).alive.undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(outlook(some_fit(), {}).purchases.undefined, cc::Undefined::too_few);
  EXPECT_THROW((void)outlook(some_fit(), some_counts(), cc::weeks(-1)), cc::Error);
}

}  // namespace
