#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/likelihood_ratio.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using loyalty::NestedAt;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// Buyers by NBD watched for a year, of whom each leaves with this probability after a purchase.
cc::PurchaseCounts buyers(std::uint64_t seed, int customers, double leaving = 0.0) {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  const cc::Rng base{seed};
  for (int k = 0; k < customers; ++k) {
    cc::Rng rng = base.stream(static_cast<std::uint64_t>(k));
    cc::PurchaseCount customer{.age = 52.0, .customers = 1.0};
    const double rate = cc::gamma(rng, 1.5) / 12.0;
    for (double time = 0.0; !cc::bernoulli(rng, leaving);) {
      time += cc::exponential(rng) / rate;
      if (time > customer.age) break;
      customer.repeats += 1.0;
      customer.recency = time;
    }
    counts.counts.push_back(customer);
  }
  return counts;
}

void expect_refused(const loyalty::PurchaseModel& nested,
                    const loyalty::PurchaseModel& larger,
                    cc::ErrorCode code,
                    const std::string& words) {
  try {
    (void)loyalty::likelihood_ratio(nested, larger);
    ADD_FAILURE() << "not refused: " << words;
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), code);
    EXPECT_THAT(error.what(), HasSubstr(words));
  }
}

}  // namespace

TEST(LikelihoodRatio, HasTheTailsOfChiSquareAndOfItsMixture) {
  for (const double statistic : {0.01, 0.5, 2.0, 5.99, 30.0}) {
    const double one = std::erfc(std::sqrt(0.5 * statistic));  // Of the square of a normal, ...
    const double two = std::exp(-0.5 * statistic);             // ... of the sum of two.
    const auto p = [&](int restrictions, NestedAt where) {
      return *loyalty::likelihood_ratio(-0.5 * statistic, 0.0, restrictions, where).p_value;
    };
    expect_relative(p(1, NestedAt::interior), one, 1e-12);
    expect_relative(p(2, NestedAt::interior), two, 1e-12);
    expect_relative(p(1, NestedAt::edge), 0.5 * one, 1e-12);
    expect_relative(p(2, NestedAt::edge), 0.5 * (one + two), 1e-12);
  }
  for (const NestedAt where : {NestedAt::interior, NestedAt::edge}) {
    EXPECT_EQ(loyalty::likelihood_ratio(-7.0, -7.0, 1, where).p_value, 1.0);
  }
}

TEST(LikelihoodRatio, SaysSoWhereTheLargerModelFitsWorse) {
  const loyalty::LikelihoodRatio worse = loyalty::likelihood_ratio(-10.0, -11.0, 2);
  EXPECT_EQ(worse.statistic, 0.0);
  EXPECT_FALSE(worse.p_value.has_value());
  EXPECT_THAT(worse.words, HasSubstr("its maximum was not found"));
  EXPECT_EQ(loyalty::likelihood_ratio(-10.0, -10.0005, 2).p_value, 1.0) << "but for rounding";
}

TEST(LikelihoodRatio, RefusesWhatCannotBeCompared) {
  EXPECT_THROW((void)loyalty::likelihood_ratio(-1.0, 0.0, 0), cc::Error);
  EXPECT_THROW((void)loyalty::likelihood_ratio(std::nan(""), 0.0, 1), cc::Error);
  EXPECT_THROW((void)loyalty::likelihood_ratio(-1.0, HUGE_VAL, 1), cc::Error);

  const cc::PurchaseCounts counts = buyers(1, 400, 0.1);
  const auto fit = [&](ModelName name) { return loyalty::fit_model(name, counts); };
  const loyalty::PurchaseModel nbd = fit(ModelName::nbd);
  const loyalty::PurchaseModel mbg = fit(ModelName::mbg_nbd);
  const cc::ErrorCode argument = cc::ErrorCode::invalid_argument;
  expect_refused(mbg, nbd, argument, "NBD does not contain MBG/NBD");
  expect_refused(mbg, mbg, argument, "does not contain");
  expect_refused(fit(ModelName::bg_nbd), mbg, argument, "MBG/NBD does not contain BG/NBD");
  expect_refused(mbg, fit(ModelName::pareto_nbd), argument, "does not contain");
  expect_refused(mbg, fit(ModelName::mbg_cnbd), argument, "number of steps");
  expect_refused(nbd, fit(ModelName::mbg_cnbd), argument, "number of steps");
  expect_refused(nbd, loyalty::MbgNbdFit{}, argument, "usable");

  expect_refused(nbd, loyalty::fit_mbg_nbd(counts, {.penalty = 0.1}), argument, "penalty");

  const cc::ErrorCode data = cc::ErrorCode::incompatible;
  expect_refused(nbd, loyalty::fit_mbg_nbd(buyers(1, 401, 0.1)), data, "not of the same data");
  expect_refused(nbd, loyalty::fit_mbg_nbd(counts, {.unit = cc::TimeUnit::day}), data, "same data");
}

TEST(LikelihoodRatio, FindsThatCustomersLeave) {
  const cc::PurchaseCounts counts = buyers(2, 1000, 0.15);
  const loyalty::PurchaseModel nbd = loyalty::fit_nbd(counts);
  for (const ModelName name : {ModelName::bg_nbd, ModelName::mbg_nbd, ModelName::pareto_nbd}) {
    const loyalty::PurchaseModel larger = loyalty::fit_model(name, counts);
    const loyalty::LikelihoodRatio test = loyalty::likelihood_ratio(nbd, larger);
    EXPECT_EQ(test.restrictions, 2);
    EXPECT_EQ(test.nested, NestedAt::edge);
    EXPECT_NEAR(test.statistic,
                2.0 * (loyalty::log_likelihood(larger) - loyalty::log_likelihood(nbd)),
                1e-9);
    EXPECT_LT(test.p_value.value(), 1e-4);
    EXPECT_THAT(test.words, HasSubstr("Customers leave for good"));
  }
  const loyalty::PurchaseModel one_step = loyalty::fit_model(ModelName::mbg_cnbd, counts, {.k = 1});
  EXPECT_NEAR(loyalty::likelihood_ratio(nbd, one_step).statistic,
              loyalty::likelihood_ratio(nbd, loyalty::fit_mbg_nbd(counts)).statistic,
              1e-6);
}

// Where nobody leaves, a test at 5% must not find that somebody does more often than that.
// Of 400 markets of 400 customers BG/NBD did in 15, MBG/NBD in 22 and Pareto/NBD in 21.
TEST(LikelihoodRatio, GivesNoMoreFalseAlarmsThanItSays) {
  constexpr int markets = 20;
  constexpr int customers = 250;
  for (const ModelName name : {ModelName::bg_nbd, ModelName::mbg_nbd, ModelName::pareto_nbd}) {
    int alarms = 0;
    int at_edge = 0;
    for (int market = 0; market < markets; ++market) {
      const cc::PurchaseCounts counts = buyers(100 + static_cast<std::uint64_t>(market), customers);
      const loyalty::LikelihoodRatio test =
          loyalty::likelihood_ratio(loyalty::fit_nbd(counts), loyalty::fit_model(name, counts));
      ASSERT_TRUE(test.p_value.has_value()) << test.words;
      if (*test.p_value < 0.05) ++alarms;
      if (test.statistic < 0.01) ++at_edge;
    }
    // Three standard errors above 5% of them.
    EXPECT_LE(alarms, 0.05 * markets + 3.0 * std::sqrt(0.05 * 0.95 * markets));
    EXPECT_GT(at_edge, markets / 10) << "many statistics are 0";
  }
}
