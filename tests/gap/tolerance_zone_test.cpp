#include <array>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/tolerance_zone.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr cc::Scale scale{.lowest = 0, .highest = 9, .step = 0};

gap::ToleranceZone zone_of(std::vector<double> adequate,
                           std::vector<double> desired,
                           std::vector<double> perceived,
                           const cc::statistics::SurveyDesign& design = {}) {
  const std::array<gap::ToleranceItem, 1> items{{{.name = "fast",
                                                  .scale = scale,
                                                  .adequate = adequate,
                                                  .desired = desired,
                                                  .perceived = perceived}}};
  return gap::measure_tolerance(items, design).items[0];
}

}  // namespace

TEST(ToleranceZone, TheWorkedExample) {
  // Three respondents: below, inside and above their zones.
  struct Row {
    double adequate, desired, perceived, adequacy, superiority, position;
  };

  constexpr std::array<Row, 3> rows{{{3.0, 6.0, 2.5, -0.5, -3.5, -0.16666666666666666667},
                                     {4.0, 6.5, 5.0, 1.0, -1.5, 0.4},
                                     {5.5, 7.0, 7.5, 2.0, 0.5, 1.3333333333333333333}}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& r = rows[i];
    const auto zone = zone_of({r.adequate}, {r.desired}, {r.perceived});
    expect_relative(*zone.adequacy.difference.value, r.adequacy, 1e-14);
    expect_relative(*zone.superiority.difference.value, r.superiority, 1e-14);
    expect_relative(*zone.position.value, r.position, 1e-14);
    EXPECT_EQ(*zone.below.value, i == 0 ? 1.0 : 0.0);
    EXPECT_EQ(*zone.inside.value, i == 1 ? 1.0 : 0.0);
    EXPECT_EQ(*zone.above.value, i == 2 ? 1.0 : 0.0);
    EXPECT_FALSE(zone.adequacy.difference.interval);  // one respondent says nothing of the others
  }
  const auto all = zone_of({3, 4, 5.5}, {6, 6.5, 7}, {2.5, 5, 7.5});
  expect_relative(*all.position.value, 2.5 / 7.0, 1e-14);
  expect_relative(*all.inside.value, 1.0 / 3.0, 1e-14);
}

TEST(ToleranceZone, DesiredBelowAdequateIsNamed) {
  const std::array adequate{3.0, 6.0, missing, 4.0};
  const std::array desired{6.0, 5.0, 7.0, 4.0};
  const std::array perceived{4.0, 5.0, 5.0, 4.0};
  const std::array<gap::ToleranceItem, 1> items{{{.name = "fast",
                                                  .scale = scale,
                                                  .adequate = adequate,
                                                  .desired = desired,
                                                  .perceived = perceived}}};
  const auto result = gap::measure_tolerance(items);
  EXPECT_EQ(result.items[0].invalid, 1U);
  EXPECT_EQ(result.items[0].missing, 1U);
  EXPECT_EQ(result.items[0].adequate.n, 2U);
  ASSERT_EQ(result.report.count("desired_below_adequate"), 1U);
  EXPECT_EQ(result.report.findings[0].examples[0].where,
            (cc::Location{.row = 1, .column = "fast"}));
  const std::string text = cc::report::to_text(gap::describe(result));
  EXPECT_NE(text.find("desire less than they allow"), std::string::npos);
}

TEST(ToleranceZone, WithoutWidthThereIsNoPosition) {
  EXPECT_EQ(zone_of({4, 5}, {4, 5}, {3, 6}).position.undefined, cc::Undefined::division_by_zero);
  // One of ten has a zone at all: its width may be zero.
  const auto narrow = zone_of(
      std::vector<double>(10, 4.0), {4, 4, 4, 4, 4, 4, 4, 4, 4, 5}, {3, 4, 5, 4, 3, 4, 5, 4, 3, 4});
  EXPECT_EQ(narrow.position.undefined, cc::Undefined::division_by_zero);
  EXPECT_TRUE(narrow.adequacy.difference.defined());
  const auto nobody = zone_of({missing}, {missing}, {5});
  EXPECT_EQ(nobody.adequacy.difference.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(nobody.below.undefined, cc::Undefined::missing_input);
}

TEST(ToleranceZone, Laws) {
  cc::Rng rng(4);
  std::vector<double> adequate, desired, perceived, weight;
  std::vector<double> turned_adequate, turned_desired, turned_perceived;
  for (int i = 0; i < 50; ++i) {
    adequate.push_back(static_cast<double>(cc::uniform_index(rng, 5)));
    desired.push_back(adequate.back() + 1.0 + static_cast<double>(cc::uniform_index(rng, 4)));
    perceived.push_back(static_cast<double>(cc::uniform_index(rng, 10)));
    weight.push_back(static_cast<double>(1 + cc::uniform_index(rng, 3)));
    turned_adequate.push_back(9.0 - adequate.back());
    turned_desired.push_back(9.0 - desired.back());
    turned_perceived.push_back(9.0 - perceived.back());
  }
  const auto zone = zone_of(adequate, desired, perceived, {.weights = weight});
  expect_relative(*zone.below.value + *zone.inside.value + *zone.above.value, 1.0, 1e-13);
  expect_relative(*zone.adequacy.difference.value - *zone.superiority.difference.value,
                  *zone.width.value,
                  1e-13);
  expect_relative(*zone.position.value, *zone.adequacy.difference.value / *zone.width.value, 1e-13);
  const std::array<gap::ToleranceItem, 1> turned{
      {{.name = "fast",
        .scale = {.lowest = 0, .highest = 9, .step = 0, .reversed = true},
        .adequate = turned_adequate,
        .desired = turned_desired,
        .perceived = turned_perceived}}};
  const auto same = gap::measure_tolerance(turned, {.weights = weight}).items[0];
  expect_relative(*same.position.value, *zone.position.value, 1e-13);
  expect_relative(
      *same.adequacy.difference.standard_error, *zone.adequacy.difference.standard_error, 1e-12);
  EXPECT_FALSE(cc::report::to_html(gap::describe(gap::measure_tolerance(turned))).empty());
  EXPECT_FALSE(cc::report::to_html(gap::describe(gap::ToleranceZones{})).empty());
}

TEST(ToleranceZone, BadInput) {
  EXPECT_THROW((void)zone_of({1}, {2, 3}, {1}), cc::Error);
  EXPECT_THROW((void)zone_of({1}, {10}, {1}), cc::Error);
  EXPECT_THROW((void)zone_of({1}, {2}, {1}, {.weights = std::array{-1.0}}), cc::Error);
}
