#include <algorithm>
#include <cmath>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>

#include "report/color.hpp"
#include "report/data_table.hpp"
#include "report/markup_reader.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"
#include "report/thin.hpp"

namespace {

using namespace centricity;
using namespace centricity::report;
using centricity_tests::Element;
using centricity_tests::read_markup;

std::vector<Element> drawn(const Chart& chart, const std::string& css) {
  std::vector<Element> found;
  for (Element& element : read_markup(draw(chart, wide_canvas))) {
    const auto attribute = element.attributes.find("class");
    if (attribute != element.attributes.end() && attribute->second.starts_with(css)) {
      found.push_back(std::move(element));
    }
  }
  return found;
}

double number_of(const Element& element, const char* attribute) {
  return std::stod(element.attributes.at(attribute));
}

std::size_t count_of(const std::string& text, char letter) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), letter));
}

TEST(Bars, are_as_long_as_their_values) {
  const Chart chart{.x = {.categories = {"a", "b", "c", "d"}},
                    .series = {{.mark = Mark::bars, .y = {10, 20, -10, std::nullopt}}}};
  const auto bars = drawn(chart, "bar");
  ASSERT_EQ(bars.size(), 3U);
  EXPECT_NEAR(number_of(bars[1], "height"), 2 * number_of(bars[0], "height"), 0.2);
  EXPECT_NEAR(number_of(bars[2], "height"), number_of(bars[0], "height"), 0.2);
  const double zero = number_of(bars[0], "y") + number_of(bars[0], "height");
  EXPECT_NEAR(number_of(bars[1], "y") + number_of(bars[1], "height"), zero, 0.2);
  EXPECT_NEAR(number_of(bars[2], "y"), zero, 0.2) << "negative bars hang from zero";
}

TEST(Bars, of_several_series_stand_side_by_side) {
  const Chart chart{
      .x = {.categories = {"a", "b"}},
      .series = {{.mark = Mark::bars, .y = {1, 2}}, {.mark = Mark::bars, .y = {3, 4}}}};
  auto bars = drawn(chart, "bar");
  ASSERT_EQ(bars.size(), 4U);
  std::sort(bars.begin(), bars.end(), [](const Element& a, const Element& b) {
    return number_of(a, "x") < number_of(b, "x");
  });
  for (std::size_t i = 1; i < bars.size(); ++i) {
    EXPECT_GE(number_of(bars[i], "x"),
              number_of(bars[i - 1], "x") + number_of(bars[i - 1], "width") - 0.11);
  }
}

TEST(Lines, break_at_gaps_and_show_lonely_points) {
  const auto none = std::optional<double>{};
  Chart chart{.series = {{.mark = Mark::dashed_line,
                          .x = {0, 1, 2, 3, 4, 5, 6},
                          .y = {1, 2, none, 3, none, 4, 5}}}};
  const auto lines = drawn(chart, "line");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(count_of(lines[0].attributes.at("d"), 'M'), 3U);
  EXPECT_EQ(drawn(chart, "dot").size(), 1U);
  EXPECT_NE(lines[0].attributes.at("class").find("dashed"), std::string::npos);
}

TEST(Lines, of_100000_points_are_thinned_and_keep_every_extreme) {
  Rng rng{9};
  Chart chart{.series = {{.mark = Mark::dashed_line}}};
  Series& series = chart.series[0];
  for (std::size_t i = 0; i < 100'000; ++i) {
    series.x.push_back(static_cast<double>(i));
    series.y.emplace_back(normal(rng));
  }
  const Plot plot = lay_out(chart, wide_canvas);
  const std::vector<std::size_t> kept = thinned_line(plot, series, 0, series.y.size());
  EXPECT_LE(kept.size(), 6 * static_cast<std::size_t>(wide_canvas.width));
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
  // Second implementation: the extremes of every pixel, by brute force.
  for (int pixel = 0; pixel <= 720; ++pixel) {
    double lowest = 1e9;
    double highest = -1e9;
    double kept_lowest = 1e9;
    double kept_highest = -1e9;
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      if (static_cast<int>(std::floor(plot.along(series.x[i]))) != pixel) continue;
      lowest = std::min(lowest, *series.y[i]);
      highest = std::max(highest, *series.y[i]);
    }
    for (const std::size_t i : kept) {
      if (static_cast<int>(std::floor(plot.along(series.x[i]))) != pixel) continue;
      kept_lowest = std::min(kept_lowest, *series.y[i]);
      kept_highest = std::max(kept_highest, *series.y[i]);
    }
    ASSERT_EQ(lowest, kept_lowest) << pixel;
    ASSERT_EQ(highest, kept_highest) << pixel;
  }
  EXPECT_LT(draw(chart, wide_canvas).size(), 60'000U);
}

TEST(Points, are_thinned_and_keep_the_extremes) {
  Rng rng{10};
  Chart chart{.series = {{.mark = Mark::points}}};
  Series& series = chart.series[0];
  for (std::size_t i = 0; i < 100'000; ++i) {
    series.x.push_back(uniform(rng));
    series.y.emplace_back(i % 10 == 3 ? std::nullopt : std::optional{uniform(rng)});
  }
  series.y[50'000] = 40.0;
  series.x[60'000] = -3.0;
  series.y[60'000] = 0.5;
  const auto kept = thinned_points(lay_out(chart, wide_canvas), series, 3.0);
  EXPECT_LT(kept.size(), 20'000U);
  EXPECT_THAT(kept, testing::Contains(50'000U));
  EXPECT_THAT(kept, testing::Contains(60'000U));
  for (const std::size_t i : kept) EXPECT_TRUE(series.y[i].has_value());
}

TEST(Intervals, are_whiskers_of_points_and_bands_of_lines) {
  Series series{.mark = Mark::points,
                .x = {1, 2, 3},
                .y = {2, 3, std::nullopt},
                .lower = {1, 2, 0},
                .upper = {3, 4, 0}};
  EXPECT_EQ(count_of(drawn({.series = {series}}, "whisker").at(0).attributes.at("d"), 'M'), 6U)
      << "a line and two caps each";
  series.mark = Mark::line;
  const auto bands = drawn({.series = {series}}, "band");
  ASSERT_EQ(bands.size(), 1U);
  EXPECT_EQ(count_of(bands[0].attributes.at("d"), 'L'), 3U);
}

TEST(Limits, cut_what_is_outside) {
  Chart chart{.series = {{.x = {0, 1, 2}, .y = {0, 100, 1}}}};
  EXPECT_FALSE(lay_out(chart, wide_canvas).clipped);
  chart.y.highest = 10;
  const Plot plot = lay_out(chart, wide_canvas);
  EXPECT_TRUE(plot.clipped);
  EXPECT_EQ(plot.value.range.highest, 10.0);
  std::size_t frames = 0;
  for (const Element& element : read_markup(draw(chart, wide_canvas)))
    frames += element.name == "svg" ? 1U : 0U;
  EXPECT_EQ(frames, 2U) << "an inner picture that hides what is outside";
}

TEST(HeatMaps, have_a_cell_a_value_and_text_that_can_be_read) {
  const HeatMap map{.x = {.categories = {"a", "b"}},
                    .y = {.categories = {"r", "s"}},
                    .values = {1, 2, std::nullopt, 4}};
  std::size_t cells = 0;
  std::size_t absent = 0;
  for (const Element& element : read_markup(draw(map, wide_canvas))) {
    if (element.name != "rect" || number_of(element, "height") < 15) continue;
    ++cells;
    absent += element.attributes.contains("class") ? 1U : 0U;
  }
  EXPECT_EQ(cells, 4U);
  EXPECT_EQ(absent, 1U);
  for (const ColorScale scale : {ColorScale{0, 1}, ColorScale{-1, 1}, ColorScale{-1e308, 1e308}}) {
    for (int i = 0; i <= 1000; ++i) {
      const double share = i / 1000.0;
      const Color color = color_of(scale.lowest * (1 - share) + scale.highest * share, scale);
      EXPECT_GE(contrast(color, is_dark(color) ? text_on_dark : text_on_light), 4.5);
    }
  }
}

TEST(DataBehindACharts, is_one_row_a_position_or_a_point) {
  const Chart shared{
      .x = {.label = "Week"},
      .series = {{.name = "a", .x = {1, 2}, .y = {3, std::nullopt}},
                 {.name = "b", .x = {1, 2}, .y = {5, 6}, .lower = {4, 5}, .upper = {6, 7}}}};
  const Table wide = data_of(shared, 10);
  ASSERT_EQ(wide.columns.size(), 3U);
  ASSERT_EQ(wide.rows.size(), 2U);
  EXPECT_EQ(wide.rows[1][1], Cell{});
  EXPECT_EQ(std::get<Estimate>(wide.rows[1][2]).interval->upper, 7.0);
  const Chart apart{
      .series = {{.name = "a", .x = {1, 2}, .y = {3, 4}}, {.name = "b", .x = {9}, .y = {5}}}};
  EXPECT_EQ(data_of(apart, 10).rows.size(), 3U);
  EXPECT_EQ(data_of(apart, 2).caption, "The first 2 of 3 rows.");
}

}  // namespace
