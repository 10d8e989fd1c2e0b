#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/nbd.hpp>

#include "loyalty/cdnow.hpp"
#include "loyalty/derivatives.hpp"
#include "loyalty/fits.hpp"
#include "loyalty/naive.hpp"
#include "loyalty/nbd_kernels.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace nbd = centricity::loyalty::nbd;
namespace numeric = centricity::numeric;
using cc::weeks;
using loyalty::NbdParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

struct Row {
  double r, alpha, repeats, age, horizon;
  double log_likelihood, expected, probability;
};

constexpr Row reference[] = {
#include "nbd_reference.inc"
};

double sum_of_rows(const std::array<double, 2>& p, const std::vector<loyalty::Tuple>& tuples) {
  using naive::log_gamma;
  const auto [r, alpha] = p;
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    sum += customers * (log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) -
                        (r + x) * std::log(alpha + seen.age));
  }
  return sum;
}

numeric::Derivatives evaluate(const nbd::Likelihood& likelihood, const std::array<double, 2>& p) {
  numeric::Derivatives out(2);
  likelihood.evaluate({p[0], p[1]}, {}, out);
  return out;
}

}  // namespace

TEST(NbdKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 1000u);
  for (const Row& row : reference) {
    SCOPED_TRACE(testing::Message() << "r " << row.r << ", alpha " << row.alpha << ", x "
                                    << row.repeats << ", T " << row.age << ", t " << row.horizon);
    const nbd::Shape shape{row.r, row.alpha};
    const nbd::Observed seen{row.repeats, 0.0, row.age};
    expect_relative(nbd::log_likelihood(shape, seen), row.log_likelihood, 1e-11, 1e-12);
    expect_relative(
        loyalty::expected_purchases(shape, seen, row.horizon), row.expected, 1e-14, 1e-300);
    expect_relative(
        nbd::probability_of_count(shape, row.repeats, row.horizon), row.probability, 1e-10, 1e-300);
  }
}

TEST(Nbd, IsBgNbdWithoutDropout) {
  const NbdParameters parameters{.r = 0.4, .alpha = 6.0};
  const loyalty::BgNbdParameters others{.r = 0.4, .alpha = 6.0, .a = 1e-14, .b = 2.0};
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(20), .age = weeks(39)};
  expect_relative(loyalty::log_likelihood(parameters, history),
                  loyalty::log_likelihood(others, history),
                  1e-12);
  expect_relative(loyalty::expected_purchases(parameters, history, weeks(52)),
                  loyalty::expected_purchases(others, history, weeks(52)),
                  1e-12);
  EXPECT_EQ(loyalty::probability_alive(parameters, history), 1.0);
}

TEST(NbdLikelihood, IsTheNaiveSum) {
  const auto tuples = fits::random_tuples(1, 300);
  const nbd::Likelihood likelihood{tuples};
  naive::expect_values<2>([&](const auto& p) { return evaluate(likelihood, p); },
                          [&](const auto& p) { return sum_of_rows(p, tuples); },
                          1e-12);
}

TEST(NbdLikelihood, DerivativesAreThoseOfTheValue) {
  const nbd::Likelihood likelihood{fits::random_tuples(3, 300)};
  derivatives::expect_consistent_everywhere<2>(
      [&](const auto& p) { return evaluate(likelihood, p); });
}

// BTYDplus 1.2.0: r .38476588, alpha 12.0720137, -9763.65761467; its search stops early.
TEST(NbdFit, AgreesWithBtydplusAboutTheCdnowSample) {
  const auto counts = cdnow::sample();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const auto fit = loyalty::fit_nbd(*counts);
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_NEAR(fit.parameters.r, 0.38476588, 1e-4);
  EXPECT_NEAR(fit.parameters.alpha, 12.0720137, 5e-3);
  EXPECT_GE(fit.log_likelihood, -9763.65761468);
  EXPECT_NEAR(fit.log_likelihood, -9763.65761467, 1e-5);
}

// BTYDplus 1.2.0: r .42031951, alpha 5.24510725, -16376.8639011.
TEST(NbdFit, AgreesWithBtydplusAboutTheGrocery) {
  const auto counts = cdnow::grocery();
  if (!counts) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const auto fit = loyalty::fit_nbd(*counts);
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_NEAR(fit.parameters.r, 0.42031951, 1e-4);
  EXPECT_NEAR(fit.parameters.alpha, 5.24510725, 5e-3);
  EXPECT_GE(fit.log_likelihood, -16376.86390111);
  EXPECT_NEAR(fit.log_likelihood, -16376.8639011, 1e-5);
  const auto expected = loyalty::expected_purchases(
      fit, {.repeats = 5, .recency = weeks(12), .age = weeks(52)}, weeks(52));
  EXPECT_NEAR(*expected.value, 4.9236804343, 1e-3);
}

TEST(NbdFit, IsCertainThatCustomersAreAlive) {
  const auto alive =
      loyalty::probability_alive(loyalty::fit_nbd(fits::small_base()), {.age = weeks(30)});
  EXPECT_EQ(alive.value, 1.0);
  EXPECT_EQ(alive.standard_error, 0.0);
}

TEST(NbdFit, NamesWhatTheDataCannotTell) {
  const auto fit = loyalty::fit_nbd(
      {.unit = cc::TimeUnit::week, .counts = {{2, 10, 20, 100}, {3, 10, 20, 100}}});
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  ASSERT_FALSE(fit.report.diagnosis.empty());
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("homogeneous"));
  EXPECT_NEAR(fit.parameters.r / fit.parameters.alpha, 2.5 / 20.0, 1e-6);
}
