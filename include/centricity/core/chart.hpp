#pragma once

/// @file
/// The charts of a document: data and meaning, no pixels.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/format.hpp>

namespace centricity::inline v0 {

/// How a series is drawn.
enum class Mark : std::uint8_t {
  line,         ///< Points joined by a line.
  dashed_line,  ///< The same, dashed: expectations, forecasts.
  points,       ///< Points alone.
  bars          ///< Bars from zero; several series of bars stand side by side.
};

/// One series.  `y[i]` belongs to `x[i]`, or to category i where x is empty.
struct Series {
  std::string name{};                      ///< For the legend.
  Mark mark = Mark::line;                  ///< How it is drawn.
  std::vector<double> x{};                 ///< Finite; empty on a category axis.
  std::vector<std::optional<double>> y{};  ///< Absent: a gap in the drawing.
  std::vector<double> lower{};             ///< Lower ends of intervals; empty or as long as y.
  std::vector<double> upper{};             ///< Upper ends of intervals; empty or as long as y.
  std::vector<std::string> labels{};       ///< Names of the points, never raw ids; empty or as y.
  std::vector<std::int64_t> cell_sizes{};  ///< People behind each point; empty or as long as y.

  friend bool operator==(const Series&, const Series&) = default;
};

/// One axis.
struct Axis {
  std::string label{};                    ///< What it shows.
  Format format{};                        ///< Its unit and how its ticks are written.
  std::vector<std::string> categories{};  ///< Not empty: a category axis with these names.
  std::optional<double> lowest{};         ///< Smallest value shown; absent: from the data.
  std::optional<double> highest{};        ///< Largest value shown; absent: from the data.
  bool identifiers = false;               ///< True: the categories are raw ids of people.

  friend bool operator==(const Axis&, const Axis&) = default;
};

/// A line across the chart that something is compared with.
struct ReferenceLine {
  double at = 0.0;        ///< Position on the axis it crosses.
  bool vertical = false;  ///< True: at this x; false: at this y.
  std::string label{};    ///< What it is.

  friend bool operator==(const ReferenceLine&, const ReferenceLine&) = default;
};

/// A chart with two axes.
struct Chart {
  std::string title{};                           ///< What it shows.
  std::string caption{};                         ///< What to see in it.
  Axis x{};                                      ///< The axis of x or of the categories.
  Axis y{};                                      ///< The axis of y.
  std::vector<Series> series{};                  ///< Drawn in this order.
  std::vector<ReferenceLine> reference_lines{};  ///< Drawn behind the series.
  bool horizontal = false;                       ///< True: categories run down, bars to the right.

  friend bool operator==(const Chart&, const Chart&) = default;
};

/// A matrix of colored cells.
struct HeatMap {
  std::string title{};                          ///< What it shows.
  std::string caption{};                        ///< What to see in it.
  Axis x{};                                     ///< Columns: categories from left to right.
  Axis y{};                                     ///< Rows: categories from top to bottom.
  Format format{};                              ///< How cell values are written.
  std::vector<std::optional<double>> values{};  ///< Row by row; absent: an empty cell.
  std::vector<std::int64_t> cell_sizes{};       ///< People behind each cell; empty or as values.

  friend bool operator==(const HeatMap&, const HeatMap&) = default;
};

}  // namespace centricity::inline v0
