#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/loyalty/saved_model.hpp>

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using testing::Contains;
using testing::HasSubstr;

namespace {

/// Customers who buy every so many weeks, and leave after a purchase with probability `leaving`.
cc::PurchaseCounts base(double leaving) {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  cc::Rng rng{11};
  for (int i = 0; i < 400; ++i) {
    cc::PurchaseCount customer{0.0, 0.0, double(30 + i % 20), 1.0};
    const double wait = 6.0 / cc::gamma(rng, 1.0);
    for (double week = 0.0; !cc::bernoulli(rng, leaving);) {
      week += std::max(1.0, std::round(wait * cc::exponential(rng)));
      if (week > customer.age) break;
      customer.repeats += 1.0;
      customer.recency = week;
    }
    counts.counts.push_back(customer);
  }
  return counts;
}

double purchase_rate(const cc::PurchaseCounts& counts) {
  double purchases = 0.0;
  double time = 0.0;
  for (const cc::PurchaseCount& count : counts.counts) {
    purchases += count.customers * count.repeats;
    time += count.customers * count.age;
  }
  return purchases / time;
}

double naive_log_likelihood(const cc::PurchaseCounts& counts,
                            const loyalty::MbgNbdParameters& parameters) {
  double sum = 0.0;
  for (const cc::PurchaseCount& count : counts.counts) {
    sum += count.customers *
           log_likelihood(parameters,
                          {count.repeats, {count.recency, counts.unit}, {count.age, counts.unit}});
  }
  return sum;
}

}  // namespace

TEST(Penalty, IsWhatTheFitPaysForBeingFarFromATypicalModel) {
  constexpr double penalty = 4.0;
  const cc::PurchaseCounts counts = base(0.2);
  const loyalty::MbgNbdFit fit = loyalty::fit_mbg_nbd(counts, {.penalty = penalty});
  ASSERT_EQ(fit.report.status, cc::FitStatus::converged);
  const auto& [r, alpha, a, b, unit] = fit.parameters;
  const std::array<double, 4> at{std::log(r), std::log(alpha), std::log(a), std::log(b)};
  const std::array<double, 4> typical{0.0, -std::log(purchase_rate(counts)), 0.0, std::log(3.0)};
  const auto objective = [&](const std::array<double, 4>& logs) {
    double value = naive_log_likelihood(
        counts, {std::exp(logs[0]), std::exp(logs[1]), std::exp(logs[2]), std::exp(logs[3])});
    for (std::size_t i = 0; i < 4; ++i) {
      value -= penalty * (logs[i] - typical[i]) * (logs[i] - typical[i]);
    }
    return value;
  };
  EXPECT_NEAR(
      fit.log_likelihood, naive_log_likelihood(counts, fit.parameters), 1e-9 * 400);  // without it
  constexpr double h = 1e-3;
  const auto moved = [&](std::size_t i, double by_i, std::size_t j, double by_j) {
    std::array<double, 4> logs = at;
    logs[i] += by_i;
    logs[j] += by_j;
    return objective(logs);
  };
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR((moved(i, h, i, 0) - moved(i, -h, i, 0)) / (2 * h), 0.0, 1e-4) << i;
    for (std::size_t j = 0; j < 4; ++j) {  // The covariance is the inverse of the information.
      double product = 0.0;
      for (std::size_t k = 0; k < 4; ++k) {
        const double information =
            -(moved(i, h, k, h) - moved(i, h, k, -h) - moved(i, -h, k, h) + moved(i, -h, k, -h)) /
            (4 * h * h);
        product += information * fit.log_covariance[k * 4 + j];
      }
      EXPECT_NEAR(product, i == j ? 1.0 : 0.0, 1e-3) << i << ", " << j;
    }
  }
}

TEST(Penalty, MeansTheSameInAnyUnitOfTime) {
  const cc::PurchaseCounts counts = base(0.2);
  for (const ModelName name : {ModelName::nbd, ModelName::mbg_nbd, ModelName::pareto_nbd}) {
    const auto weeks = fit_model(name, counts, {.unit = cc::TimeUnit::week, .penalty = 1.0});
    const auto days = fit_model(name, counts, {.unit = cc::TimeUnit::day, .penalty = 1.0});
    const cc::PurchaseHistory once{.age = cc::weeks(30)};
    const auto in_weeks = expected_purchases(weeks, once, cc::years(1));
    const auto in_days = expected_purchases(days, once, cc::years(1));
    EXPECT_NEAR(*in_days.value / *in_weeks.value, 1.0, 1e-7) << to_string(name);
    EXPECT_NEAR(*in_days.standard_error / *in_weeks.standard_error, 1.0, 1e-5) << to_string(name);
  }
}

TEST(Penalty, CuresDataWithoutDropout) {
  const cc::PurchaseCounts counts = base(0.0);
  for (const ModelName name : {ModelName::bg_nbd, ModelName::mbg_nbd, ModelName::pareto_nbd}) {
    const auto free = fit_model(name, counts);
    EXPECT_NE(report_of(free).status, cc::FitStatus::converged) << to_string(name);
    const auto cured = fit_model(name, counts, {.penalty = 0.1});
    EXPECT_EQ(report_of(cured).status, cc::FitStatus::converged) << to_string(name);
    EXPECT_THAT(report_of(cured).diagnosis, Contains(HasSubstr("penalty"))) << to_string(name);
    const auto estimates = estimates_of(cured);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_TRUE(estimates[i].estimate.standard_error) << to_string(name) << estimates[i].name;
    }
    EXPECT_LT(log_likelihood(cured), log_likelihood(free)) << to_string(name);
  }
}

TEST(Penalty, IsKeptWithTheModel) {
  const loyalty::PurchaseModel fit = loyalty::fit_mbg_nbd(base(0.2), {.penalty = 0.5});
  const loyalty::PurchaseModel again = loyalty::parse_model(to_text(fit));
  EXPECT_EQ(std::get<loyalty::MbgNbdFit>(again).penalty, 0.5);
  EXPECT_THAT(report_of(again).diagnosis, Contains(HasSubstr("penalty")));
}

TEST(Penalty, IsANumberNotBelowZero) {
  for (const double penalty :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW((void)loyalty::fit_mbg_nbd(base(0.2), {.penalty = penalty}), cc::Error) << penalty;
  }
}
