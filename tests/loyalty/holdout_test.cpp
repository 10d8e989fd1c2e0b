#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/frequency_check.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/loyalty/tracking.hpp>

#include "loyalty/cdnow.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using std::chrono::days;
using testing::HasSubstr;

namespace {

const cc::Day first_day = cc::date(2024, 1, 1);
const cc::Day calibration_until = first_day + days{272};

struct Market {
  loyalty::Simulation simulation{};
  cc::PurchaseLedger ledger{};
};

/// A market that is as the model says.
const Market& market() {
  static const Market made = [] {
    Market result{.simulation = loyalty::simulate({.customers = 8000})};
    const cc::CustomerBase base = loyalty::to_base(result.simulation);
    result.ledger.add(base);
    return result;
  }();
  return made;
}

/// Days on which each customer bought.
std::map<std::uint32_t, std::set<cc::Day>> purchase_days() {
  std::map<std::uint32_t, std::set<cc::Day>> result;
  for (const auto& purchase : market().simulation.purchases) {
    result[purchase.customer].insert(cc::day_of(purchase.time));
  }
  return result;
}

/// Half of the customers buy weekly at first and never again; the others begin late and never stop.
cc::PurchaseLedger changed_market() {
  cc::CustomerBase base;
  for (int customer = 0; customer < 400; ++customer) {
    const bool early = customer % 2 == 0;
    const std::string label = "customer " + std::to_string(customer);
    const auto buy = [&](int day) {
      base.add(cc::Interaction{.party = label, .time = cc::start_of(first_day + days{day})});
    };
    buy(customer % 7);
    for (int week = 1; week < 100; ++week) {
      if (early ? week < 12 + customer % 5 : week > 40) buy(customer % 7 + 7 * week);
    }
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  return ledger;
}

}  // namespace

TEST(Holdout, ComparesWithWhatHappened) {
  const auto evaluation =
      loyalty::evaluate_holdout(market().ledger, {.calibration_until = calibration_until});
  const cc::Day until = *market().ledger.last_day();
  EXPECT_EQ(evaluation.until, until);
  // Again, from the events.
  double actual = 0.0;
  double last_period = 0.0;
  double customers = 0.0;
  const cc::Day period_from = calibration_until - (until - calibration_until) + days{1};
  for (const auto& [customer, bought] : purchase_days()) {
    const cc::Day first = *bought.begin();
    if (first > calibration_until) continue;
    customers += 1.0;
    for (const cc::Day day : bought) {
      if (day > calibration_until) actual += 1.0;
      if (day > first && day >= period_from && day <= calibration_until) last_period += 1.0;
    }
  }
  EXPECT_EQ(evaluation.actual, actual);
  EXPECT_EQ(static_cast<double>(evaluation.customers), customers);
  if (period_from >= first_day) {
    EXPECT_NEAR(evaluation.last_period.total, last_period, 1e-6);
  }
  // The model is true here, and wins.
  EXPECT_NEAR(evaluation.model.total / actual, 1.0, 0.1);
  EXPECT_NEAR(*evaluation.expected.value, evaluation.model.total, 1e-6 * actual);
  EXPECT_TRUE(evaluation.expected.interval.has_value());
  EXPECT_EQ(evaluation.verdict, loyalty::HoldoutVerdict::better) << evaluation.words;
  EXPECT_GT(*evaluation.model.correlation.value, 0.3);
  double grouped = 0.0;
  for (const auto& group : evaluation.groups) {
    grouped += *group.actual.value * static_cast<double>(group.customers);
  }
  EXPECT_NEAR(grouped, actual, 1e-6);
}

TEST(Holdout, IsTheSameForAnyExecutor) {
  const auto serial =
      loyalty::evaluate_holdout(market().ledger, {.calibration_until = calibration_until});
  for (std::size_t width = 1; width <= 8; ++width) {
    const auto threaded = loyalty::evaluate_holdout(market().ledger,
                                                    {.calibration_until = calibration_until},
                                                    support::threaded_host(width, width));
    EXPECT_EQ(threaded.model.total, serial.model.total);
    EXPECT_EQ(threaded.expected, serial.expected);
    EXPECT_EQ(threaded.advantage, serial.advantage);
    EXPECT_EQ(threaded.model.correlation, serial.model.correlation);
  }
}

// Two days of past hold repeat purchases, but no last part to choose a hiatus on.
TEST(Holdout, APastOfTwoDaysIsAnswered) {
  cc::CustomerBase base;
  for (int customer = 0; customer < 200; ++customer) {
    const std::string label = "customer " + std::to_string(customer);
    for (const int day : {0, 1, 4}) {
      if (day == 0 || customer % (day + 2) == 0) {
        base.add(cc::Interaction{.party = label, .time = cc::start_of(first_day + days{day})});
      }
    }
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  const auto evaluation =
      loyalty::evaluate_holdout(ledger, {.calibration_until = first_day + days{1}});
  EXPECT_FALSE(evaluation.words.empty());
  const auto& diagnosis = loyalty::report_of(evaluation.fit).diagnosis;
  EXPECT_EQ(std::set<std::string>(diagnosis.begin(), diagnosis.end()).size(), diagnosis.size())
      << "no sentence is said twice";
}

TEST(Holdout, SaysThatOneCustomerIsTooFew) {
  cc::CustomerBase base;
  for (const int day : {0, 3, 10, 20, 22, 31, 60, 61, 80}) {
    base.add(cc::Interaction{.party = "one", .time = cc::start_of(first_day + days{day})});
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  const auto evaluation =
      loyalty::evaluate_holdout(ledger, {.calibration_until = first_day + days{40}});
  EXPECT_EQ(evaluation.verdict, loyalty::HoldoutVerdict::not_made);
  EXPECT_FALSE(evaluation.words.empty());
}

// So that an export can withhold small groups.
TEST(Holdout, ItsDocumentSaysHowManyPeopleStandBehindAPoint) {
  const auto evaluation =
      loyalty::evaluate_holdout(market().ledger, {.calibration_until = calibration_until});
  const cc::Document document = loyalty::describe(evaluation);
  const auto& chart = std::get<cc::Chart>(document.blocks.back());
  for (const cc::Series& series : chart.series) {
    ASSERT_EQ(series.cell_sizes.size(), evaluation.groups.size());
    EXPECT_EQ(series.cell_sizes.back(),
              static_cast<std::int64_t>(evaluation.groups.back().customers));
  }
}

TEST(Holdout, AModelThatLosesSaysSo) {
  const auto ledger = changed_market();
  const auto evaluation = loyalty::evaluate_holdout(
      ledger, {.calibration_until = first_day + days{7 * 60}, .until = first_day + days{7 * 70}});
  EXPECT_EQ(evaluation.verdict, loyalty::HoldoutVerdict::worse);
  EXPECT_LT(*evaluation.advantage.value, 0.0);
  EXPECT_THAT(evaluation.words, HasSubstr("The model loses"));
  const cc::Document document = loyalty::describe(evaluation);
  EXPECT_EQ(std::get<cc::Notice>(document.blocks.front()).text, evaluation.words);
  EXPECT_EQ(std::get<cc::Notice>(document.blocks.front()).severity, cc::Severity::warning);
}

TEST(Holdout, SaysWhatIsWrong) {
  const auto evaluate = [](cc::Day day) {
    (void)loyalty::evaluate_holdout(market().ledger, {.calibration_until = day});
  };
  EXPECT_THROW(evaluate(first_day - days{1}), cc::Error);
  EXPECT_THROW(evaluate(first_day + days{5000}), cc::Error);
  EXPECT_THROW(evaluate(*market().ledger.last_day()), cc::Error);
  EXPECT_THROW(
      (void)loyalty::evaluate_holdout(cc::PurchaseLedger{}, {.calibration_until = first_day}),
      cc::Error);
}

TEST(Holdout, FindsTheTruthOfCdnow) {
  const auto log = support::data_file("cdnow_sample.csv");
  const auto summary = support::data_file("btyd_cdnowSummary_cbs.csv");
  if (!log || !summary) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  double expected = 0.0;  // The column x.star: repeat purchases in the 39 weeks after.
  std::ifstream in{*summary};
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) expected += std::stod(line.substr(line.rfind(',') + 1));
  const auto evaluation = loyalty::evaluate_holdout(
      cdnow::ledger(cdnow::read(*log, cc::date(1998, 6, 30))),
      {.calibration_until = cc::date(1997, 9, 30), .model = loyalty::ModelName::bg_nbd});
  EXPECT_EQ(evaluation.actual, expected);
  EXPECT_EQ(evaluation.customers, 2357u);
  EXPECT_NEAR(std::get<loyalty::BgNbdFit>(evaluation.fit).parameters.r, 0.24259452238715637, 1e-6);
}

TEST(Tracking, FollowsATrueModel) {
  const auto evaluation =
      loyalty::evaluate_holdout(market().ledger, {.calibration_until = calibration_until});
  const auto tracking = loyalty::track_purchases(
      evaluation.fit, market().ledger, {.calibration_until = calibration_until});
  double actual = 0.0;
  double expected = 0.0;
  for (const auto& point : tracking.points) {
    actual += point.actual;
    expected += point.expected;
    EXPECT_EQ(point.actual_cumulative, actual);
    EXPECT_NEAR(*point.expected_cumulative.value, expected, 1e-8 * (1.0 + expected));
    EXPECT_GE(point.expected, 0.0);
  }
  double all = 0.0;
  for (const auto& [customer, bought] : purchase_days()) {
    if (*bought.begin() <= calibration_until) all += static_cast<double>(bought.size()) - 1.0;
  }
  EXPECT_EQ(actual, all);
  EXPECT_NEAR(expected / actual, 1.0, 0.05);
}

TEST(Tracking, IsTheSameForAnyExecutorAndReportsItsOwnProgressAlone) {
  const auto fit = loyalty::fit_bg_nbd(
      cc::purchase_counts(cc::purchase_histories(market().ledger, {.until = calibration_until})));
  const loyalty::TrackingOptions options{.calibration_until = calibration_until, .period_days = 90};
  const auto serial = loyalty::track_purchases(fit, market().ledger, options);
  for (std::size_t width = 1; width <= 8; ++width) {
    cc::Host host = support::threaded_host(width, width);
    std::map<std::string, double> done;
    host.progress = [&](const cc::Progress& progress) {
      double& before = done[std::string{progress.task}];
      EXPECT_GE(progress.fraction, before) << progress.task;
      before = progress.fraction;
    };
    const auto threaded = loyalty::track_purchases(fit, market().ledger, options, host);
    ASSERT_EQ(threaded.points.size(), serial.points.size());
    for (std::size_t i = 0; i < serial.points.size(); ++i) {
      EXPECT_EQ(threaded.points[i].actual, serial.points[i].actual);
      EXPECT_EQ(threaded.points[i].expected_cumulative, serial.points[i].expected_cumulative);
    }
  }
}

TEST(Tracking, OfNobodyWhoCameBackSaysSo) {
  loyalty::Tracking tracking{.calibration_until = first_day};
  tracking.points.push_back({.until = first_day, .expected_cumulative = {.value = 1.0}});
  const cc::Document document = loyalty::describe(tracking);
  EXPECT_THAT(std::get<cc::Paragraph>(document.blocks.front()).text,
              HasSubstr("No repeat purchases were made"));
}

TEST(Tracking, CountsTheCdnowSampleAsPublished) {
  const auto log = support::data_file("cdnow_sample.csv");
  const auto published = support::data_file("btyd_cdnowSummary_cu.tracking.csv");
  if (!log || !published) GTEST_SKIP() << support::no_data("btyd_cdnowSummary_cu.tracking.csv");
  const auto ledger = cdnow::ledger(cdnow::read(*log, cc::date(1998, 6, 30)));
  const cc::Day until = cc::date(1997, 9, 30);
  const auto fit =
      loyalty::fit_bg_nbd(cc::purchase_counts(cc::purchase_histories(ledger, {.until = until})));
  const auto tracking = loyalty::track_purchases(fit, ledger, {.calibration_until = until});
  std::ifstream in{*published};
  std::string line;
  std::getline(in, line);
  for (const auto& point : tracking.points) {
    ASSERT_TRUE(std::getline(in, line));
    EXPECT_EQ(point.actual_cumulative, std::stod(line.substr(line.find(',') + 1)));
  }
  EXPECT_EQ(tracking.points.size(), 78u);
}

TEST(FrequencyCheck, AddsUpToAllCustomers) {
  const auto counts =
      cc::purchase_counts(cc::purchase_histories(market().ledger, {.until = calibration_until}));
  const auto fit = loyalty::fit_mbg_nbd(counts);
  const auto check = loyalty::check_frequencies(fit, counts);
  ASSERT_EQ(check.groups.size(), 8u);
  double actual = 0.0;
  double expected = 0.0;
  double chi_square = 0.0;
  for (const auto& group : check.groups) {
    actual += group.actual;
    expected += group.expected;
    chi_square +=
        (group.actual - group.expected) * (group.actual - group.expected) / group.expected;
  }
  EXPECT_EQ(actual, cc::customers(counts));
  EXPECT_NEAR(expected, actual, 1e-6 * actual);
  EXPECT_LT(chi_square, 26.1);  // 0.9995 quantile of chi-square with 7 degrees of freedom.
}

TEST(FrequencyCheck, ItsDocumentSaysWhichNumbersArePeople) {
  const loyalty::FrequencyCheck check{
      .groups = {{.repeats = 0, .actual = 40.0, .expected = 39.0},
                 {.repeats = 1, .or_more = true, .actual = 3.0, .expected = 4.0}}};
  const cc::Document document = loyalty::describe(check);
  const auto& chart = std::get<cc::Chart>(document.blocks.front());
  for (const cc::Series& series : chart.series) {
    EXPECT_EQ(series.cell_sizes, (std::vector<std::int64_t>{40, 3}));
  }
}
