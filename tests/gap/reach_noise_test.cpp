#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/reach_noise.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

struct Row {
  std::size_t column;
  double shapley, prevalence, reach, noise, reach_together, noise_together, objective, difference,
      impact;
};

const Row dissatisfiers[] = {
#include "shapka_dissatisfiers.inc"
};

const Row enhancers[] = {
#include "shapka_enhancers.inc"
};

constexpr double printed = 0.005 + 1e-9;  // two decimals of a percentage

void expect_shapka(gap::ReachSide side, double attribute, std::span<const Row> table) {
  const auto file = support::data_file("satisfaction_20attributes_weighted.csv");
  if (!file) GTEST_SKIP() << support::no_data("satisfaction_20attributes_weighted.csv");
  auto data = support::read_columns(*file);
  std::vector<gap::DriverColumn> columns;
  for (int j = 0; j < 20; ++j) {
    const std::string name = (j < 10 ? "a0" : "a") + std::to_string(j);
    columns.push_back({.name = name, .values = data[name]});
  }
  const gap::ReachNoiseOptions options{.side = side,
                                       .overall_threshold = attribute,
                                       .attribute_threshold = attribute,
                                       .missing = gap::MissingAnswers::shapka};
  const auto result = gap::find_key_attributes(columns, data["overall"], {}, options);
  double total = 0.0;
  for (const auto& a : result.attributes) total += *a.shapley.value;
  std::vector<std::size_t> set;
  for (const Row& row : table) {
    SCOPED_TRACE(row.column);
    const auto at = std::find_if(result.attributes.begin(),
                                 result.attributes.end(),
                                 [&](const auto& a) { return a.column == row.column; });
    EXPECT_NEAR(100 * *at->prevalence.value, row.prevalence, printed);
    EXPECT_NEAR(100 * *at->alone.reach.value, row.reach, printed);
    EXPECT_NEAR(100 * *at->alone.noise.value, row.noise, printed);
    EXPECT_NEAR(100 * *at->alone.objective.value, row.difference, printed);
    // ShapKa samples coalitions above 15 attributes; ours is exact.
    EXPECT_NEAR(100 * *at->shapley.value, row.shapley, 0.75);
    EXPECT_NEAR(100 * *at->shapley.value / total, row.impact, 1.5);
    set.push_back(row.column);
    const auto together = gap::reach_and_noise(columns, set, data["overall"], {}, options);
    EXPECT_NEAR(100 * *together.reach.value, row.reach_together, printed);
    EXPECT_NEAR(100 * *together.noise.value, row.noise_together, printed);
    EXPECT_NEAR(100 * *together.objective.value, row.objective, printed);
  }
  EXPECT_EQ(result.attributes[0].column, table[0].column);
}

struct Small {
  std::vector<std::vector<double>> x{{1, 5, 1, 5, 5, 5}, {5, 1, 1, 5, 5, 1}, {5, 5, 5, 1, 5, 5}};
  std::vector<double> y{1, 2, 1, 5, 4, 5};
  std::vector<gap::DriverColumn> columns{
      {.name = "a", .values = x[0]}, {.name = "b", .values = x[1]}, {.name = "c", .values = x[2]}};
  gap::ReachNoiseOptions options{.overall_threshold = 2, .attribute_threshold = 2};
};

}  // namespace

TEST(ReachNoise, DissatisfiersAsShapKa) {
  expect_shapka(gap::ReachSide::dissatisfaction, 6.0, dissatisfiers);
}

TEST(ReachNoise, EnhancersAsShapKa) { expect_shapka(gap::ReachSide::satisfaction, 9.0, enhancers); }

// By hand: of three dissatisfied, a fails {1, 3}, b fails {2, 3}; of three content, c fails one and
// b one.
TEST(ReachNoise, ByHand) {
  const Small s;
  const auto result = gap::find_key_attributes(s.columns, s.y, {}, s.options);
  ASSERT_EQ(result.attributes.size(), 3u);
  EXPECT_EQ(result.attributes[0].name, "a");
  expect_relative(*result.attributes[0].shapley.value, 1.5 / 3, 1e-14);
  EXPECT_EQ(result.attributes[1].name, "b");
  expect_relative(*result.attributes[1].shapley.value, 1.5 / 3 - 1.0 / 3, 1e-14);
  expect_relative(*result.attributes[2].shapley.value, -1.0 / 3, 1e-14);
  expect_relative(*result.attributes[1].together.reach.value, 1.0, 1e-14);
  expect_relative(*result.attributes[1].together.noise.value, 1.0 / 3, 1e-14);
  EXPECT_EQ(result.best_count, 1u);  // 2/3 with a alone, 2/3 with a and b, 1/3 with all
}

// The definition over all subsets, with weights.
TEST(ReachNoise, ShapleyIsTheMeanOverAllSubsets) {
  cc::Rng rng(9);
  constexpr std::size_t p = 5;
  std::vector<std::vector<double>> x(p);
  std::vector<double> y, w;
  for (int i = 0; i < 80; ++i) {
    double failures = 0.0;
    for (auto& column : x) {
      column.push_back(1.0 + static_cast<double>(cc::uniform_index(rng, 5)));
      failures += column.back() <= 2 ? 1.0 : 0.0;
    }
    y.push_back(cc::bernoulli(rng, 0.15 + 0.15 * failures) ? 1.0 : 5.0);
    w.push_back(0.5 + cc::uniform(rng));
  }
  std::vector<gap::DriverColumn> columns;
  for (const auto& column : x) columns.push_back({.name = "x", .values = column});
  const gap::ReachNoiseOptions options{.overall_threshold = 2, .attribute_threshold = 2};
  std::vector<double> value(1u << p, 0.0);
  for (std::uint32_t subset = 1; subset < value.size(); ++subset) {
    std::vector<std::size_t> set;
    for (std::size_t j = 0; j < p; ++j) {
      if ((subset >> j & 1u) != 0) set.push_back(j);
    }
    value[subset] = *gap::reach_and_noise(columns, set, y, w, options).objective.value;
  }
  constexpr double factorial[] = {1, 1, 2, 6, 24, 120};
  const auto result = gap::find_key_attributes(columns, y, w, options);
  double total = 0.0;
  for (const auto& a : result.attributes) {
    double naive = 0.0;
    for (std::uint32_t subset = 0; subset < value.size(); ++subset) {
      if ((subset >> a.column & 1u) != 0) continue;
      const auto k = static_cast<std::size_t>(__builtin_popcount(subset));
      naive += factorial[k] * factorial[p - k - 1] / factorial[p] *
               (value[subset | 1u << a.column] - value[subset]);
    }
    expect_relative(*a.shapley.value, naive, 1e-11, 1e-13);
    total += *a.shapley.value;
  }
  expect_relative(total, value.back(), 1e-12);  // the parts add up
}

TEST(ReachNoise, MissingIsNotZero) {
  Small s;
  s.x[2][4] = std::nan("");
  for (std::size_t j = 0; j < 3; ++j) s.columns[j].values = s.x[j];
  const auto honest = gap::find_key_attributes(s.columns, s.y, {}, s.options);
  EXPECT_EQ(honest.n, 5u);
  EXPECT_EQ(honest.left_out, 1u);
  const auto noise_of_b = [](const gap::KeyAttributes& k) {
    for (const auto& a : k.attributes) {
      if (a.name == "b") return *a.alone.noise.value;
    }
    return std::nan("");
  };
  expect_relative(noise_of_b(honest), 0.5, 1e-14);
  s.options.missing = gap::MissingAnswers::shapka;
  const auto compatible = gap::find_key_attributes(s.columns, s.y, {}, s.options);
  expect_relative(noise_of_b(compatible), 1.0 / 3, 1e-14);
  EXPECT_EQ(*compatible.attributes.back().shapley.value, 0.0);
}

TEST(ReachNoise, UndefinedAndBadInput) {
  Small s;
  s.options.overall_threshold = 0;  // nobody is dissatisfied
  const auto nobody = gap::find_key_attributes(s.columns, s.y, {}, s.options);
  EXPECT_EQ(nobody.attributes[0].shapley.undefined, cc::Undefined::too_few);
  EXPECT_EQ(nobody.best_count, 0u);
  EXPECT_EQ(gap::describe(nobody).id, "key_dissatisfiers");
  const std::size_t set[] = {3};
  EXPECT_THROW((void)gap::reach_and_noise(s.columns, set, s.y), cc::Error);
  EXPECT_THROW((void)gap::find_key_attributes(s.columns, std::span(s.y).first(3)), cc::Error);
  const std::vector<double> bad(6, -1.0);
  EXPECT_THROW((void)gap::find_key_attributes(s.columns, s.y, bad), cc::Error);
}
