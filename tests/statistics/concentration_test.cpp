#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/statistics/concentration.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

TEST(Concentration, ByHand) {
  const st::Concentration c = st::concentration(std::array{4.0, 1.0, 3.0, 2.0});
  expect_relative(*c.gini.value, 0.25, 1e-14);
  expect_relative(*c.herfindahl.value, 0.30, 1e-14);
  expect_relative(*c.effective_number.value, 10.0 / 3.0, 1e-14);
  expect_relative(*st::top_share(std::array{4.0, 1.0, 3.0, 2.0}, 0.25).value, 0.4, 1e-14);
  expect_relative(*st::top_share(std::array{4.0, 1.0, 3.0, 2.0}, 0.375).value, 0.55, 1e-14);
}

// Gini as half the mean absolute difference over the mean, pair by pair; and one minus twice the
// area under the Lorenz curve.
RC_GTEST_PROP(Concentration, GiniIsTheMeanDifferenceAndTheArea, ()) {
  std::vector<double> x;
  for (const int v : *rc::gen::container<std::vector<int>>(12, rc::gen::inRange(0, 50))) {
    x.push_back(v);
  }
  x.push_back(1.0);
  double difference = 0.0;
  double sum = 0.0;
  for (const double a : x) {
    sum += a;
    for (const double b : x) difference += std::abs(a - b);
  }
  const double n = static_cast<double>(x.size());
  const double gini = *st::concentration(x).gini.value;
  RC_ASSERT(std::abs(gini - difference / (2.0 * n * sum)) < 1e-12);
  const auto curve = st::lorenz_curve(x, static_cast<int>(x.size()));
  double area = 0.0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    area += 0.5 * (curve[i].amount + curve[i - 1].amount) / n;
  }
  RC_ASSERT(std::abs(gini - (1.0 - 2.0 * area)) < 1e-12);
}

TEST(Concentration, SaysWhyItIsUndefined) {
  EXPECT_EQ(st::concentration({}).gini.undefined, cc::Undefined::too_few);
  EXPECT_EQ(st::concentration(std::array{0.0, 0.0}).gini.undefined,
            cc::Undefined::division_by_zero);
  EXPECT_TRUE(st::lorenz_curve(std::array{0.0}).empty());
  EXPECT_THROW((void)st::concentration(std::array{1.0, -1.0}), cc::Error);
  EXPECT_THROW((void)st::top_share(std::array{1.0}, 1.5), cc::Error);
}
