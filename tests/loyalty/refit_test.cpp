#include <chrono>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_histories.hpp>
#include <centricity/summary/purchase_ledger.hpp>

#include "loyalty/fits.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using support::expect_relative;

namespace {

const cc::Day first_day = cc::date(2024, 1, 1);
const cc::Day last_day = first_day + std::chrono::days{7 * 52 - 1};

/// A year of a shop that keeps winning customers.
const cc::CustomerBase& shop() {
  static const cc::CustomerBase made = loyalty::to_base(loyalty::simulate(
      {.customers = 3000,
       .buying = loyalty::MbgNbdParameters{.r = 0.8, .alpha = 6.0, .a = 0.9, .b = 2.4},
       .first_day = first_day,
       .acquisition_days = 300,
       .last_day = last_day}));
  return made;
}

/// By weeks, which BG/BB takes for opportunities.
cc::PurchaseLedger empty_ledger() { return cc::PurchaseLedger{{.merge = cc::MergeGrain::week}}; }

cc::BaseView days_of(cc::Day from, cc::Day until) {
  cc::BaseView view{shop()};
  view.from = cc::start_of(from);
  view.until = cc::start_of(until + std::chrono::days{1});
  return view;
}

cc::ObservationWindow up_to(cc::Day until) { return {.from = first_day, .until = until}; }

cc::PurchaseCounts counts_of(const cc::PurchaseLedger& ledger, cc::Day until) {
  return cc::purchase_counts(cc::purchase_histories(ledger, up_to(until)));
}

std::vector<double> values_of(const loyalty::PurchaseModel& model) {
  std::vector<double> values;
  for (const auto& [name, estimate] : loyalty::estimates_of(model)) {
    values.push_back(estimate.value.value());
  }
  return values;
}

void expect_same_fit(const loyalty::PurchaseModel& actual, const loyalty::PurchaseModel& expected) {
  const std::vector<double> left = values_of(actual);
  const std::vector<double> right = values_of(expected);
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) expect_relative(left[i], right[i], 1e-6);
  expect_relative(loyalty::log_likelihood(actual), loyalty::log_likelihood(expected), 1e-9);
}

class Refit : public testing::TestWithParam<ModelName> {};

}  // namespace

TEST_P(Refit, AfterNightlyAdditionsIsTheFitOfAllFromScratch) {
  cc::PurchaseLedger nightly = empty_ledger();
  const cc::Day begun = first_day + std::chrono::days{7 * 48 - 1};
  nightly.add(days_of(first_day, begun));
  loyalty::PurchaseModel model = loyalty::fit_model(GetParam(), counts_of(nightly, begun));
  int steps = 0;
  for (cc::Day night = begun + std::chrono::days{1}; night <= last_day;
       night += std::chrono::days{1}) {
    nightly.add(days_of(night, night));
    if ((night - begun).count() % 7 != 0) continue;
    model = loyalty::refit(model, counts_of(nightly, night));
    steps = loyalty::report_of(model).iterations;
  }

  cc::PurchaseLedger whole = empty_ledger();
  whole.add(shop());
  EXPECT_EQ(nightly, whole);
  const loyalty::PurchaseModel scratch = loyalty::fit_model(GetParam(), counts_of(whole, last_day));
  ASSERT_EQ(loyalty::report_of(scratch).status, cc::FitStatus::converged);
  expect_same_fit(model, scratch);
  EXPECT_LT(steps, loyalty::report_of(scratch).iterations);
}

TEST_P(Refit, ToTheSameDataTakesHardlyAStep) {
  cc::PurchaseLedger ledger = empty_ledger();
  ledger.add(shop());
  const cc::PurchaseCounts counts = counts_of(ledger, last_day);
  const loyalty::PurchaseModel model = loyalty::fit_model(GetParam(), counts);
  const loyalty::PurchaseModel again = loyalty::refit(model, counts);
  EXPECT_LE(loyalty::report_of(again).iterations, 1);
  expect_same_fit(again, model);
  EXPECT_EQ(values_of(loyalty::refit(model, counts, {}, support::threaded_host(8))),
            values_of(again));
}

TEST_P(Refit, FromFarAwayArrivesAtTheSamePlace) {
  cc::PurchaseLedger ledger = empty_ledger();
  ledger.add(shop());
  const cc::PurchaseCounts counts = counts_of(ledger, last_day);
  const loyalty::PurchaseModel scratch = loyalty::fit_model(GetParam(), counts);
  const std::size_t free = values_of(scratch).size() -
                           (GetParam() == ModelName::bg_cnbd || GetParam() == ModelName::mbg_cnbd);
  expect_same_fit(loyalty::fit_model(GetParam(), counts, {.start = std::vector<double>(free, 1e4)}),
                  scratch);
  EXPECT_THROW(
      (void)loyalty::fit_model(GetParam(), counts, {.start = std::vector<double>(free, -1.0)}),
      cc::Error);
  EXPECT_THROW(
      (void)loyalty::fit_model(GetParam(), counts, {.start = std::vector<double>(free + 1, 1.0)}),
      cc::Error);
}

INSTANTIATE_TEST_SUITE_P(OfAll,
                         Refit,
                         testing::ValuesIn(loyalty::model_names().begin(),
                                           loyalty::model_names().end()),
                         [](const auto& model) { return fits::test_name(model.param); });

TEST(RefitOfRegularBuyers, ChoosesStepsAgain) {
  const cc::CustomerBase base = loyalty::to_base(
      loyalty::simulate({.customers = 2000,
                         .buying = loyalty::MbgCnbdParameters{
                             .r = 1.2, .alpha = 3.0, .a = 0.9, .b = 2.4, .k = 3.0}}));
  cc::PurchaseLedger ledger;
  ledger.add(base);
  const auto fit_until = [&](cc::Day until, const loyalty::PurchaseModel* previous) {
    const cc::PurchaseCounts counts = counts_of(ledger, until);
    const loyalty::FitOptions options =
        loyalty::with_waits({}, ModelName::mbg_cnbd, ledger, counts.window);
    return previous == nullptr ? loyalty::fit_model(ModelName::mbg_cnbd, counts, options)
                               : loyalty::refit(*previous, counts, options);
  };
  const loyalty::PurchaseModel early = fit_until(cc::date(2024, 9, 30), nullptr);
  const cc::Day last = *ledger.last_day();
  const loyalty::PurchaseModel scratch = fit_until(last, nullptr);
  expect_same_fit(fit_until(last, &early), scratch);
  EXPECT_EQ(std::get<loyalty::MbgCnbdFit>(scratch).parameters.k, 3.0);
  const loyalty::PurchaseModel given = loyalty::refit(early, counts_of(ledger, last), {.k = 7});
  EXPECT_EQ(std::get<loyalty::MbgCnbdFit>(given).parameters.k, 3.0) << "that of the previous fit";
}

TEST(RefitOfAnyModel, OfAFitWithoutMaximumBeginsAnew) {
  const cc::PurchaseCounts loyal{.counts = {{0, 0, 70, 50}, {1, 60, 70, 30}, {2, 69, 70, 20}}};
  const loyalty::PurchaseModel edge = loyalty::fit_model(ModelName::bg_nbd, loyal);
  ASSERT_EQ(loyalty::report_of(edge).status, cc::FitStatus::boundary);
  const loyalty::PurchaseModel again = loyalty::refit(edge, loyal);
  EXPECT_EQ(values_of(again), values_of(edge));
  EXPECT_EQ(loyalty::report_of(again).diagnosis, loyalty::report_of(edge).diagnosis);
}

TEST(RefitOfAnyModel, KeepsTheUnitOfThePreviousFit) {
  cc::PurchaseLedger ledger = empty_ledger();
  ledger.add(shop());
  const cc::PurchaseCounts counts = counts_of(ledger, last_day);
  const loyalty::PurchaseModel in_days =
      loyalty::fit_model(ModelName::mbg_nbd, counts, {.unit = cc::TimeUnit::day});
  const loyalty::PurchaseModel again = loyalty::refit(in_days, counts);
  EXPECT_EQ(std::get<loyalty::MbgNbdFit>(again).parameters.unit, cc::TimeUnit::day);
  expect_same_fit(again, in_days);
}
