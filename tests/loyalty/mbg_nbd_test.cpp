#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/bg_nbd_likelihood.hpp"
#include "loyalty/cdnow.hpp"
#include "loyalty/derivatives.hpp"
#include "loyalty/fits.hpp"
#include "loyalty/naive.hpp"
#include "loyalty/tables.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace bg_nbd = centricity::loyalty::bg_nbd;
namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace numeric = centricity::numeric;
using cc::weeks;
using loyalty::MbgNbdParameters;
using support::expect_relative;

namespace {

/// BTYDplus, CDNOW sample.
const MbgNbdParameters published{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614};

struct Row {
  double r, alpha, a, b, repeats, recency, age, horizon;
  double log_likelihood, alive, expected;
};

constexpr Row reference[] = {
#include "mbg_nbd_reference.inc"
};

/// MBG/NBD at ordinary points, age 38 6/7 weeks, horizon 39 weeks; 40 digits by a third party.
struct Point {
  double r, alpha, a, b, repeats, recency;
  double log_likelihood, alive, expected;
};

constexpr Point points[] = {
#include "mbg_nbd_points.inc"
};

struct NewCustomer {
  double r, alpha, a, b;
  std::array<double, 5> expected;
  std::array<double, 11> probabilities;
};

constexpr NewCustomer new_customers[] = {
#include "mbg_nbd_new.inc"
};

template <class Case>
MbgNbdParameters parameters_of(const Case& of) {
  return {.r = of.r, .alpha = of.alpha, .a = of.a, .b = of.b};
}

/// The likelihood of Batislam et al. (2007), row by row: two products of gamma functions.
double sum_of_rows(const std::array<double, 4>& p, const std::vector<bg_nbd::Tuple>& tuples) {
  using naive::log_beta, naive::log_gamma;
  const auto [r, alpha, a, b] = p;
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    const double buy = log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) - log_beta(a, b);
    const double alive = log_beta(a, b + x + 1.0) - (r + x) * std::log(alpha + seen.age);
    const double left = log_beta(a + 1.0, b + x) - (r + x) * std::log(alpha + seen.recency);
    sum += customers * (buy + naive::log_sum(alive, left));
  }
  return sum;
}

numeric::Derivatives evaluate(const bg_nbd::Likelihood& likelihood,
                              const std::array<double, 4>& p) {
  numeric::Derivatives out(4);
  likelihood.evaluate({p[0], p[1], p[2], p[3], 1.0}, {}, out);
  return out;
}

}  // namespace

TEST(MbgNbdKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 2000u);
  const auto shape_of = [](const Row& row) {
    return bg_nbd::Shape{row.r, row.alpha, row.a, row.b, 1.0};
  };
  tables::expect_kernels(
      reference, shape_of, {.log_likelihood = 1e-12, .alive = 1e-12, .expected = 1e-10});
}

TEST(MbgNbd, AgreesAtOrdinaryPoints) {
  for (const Point& at : points) tables::expect_answers(at, parameters_of(at));
}

TEST(MbgNbd, AgreesForNewCustomers) {
  for (const NewCustomer& is : new_customers) tables::expect_new_customer(is, parameters_of(is));
}

// lifetimes, test_estimation.py: (x, t_x, T) = (0, 0, 40) and (200, 38, 40).
TEST(MbgNbd, KernelsGiveThePublishedNumbers) {
  const MbgNbdParameters parameters{.r = 0.25, .alpha = 4.0, .a = 0.8, .b = 2.5};
  EXPECT_NEAR(loyalty::log_likelihood(parameters, {.age = weeks(40)}), -0.41792826, 5e-9);
  EXPECT_NEAR(
      loyalty::log_likelihood(parameters, {.repeats = 200, .recency = weeks(38), .age = weeks(40)}),
      100.7869,
      5e-5);
}

// A customer of MBG/NBD who bought again is one of BG/NBD with b + 1.
TEST(MbgNbd, IsBgNbdWithOneMoreChance) {
  const loyalty::BgNbdParameters other{
      .r = published.r, .alpha = published.alpha, .a = published.a, .b = published.b + 1.0};
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(20), .age = weeks(39)};
  EXPECT_EQ(loyalty::probability_alive(published, history),
            loyalty::probability_alive(other, history));
  EXPECT_EQ(loyalty::expected_purchases(published, history, weeks(52)),
            loyalty::expected_purchases(other, history, weeks(52)));
  expect_relative(
      loyalty::probability_alive(published, {}), published.b / (published.a + published.b), 1e-15);
}

TEST(MbgNbdLikelihood, IsTheNaiveSum) {
  const auto tuples = fits::random_tuples(1, 300);
  const bg_nbd::Likelihood likelihood{tuples, 1.0};
  naive::expect_values<4>([&](const auto& p) { return evaluate(likelihood, p); },
                          [&](const auto& p) { return sum_of_rows(p, tuples); },
                          1e-12);
}

TEST(MbgNbdLikelihood, DerivativesAreThoseOfTheValue) {
  const bg_nbd::Likelihood likelihood{fits::random_tuples(3, 300), 1.0};
  derivatives::expect_consistent_everywhere<4>(
      [&](const auto& p) { return evaluate(likelihood, p); });
}

// Published: r .525, alpha 6.183, a .891, b 1.614 (BTYDplus). Digits: Newton in 40 digits.
TEST(MbgNbdFit, ReproducesTheCdnowSample) {
  const auto counts = cdnow::sample();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  fits::expect_fit(
      loyalty::fit_mbg_nbd(*counts),
      {0.5248431587739978, 6.18308527612509, 0.8913593911209543, 1.6140022416205415},
      {0.08326846551058492, 0.6956218682643208, 0.1547902483360583, 0.5374965483310792},
      -9582.135715553757);
}

TEST(MbgNbdFit, ReproducesAllOfCdnow) {
  const auto counts = cdnow::all();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  fits::expect_fit(
      loyalty::fit_mbg_nbd(*counts),
      {0.6371397321707147, 7.310289532946822, 0.8074741214379251, 1.2283940040823242},
      {0.03620734505480923, 0.2932629842214937, 0.03761165892604074, 0.11194508613509767},
      -95336.95831987927);
}

TEST(MbgNbdFit, ReproducesTheGrocery) {
  const auto counts = cdnow::grocery();
  if (!counts) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  fits::expect_fit(
      loyalty::fit_mbg_nbd(*counts),
      {1.256921276948994, 6.039142324954363, 0.36827661335339346, 0.7157636233511905},
      {0.11709660553452526, 0.5486128597142699, 0.030190992418521145, 0.08358890055390597},
      -15781.939374893172);
}
