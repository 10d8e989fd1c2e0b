#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/statistics/proportion.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;
using Kind = st::ProportionInterval;

// Wilson's interval by mpmath (40 digits) for 156 of 207 and 81 of 263.
TEST(Proportion, ScoreIntervalAgreesWithFortyDigits) {
  const cc::Estimate a = st::proportion(156, 207);
  expect_relative(*a.value, 0.75362318840579710145, 1e-15);
  expect_relative(a.interval->lower, 0.69065594476761771387, 1e-13);
  expect_relative(a.interval->upper, 0.80734857762233186509, 1e-13);
  const cc::Estimate b = st::proportion(81, 263);
  expect_relative(b.interval->lower, 0.25528851987827422577, 1e-13);
  expect_relative(b.interval->upper, 0.36620957698280007015, 1e-13);
}

// The score interval is where the test of p0 stops rejecting: |p - p0| = z sqrt(p0 (1 - p0) / n).
TEST(Proportion, ScoreEndsSolveTheScoreEquation) {
  for (const std::uint64_t successes : {0u, 1u, 7u, 20u}) {
    const cc::Estimate share = st::proportion(successes, 20, {.level = 0.9});
    for (const double p0 : {share.interval->lower, share.interval->upper}) {
      if (p0 == 0.0 || p0 == 1.0) continue;
      const double z = std::abs(*share.value - p0) / std::sqrt(p0 * (1.0 - p0) / 20.0);
      expect_relative(z, 1.6448536269514722, 1e-10);
    }
  }
}

// Agresti & Coull: 0 of 10 with z^2 = 3.8415: centre 1.9207/13.8415.
TEST(Proportion, OtherIntervals) {
  const cc::Estimate adjusted = st::proportion(0, 10, {.interval = Kind::adjusted_wald});
  const double z = 1.9599639845400545;
  const double center = 0.5 * z * z / (10.0 + z * z);
  const double half = z * std::sqrt(center * (1.0 - center) / (10.0 + z * z));
  expect_relative(adjusted.interval->upper, center + half, 1e-13);
  expect_relative(adjusted.interval->lower, center - half, 1e-13);
  const cc::Estimate wald = st::proportion(3, 10, {.interval = Kind::wald});
  expect_relative(wald.interval->upper, 0.3 + z * std::sqrt(0.021), 1e-13);
  EXPECT_EQ(wald.method, cc::Method::wald);
}

TEST(Proportion, EndsAndBadInput) {
  EXPECT_EQ(st::proportion(0, 0).undefined, cc::Undefined::too_few);
  EXPECT_EQ(st::proportion(0, 5).interval->lower, 0.0);
  EXPECT_EQ(st::proportion(5, 5).interval->upper, 1.0);
  EXPECT_THROW((void)st::proportion(6, 5), cc::Error);
  EXPECT_THROW((void)st::proportion(1, 5, {.level = 0.0}), cc::Error);
  EXPECT_THROW((void)st::proportion_of_effective(1.5, 5.0, 5), cc::Error);
}
