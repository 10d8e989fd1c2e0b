#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>

#include "loyalty/cdnow.hpp"
#include "loyalty/gamma_gamma_likelihood.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace gamma_gamma = centricity::loyalty::gamma_gamma;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// Customers drawn from the model.
cc::SpendHistories drawn(const loyalty::GammaGammaParameters& truth,
                         std::size_t n,
                         std::uint64_t seed) {
  cc::Rng rng{seed};
  cc::SpendHistories histories;
  for (std::size_t i = 0; i < n; ++i) {
    const double repeats = 1.0 + std::floor(cc::exponential(rng) * 2.0);
    const double scale = truth.gamma / cc::gamma(rng, truth.q);
    histories.spends.push_back({repeats, cc::gamma(rng, truth.p * repeats) * scale / repeats});
  }
  return histories;
}

std::vector<gamma_gamma::Observed> observed(const cc::SpendHistories& histories) {
  std::vector<gamma_gamma::Observed> result;
  for (const auto& spend : histories.spends) result.push_back({spend.repeats, spend.mean_spend});
  return result;
}

/// As printed (Fader & Hardie 2013, eq. 1a).
double naive(const gamma_gamma::Shape& s, const std::vector<gamma_gamma::Observed>& customers) {
  const auto log_gamma = [](double x) {
    int sign = 0;
    return lgamma_r(x, &sign);
  };
  double sum = 0.0;
  for (const auto& [x, m] : customers) {
    sum += log_gamma(s.p * x + s.q) - log_gamma(s.p * x) - log_gamma(s.q) +
           s.q * std::log(s.gamma) + (s.p * x - 1.0) * std::log(m) + s.p * x * std::log(x) -
           (s.p * x + s.q) * std::log(s.gamma + m * x);
  }
  return sum;
}

}  // namespace

TEST(GammaGammaLikelihood, IsTheNaiveSumWithItsDerivatives) {
  const auto customers = observed(drawn({.p = 3.0, .q = 4.0, .gamma = 20.0}, 150, 7));
  const gamma_gamma::Likelihood likelihood{customers};
  cc::Rng rng{8};
  const auto at = [&](const std::array<double, 3>& p) {
    centricity::numeric::Derivatives out(3);
    likelihood.evaluate({p[0], p[1], p[2]}, {}, out);
    return out;
  };
  for (int trial = 0; trial < 200; ++trial) {
    std::array<double, 3> p{};
    for (double& value : p) value = std::exp(1.0 + 1.5 * cc::normal(rng));
    const auto here = at(p);
    expect_relative(here.value, naive({p[0], p[1], p[2]}, customers), 1e-11);
    double kernel = 0.0;
    for (const auto& seen : customers)
      kernel += gamma_gamma::log_likelihood({p[0], p[1], p[2]}, seen);
    expect_relative(here.value, kernel, 1e-12);
    for (std::size_t i = 0; i < 3; ++i) {
      const double h = 1e-5 * p[i];
      auto above = p;
      auto below = p;
      above[i] += h;
      below[i] -= h;
      const auto up = at(above);
      const auto down = at(below);
      const double scale = std::abs(here.value) / p[i];
      expect_relative(here.gradient[i], (up.value - down.value) / (2.0 * h), 1e-7, 1e-8 * scale);
      for (std::size_t j = 0; j < 3; ++j) {
        const double difference = (up.gradient[j] - down.gradient[j]) / (2.0 * h);
        expect_relative(here.hessian[i * 3 + j], difference, 1e-6, 1e-8 * scale / p[j]);
      }
    }
  }
}

TEST(GammaGammaFit, ReproducesTheCdnowSample) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const auto spends = cdnow::spends(cdnow::read(*file, cc::date(1997, 9, 30)));
  const auto fit = loyalty::fit_gamma_gamma(spends);
  // Published: p 6.25, q 3.74, gamma 15.44 from 946 repeaters (Fader & Hardie 2013). Digits: Newton
  // in 40 digits; the population mean there is 35.17.
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_EQ(fit.customers + fit.set_aside, 946u);
  EXPECT_NEAR(fit.parameters.p, 6.249572271323759, 1e-6);
  EXPECT_NEAR(fit.parameters.q, 3.744224667132024, 1e-6);
  EXPECT_NEAR(fit.parameters.gamma, 15.443520962589231, 1e-5);
  EXPECT_NEAR(fit.log_likelihood, -4055.917694801874, 1e-6);
  EXPECT_NEAR(fit.estimates.p.standard_error.value(), 1.1900553357530739, 1e-5);
  EXPECT_NEAR(fit.estimates.q.standard_error.value(), 0.29013306524055044, 1e-5);
  EXPECT_NEAR(fit.estimates.gamma.standard_error.value(), 4.159422751195819, 1e-4);
  EXPECT_NEAR(fit.population_mean.value.value(), 35.17037126565612, 1e-6);
  EXPECT_NEAR(loyalty::expected_spend(fit, {2, 22.345}).value.value(), 24.653918698220576, 1e-6);
  EXPECT_NEAR(loyalty::expected_spend(fit, {10, 24.235}).value.value(), 24.694980683253736, 1e-6);
}

TEST(GammaGammaFit, FindsTheTruthAgain) {
  const loyalty::GammaGammaParameters truth{.p = 6.25, .q = 3.74, .gamma = 15.44};
  const auto fit = loyalty::fit_gamma_gamma(drawn(truth, 20'000, 11));
  ASSERT_EQ(fit.report.status, cc::FitStatus::converged);
  const auto near = [](const cc::Estimate& estimate, double value) {
    EXPECT_LT(std::abs(*estimate.value - value), 4.0 * *estimate.standard_error);
    EXPECT_LT(*estimate.standard_error, 0.1 * value);
  };
  near(fit.estimates.p, truth.p);
  near(fit.estimates.q, truth.q);
  near(fit.estimates.gamma, truth.gamma);
  near(fit.population_mean, truth.p * truth.gamma / (truth.q - 1.0));
  EXPECT_TRUE(fit.report.diagnosis.empty());
}

TEST(GammaGammaFit, DoesNotDependOnOrderOrThreads) {
  auto histories = drawn({.p = 6.25, .q = 3.74, .gamma = 15.44}, 10'000, 12);
  const auto serial = loyalty::fit_gamma_gamma(histories);
  for (std::size_t width = 1; width <= 8; ++width) {
    std::shuffle(histories.spends.begin(), histories.spends.end(), std::mt19937_64{width});
    const auto fit = loyalty::fit_gamma_gamma(histories, {}, support::threaded_host(width));
    EXPECT_EQ(fit.parameters, serial.parameters);
    EXPECT_EQ(fit.log_likelihood, serial.log_likelihood);
  }
}

TEST(GammaGammaFit, ACurrencyScalesGammaAndNothingElse) {
  auto histories = drawn({.p = 6.25, .q = 3.74, .gamma = 15.44}, 500, 13);
  const auto fit = loyalty::fit_gamma_gamma(histories);
  for (auto& spend : histories.spends) spend.mean_spend *= 100.0;
  const auto cents = loyalty::fit_gamma_gamma(histories);
  expect_relative(cents.parameters.p, fit.parameters.p, 1e-8);
  expect_relative(cents.parameters.q, fit.parameters.q, 1e-8);
  expect_relative(cents.parameters.gamma, 100.0 * fit.parameters.gamma, 1e-8);
}

TEST(GammaGamma, ExpectationLiesBetweenTheCustomerAndAll) {
  const loyalty::GammaGammaParameters published{.p = 6.25, .q = 3.74, .gamma = 15.44};
  const double all = loyalty::expected_spend(published, {.repeats = 0});
  expect_relative(all, 6.25 * 15.44 / 2.74, 1e-14);
  double previous = all;
  for (const double repeats : {1.0, 2.0, 5.0, 50.0, 5000.0}) {
    const double expected = loyalty::expected_spend(published, {repeats, 100.0});
    EXPECT_GT(expected, previous);
    EXPECT_LT(expected, 100.0);
    previous = expected;
  }
}

TEST(GammaGamma, SaysThatThePopulationHasNoMean) {
  const auto fit = loyalty::fit_gamma_gamma(drawn({.p = 4.0, .q = 0.6, .gamma = 5.0}, 2000, 14));
  ASSERT_TRUE(fit.report.usable());
  EXPECT_LT(fit.parameters.q, 1.0);
  EXPECT_EQ(fit.population_mean.undefined, cc::Undefined::infinite);
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("q is not above 1"));
  EXPECT_TRUE(loyalty::expected_spend(fit, {3, 20.0}).defined());
  EXPECT_EQ(loyalty::expected_spend({.p = 1.0, .q = 0.5, .gamma = 1.0}, {.repeats = 0}), INFINITY);
}

TEST(GammaGamma, ShowsThatSpendFollowsFrequency) {
  auto histories = drawn({.p = 6.25, .q = 3.74, .gamma = 15.44}, 2000, 15);
  for (auto& spend : histories.spends) spend.mean_spend *= std::sqrt(spend.repeats);
  const auto fit = loyalty::fit_gamma_gamma(histories);
  EXPECT_GT(fit.correlation.interval->lower, 0.0);
  EXPECT_THAT(fit.report.diagnosis.back(), HasSubstr("Frequent buyers spend more"));
}

TEST(GammaGamma, SaysWhatIsWrong) {
  const loyalty::GammaGammaParameters good{.p = 6.25, .q = 3.74, .gamma = 15.44};
  EXPECT_THROW((void)loyalty::expected_spend(good, {1, -2.0}), cc::Error);
  EXPECT_THROW((void)loyalty::expected_spend({.p = 0.0}, {1, 2.0}), cc::Error);
  EXPECT_THROW((void)loyalty::fit_gamma_gamma({}, {.level = 0.0}), cc::Error);
  const auto fit = loyalty::fit_gamma_gamma({.spends = {{1, 10.0}, {2, -3.0}}});
  EXPECT_EQ(fit.report.status, cc::FitStatus::failed);
  EXPECT_EQ(fit.set_aside, 1u);
  EXPECT_EQ(fit.population_mean.undefined, cc::Undefined::unusable_fit);
}

// A little less of q and the mean does not exist: what its error is, nobody knows; it is not zero.
TEST(GammaGamma, AMeanAboutToDivergeHasNoInterval) {
  loyalty::GammaGammaFit fit{.parameters = {.p = 6.0, .q = 1.00005, .gamma = 15.0}};
  fit.report.status = cc::FitStatus::converged;
  fit.log_covariance = {0.01, 0.001, -0.001, 0.001, 0.01, 0.002, -0.001, 0.002, 0.01};
  const cc::Estimate mean = loyalty::expected_spend(fit, {});
  EXPECT_TRUE(mean.defined());
  EXPECT_GT(*mean.standard_error, 1000.0 * *mean.value);
  EXPECT_FALSE(mean.interval.has_value());
}

TEST(GammaGamma, AFailedFitSaysWhyThereAreNoEstimates) {
  const auto fit = loyalty::fit_gamma_gamma({});
  EXPECT_EQ(fit.estimates.p.undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(fit.estimates.gamma.undefined, cc::Undefined::unusable_fit);
}
