#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/statistics/bootstrap.hpp>

#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

std::vector<double> exponential_sample(std::size_t n) {
  cc::Rng rng(3);
  std::vector<double> x(n);
  for (double& v : x) v = cc::exponential(rng);
  return x;
}

st::Statistic mean_of(const std::vector<double>& x) {
  return [&x](std::span<const double> times, std::span<std::optional<double>> results) {
    double sum = 0.0;
    double n = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum += times[i] * x[i];
      n += times[i];
    }
    results[0] = sum / n;
  };
}

double normal_quantile(double p) {  // by bisection of erfc
  double low = -9.0;
  double high = 9.0;
  for (int i = 0; i < 200; ++i) {
    const double z = 0.5 * (low + high);
    (0.5 * std::erfc(-z / std::sqrt(2.0)) < p ? low : high) = z;
  }
  return low;
}

}  // namespace

TEST(Bootstrap, StandardErrorOfAMeanIsTheFormula) {
  const auto x = exponential_sample(200);
  double mean = 0.0;
  for (const double v : x) mean += v / 200.0;
  double squares = 0.0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  for (const auto resampling : {st::Resampling::multinomial, st::Resampling::poisson}) {
    const auto result = st::bootstrap(200, 1, mean_of(x), {.seed = 9, .resampling = resampling});
    expect_relative(*result.estimates[0].value, mean, 1e-13);
    // 2,000 replicates: a standard error is known to 1.6%.
    expect_relative(*result.estimates[0].standard_error, std::sqrt(squares) / 200.0, 0.06);
    EXPECT_EQ(result.undefined[0], 0u);
  }
}

TEST(Bootstrap, SameBitsForAnyExecutor) {
  const auto x = exponential_sample(50);
  const st::BootstrapOptions options{
      .seed = 4, .replicates = 200, .interval = st::BootstrapInterval::bca};
  const auto serial = st::bootstrap(50, 1, mean_of(x), options);
  for (const std::size_t width : {1u, 3u, 8u}) {
    const auto threaded = st::bootstrap(50, 1, mean_of(x), options, support::threaded_host(width));
    EXPECT_EQ(serial.replicates, threaded.replicates);
    EXPECT_EQ(serial.estimates, threaded.estimates);
  }
}

// Efron (1987), eqs. 2.3 and 7.3, computed again from the replicates; tails as of Hesterberg
// (2015): 39 degrees of freedom, whose t is 2.0226909.
TEST(Bootstrap, BcaAgreesWithASecondImplementation) {
  const auto x = exponential_sample(40);
  const auto result = st::bootstrap(
      40, 1, mean_of(x), {.seed = 5, .replicates = 999, .interval = st::BootstrapInterval::bca});
  std::vector<double> values;
  for (const auto& v : result.replicates) values.push_back(*v);
  std::sort(values.begin(), values.end());
  const double mean = *result.estimates[0].value;
  double below = 0.0;
  for (const double v : values) below += v < mean ? 1.0 : 0.0;
  const double bias = normal_quantile(below / 999.0);
  double squares = 0.0;
  double cubes = 0.0;
  for (const double v : x) {  // leaving out v moves the mean by (mean - v) / 39
    const double d = (v - mean) / 39.0;
    squares += d * d;
    cubes += d * d * d;
  }
  const double acceleration = cubes / (6.0 * std::pow(squares, 1.5));
  EXPECT_GT(acceleration, 0.01);  // the sample is skewed, or nothing would be tested
  const auto end = [&](double tail) {
    const double z = bias + normal_quantile(tail);
    const double p = 0.5 * std::erfc(-(bias + z / (1.0 - acceleration * z)) / std::sqrt(2.0));
    const double at = p * 1000.0 - 1.0;
    const auto i = static_cast<std::size_t>(at);
    return values[i] + (at - std::floor(at)) * (values[i + 1] - values[i]);
  };
  const double tail = 0.5 * std::erfc(std::sqrt(40.0 / 39.0) * 2.022690920036762 / std::sqrt(2.0));
  expect_relative(result.estimates[0].interval->lower, end(tail), 1e-9);
  expect_relative(result.estimates[0].interval->upper, end(1.0 - tail), 1e-9);
}

TEST(Bootstrap, SaysWhenReplicatesAreUndefined) {
  const st::Statistic one_in_two = [](std::span<const double> times,
                                      std::span<std::optional<double>> results) {
    if (times[0] > 0.0) results[0] = 1.0;
  };
  const auto result = st::bootstrap(10, 2, one_in_two, {.replicates = 500});
  EXPECT_TRUE(result.estimates[0].defined());
  EXPECT_FALSE(result.estimates[0].interval);  // unit 0 is absent from a third of the replicates
  EXPECT_GT(result.undefined[0], 100u);
  EXPECT_EQ(result.estimates[1].undefined, cc::Undefined::missing_input);
  EXPECT_EQ(st::bootstrap(1, 1, one_in_two).estimates[0].undefined, cc::Undefined::too_few);
  EXPECT_THROW((void)st::bootstrap(10, 2, one_in_two, {.replicates = 5}), cc::Error);
}
