#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/regularity.hpp>
#include <centricity/summary/purchase_waits.hpp>

#include "loyalty/cdnow.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// Customers who bought on these days.
cc::PurchaseLedger ledger_of(const std::vector<std::pair<std::string, std::vector<int>>>& bought) {
  cc::CustomerBase base;
  for (const auto& [label, days] : bought) {
    for (const int day : days) {
      base.add(cc::Interaction{.party = label,
                               .time = cc::start_of(cc::date(2020, 1, 1) + std::chrono::days{day}),
                               .amount = cc::to_money(1.0)});
    }
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  return ledger;
}

/// Customers who differ in their rates and make from 3 to 12 purchases after Gamma(k) waits of
/// whole days, decades long so that rounding does not matter.
cc::PurchaseLedger simulated(double k, std::size_t customers) {
  std::vector<std::pair<std::string, std::vector<int>>> bought;
  cc::Rng rng{static_cast<std::uint64_t>(1000.0 * k)};
  for (std::size_t i = 0; i < customers; ++i) {
    const double mean = 20'000.0 + 60'000.0 * cc::uniform(rng);
    double time = 0.0;
    std::vector<int> days{0};
    for (std::size_t n = 0; n < 2 + i % 10; ++n) {
      time += mean * cc::gamma(rng, k) / k;
      const int day = static_cast<int>(time);
      if (day > days.back()) days.push_back(day);
    }
    bought.emplace_back(std::to_string(i), days);
  }
  return ledger_of(bought);
}

}  // namespace

TEST(PurchaseWaits, AreThoseOfTheDays) {
  const auto waits =
      cc::purchase_waits(ledger_of({{"a", {0, 2, 2, 10}}, {"b", {5, 9}}, {"c", {1}}}));
  EXPECT_EQ(waits.waits, 3u);
  expect_relative(waits.log_waits, std::log(2.0 * 8.0 * 4.0), 1e-15);
  ASSERT_EQ(waits.by_waits.size(), 1u);
  EXPECT_EQ(waits.by_waits[0], (cc::WaitCount{.waits = 2, .customers = 1}));
  expect_relative(waits.log_shares, std::log(0.2 * 0.8), 1e-15);
  expect_relative(waits.last_shares[0], 0.09, 1e-14);
  expect_relative(waits.last_shares[1], 0.0081, 1e-14);
}

TEST(PurchaseWaits, MergePartiesThatAreDisjoint) {
  const cc::ObservationWindow window{.from = cc::date(2020, 1, 1), .until = cc::date(2020, 3, 1)};
  const auto left = cc::purchase_waits(ledger_of({{"a", {0, 2, 10}}, {"b", {5, 9}}}), window);
  const auto right =
      cc::purchase_waits(ledger_of({{"c", {1, 4, 5, 30}}, {"d", {6, 8, 9}}}), window);
  const auto both = cc::purchase_waits(
      ledger_of({{"a", {0, 2, 10}}, {"b", {5, 9}}, {"c", {1, 4, 5, 30}}, {"d", {6, 8, 9}}}),
      window);
  const auto merged = cc::merge(left, right);
  EXPECT_EQ(merged.waits, both.waits);
  EXPECT_EQ(merged.by_waits, both.by_waits);
  expect_relative(merged.log_waits, both.log_waits, 1e-12);
  expect_relative(merged.log_shares, both.log_shares, 1e-12);
  for (std::size_t i = 0; i < both.last_shares.size(); ++i) {
    expect_relative(merged.last_shares[i], both.last_shares[i], 1e-12, 1e-12);
  }
  EXPECT_EQ(cc::merge(left, {}), left);
  EXPECT_EQ(cc::merge({}, left), left);
  EXPECT_THROW((void)cc::merge(left, cc::purchase_waits(ledger_of({{"c", {1, 4, 5}}}))), cc::Error);
}

TEST(Regularity, FindsTheTruth) {
  for (const double k : {0.7, 1.0, 2.0, 4.5}) {
    const auto found = loyalty::estimate_regularity(cc::purchase_waits(simulated(k, 4000)));
    EXPECT_TRUE(found.report.usable());
    for (const cc::Estimate& estimate : {found.wheat_morrison, found.likelihood}) {
      EXPECT_NEAR(*estimate.value, k, 4.0 * *estimate.standard_error) << k;
    }
    EXPECT_LT(*found.likelihood.standard_error, *found.wheat_morrison.standard_error);
  }
}

// A sum in Python; BTYDplus 1.2.0 gives 1.82641, with the order of the two waits drawn at random.
TEST(Regularity, AgreesWithBtydplusAboutTheGrocery) {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const auto ledger = cdnow::ledger(cdnow::read_dates(*file, cc::date(2007, 12, 31)));
  const auto found = loyalty::estimate_regularity(cc::purchase_waits(ledger));
  expect_relative(*found.wheat_morrison.value, 1.8273807792617676, 1e-12);
  EXPECT_TRUE(found.report.usable());
  EXPECT_GT(*found.likelihood.value, 1.0);
  // Sum of the logs of waits in weeks until the end of 2006, by a third party.
  const auto waits = cc::purchase_waits(ledger, {.until = cc::date(2006, 12, 31)});
  EXPECT_EQ(waits.waits, 5569u);
  expect_relative(waits.log_waits - 5569.0 * std::log(7.0), 5539.048349633353, 1e-12);
}

TEST(Regularity, SaysWhatItCannotTell) {
  const auto none = loyalty::estimate_regularity({});
  EXPECT_EQ(none.wheat_morrison.undefined, cc::Undefined::too_few);
  EXPECT_FALSE(none.likelihood.defined());
  EXPECT_FALSE(none.report.diagnosis.empty());
  const auto clockwork = loyalty::estimate_regularity(cc::purchase_waits(
      ledger_of({{"a", {0, 7, 14, 21}}, {"b", {0, 5, 10}}, {"c", {1, 2, 3}}, {"d", {4, 6, 8}}})));
  EXPECT_EQ(clockwork.wheat_morrison.undefined, cc::Undefined::no_variation);
  EXPECT_FALSE(clockwork.likelihood.standard_error.has_value());
  EXPECT_FALSE(clockwork.report.diagnosis.empty());
  EXPECT_THROW((void)loyalty::estimate_regularity({}, 1.0), cc::Error);
}

TEST(Regularity, SaysWhichModelsSuit) {
  const auto words_about = [](double k) {
    const cc::Document page =
        describe(loyalty::estimate_regularity(cc::purchase_waits(simulated(k, 4000))));
    return std::get<cc::Paragraph>(page.blocks.back()).text;
  };
  EXPECT_THAT(words_about(0.5), HasSubstr("in bursts"));
  EXPECT_THAT(words_about(1.0), HasSubstr("at random times"));
  EXPECT_THAT(words_about(1.3), HasSubstr("a little more regularly"));
  EXPECT_THAT(words_about(3.0), HasSubstr("MBG/CNBD-k, with k near 3"));
  const cc::Document nothing = describe(loyalty::estimate_regularity({}));
  EXPECT_THAT(std::get<cc::Paragraph>(nothing.blocks.back()).text, HasSubstr("do not tell"));
}
