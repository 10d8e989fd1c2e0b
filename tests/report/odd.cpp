#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/rng.hpp>

#include "report/sample.hpp"

namespace centricity_tests {
namespace {

using namespace centricity;

Chart lines(std::string title, std::vector<double> x, std::vector<std::optional<double>> y) {
  return {.title = std::move(title),
          .x = {.label = "x"},
          .y = {.label = "y"},
          .series = {{.name = "only", .x = std::move(x), .y = std::move(y)}}};
}

Chart many_points(Mark mark) {
  Rng rng{3};
  Series series{.name = "many", .mark = mark};
  double level = 0.0;
  for (std::size_t i = 0; i < 100'000; ++i) {
    level += uniform(rng) - 0.5;
    series.x.push_back(static_cast<double>(i));
    series.y.emplace_back(i == 77'777 ? 900.0 : level);
  }
  return {.title = "100,000 points",
          .x = {.label = "Observation", .format = {.decimals = 0}},
          .y = {.label = "Level", .format = {.decimals = 0}},
          .series = {series}};
}

Chart many_categories(std::size_t n, bool horizontal) {
  Chart chart{.title = std::to_string(n) + " long names",
              .x = {.label = "Product"},
              .y = {.label = "Sold", .format = {.decimals = 0}},
              .series = {{.name = "Sold", .mark = Mark::bars}},
              .horizontal = horizontal};
  for (std::size_t i = 0; i < n; ++i) {
    chart.x.categories.push_back("Extraordinarily long product name, number " + std::to_string(i));
    chart.series[0].y.emplace_back(i % 3 == 0 ? -1.0 * static_cast<double>(i) : 20.0);
  }
  return chart;
}

}  // namespace

Document odd_document() {
  constexpr double huge = std::numeric_limits<double>::max();
  const auto none = std::optional<double>{};
  Chart limited = lines("Limits that cut", {0, 1, 2, 3}, {0, 50, -50, 10});
  limited.y.lowest = -5;
  limited.y.highest = 20;
  Chart days = lines("Two thousand years", {-719162, 0, 10957}, {1, 2, 3});
  days.x.format.quantity = Quantity::day;
  Chart one_day = lines("One day", {10957}, {0.5});
  one_day.x.format.quantity = Quantity::day;
  one_day.y.format.quantity = Quantity::percent;
  Chart long_label = lines("A line with a long name", {0, 10}, {5, 6});
  long_label.reference_lines = {
      {.at = 5.5, .label = "Everything above this line is better than what was agreed on"},
      {.at = 9.9,
       .vertical = true,
       .label = "The last moment at which this could have been mended"},
      {.at = std::nan(""), .label = "nowhere"}};
  return {
      .title = "Odd charts",
      .blocks = {
          Chart{.title = "Nothing at all"},
          lines("No values", {1, 2, 3}, {none, none, none}),
          lines("One point", {7}, {3.5}),
          lines("Point between gaps", {1, 2, 3, 4, 5}, {1, none, 2, none, 1.5}),
          lines("All equal", {1, 2, 3}, {42, 42, 42}),
          lines("All zero", {0, 0, 0}, {0, 0, 0}),
          lines("Huge", {-huge, huge}, {-huge, huge}),
          lines("Tiny", {1e-300, 2e-300}, {3e-308, 5e-324}),
          lines("Nearly equal", {1, 2}, {1e15, 1e15 + 1}),
          lines("Negative", {-3, -2, -1}, {-10, -30, -20}),
          limited,
          days,
          one_day,
          long_label,
          many_points(Mark::line),
          many_points(Mark::points),
          many_points(Mark::bars),
          many_categories(4, false),
          many_categories(25, false),
          many_categories(300, false),
          many_categories(12, true),
          HeatMap{.title = "Empty map"},
          HeatMap{.title = "One cell",
                  .x = {.categories = {"x"}},
                  .y = {.categories = {"y"}},
                  .values = {1}},
          HeatMap{.title = "A map of nothing",
                  .x = {.categories = {"x"}},
                  .y = {.categories = {"y"}},
                  .values = {none}},
          HeatMap{.title = "Wide map",
                  .x = {.categories = std::vector<std::string>(40, "a long column name")},
                  .y = {.categories = {"a row with quite a long name as well", "b"}},
                  .values = std::vector<std::optional<double>>(80, 12345.678)},
          Table{.title = "No rows", .columns = {{.name = "Column"}}},
          Table{.title = "No columns"},
          Table{.title = "Unbroken",
                .columns = {{.name = std::string(300, 'w')}},
                .rows = {{std::string(500, 'x')}}},
          Paragraph{std::string(500, 'y')},
          Notice{Severity::note, std::string(500, 'z')},
          Figures{},
          Figures{{{std::string(80, 'n'), {.value = -1e300}, {.unit = std::string(80, 'u')}}}}}};
}

}  // namespace centricity_tests
