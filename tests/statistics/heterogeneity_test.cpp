#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/statistics/heterogeneity.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

// The 13 trials of BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not.
constexpr double trials[][4] = {{4, 119, 11, 128},
                                {6, 300, 29, 274},
                                {3, 228, 11, 209},
                                {62, 13536, 248, 12619},
                                {33, 5036, 47, 5761},
                                {180, 1361, 372, 1079},
                                {8, 2537, 10, 619},
                                {505, 87886, 499, 87892},
                                {29, 7470, 45, 7232},
                                {17, 1699, 65, 1600},
                                {186, 50448, 141, 27197},
                                {5, 2493, 3, 2338},
                                {27, 16886, 29, 17825}};

std::vector<cc::Estimate> log_risk_ratios() {
  std::vector<cc::Estimate> groups;
  for (const auto& [a, b, c, d] : trials) {
    groups.push_back({.value = std::log(a / (a + b)) - std::log(c / (c + d)),
                      .standard_error = std::sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))});
  }
  return groups;
}

}  // namespace

// Viechtbauer (2010), Journal of Statistical Software 36(3), and the help of metafor: DL.
TEST(Heterogeneity, DerSimonianLairdAgreesWithMetafor) {
  const auto h =
      st::heterogeneity(log_risk_ratios(), {.estimator = st::BetweenVariance::dersimonian_laird});
  EXPECT_NEAR(h.between_variance, 0.3088, 5e-5);
  EXPECT_NEAR(h.q, 152.2330, 5e-5);
  EXPECT_NEAR(100 * h.i_squared, 92.12, 5e-3);
  EXPECT_NEAR(*h.mean.value, -0.7141, 5e-5);
  EXPECT_NEAR(*h.mean.standard_error, 0.1787, 5e-5);
  EXPECT_LT(*h.p_value, 1e-4);
}

// Its definition: the generalised Q at tau^2 equals its degrees of freedom.
TEST(Heterogeneity, PauleMandelSolvesItsEquation) {
  const auto groups = log_risk_ratios();
  const auto h = st::heterogeneity(groups);
  EXPECT_NEAR(h.between_variance, 0.3181, 5e-5);  // metafor, method = "PM"
  double weights = 0.0;
  double sum = 0.0;
  for (const auto& g : groups) {
    const double w = 1.0 / (*g.standard_error * *g.standard_error + h.between_variance);
    weights += w;
    sum += w * *g.value;
  }
  double q = 0.0;
  for (const auto& g : groups) {
    const double w = 1.0 / (*g.standard_error * *g.standard_error + h.between_variance);
    q += w * (*g.value - sum / weights) * (*g.value - sum / weights);
  }
  expect_relative(q, 12.0, 1e-12);
  expect_relative(*h.mean.value, sum / weights, 1e-13);
}

TEST(Heterogeneity, ShrinksTowardTheMean) {
  const auto groups = log_risk_ratios();
  const auto h = st::heterogeneity(groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const double before = *groups[i].value - *h.mean.value;
    const double after = *h.shrunken[i].value - *h.mean.value;
    EXPECT_GE(before * after, 0.0);
    EXPECT_LT(std::abs(after), std::abs(before));
    EXPECT_LT(*h.shrunken[i].standard_error, *groups[i].standard_error);
  }
}

TEST(Heterogeneity, EqualGroupsAreOne) {
  const std::array same{cc::Estimate{.value = 2.0, .standard_error = 0.3},
                        cc::Estimate{.value = 2.0, .standard_error = 0.4}};
  const auto h = st::heterogeneity(same);
  EXPECT_EQ(h.between_variance, 0.0);
  EXPECT_EQ(h.i_squared, 0.0);
  EXPECT_EQ(*h.p_value, 1.0);
  EXPECT_EQ(*h.shrunken[0].value, 2.0);
}

TEST(Heterogeneity, AGroupWithoutAnswerTakesNoPart) {
  auto groups = log_risk_ratios();
  const auto all = st::heterogeneity(groups);
  groups.push_back(cc::undefined_estimate(cc::Undefined::too_few));
  const auto more = st::heterogeneity(groups);
  EXPECT_EQ(more.mean, all.mean);
  EXPECT_EQ(more.shrunken.back().undefined, cc::Undefined::missing_input);
  EXPECT_EQ(st::heterogeneity(std::span{groups}.first(1)).mean.undefined, cc::Undefined::too_few);
}
