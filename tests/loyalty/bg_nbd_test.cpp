#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/cdnow.hpp"
#include "loyalty/fits.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using loyalty::BgNbdParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

const BgNbdParameters published{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};

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

TEST(BgNbdFit, ReproducesTheCdnowSample) {
  const auto counts = cdnow::sample();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const auto fit = loyalty::fit_bg_nbd(*counts);
  // Published: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4 (Fader, Hardie & Lee 2005, table
  // 2). Digits: Newton in 40 digits.
  EXPECT_EQ(fit.customers, 2357u);
  EXPECT_EQ(fit.repeaters, 946u);
  EXPECT_EQ(fit.tuples, 1016u);
  fits::expect_fit(
      fit,
      {0.24259452238715637, 4.4136020177687, 0.7929220140897287, 2.4259067650565105},
      {0.012557377197870818, 0.3782240578362064, 0.18573371394934074, 0.7054137941971675},
      -9582.429206673927);
}

TEST(BgNbdFit, ReproducesAllOfCdnow) {
  const auto counts = cdnow::all();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  const auto fit = loyalty::fit_bg_nbd(*counts);
  // Newton in 40 digits.
  EXPECT_EQ(fit.customers, 23570u);
  EXPECT_EQ(fit.tuples, 8685u);
  fits::expect_fit(
      fit,
      {0.2516239589519086, 4.788942964883502, 0.7234335745310703, 2.1610883501984035},
      {0.004201974143324157, 0.13125493030852353, 0.053929042650101816, 0.19858856351192836},
      -95368.44393316058);
}

// Nobody without repeats can have left in this model, and that is certain within it.
TEST(BgNbdFit, IsCertainOfCustomersWithoutRepeats) {
  const cc::Estimate once =
      loyalty::probability_alive(loyalty::fit_bg_nbd(fits::small_base()), {.age = weeks(30)});
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

TEST(BgNbdFit, AnUncertaintyWithoutBoundIsLeftOut) {
  loyalty::BgNbdFit fit{.parameters = {.r = 0.24, .alpha = 4.0, .a = 0.8, .b = 2.4}};
  fit.report.status = cc::FitStatus::converged;
  for (std::size_t i = 0; i < 4; ++i) fit.log_covariance[5 * i] = 4.0;
  const cc::PurchaseHistory silent{.repeats = 1e4, .recency = weeks(9), .age = weeks(10)};
  const cc::Estimate expected = loyalty::expected_purchases(fit, silent, weeks(52));
  EXPECT_GT(expected.value.value(), 0.0);
  EXPECT_FALSE(expected.interval.has_value());
}
