#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/cdnow.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using loyalty::BgNbdParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

const BgNbdParameters published{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};

/// CDNOW 1/10 sample as its sufficient statistics would look for nine groups of customers.
cc::PurchaseCounts small_base() {
  return {.unit = cc::TimeUnit::week,
          .counts = {{0, 0, 27, 400},
                     {0, 0, 38, 500},
                     {1, 4, 38, 90},
                     {1, 30, 38, 110},
                     {2, 12, 30, 60},
                     {2, 25, 30, 55},
                     {3, 20, 38, 45},
                     {5, 36, 38, 30},
                     {11, 37, 38, 20}}};
}

}  // namespace

// Hardie's spreadsheet as quoted by lifetimes and the BTYD walkthrough; digits by mpmath.
TEST(BgNbd, KernelsGiveThePublishedNumbers) {
  const BgNbdParameters fitted{
      .r = 0.242594524, .alpha = 4.413602018, .a = 0.792922014, .b = 2.425906765};
  const cc::PurchaseHistory history{.repeats = 2, .recency = weeks(30.43), .age = weeks(38.86)};
  EXPECT_NEAR(loyalty::expected_purchases(fitted, history, weeks(39)), 1.226, 5e-4);
  EXPECT_NEAR(loyalty::expected_purchases(fitted, weeks(1)), 0.0532, 1e-4);
  expect_relative(
      loyalty::expected_purchases(
          BgNbdParameters{.r = 0.5, .alpha = 2, .a = 0.3, .b = 0.6}, {.age = weeks(39)}, weeks(52)),
      0.5123490585365927,
      1e-12);
  expect_relative(
      loyalty::probability_of_purchases(published, 10, weeks(2)), 1.07868964036915e-07, 1e-10);
}

TEST(BgNbd, TheUnitIsOnlyAUnit) {
  BgNbdParameters days = published;
  days.alpha *= 7.0;
  days.unit = cc::TimeUnit::day;
  const cc::PurchaseHistory history{.repeats = 2, .recency = weeks(30), .age = cc::days(273)};
  expect_relative(loyalty::probability_alive(days, history),
                  loyalty::probability_alive(published, history),
                  1e-13);
  expect_relative(loyalty::expected_purchases(days, history, weeks(52)),
                  loyalty::expected_purchases(published, history, cc::days(364)),
                  1e-13);
}

TEST(BgNbd, SaysWhatIsWrong) {
  const cc::PurchaseHistory good{.repeats = 1, .recency = weeks(1), .age = weeks(2)};
  EXPECT_THROW((void)loyalty::probability_alive(BgNbdParameters{.r = -1.0}, good), cc::Error);
  EXPECT_THROW((void)loyalty::probability_alive(BgNbdParameters{.alpha = std::nan("")}, good),
               cc::Error);
  EXPECT_THROW((void)loyalty::probability_alive(
                   published, {.repeats = 1, .recency = weeks(3), .age = weeks(2)}),
               cc::Error);
  EXPECT_THROW((void)loyalty::probability_alive(
                   published, {.repeats = 0, .recency = weeks(1), .age = weeks(2)}),
               cc::Error);
  EXPECT_THROW((void)loyalty::probability_alive(
                   published, {.repeats = 1.5, .recency = weeks(1), .age = weeks(2)}),
               cc::Error);
  EXPECT_THROW((void)loyalty::expected_purchases(published, good, weeks(-1)), cc::Error);
  EXPECT_THROW((void)loyalty::fit_bg_nbd(small_base(), {.level = 1.0}), cc::Error);
  cc::PurchaseCounts bad = small_base();
  bad.counts[3].recency = 40;
  try {
    (void)loyalty::fit_bg_nbd(bad);
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 3u);
  }
}

TEST(BgNbdFit, ReproducesTheCdnowSample) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const cc::Day until = cc::date(1997, 9, 30);
  const auto fit = loyalty::fit_bg_nbd(cdnow::counts(cdnow::read(*file, until), until));
  // Published: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4 (Fader, Hardie & Lee 2005, table
  // 2). Digits: Newton in 40 digits.
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_EQ(fit.customers, 2357u);
  EXPECT_EQ(fit.repeaters, 946u);
  EXPECT_EQ(fit.tuples, 1016u);
  EXPECT_NEAR(fit.parameters.r, 0.24259452238715637, 1e-6);
  EXPECT_NEAR(fit.parameters.alpha, 4.4136020177687, 1e-6);
  EXPECT_NEAR(fit.parameters.a, 0.7929220140897287, 1e-6);
  EXPECT_NEAR(fit.parameters.b, 2.4259067650565105, 1e-6);
  EXPECT_NEAR(fit.log_likelihood, -9582.429206673927, 1e-6);
  EXPECT_NEAR(fit.estimates.r.standard_error.value(), 0.012557377197870818, 1e-6);
  EXPECT_NEAR(fit.estimates.alpha.standard_error.value(), 0.3782240578362064, 1e-5);
  EXPECT_NEAR(fit.estimates.a.standard_error.value(), 0.18573371394934074, 1e-5);
  EXPECT_NEAR(fit.estimates.b.standard_error.value(), 0.7054137941971675, 1e-5);
}

TEST(BgNbdFit, ReproducesAllOfCdnow) {
  const auto file = support::data_file("cdnow_master.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  const cc::Day until = cc::date(1997, 9, 30);
  const auto fit = loyalty::fit_bg_nbd(cdnow::counts(cdnow::read(*file, until), until));
  // Newton in 40 digits.
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_EQ(fit.customers, 23570u);
  EXPECT_EQ(fit.tuples, 8685u);
  EXPECT_NEAR(fit.parameters.r, 0.2516239589519086, 1e-6);
  EXPECT_NEAR(fit.parameters.alpha, 4.788942964883502, 1e-6);
  EXPECT_NEAR(fit.parameters.a, 0.7234335745310703, 1e-6);
  EXPECT_NEAR(fit.parameters.b, 2.1610883501984035, 1e-6);
  EXPECT_NEAR(fit.log_likelihood, -95368.44393316058, 1e-6);
  EXPECT_NEAR(fit.estimates.r.standard_error.value(), 0.004201974143324157, 1e-6);
  EXPECT_NEAR(fit.estimates.alpha.standard_error.value(), 0.13125493030852353, 1e-6);
  EXPECT_NEAR(fit.estimates.a.standard_error.value(), 0.053929042650101816, 1e-6);
  EXPECT_NEAR(fit.estimates.b.standard_error.value(), 0.19858856351192836, 1e-6);
}

TEST(BgNbdFit, AUnitScalesAlphaAndNothingElse) {
  const auto weekly = loyalty::fit_bg_nbd(small_base());
  const auto daily = loyalty::fit_bg_nbd(small_base(), {.unit = cc::TimeUnit::day});
  ASSERT_EQ(weekly.report.status, cc::FitStatus::converged);
  expect_relative(daily.parameters.alpha, 7.0 * weekly.parameters.alpha, 1e-9);
  expect_relative(daily.parameters.r, weekly.parameters.r, 1e-9);
  expect_relative(daily.parameters.a, weekly.parameters.a, 1e-8);
  expect_relative(daily.parameters.b, weekly.parameters.b, 1e-8);
  // The density of x purchase times is that of days: a factor of 7^-x.
  double purchases = 0.0;
  for (const auto& count : small_base().counts) purchases += count.repeats * count.customers;
  expect_relative(daily.log_likelihood, weekly.log_likelihood - purchases * std::log(7.0), 1e-12);
}

TEST(BgNbdFit, DoesNotDependOnOrderOrThreads) {
  const auto serial = loyalty::fit_bg_nbd(small_base());
  for (std::size_t width = 1; width <= 8; ++width) {
    cc::PurchaseCounts shuffled = small_base();
    std::rotate(shuffled.counts.begin(),
                shuffled.counts.begin() + static_cast<std::ptrdiff_t>(width),
                shuffled.counts.end());
    const auto fit = loyalty::fit_bg_nbd(shuffled, {}, support::threaded_host(width, width));
    EXPECT_EQ(fit.parameters, serial.parameters);
    EXPECT_EQ(fit.log_likelihood, serial.log_likelihood);
    EXPECT_EQ(fit.log_covariance, serial.log_covariance);
  }
}

TEST(BgNbdFit, GivesEstimatesWithinTheirRange) {
  const auto fit = loyalty::fit_bg_nbd(small_base());
  const cc::PurchaseHistory history{.repeats = 2, .recency = weeks(12), .age = weeks(30)};
  const cc::Estimate alive = loyalty::probability_alive(fit, history);
  EXPECT_EQ(alive.value.value(), loyalty::probability_alive(fit.parameters, history));
  EXPECT_GT(alive.standard_error.value(), 0.0);
  EXPECT_GT(alive.interval->lower, 0.0);
  EXPECT_LT(alive.interval->upper, 1.0);
  EXPECT_EQ(alive.n, fit.customers);
  const cc::Estimate bought = loyalty::expected_purchases(fit, history, weeks(52));
  EXPECT_EQ(bought.value.value(), loyalty::expected_purchases(fit.parameters, history, weeks(52)));
  EXPECT_GT(bought.interval->lower, 0.0);
  EXPECT_LT(bought.interval->lower, bought.value.value());
  EXPECT_GT(bought.interval->upper, bought.value.value());
  // Nobody without repeats can have left in this model, and that is certain within it.
  const cc::Estimate once = loyalty::probability_alive(fit, {.age = weeks(30)});
  EXPECT_EQ(once.value, 1.0);
  EXPECT_EQ(once.standard_error, 0.0);
}

TEST(BgNbdFit, SaysThatNobodyLeaves) {
  // Purchases of everybody up to the end: the longer alive, the better.
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  for (int x = 0; x < 12; ++x)
    counts.counts.push_back({double(x), x == 0 ? 0.0 : 30.0, 30.0, 100.0 / (x + 1)});
  const auto fit = loyalty::fit_bg_nbd(counts);
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  EXPECT_TRUE(fit.report.usable());
  ASSERT_FALSE(fit.report.diagnosis.empty());
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("No dropout detectable"));
  EXPECT_FALSE(fit.estimates.b.standard_error.has_value());
  EXPECT_TRUE(fit.estimates.r.standard_error.has_value());
  EXPECT_TRUE(std::isfinite(loyalty::expected_purchases(fit, weeks(52)).value.value()));
}

TEST(BgNbdFit, SaysThatCustomersAreAlike) {
  // Poisson counts of one rate, nobody silent for long.
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  double p = std::exp(-3.0);
  for (int x = 0; x < 14; ++x) {
    counts.counts.push_back({double(x), x == 0 ? 0.0 : 30.0 * x / (x + 1.0), 30.0, 1e5 * p});
    p *= 3.0 / (x + 1);
  }
  const auto fit = loyalty::fit_bg_nbd(counts);
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  std::string all;
  for (const auto& sentence : fit.report.diagnosis) all += sentence;
  EXPECT_THAT(all, HasSubstr("homogeneous"));
  EXPECT_NEAR(fit.parameters.r / fit.parameters.alpha, 0.1, 0.01);
}

TEST(BgNbdFit, SaysThatThereIsNothingToLearnFrom) {
  const auto nobody = loyalty::fit_bg_nbd({});
  EXPECT_EQ(nobody.report.status, cc::FitStatus::failed);
  const auto once = loyalty::fit_bg_nbd({.counts = {{0, 0, 10, 50}}});
  EXPECT_EQ(once.report.status, cc::FitStatus::failed);
  EXPECT_THAT(once.report.diagnosis.front(), HasSubstr("Nobody bought a second time"));
  EXPECT_EQ(loyalty::probability_alive(once, {.age = weeks(1)}).undefined,
            cc::Undefined::unusable_fit);
  EXPECT_FALSE(once.estimates.r.defined());
  for (const auto& failed : {nobody, once}) {
    EXPECT_EQ(failed.estimates.r.undefined, cc::Undefined::unusable_fit);
    EXPECT_EQ(failed.estimates.b.undefined, cc::Undefined::unusable_fit);
  }
}

TEST(BgNbdFit, CanBeCancelled) {
  const cc::Host host{.cancelled = [] { return true; }};
  EXPECT_THROW((void)loyalty::fit_bg_nbd(small_base(), {}, host), cc::Error);
}

TEST(BgNbdFit, AnUncertaintyWithoutBoundIsLeftOut) {
  loyalty::BgNbdFit fit{.parameters = {.r = 0.24, .alpha = 4.0, .a = 0.8, .b = 2.4}};
  fit.report.status = cc::FitStatus::converged;
  for (std::size_t i = 0; i < 4; ++i) fit.log_covariance[5 * i] = 4.0;
  const cc::PurchaseHistory silent{.repeats = 1e4, .recency = weeks(9), .age = weeks(10)};
  const cc::Estimate expected = loyalty::expected_purchases(fit, silent, weeks(52));
  EXPECT_GT(expected.value.value(), 0.0);
  EXPECT_FALSE(expected.interval.has_value());
}
