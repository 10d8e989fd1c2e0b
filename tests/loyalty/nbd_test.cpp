#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/nbd.hpp>

#include "loyalty/cdnow.hpp"
#include "loyalty/derivatives.hpp"
#include "loyalty/monte_carlo.hpp"
#include "loyalty/nbd_kernels.hpp"
#include "loyalty/pathological.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
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

cc::PurchaseCounts small_base() {
  return {.unit = cc::TimeUnit::week,
          .counts = {{0, 0, 27, 400},
                     {0, 0, 38, 500},
                     {1, 4, 38, 90},
                     {1, 30, 38, 110},
                     {2, 12, 30, 60},
                     {3, 20, 38, 45},
                     {11, 37, 38, 20}}};
}

std::vector<loyalty::Tuple> random_tuples(std::uint64_t seed, std::size_t n) {
  cc::Rng rng{seed};
  std::vector<loyalty::Tuple> tuples;
  for (std::size_t i = 0; i < n; ++i) {
    const double age = 1.0 + std::floor(60.0 * cc::uniform(rng));
    const double repeats = std::floor(cc::exponential(rng) * 3.0);
    tuples.push_back(
        {{repeats, repeats > 0.0 ? age : 0.0, age}, 1.0 + std::floor(9.0 * cc::uniform(rng))});
  }
  tuples.push_back({{5000.0, 59.0, 60.0}, 1.0});
  return tuples;
}

double naive(const std::array<double, 2>& p, const std::vector<loyalty::Tuple>& tuples) {
  const auto [r, alpha] = p;
  const auto log_gamma = [](double x) {
    int sign = 0;
    return lgamma_r(x, &sign);
  };
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

TEST(Nbd, CountsSumToOneAndToTheExpectation) {
  const NbdParameters parameters{.r = 0.9, .alpha = 4.0};
  double total = 0.0;
  double mean = 0.0;
  for (std::uint64_t n = 0; n < 400; ++n) {
    const double p = loyalty::probability_of_purchases(parameters, n, weeks(20));
    total += p;
    mean += static_cast<double>(n) * p;
  }
  EXPECT_NEAR(total, 1.0, 1e-12);
  EXPECT_NEAR(mean, loyalty::expected_purchases(parameters, weeks(20)), 1e-10);
  EXPECT_EQ(loyalty::probability_of_purchases(parameters, 0, weeks(0)), 1.0);
  EXPECT_EQ(loyalty::probability_of_purchases(parameters, 1, weeks(0)), 0.0);
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

TEST(Nbd, IsRightAboutAMillionSimulatedCustomers) {
  constexpr double age = 39.0, later = 65.0;
  constexpr std::size_t customers = 1'000'000;
  const nbd::Shape shape{0.6, 8.0};
  std::map<double, monte_carlo::Residuals> purchases;
  std::array<double, 8> counts{};
  cc::Rng rng{1959};
  for (std::size_t i = 0; i < customers; ++i) {
    const double rate = cc::gamma(rng, shape.r) / shape.alpha;
    nbd::Observed seen{0.0, 0.0, age};
    double future = 0.0;
    for (double time = cc::exponential(rng) / rate; time <= later;
         time += cc::exponential(rng) / rate) {
      if (time <= age) {
        seen.repeats += 1.0;
      } else {
        future += 1.0;
      }
    }
    purchases[std::min(seen.repeats, 12.0)].add(
        future, loyalty::expected_purchases(shape, seen, later - age));
    if (seen.repeats < 8.0) counts[static_cast<std::size_t>(seen.repeats)] += 1.0;
  }
  monte_carlo::expect_unbiased(purchases, "purchases in the next 26 weeks");
  for (std::size_t n = 0; n < counts.size(); ++n) {
    monte_carlo::expect_share(counts[n],
                              customers,
                              nbd::probability_of_count(shape, static_cast<double>(n), age),
                              std::to_string(n) + " purchases");
  }
}

TEST(NbdLikelihood, IsTheNaiveSum) {
  const auto tuples = random_tuples(1, 300);
  const nbd::Likelihood likelihood{tuples};
  cc::Rng rng{2};
  for (int i = 0; i < 200; ++i) {
    const auto p = derivatives::random_point<2>(rng);
    expect_relative(evaluate(likelihood, p).value, naive(p, tuples), 1e-12);
  }
}

TEST(NbdLikelihood, DerivativesAreThoseOfTheValue) {
  const nbd::Likelihood likelihood{random_tuples(3, 300)};
  const auto at = [&](const std::array<double, 2>& p) { return evaluate(likelihood, p); };
  cc::Rng rng{4};
  for (int trial = 0; trial < 200; ++trial) {
    derivatives::expect_consistent<2>(at, derivatives::random_point<2>(rng));
  }
}

// BTYDplus 1.2.0: r .38476588, alpha 12.0720137, -9763.65761467; its search stops early.
TEST(NbdFit, AgreesWithBtydplusAboutTheCdnowSample) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const cc::Day until = cc::date(1997, 9, 30);
  const auto fit = loyalty::fit_nbd(cdnow::counts(cdnow::read(*file, until), until));
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_NEAR(fit.parameters.r, 0.38476588, 1e-4);
  EXPECT_NEAR(fit.parameters.alpha, 12.0720137, 5e-3);
  EXPECT_GE(fit.log_likelihood, -9763.65761468);
  EXPECT_NEAR(fit.log_likelihood, -9763.65761467, 1e-5);
}

// BTYDplus 1.2.0: r .42031951, alpha 5.24510725, -16376.8639011.
TEST(NbdFit, AgreesWithBtydplusAboutTheGrocery) {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const cc::Day until = cc::date(2006, 12, 31);
  const auto fit = loyalty::fit_nbd(cdnow::counts(cdnow::read_dates(*file, until), until));
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_NEAR(fit.parameters.r, 0.42031951, 1e-4);
  EXPECT_NEAR(fit.parameters.alpha, 5.24510725, 5e-3);
  EXPECT_GE(fit.log_likelihood, -16376.86390111);
  EXPECT_NEAR(fit.log_likelihood, -16376.8639011, 1e-5);
  const auto expected = loyalty::expected_purchases(
      fit, {.repeats = 5, .recency = weeks(12), .age = weeks(52)}, weeks(52));
  EXPECT_NEAR(*expected.value, 4.9236804343, 1e-3);
}

TEST(NbdFit, DoesNotDependOnOrderOrThreads) {
  const auto serial = loyalty::fit_nbd(small_base());
  for (std::size_t width = 1; width <= 4; ++width) {
    cc::PurchaseCounts shuffled = small_base();
    std::rotate(shuffled.counts.begin(),
                shuffled.counts.begin() + static_cast<std::ptrdiff_t>(width),
                shuffled.counts.end());
    const auto fit = loyalty::fit_nbd(shuffled, {}, support::threaded_host(width, width));
    EXPECT_EQ(fit.parameters, serial.parameters);
    EXPECT_EQ(fit.log_likelihood, serial.log_likelihood);
    EXPECT_EQ(fit.log_covariance, serial.log_covariance);
  }
}

TEST(NbdFit, GivesEstimatesWithinTheirRange) {
  const auto fit = loyalty::fit_nbd(small_base());
  const cc::PurchaseHistory history{.repeats = 2, .recency = weeks(12), .age = weeks(30)};
  const auto alive = loyalty::probability_alive(fit, history);
  EXPECT_EQ(alive.value, 1.0);
  EXPECT_EQ(alive.standard_error, 0.0);
  const auto expected = loyalty::expected_purchases(fit, history, weeks(52));
  EXPECT_EQ(expected.value, loyalty::expected_purchases(fit.parameters, history, weeks(52)));
  EXPECT_GT(expected.interval->lower, 0.0);
  EXPECT_GT(*expected.standard_error, 0.0);
}

TEST(NbdFit, NamesWhatTheDataCannotTell) {
  const auto fit = loyalty::fit_nbd(
      {.unit = cc::TimeUnit::week, .counts = {{2, 10, 20, 100}, {3, 10, 20, 100}}});
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  ASSERT_FALSE(fit.report.diagnosis.empty());
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("homogeneous"));
  EXPECT_NEAR(fit.parameters.r / fit.parameters.alpha, 2.5 / 20.0, 1e-6);
}

TEST(NbdFit, SurvivesPathologicalData) {
  pathological::expect_words_or_numbers(
      [](const cc::PurchaseCounts& counts) { return loyalty::fit_nbd(counts); });
}

TEST(NbdFit, SaysWhatIsWrong) {
  const cc::PurchaseHistory good{.repeats = 1, .recency = weeks(1), .age = weeks(2)};
  EXPECT_THROW((void)loyalty::probability_alive(NbdParameters{.r = -1.0}, good), cc::Error);
  EXPECT_THROW((void)loyalty::expected_purchases(NbdParameters{}, good, weeks(-1)), cc::Error);
  EXPECT_THROW((void)loyalty::fit_nbd(small_base(), {.max_iterations = 0}), cc::Error);
  cc::PurchaseCounts bad = small_base();
  bad.counts[2].recency = -1.0;
  EXPECT_THROW((void)loyalty::fit_nbd(bad), cc::Error);
  EXPECT_EQ(loyalty::fit_nbd({}).report.status, cc::FitStatus::failed);
  EXPECT_FALSE(loyalty::expected_purchases(loyalty::fit_nbd({}), good, weeks(1)).defined());
}
