#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/importance_performance.hpp>
#include <centricity/gap/misallocation.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using gap::Quadrant;
using support::expect_relative;

namespace {

struct Row {
  double importance, performance, derived, weight;
};

const Row kiosk[] = {
#include "importance_performance.inc"
};

std::string numbered(const char* prefix, std::size_t item) {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item);
}

cc::Estimate known(double value, double se) { return {.value = value, .standard_error = se}; }

}  // namespace

TEST(ImportancePerformance, TheKioskSurvey) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  auto columns = support::read_columns(*file);
  std::vector<gap::RatedAttribute> attributes;
  for (std::size_t item = 1; item <= 24; ++item) {
    attributes.push_back({.name = numbered("", item),
                          .importance = columns[numbered("I", item)],
                          .performance = columns[numbered("S", item)]});
  }
  std::vector<double> outcome;  // the mean of "satisfied" and "excellent"
  for (std::size_t i = 0; i < columns["overall_satisfied"].size(); ++i) {
    outcome.push_back(0.5 * (columns["overall_satisfied"][i] + columns["overall_excellent"][i]));
  }
  const auto stated = gap::place_by_stated_importance(attributes);
  const auto derived = gap::place_by_derived_importance(attributes, outcome);
  double total = 0.0;
  for (const auto& a : stated.attributes) total += *a.importance.value;
  for (std::size_t i = 0; i < 24; ++i) {
    expect_relative(*stated.attributes[i].importance.value / total, kiosk[i].weight, 1e-12);
    expect_relative(*stated.attributes[i].importance.value, kiosk[i].importance, 1e-13);
    expect_relative(*stated.attributes[i].performance.value, kiosk[i].performance, 1e-13);
    expect_relative(*derived.attributes[i].importance.value, kiosk[i].derived, 1e-12);
    EXPECT_FALSE(derived.attributes[i].gap_p_adjusted);
    EXPECT_GE(*stated.attributes[i].gap_p_adjusted, *stated.attributes[i].gap.p_value);
  }
  expect_relative(*stated.importance_cross, 5.85265700483092, 1e-13);
  expect_relative(*stated.performance_cross, 4.90358293075684, 1e-13);
  EXPECT_EQ(stated.attributes[15].quadrant, Quadrant::concentrate_here);  // 6.43, 4.56
  EXPECT_TRUE(stated.attributes[15].certain);
  EXPECT_FALSE(stated.attributes[9].certain);  // performance 4.899 against 4.904
  EXPECT_EQ(stated.attributes[0].quadrant, Quadrant::keep_up_the_good_work);
  EXPECT_EQ(stated.attributes[3].quadrant, Quadrant::low_priority);
}

TEST(ImportancePerformance, TheCrossHairIsAChoice) {
  const std::array high{6.0, 7.0, 7.0};
  const std::array middle{5.0, 4.0, 6.0};
  const std::array low{1.0, 2.0, 3.0};
  const std::vector<gap::RatedAttribute> attributes{
      {.name = "a", .importance = high, .performance = middle},
      {.name = "b", .importance = middle, .performance = low},
      {.name = "c", .importance = low, .performance = high}};
  const auto quadrants = [&](gap::CrossHair kind) {
    std::vector<Quadrant> placed;
    const auto result = gap::place_by_stated_importance(
        attributes, {}, {.cross_hair = kind, .importance_cross = 3, .performance_cross = 6});
    for (const auto& a : result.attributes) placed.push_back(*a.quadrant);
    return placed;
  };
  using enum Quadrant;
  // Means 4.56 and 4.56; medians 5 and 5; given 3 and 6.
  EXPECT_EQ(quadrants(gap::CrossHair::mean),
            (std::vector{keep_up_the_good_work, concentrate_here, possible_overkill}));
  EXPECT_EQ(quadrants(gap::CrossHair::median),
            (std::vector{keep_up_the_good_work, concentrate_here, possible_overkill}));
  EXPECT_EQ(quadrants(gap::CrossHair::given),
            (std::vector{concentrate_here, concentrate_here, possible_overkill}));
}

TEST(ImportancePerformance, UndefinedIsNotPlaced) {
  const std::array nothing{std::nan(""), std::nan("")};
  const std::array some{3.0, 4.0};
  const std::vector<gap::RatedAttribute> attributes{
      {.name = "asked", .importance = some, .performance = some},
      {.name = "not asked", .importance = nothing, .performance = some}};
  const auto result = gap::place_by_stated_importance(attributes);
  EXPECT_FALSE(result.attributes[1].quadrant);
  EXPECT_EQ(result.attributes[1].importance.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(*result.importance_cross, 3.5);
  EXPECT_EQ(gap::describe(result).id, "importance_performance");
  EXPECT_THROW((void)gap::place_by_stated_importance({}), cc::Error);
  const std::vector<gap::RatedAttribute> no_importance{{.name = "a", .performance = some}};
  EXPECT_THROW((void)gap::place_by_stated_importance(no_importance), cc::Error);
  const std::array constant{1.0, 1.0};
  EXPECT_FALSE(gap::place_by_derived_importance(attributes, constant).attributes[0].quadrant);
}

TEST(Misallocation, ByHand) {
  // Spending 50/30/20, importance 20/30/50: 30% of the money is elsewhere.
  const std::array spending{50.0, 30.0, 20.0};
  const std::array importance{known(2, 0.1), known(3, 0.1), known(5, 0.1)};
  const auto result = gap::misallocation(spending, importance);
  expect_relative(*result.index.value, 0.3, 1e-13);
  expect_relative(result.overspend[0], 0.3, 1e-13);
  expect_relative(result.overspend[2], -0.3, 1e-13);
}

TEST(Misallocation, DeltaMethodAgreesWithSimulation) {
  const std::array spending{60.0, 25.0, 15.0};
  const std::array importance{known(2, 0.15), known(3, 0.2), known(5, 0.25)};
  const auto result = gap::misallocation(spending, importance);
  cc::Rng rng(6);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    std::array<cc::Estimate, 3> drawn;
    for (std::size_t j = 0; j < 3; ++j) {
      drawn[j] = known(*importance[j].value + *importance[j].standard_error * cc::normal(rng), 0);
    }
    const double m = *gap::misallocation(spending, drawn).index.value;
    sum += m;
    squares += m * m;
  }
  const double mean = sum / draws;
  expect_relative(*result.index.standard_error, std::sqrt(squares / draws - mean * mean), 0.03);
}

TEST(Misallocation, UndefinedAndBadInput) {
  const std::array one{known(1, 0.1)};
  const std::array none{cc::undefined_estimate(cc::Undefined::too_few)};
  EXPECT_EQ(gap::misallocation(std::array{1.0}, none).index.undefined,
            cc::Undefined::missing_input);
  EXPECT_EQ(gap::misallocation(std::array{0.0}, one).index.undefined,
            cc::Undefined::division_by_zero);
  EXPECT_THROW((void)gap::misallocation(std::array{-1.0}, one), cc::Error);
  EXPECT_THROW((void)gap::misallocation(std::array{1.0, 2.0}, one), cc::Error);
  const std::array no_error{cc::Estimate{.value = 1.0}};
  EXPECT_FALSE(gap::misallocation(std::array{1.0}, no_error).index.interval);
}
