#include "report/data_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "report/plot.hpp"

namespace centricity::inline v0::report {
namespace {

Cell value_or_missing(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }

// A value with its interval, where it has one.
Cell cell_of(const Series& series, std::size_t i) {
  if (i >= series.y.size()) return {};
  if (!has_interval(series, i)) return value_or_missing(series.y[i]);
  return Estimate{.value = series.y[i],
                  .interval = Interval{.lower = series.lower[i], .upper = series.upper[i]}};
}

Cell position_cell(const Chart& chart, const Series& series, std::size_t i) {
  if (!chart.x.categories.empty()) return along_text(chart, series, i);
  return series.x.empty() ? Cell{static_cast<std::int64_t>(i)} : Cell{series.x[i]};
}

std::string name_of(const Axis& axis, const char* otherwise) {
  return axis.label.empty() ? otherwise : axis.label;
}

void say_how_many(Table& table, std::size_t all) {
  if (all > table.rows.size()) {
    table.caption =
        "The first " + std::to_string(table.rows.size()) + " of " + std::to_string(all) + " rows.";
  }
}

// A chart whose series share their positions.
Table wide_table(const Chart& chart, std::size_t most_rows) {
  Table table;
  table.columns.push_back({.name = name_of(chart.x, "Position"), .format = chart.x.format});
  const Series* longest = nullptr;
  for (const Series& series : chart.series) {
    table.columns.push_back({.name = series.name.empty() ? name_of(chart.y, "Value") : series.name,
                             .format = chart.y.format});
    if (longest == nullptr || series.y.size() > longest->y.size()) longest = &series;
  }
  if (longest == nullptr) return table;
  for (std::size_t i = 0; i < std::min(longest->y.size(), most_rows); ++i) {
    auto& row = table.rows.emplace_back();
    row.push_back(position_cell(chart, *longest, i));
    for (const Series& series : chart.series) row.push_back(cell_of(series, i));
  }
  say_how_many(table, longest->y.size());
  return table;
}

Table long_table(const Chart& chart, std::size_t most_rows) {
  Table table{.columns = {{.name = "Series"},
                          {.name = "Point"},
                          {.name = name_of(chart.x, "Position"), .format = chart.x.format},
                          {.name = name_of(chart.y, "Value"), .format = chart.y.format}}};
  std::size_t all = 0;
  for (const Series& series : chart.series) {
    all += series.y.size();
    for (std::size_t i = 0; i < series.y.size() && table.rows.size() < most_rows; ++i) {
      table.rows.push_back({series.name,
                            series.labels.empty() ? Cell{} : Cell{series.labels[i]},
                            position_cell(chart, series, i),
                            cell_of(series, i)});
    }
  }
  say_how_many(table, all);
  return table;
}

}  // namespace

Table data_of(const Chart& chart, std::size_t most_rows) {
  const auto shares_positions = [&](const Series& series) {
    return series.labels.empty() && series.x == chart.series.front().x;
  };
  const bool wide = std::all_of(chart.series.begin(), chart.series.end(), shares_positions);
  return wide ? wide_table(chart, most_rows) : long_table(chart, most_rows);
}

Table data_of(const HeatMap& map) {
  Table table;
  table.columns.push_back({.name = map.y.label});
  for (const std::string& column : map.x.categories) {
    table.columns.push_back({.name = column, .format = map.format});
  }
  const std::size_t columns = map.x.categories.size();
  for (std::size_t row = 0; row < map.y.categories.size(); ++row) {
    auto& cells = table.rows.emplace_back();
    cells.emplace_back(map.y.categories[row]);
    for (std::size_t column = 0; column < columns; ++column) {
      cells.push_back(value_or_missing(map.values[row * columns + column]));
    }
  }
  return table;
}

}  // namespace centricity::inline v0::report
