#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/score_trend.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

std::vector<gap::ScoreWave> quarterly(const std::vector<double>& scores, double se) {
  std::vector<gap::ScoreWave> waves;
  for (const double score : scores) {
    const auto quarter = static_cast<int>(waves.size());
    waves.push_back({.day = cc::date(2020 + quarter / 4, 1 + 3 * (quarter % 4), 1),
                     .score = {.value = score, .standard_error = se, .n = 400}});
  }
  return waves;
}

// Cheapest partition into stretches, trying all 2^(n-1) of them.
std::uint32_t best_partition(const std::vector<double>& y, double se, double penalty) {
  double best = INFINITY;
  std::uint32_t best_mask = 0;
  for (std::uint32_t mask = 0; mask < (1u << (y.size() - 1)); ++mask) {
    double cost = 0.0;
    std::size_t begin = 0;
    for (std::size_t end = 1; end <= y.size(); ++end) {
      if (end < y.size() && (mask >> (end - 1) & 1u) == 0) continue;
      double mean = 0.0;
      for (std::size_t i = begin; i < end; ++i) mean += y[i];
      mean /= static_cast<double>(end - begin);
      for (std::size_t i = begin; i < end; ++i) cost += (y[i] - mean) * (y[i] - mean) / (se * se);
      cost += begin > 0 ? penalty : 0.0;
      begin = end;
    }
    if (cost < best) {
      best = cost;
      best_mask = mask;
    }
  }
  return best_mask;
}

}  // namespace

TEST(ScoreTrend, FindsAStep) {
  const auto trend =
      gap::fit_score_trend(quarterly({.20, .22, .19, .21, .33, .31, .34, .32}, 0.02));
  ASSERT_EQ(trend.changes.size(), 1u);
  EXPECT_EQ(trend.changes[0].wave, 4u);
  expect_relative(*trend.changes[0].step.value, 0.325 - 0.205, 1e-12);
  expect_relative(*trend.changes[0].step.standard_error, 0.02 * std::sqrt(0.5), 1e-12);
  expect_relative(*trend.level[0], 0.205, 1e-12);
  expect_relative(*trend.level[7], 0.325, 1e-12);
  EXPECT_LT(*trend.p_no_change, 1e-6);
}

TEST(ScoreTrend, AgreesWithAllPartitions) {
  cc::Rng rng(8);
  const double penalty =
      8.0764;  // chi-square(1) at 1 - .05/11, from tables of the normal: 2.8419^2
  for (int series = 0; series < 50; ++series) {
    std::vector<double> y;
    double level = 0.0;
    for (int i = 0; i < 12; ++i) {
      if (cc::bernoulli(rng, 0.2)) level += 0.08 * cc::normal(rng);
      y.push_back(level + 0.02 * cc::normal(rng));
    }
    std::uint32_t mask = 0;
    for (const auto& change : gap::fit_score_trend(quarterly(y, 0.02)).changes) {
      mask |= 1u << (change.wave - 1);
    }
    EXPECT_EQ(mask, best_partition(y, 0.02, penalty)) << "series " << series;
  }
}

TEST(ScoreTrend, RarelyCriesWolf) {
  int alarms = 0;
  for (std::uint64_t series = 0; series < 1000; ++series) {
    cc::Rng rng = cc::Rng(12).stream(series);
    std::vector<double> y(12);
    for (double& v : y) v = 0.3 + 0.02 * cc::normal(rng);
    alarms += gap::fit_score_trend(quarterly(y, 0.02)).changes.empty() ? 0 : 1;
  }
  EXPECT_LE(alarms, 65);  // .05 and a bit more than two standard errors
}

TEST(ScoreTrend, SlopeOfAStraightLine) {
  std::vector<gap::ScoreWave> waves;
  for (int i = 0; i < 5; ++i) {
    const cc::Day day = cc::date(2020, 1, 1) + std::chrono::days(100 * i);
    waves.push_back({.day = day, .score = {.value = 0.1 + 0.02 * i, .standard_error = 0.05}});
  }
  const auto trend = gap::fit_score_trend(waves);
  expect_relative(*trend.slope.value, 0.02 * 365.2425 / 100.0, 1e-10);
}

TEST(ScoreTrend, WavesWithoutScoreTakeNoPart) {
  auto waves = quarterly({.2, .2, .2, .2}, 0.02);
  waves[1].score = cc::undefined_estimate(cc::Undefined::too_few);
  const auto trend = gap::fit_score_trend(waves);
  EXPECT_FALSE(trend.level[1]);
  EXPECT_EQ(trend.slope.n, 3u);
  EXPECT_EQ(gap::fit_score_trend({}).slope.undefined, cc::Undefined::too_few);
  std::swap(waves[2], waves[3]);
  EXPECT_THROW((void)gap::fit_score_trend(waves), cc::Error);
  EXPECT_FALSE(gap::describe(trend, "NPS").blocks.empty());
}
