#include <array>
#include <cmath>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/statistics/reliability.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;
using Columns = std::vector<std::span<const double>>;

// By hand: two items (1,2,3,4) and (2,1,4,3): variances 5/3 each, of the sum 16/3, so
// alpha = 2 (1 - (10/3)/(16/3)) = .75.
TEST(CronbachAlpha, ByHand) {
  const std::array a{1.0, 2.0, 3.0, 4.0};
  const std::array b{2.0, 1.0, 4.0, 3.0};
  expect_relative(*st::cronbach_alpha(Columns{a, b}).value, 0.75, 1e-14);
}

// Feldt's interval covers the alpha of parallel items: k = 4 items of loading 1, noise 1 give .8.
TEST(CronbachAlpha, FeldtIntervalCovers) {
  int covered = 0;
  for (std::uint64_t draw = 0; draw < 1000; ++draw) {
    cc::Rng rng = cc::Rng(77).stream(draw);
    std::array<std::vector<double>, 4> items;
    for (int person = 0; person < 50; ++person) {
      const double truth = cc::normal(rng);
      for (auto& item : items) item.push_back(truth + cc::normal(rng));
    }
    const auto alpha = st::cronbach_alpha(Columns(items.begin(), items.end()));
    covered += alpha.interval->lower <= 0.8 && 0.8 <= alpha.interval->upper ? 1 : 0;
  }
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}

TEST(CronbachAlpha, SaysWhyItIsUndefined) {
  const std::array same{3.0, 3.0, 3.0};
  EXPECT_EQ(st::cronbach_alpha(Columns{same, same}).undefined, cc::Undefined::no_variation);
  EXPECT_EQ(st::cronbach_alpha(Columns{same}).undefined, cc::Undefined::too_few);
  const std::array gappy{3.0, std::nan(""), 1.0};
  EXPECT_EQ(st::cronbach_alpha(Columns{same, gappy}).undefined, cc::Undefined::too_few);
}

// Two scores of equal spread: (mean reliability - r) / (1 - r).
TEST(DifferenceReliability, ByHand) {
  const auto of = [](double r) {
    return st::difference_reliability({.first_deviation = 2.0,
                                       .second_deviation = 2.0,
                                       .first_reliability = 0.8,
                                       .second_reliability = 0.7,
                                       .correlation = r});
  };
  expect_relative(*of(0.5).value, 0.5, 1e-14);
  expect_relative(*of(0.0).value, 0.75, 1e-14);
  EXPECT_EQ(of(1.0).undefined, cc::Undefined::no_variation);
  EXPECT_EQ(of(std::nan("")).undefined, cc::Undefined::missing_input);
}
