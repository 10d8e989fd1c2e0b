#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/statistics/comparison.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

// Student's sleep data (Student 1908), as in R's help of t.test.
constexpr std::array drug1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
constexpr std::array drug2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

}  // namespace

// R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939,
// interval -3.3654832 0.2054832.
TEST(Comparison, WelchAgreesWithR) {
  const st::Comparison c = st::compare_independent(st::mean(drug1), st::mean(drug2));
  EXPECT_NEAR(*c.difference.value, -1.58, 1e-12);
  EXPECT_NEAR(*c.statistic, -1.8608, 5e-5);
  EXPECT_NEAR(*c.degrees_of_freedom, 17.776, 5e-4);
  EXPECT_NEAR(*c.p_value, 0.07939, 5e-6);
  EXPECT_NEAR(c.difference.interval->lower, -3.3654832, 5e-8);
  EXPECT_NEAR(c.difference.interval->upper, 0.2054832, 5e-8);
}

// R, paired: t = -4.0621, df = 9, p = 0.002833, interval -2.4598858 -0.7001142.
TEST(Comparison, PairedAgreesWithR) {
  const st::Comparison c = st::compare_paired(drug1, drug2);
  EXPECT_NEAR(*c.statistic, -4.0621, 5e-5);
  EXPECT_NEAR(*c.p_value, 0.002833, 5e-7);
  EXPECT_NEAR(c.difference.interval->lower, -2.4598858, 5e-8);
  EXPECT_NEAR(c.difference.interval->upper, -0.7001142, 5e-8);
}

TEST(Comparison, TurnsItsSignWithItsSides) {
  const st::Comparison there = st::compare_independent(st::mean(drug1), st::mean(drug2));
  const st::Comparison back = st::compare_independent(st::mean(drug2), st::mean(drug1));
  EXPECT_EQ(*there.difference.value, -*back.difference.value);
  EXPECT_EQ(*there.p_value, *back.p_value);
  EXPECT_EQ(there.difference.interval->lower, -back.difference.interval->upper);
}

TEST(Comparison, SaysWhyItIsUndefined) {
  const cc::Estimate none = cc::undefined_estimate(cc::Undefined::too_few);
  const cc::Estimate some{.value = 1.0, .standard_error = 0.5};
  const st::Comparison c = st::compare_independent(none, some);
  EXPECT_EQ(c.difference.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(c.p_value);
  // All pairs differ by the same: a difference, but no test.
  const st::Comparison constant =
      st::compare_paired(std::array{1.0, 2.0, 3.0}, std::array{2.0, 3.0, 4.0});
  EXPECT_EQ(*constant.difference.value, -1.0);
  EXPECT_FALSE(constant.p_value);
  EXPECT_THROW((void)st::compare_paired(std::array{1.0}, std::array{1.0, 2.0}), cc::Error);
}
