#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/statistics/raking.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

// Ten respondents: four cells of a 2 x 2 table with 4, 1, 2, 3 people.
const std::vector<std::uint32_t> region{0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
const std::vector<std::uint32_t> size{0, 0, 0, 0, 1, 0, 0, 1, 1, 1};

}  // namespace

TEST(Raking, ReachesItsMarginsAndKeepsTheOddsRatio) {
  const std::array margins{st::Margin{.name = "region", .category = region, .target = {700, 300}},
                           st::Margin{.name = "size", .category = size, .target = {0.4, 0.6}}};
  const st::Raking raked = st::rake(margins);
  ASSERT_EQ(raked.report.status, cc::FitStatus::converged);
  double cell[2][2] = {};
  for (std::size_t i = 0; i < 10; ++i) cell[region[i]][size[i]] += raked.weights[i];
  expect_relative(cell[0][0] + cell[0][1], 7.0, 1e-9);
  expect_relative(cell[0][0] + cell[1][0], 4.0, 1e-9);
  expect_relative(cell[0][0] + cell[0][1] + cell[1][0] + cell[1][1], 10.0, 1e-9);
  // Iterative proportional fitting changes rows and columns only: the odds ratio stays 4*3/(1*2).
  expect_relative(cell[0][0] * cell[1][1] / (cell[0][1] * cell[1][0]), 6.0, 1e-9);
  expect_relative(raked.design_effect, 10.0 / raked.effective_n, 1e-12);
  EXPECT_LT(raked.effective_n, 10.0);
}

TEST(Raking, OneMarginIsPostStratification) {
  const std::array margins{st::Margin{.name = "size", .category = size, .target = {1, 1}}};
  const st::Raking raked = st::rake(margins);
  expect_relative(raked.weights[0], 5.0 / 6.0, 1e-14);
  expect_relative(raked.weights[9], 5.0 / 4.0, 1e-14);
}

TEST(Raking, SaysWhenACapBinds) {
  const std::array margins{st::Margin{.name = "region", .category = region, .target = {9, 1}}};
  const st::Raking raked = st::rake(margins, {}, {.iterations = 20, .largest_ratio = 1.2});
  EXPECT_EQ(raked.report.status, cc::FitStatus::iteration_limit);
  EXPECT_FALSE(raked.report.diagnosis.empty());
}

TEST(Raking, BadInputIsNamed) {
  const auto rake = [](std::vector<std::uint32_t> category, std::vector<double> target) {
    const std::array margins{
        st::Margin{.name = "income", .category = std::move(category), .target = std::move(target)}};
    return st::rake(margins);
  };
  try {
    (void)rake({0, 1, 2}, {1, 1});
    FAIL() << "an unknown category passed";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 2u);
    EXPECT_EQ(error.where().column, "income");
  }
  EXPECT_THROW((void)rake({0, 0}, {1, 1}), cc::Error);   // nobody stands for category 1
  EXPECT_THROW((void)rake({0, 1}, {1, -1}), cc::Error);  // negative target
  EXPECT_THROW((void)st::rake({}), cc::Error);
}
