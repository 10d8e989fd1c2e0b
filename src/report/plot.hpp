#pragma once

// Where a chart puts what: ranges, margins, axes.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <centricity/core/chart.hpp>

#include "report/svg.hpp"
#include "report/ticks.hpp"

namespace centricity::inline v0::report {

/// A position of the picture.
struct Position {
  double x = 0.0;
  double y = 0.0;
};

/// From numbers to pixels.
struct PixelScale {
  Range range{};
  double from = 0.0;  ///< Pixel of the lowest.
  double to = 1.0;    ///< Pixel of the highest.

  [[nodiscard]] double operator()(double value) const noexcept {
    constexpr double huge = 4e307;  // as `drawable`
    const double within = std::clamp(value, -huge, huge);
    return from + (within - range.lowest) / (range.highest - range.lowest) * (to - from);
  }
};

/// The layout of one chart on one canvas.  "Along" is the axis of x or of the categories, "value"
/// the axis of y; a horizontal chart swaps them on the screen.
struct Plot {
  const Chart& chart;
  Canvas canvas{};
  double height = 0.0;
  double left = 0.0;
  double right = 0.0;
  double top = 0.0;
  double bottom = 0.0;
  PixelScale along{};
  PixelScale value{};
  Ticks along_ticks{};
  Ticks value_ticks{};
  bool turned = false;            ///< Degrees by which category labels are turned.
  std::size_t category_step = 1;  ///< Every so many categories have a label.
  double slot = 1.0;              ///< Distance of bars along the axis, in its unit.
  bool empty = true;              ///< No value to draw.
  bool clipped = false;           ///< Limits of an axis leave data outside.

  [[nodiscard]] Position at(double along_axis, double value_axis) const noexcept {
    const double a = along(along_axis);
    const double v = value(value_axis);
    return chart.horizontal ? Position{v, a} : Position{a, v};
  }

  [[nodiscard]] bool has_categories() const noexcept { return !chart.x.categories.empty(); }
};

/// Position of point i of a series along the axis: the middle of its category, or its x.
[[nodiscard]] double along_of(const Chart& chart, const Series& series, std::size_t i);

/// What the position of point i is called: its category, or its x as it is written.
[[nodiscard]] std::string along_text(const Chart& chart, const Series& series, std::size_t i);

/// True if point i has an interval that can be drawn.
[[nodiscard]] bool has_interval(const Series& series, std::size_t i);

[[nodiscard]] Plot lay_out(const Chart& chart, const Canvas& canvas);

/// Grid, ticks, labels of both axes.
[[nodiscard]] std::string draw_axes(const Plot& plot);

}  // namespace centricity::inline v0::report
