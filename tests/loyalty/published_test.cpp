// What others have printed or worked out in 40 digits about these models and no other test here
// asks for: numbers of a third party, none of them ours.

#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>

#include <gtest/gtest.h>

#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/lifetime_value.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>
#include <centricity/loyalty/next_purchases.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>

#include "loyalty/cdnow.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using support::expect_relative;

namespace {

constexpr double age = 272.0 / 7.0;  // Of the points, in weeks.

/// MBG/NBD or BG/NBD, 40 digits.
struct Point {
  int from_the_first;
  double r, alpha, a, b, repeats, recency, log_likelihood, alive, expected;
};

constexpr Point points[] = {
#include "loyalty/published_points.inc"
};

/// Of new customers by BG/NBD, 40 digits.
struct NewCustomer {
  std::array<double, 4> parameters;
  std::array<double, 5> expected;
  std::array<double, 11> counts;
};

constexpr NewCustomer new_customers[] = {
#include "loyalty/published_new.inc"
};

/// Pareto/NBD, 40 digits.
struct Later {
  double r, alpha, s, beta, repeats, recency, expected, alive_later;
};

constexpr Later later[] = {
#include "loyalty/published_later.inc"
};

/// BG/NBD where others overflow or divide zero by zero, 40 digits.
struct Extreme {
  double r, alpha, a, b, repeats, recency, age, log_likelihood, alive, expected;
};

constexpr Extreme extremes[] = {
#include "loyalty/published_extremes.inc"
};

template <class Parameters>
void expect_point(const Parameters& parameters, const Point& point) {
  const cc::PurchaseHistory history{
      .repeats = point.repeats, .recency = weeks(point.recency), .age = weeks(age)};
  expect_relative(loyalty::log_likelihood(parameters, history), point.log_likelihood, 1e-10);
  expect_relative(loyalty::probability_alive(parameters, history), point.alive, 1e-10);
  expect_relative(
      loyalty::expected_purchases(parameters, history, weeks(39)), point.expected, 1e-10);
}

/// As printed, to half a unit of the last digit.
void expect_printed(double value, double printed, double unit) {
  EXPECT_NEAR(value, printed, 0.5000001 * unit);
}

}  // namespace

TEST(Published, PointsOfTheBetaGeometricFamily) {
  for (const Point& point : points) {
    const auto& [first, r, alpha, a, b, repeats, recency, likelihood, alive, expected] = point;
    if (first == 1) {
      expect_point(loyalty::MbgNbdParameters{.r = r, .alpha = alpha, .a = a, .b = b}, point);
    } else {
      expect_point(loyalty::BgNbdParameters{.r = r, .alpha = alpha, .a = a, .b = b}, point);
    }
  }
}

TEST(Published, NewCustomersOfBgNbd) {
  constexpr double times[] = {1, 13, 39, 52, 104};
  for (const NewCustomer& row : new_customers) {
    const loyalty::BgNbdParameters parameters{
        row.parameters[0], row.parameters[1], row.parameters[2], row.parameters[3]};
    for (std::size_t i = 0; i < row.expected.size(); ++i) {
      expect_relative(
          loyalty::expected_purchases(parameters, weeks(times[i])), row.expected[i], 1e-10);
    }
    for (std::size_t n = 0; n < row.counts.size(); ++n) {
      expect_relative(
          loyalty::probability_of_purchases(parameters, n, weeks(39)), row.counts[n], 1e-10);
    }
  }
}

TEST(Published, ParetoNbdAYearAheadAndAliveLater) {
  for (const Later& row : later) {
    loyalty::ParetoNbdFit fit{};
    fit.parameters = {row.r, row.alpha, row.s, row.beta};
    fit.report.status = cc::FitStatus::converged;
    const cc::PurchaseHistory history{
        .repeats = row.repeats, .recency = weeks(row.recency), .age = weeks(age)};
    expect_relative(
        loyalty::expected_purchases(fit.parameters, history, weeks(52)), row.expected, 1e-10);
    expect_relative(
        loyalty::probability_alive(fit, history, weeks(26)).value.value(), row.alive_later, 1e-10);
  }
}

// The residual transactions of nine customers, discounted by .0027 a week without end: the closed
// form of Fader, Hardie & Lee (2005) in 40 digits.
TEST(Published, DiscountedPurchasesOfParetoNbd) {
  struct Row {
    double repeats = 0.0;
    double recency = 0.0;
    double age = 0.0;
    double discounted = 0.0;
  };

  constexpr std::array<Row, 9> rows{{{7, 35.71, 38.86, 26.95057219417},
                                     {0, 0, 38.86, 0.861295149536978},
                                     {26, 30.86, 31, 109.901470074575},
                                     {1, 5, 39, 2.13296754833278},
                                     {1, 10, 39, 2.99202491005766},
                                     {1, 30, 39, 5.231929273126},
                                     {10, 5, 39, 0.0066825443178571},
                                     {10, 20, 39, 5.45755950321422},
                                     {10, 39, 39, 38.8837823926545}}};
  loyalty::ParetoNbdFit fit{};
  fit.parameters = {0.5629966, 12.5590370, 0.4081095, 10.5148048};
  fit.report.status = cc::FitStatus::converged;
  const double rate = std::expm1(0.0027 * 365.2425 / 7.0);
  for (const Row& row : rows) {
    const cc::Estimate found = loyalty::discounted_purchases(
        fit,
        {.repeats = row.repeats, .recency = weeks(row.recency), .age = weeks(row.age)},
        {.to = weeks(std::numeric_limits<double>::infinity())},
        {.annual_rate = rate, .timing = loyalty::CashFlowTiming::when_bought});
    expect_relative(found.value.value(), row.discounted, 1e-9);
  }
}

TEST(Published, ExtremesOfBgNbd) {
  for (const Extreme& row : extremes) {
    const loyalty::BgNbdParameters parameters{row.r, row.alpha, row.a, row.b};
    const cc::PurchaseHistory history{
        .repeats = row.repeats, .recency = weeks(row.recency), .age = weeks(row.age)};
    expect_relative(loyalty::log_likelihood(parameters, history), row.log_likelihood, 1e-9);
    const double alive = loyalty::probability_alive(parameters, history);
    const double expected = loyalty::expected_purchases(parameters, history, weeks(52));
    EXPECT_TRUE(std::isfinite(alive) && std::isfinite(expected));
    EXPECT_NEAR(alive, row.alive, 1e-9 * row.alive + 1e-300);
    EXPECT_NEAR(expected, row.expected, 1e-9 * row.expected + 1e-300);
  }
}

// P(X(30) = n), n from 11 to 20, as printed by the tests of lifetimes.
TEST(Published, CountsOfBgNbd) {
  constexpr double printed[] = {.0019995214,
                                .0015170236,
                                .0011633150,
                                .0009003148,
                                .0007023638,
                                .0005517902,
                                .0004361913,
                                .0003467171,
                                .0002769613,
                                .0002222260};
  const loyalty::BgNbdParameters parameters{0.243, 4.414, 0.793, 2.426};
  for (std::size_t i = 0; i < std::size(printed); ++i) {
    expect_printed(
        loyalty::probability_of_purchases(parameters, 11 + i, weeks(30)), printed[i], 1e-10);
  }
}

// BTYD's walkthrough, section 4.3, at the parameters it prints in 4.2.
TEST(Published, MorePurchasesInTheSameTimeMeanLessToCome) {
  constexpr double printed[] = {.3474606, .04283391, .004158973, .0003583685};
  const loyalty::BgNbdParameters parameters{0.2425982, 4.4136842, 0.7929899, 2.4261667};
  for (std::size_t i = 0; i < std::size(printed); ++i) {
    const cc::PurchaseHistory history{
        .repeats = 10.0 + 5.0 * static_cast<double>(i), .recency = weeks(20), .age = weeks(39)};
    expect_relative(loyalty::expected_purchases(parameters, history, weeks(52)), printed[i], 1e-5);
  }
}

// Hardie's spreadsheet, by the tests of lifetimes, for the CDNOW sample; its search stopped a
// little before the maximum.
TEST(Published, NewCustomersOfCdnow) {
  const loyalty::BgNbdParameters maximum{0.24259452, 4.41360202, 0.79292201, 2.42590677};
  constexpr double times[] = {1.0 / 7.0, 1, 3, 223.0 / 7.0, 32, 78};
  constexpr double printed[] = {.0078, .0532, .1506, 1.0405, 1.0437, 1.8576};
  for (std::size_t i = 0; i < std::size(printed); ++i) {
    EXPECT_NEAR(loyalty::expected_purchases(maximum, weeks(times[i])), printed[i], 5e-4);
  }
}

// Fader & Hardie's note 025 and the tests of lifetimes: first ten customers of CDNOW, printed with
// unrounded parameters; with the rounded ones they agree to 2e-3.
TEST(Published, SpendOfTheFirstCustomers) {
  const loyalty::GammaGammaParameters parameters{6.25, 3.74, 15.44};
  expect_relative(loyalty::expected_spend(parameters, {1, 11.77}), 18.91, 2e-3);
  expect_relative(loyalty::expected_spend(parameters, {2, 22.345}), 24.65, 2e-3);
  expect_relative(loyalty::expected_spend(parameters, {}), 35.17, 2e-3);
}

// Digits: Newton in 40 digits by a third party.
TEST(Published, BgNbdOfTheGrocery) {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const cc::Day until = cc::date(2006, 12, 31);
  const auto counts = cdnow::counts(cdnow::read_dates(*file, until), until);
  const auto fit = loyalty::fit_bg_nbd(counts);
  EXPECT_NEAR(fit.parameters.r, 0.3486458665722916, 1e-6);
  EXPECT_NEAR(fit.parameters.alpha, 2.58167112276015, 1e-6);
  EXPECT_NEAR(fit.parameters.a, 0.5038454191486644, 1e-6);
  EXPECT_NEAR(fit.parameters.b, 3.644385773263312, 1e-6);
  expect_relative(fit.log_likelihood, -15836.566230552655, 1e-9);
  expect_relative(fit.estimates.r.standard_error.value(), 0.015913086678144065, 1e-4);
  expect_relative(fit.estimates.alpha.standard_error.value(), 0.1825630790536987, 1e-4);
  expect_relative(fit.estimates.a.standard_error.value(), 0.09473381962006129, 1e-4);
  expect_relative(fit.estimates.b.standard_error.value(), 0.9778019333362086, 1e-4);
  const auto regular = loyalty::fit_bg_cnbd(counts, {.k = 3});
  EXPECT_NEAR(regular.parameters.r, 0.35977997899636033, 1e-6);
  EXPECT_NEAR(regular.parameters.alpha, 0.7122819703965156, 1e-6);
  EXPECT_NEAR(regular.parameters.a, 0.5537656468374953, 1e-6);
  EXPECT_NEAR(regular.parameters.b, 2.7581677082454688, 1e-6);
  expect_relative(regular.estimates.b.standard_error.value(), 0.5447271065070023, 1e-4);
}

// BTYD's R/pnbd.R: all 78 weeks of the CDNOW sample.
TEST(Published, ParetoNbdOfSeventyEightWeeks) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const cc::Day until = cc::date(1998, 6, 30);
  const auto fit = loyalty::fit_pareto_nbd(cdnow::counts(cdnow::read(*file, until), until));
  expect_relative(fit.parameters.r, 0.5629966, 1e-3);
  expect_relative(fit.parameters.alpha, 12.559037, 1e-3);
  expect_relative(fit.parameters.s, 0.4081095, 1e-3);
  expect_relative(fit.parameters.beta, 10.5148048, 5e-3);
}
