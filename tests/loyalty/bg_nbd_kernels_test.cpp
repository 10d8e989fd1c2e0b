#include "loyalty/bg_nbd_kernels.hpp"

#include <array>
#include <cmath>
#include <iterator>

#include <gtest/gtest.h>

#include "loyalty/tables.hpp"
#include "support/near.hpp"

namespace bg_nbd = centricity::loyalty::bg_nbd;
using support::expect_relative;

namespace {

struct Row {
  double r, alpha, a, b, repeats, recency, age, horizon;
  double log_likelihood, alive, expected;
};

constexpr Row reference[] = {
#include "bg_nbd_reference.inc"
};

double expected_while_alive(const bg_nbd::Shape& shape, double repeats, double age, double time) {
  return bg_nbd::expected_while_alive(bg_nbd::if_alive(shape, {repeats, 0.0, age}), time);
}

}  // namespace

TEST(BgNbdKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 2000u);
  const auto shape_of = [](const Row& row) {
    return bg_nbd::Shape{row.r, row.alpha, row.a, row.b};
  };
  tables::expect_kernels(
      reference, shape_of, {.log_likelihood = 1e-12, .alive = 1e-12, .expected = 1e-10});
}

// The walk through the singularities of the closed form leaves no mark.
TEST(BgNbdKernels, ExpectationIsSmoothWhereTheClosedFormIsNot) {
  const auto expected = [](double a) {
    return expected_while_alive({0.243, 4.414, a, 2.426}, 0.0, 39.0, 52.0);
  };
  const double slope = (expected(1.01) - expected(0.99)) / 0.02;
  for (const double step : {1e-15, 1e-12, 1e-9, 1e-6}) {
    EXPECT_NEAR(expected(1.0 + step) - expected(1.0), slope * step, 1e-14 + 1e-4 * step);
  }
}

// Two ways through the same integral, and both are right where one hands over to the other.
TEST(BgNbdKernels, ExpectationGrowsWithTheHorizon) {
  const bg_nbd::Shape shape{0.243, 4.414, 0.793, 2.426};
  for (const double repeats : {0.0, 3.0, 200.0, 10000.0}) {
    double previous = 0.0;
    for (double horizon = 1e-3; horizon < 1e9; horizon *= 1.25) {
      const double expected = expected_while_alive(shape, repeats, 39.0, horizon);
      EXPECT_TRUE(std::isfinite(expected));
      EXPECT_GT(expected, previous) << "repeats " << repeats << ", horizon " << horizon;
      previous = expected;
    }
  }
}

// Published: BTYD walkthrough and lifetimes, after Hardie's spreadsheet; digits by mpmath.
TEST(BgNbdKernels, ProbabilityOfCountIsThePublishedOne) {
  const bg_nbd::Shape shape{0.243, 4.414, 0.793, 2.426};
  expect_relative(bg_nbd::probability_of_count(shape, 10.0, 2.0), 1.07868964036915e-07, 1e-10);
  expect_relative(bg_nbd::probability_of_count(shape, 0.0, 39.0), 0.573786352096009, 1e-12);
  expect_relative(bg_nbd::probability_of_count(shape, 11.0, 30.0), 0.00199952144747888, 1e-12);
  expect_relative(bg_nbd::probability_of_count(shape, 20.0, 30.0), 0.000222226048006637, 1e-11);
}

TEST(BgNbdKernels, CountsSumToOneAndToTheExpectation) {
  const bg_nbd::Shape shape{0.9, 4.0, 0.793, 2.426};
  double total = 0.0;
  double mean = 0.0;
  for (double n = 0.0; n < 400.0; n += 1.0) {
    const double p = bg_nbd::probability_of_count(shape, n, 20.0);
    total += p;
    mean += n * p;
  }
  EXPECT_NEAR(total, 1.0, 1e-12);
  EXPECT_NEAR(mean, expected_while_alive(shape, 0.0, 0.0, 20.0), 1e-10);
}

// One repeat leaves b alone in the odds; and where a = b are next to nothing, one half leave after
// the first purchase to come and the others never.
TEST(BgNbdKernels, KeepTheirDigitsWhereDropoutIsAllOrNothing) {
  const bg_nbd::Shape almost_none{0.5, 2.0, 0.3, 1e-10};
  expect_relative(bg_nbd::log_odds_of_having_left(almost_none, {1.0, 5.0, 10.0}),
                  std::log(0.3 / 1e-10) + 1.5 * std::log(12.0 / 7.0),
                  1e-15);
  expect_relative(expected_while_alive({0.5, 2.0, 1e-14, 1e-14}, 0.0, 0.0, 1.0),
                  0.5 * 0.5 * 0.5 + 0.5 * (1.0 - 1.0 / std::sqrt(1.5)),
                  1e-12);
}

TEST(BgNbdKernels, ExpectationComesToAnEndWhereTheTimeOverflows) {
  const double expected = expected_while_alive({0.5, 1e-300, 0.5, 1.0}, 0.0, 0.0, 1e10);
  EXPECT_GT(expected, 1.0);
  EXPECT_TRUE(std::isfinite(expected));
}

TEST(BgNbdKernels, GradientOfTheLogOddsIsThatOfDifferences) {
  for (const Row& row : reference) {
    if (row.repeats == 0.0) continue;
    const bg_nbd::Observed seen{row.repeats, row.recency, row.age};
    const std::array<double, 4> at{row.r, row.alpha, row.a, row.b};
    const auto gradient = bg_nbd::log_odds_gradient({at[0], at[1], at[2], at[3]}, seen);
    for (std::size_t i = 0; i < at.size(); ++i) {
      constexpr double step = 1e-4;
      const auto moved = [&](double by) {
        std::array<double, 4> v = at;
        v[i] *= std::exp(by);
        return bg_nbd::log_odds_of_having_left({v[0], v[1], v[2], v[3]}, seen);
      };
      const double size = std::abs(moved(0.0)) + std::abs(gradient[i]);
      EXPECT_NEAR(gradient[i], (moved(step) - moved(-step)) / (2.0 * step), 1e-7 * size + 1e-9);
    }
  }
}
