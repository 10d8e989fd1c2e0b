#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/frequency_check.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/loyalty/tracking.hpp>

#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/cdnow.hpp"
#include "loyalty/count_forecast.hpp"
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
  for (const std::size_t width : {1U, 3U, 8U}) {
    const auto threaded = loyalty::evaluate_holdout(market().ledger,
                                                    {.calibration_until = calibration_until},
                                                    support::threaded_host(width, width));
    EXPECT_EQ(threaded.predictions.total, serial.predictions.total);
    EXPECT_EQ(threaded.predictions.inside_part, serial.predictions.inside_part);
    EXPECT_EQ(threaded.predictions.words, serial.predictions.words);
    EXPECT_EQ(threaded.model.total, serial.model.total);
    EXPECT_EQ(threaded.expected, serial.expected);
    EXPECT_EQ(threaded.advantage, serial.advantage);
    EXPECT_EQ(threaded.model.correlation, serial.model.correlation);
  }
}

TEST(Holdout, CalibratesByTenths) {
  const auto evaluation =
      loyalty::evaluate_holdout(market().ledger, {.calibration_until = calibration_until});
  ASSERT_EQ(evaluation.tenths.size(), 10u);
  double customers = 0.0;
  double foretold = 0.0;
  double actual = 0.0;
  double before = 0.0;
  double squares = 0.0;
  for (const auto& tenth : evaluation.tenths) {
    const auto n = static_cast<double>(tenth.customers);
    customers += n;
    foretold += n * tenth.model;
    actual += n * *tenth.actual.value;
    EXPECT_GE(tenth.model, before);
    before = tenth.model;
    const double z = (*tenth.actual.value - tenth.model) / *tenth.actual.standard_error;
    squares += z * z;
  }
  EXPECT_EQ(customers, static_cast<double>(evaluation.customers));
  EXPECT_NEAR(foretold, evaluation.model.total, 1e-8 * foretold);
  EXPECT_NEAR(actual, evaluation.actual, 1e-6);
  EXPECT_LT(squares, 35.6) << "0.9999 quantile of chi-square with 10 degrees of freedom";
  const cc::Estimate& bias = evaluation.model.bias;
  EXPECT_NEAR(*bias.value, (foretold - actual) / customers, 1e-9);
  EXPECT_LT(std::abs(*bias.value), 4.0 * *bias.standard_error);
}

// Customers of each model, foretold by it: the intervals hold whom they should, and the words find
// nothing to explain.
TEST(Holdout, IntervalsOfATrueModelHold) {
  const std::vector<loyalty::PurchaseParameters> truths{
      loyalty::NbdParameters{.r = 0.6, .alpha = 9.0},
      loyalty::BgNbdParameters{.r = 0.5, .alpha = 5.0, .a = 0.8, .b = 2.4},
      loyalty::MbgNbdParameters{.r = 0.9, .alpha = 6.0, .a = 0.9, .b = 1.6},
      loyalty::BgCnbdParameters{.r = 0.6, .alpha = 1.5, .a = 0.8, .b = 2.4, .k = 2.0},
      loyalty::MbgCnbdParameters{.r = 0.9, .alpha = 2.0, .a = 0.9, .b = 1.6, .k = 3.0},
      loyalty::ParetoNbdParameters{.r = 0.8, .alpha = 6.0, .s = 0.7, .beta = 12.0},
      loyalty::BgBbParameters{
          .alpha = 1.2, .beta = 12.0, .gamma = 0.7, .delta = 20.0, .unit = cc::TimeUnit::day}};
  int totals = 0;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const loyalty::ModelName model = loyalty::model_names()[i];
    SCOPED_TRACE(loyalty::to_string(model));
    cc::PurchaseLedger ledger;
    const cc::CustomerBase base =
        loyalty::to_base(loyalty::simulate({.customers = 3000, .buying = truths[i]}));
    ledger.add(base);
    const auto evaluation = loyalty::evaluate_holdout(
        ledger, {.calibration_until = calibration_until, .model = model, .draws = 60});
    const loyalty::PredictionCheck& check = evaluation.predictions;
    EXPECT_NEAR(*check.inside_part.value, 0.8, 4.0 * *check.inside_part.standard_error);
    EXPECT_NEAR(*check.inside_part.value, 0.8, 0.05);
    EXPECT_NEAR(check.above_part, 0.1, 0.025);
    EXPECT_GE(*check.inside.value, 0.8);
    EXPECT_THAT(check.words, testing::Not(HasSubstr("The intervals are too")));
    EXPECT_EQ(check.total_holds,
              check.total.interval->lower <= evaluation.actual &&
                  evaluation.actual <= check.total.interval->upper);
    if (check.total_holds) ++totals;
  }
  EXPECT_GE(totals, 4) << "of seven, at 80% each";
}

// Everybody buys every eighth to twelfth day, which no random buyer does, and half of them less
// often in the test.
TEST(Holdout, SaysWhyIntervalsDoNotHold) {
  cc::CustomerBase base;
  for (int customer = 0; customer < 300; ++customer) {
    const std::string label = "customer " + std::to_string(customer);
    for (int day = customer % 10; day < 360;
         day += day < 180 || customer % 2 == 0 ? 8 + (7 * day + customer) % 5 : 60) {
      base.add(cc::Interaction{.party = label, .time = cc::start_of(first_day + days{day})});
    }
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  const loyalty::PredictionCheck check =
      loyalty::evaluate_holdout(ledger, {.calibration_until = first_day + days{180}}).predictions;
  EXPECT_FALSE(check.total_holds);
  EXPECT_THAT(check.words, HasSubstr("misses"));
  EXPECT_LT(*check.inside_part.value, 0.75);
  EXPECT_THAT(check.words, HasSubstr("too narrow"));
  EXPECT_THAT(check.words, HasSubstr("less than theirs"));
  EXPECT_THAT(check.words, HasSubstr("more regularly"));
}

// What is inside, and what above, averages to what the interval claims, whatever it is.
TEST(CountForecast, SharesOutWholeCounts) {
  const loyalty::bg_nbd::Shape shape{0.5, 6.0, 0.9, 1.6, 1.0};
  const loyalty::Observed seen{2.0, 30.0, 38.0};
  const std::array shapes{shape};
  const auto alive = loyalty::alive_by_shape(shapes, seen);
  for (const double level : {0.3, 0.8, 0.99}) {
    loyalty::CountForecast forecast{shapes, seen, 52.0};
    const cc::Interval interval = forecast.interval(alive, level);
    double all = 0.0;
    double inside = 0.0;
    double inside_part = 0.0;
    double above_part = 0.0;
    for (double n = 0.0; n < 200.0; n += 1.0) {
      const double p = loyalty::probability_of_purchases(shape, seen, n, 52.0);
      const loyalty::CountPlace place = forecast.place(alive, n, level);
      EXPECT_EQ(place.inside, n >= interval.lower && n <= interval.upper) << n;
      all += p;
      if (place.inside) inside += p;
      inside_part += p * place.inside_part;
      above_part += p * place.above_part;
    }
    EXPECT_NEAR(all, 1.0, 1e-6);
    EXPECT_GE(inside, level);
    EXPECT_NEAR(inside_part, level, 1e-6);
    EXPECT_NEAR(above_part, 0.5 * (1.0 - level), 1e-6);
  }
}

TEST(Holdout, ReportsItsWorkAndStopsWhenAsked) {
  std::map<std::string, double> done;
  cc::Host host;
  host.progress = [&](const cc::Progress& progress) {
    double& before = done[std::string{progress.task}];
    EXPECT_GE(progress.fraction, before) << progress.task;
    before = progress.fraction;
  };
  const loyalty::HoldoutOptions options{.calibration_until = calibration_until, .draws = 50};
  (void)loyalty::evaluate_holdout(market().ledger, options, host);
  EXPECT_EQ(done.at("testing on days not seen"), 1.0);
  EXPECT_EQ(done.at("checking prediction intervals"), 1.0);
  for (const std::string task : {"testing on days not seen", "checking prediction intervals"}) {
    bool reached = false;
    const cc::Host impatient{
        .progress = [&](const cc::Progress& progress) { reached |= progress.task == task; },
        .cancelled = [&] { return reached; }};
    try {
      (void)loyalty::evaluate_holdout(market().ledger, options, impatient);
      ADD_FAILURE() << task;
    } catch (const cc::Error& error) {
      EXPECT_EQ(error.code(), cc::ErrorCode::cancelled);
    }
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
  for (const auto& [level, draws] : {std::pair{0.0, 200}, {1.0, 200}, {0.8, 49}}) {
    EXPECT_THROW(
        (void)loyalty::evaluate_holdout(
            market().ledger,
            {.calibration_until = calibration_until, .prediction_level = level, .draws = draws}),
        cc::Error);
  }
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
