#include "report/plot.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/markup.hpp"
#include "report/utf8.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr double line_height = 18.0;
constexpr double gap = 8.0;

struct Extent {
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();

  void take(double value) {
    if (!std::isfinite(value)) return;
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }

  [[nodiscard]] bool empty() const { return lowest > highest; }
};

Range limited(const Range& range, const Axis& axis, const Extent& data, bool& clipped) {
  const Range limits{axis.lowest.value_or(range.lowest), axis.highest.value_or(range.highest)};
  if (!std::isfinite(limits.lowest) || !std::isfinite(limits.highest) ||
      !(limits.lowest < limits.highest)) {
    return range;
  }
  clipped = clipped || data.lowest < limits.lowest || data.highest > limits.highest;
  return drawable(limits.lowest, limits.highest, axis.format);
}

// The smallest distance between neighbours: the room a bar has.
double smallest_distance(std::vector<double> xs) {
  std::sort(xs.begin(), xs.end());
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < xs.size(); ++i) {
    const double distance = xs[i] - xs[i - 1];
    if (distance > 0.0) smallest = std::min(smallest, distance);
  }
  return std::isfinite(smallest) ? smallest : 1.0;
}

void set_along_range(Plot& plot) {
  const Chart& chart = plot.chart;
  if (plot.has_categories()) {
    plot.along.range = {0.0, static_cast<double>(chart.x.categories.size())};
    return;
  }
  Extent data;
  std::vector<double> bars;
  bool points = false;
  for (const Series& series : chart.series) {
    points = points || series.mark == Mark::points;
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double x = along_of(chart, series, i);
      data.take(x);
      if (series.mark == Mark::bars) bars.push_back(x);
    }
  }
  if (!bars.empty()) {
    plot.slot = smallest_distance(std::move(bars));
    data.take(data.lowest - plot.slot / 2);
    data.take(data.highest + plot.slot / 2);
  }
  Extent all = data;
  for (const ReferenceLine& line : chart.reference_lines) {
    if (line.vertical) all.take(line.at);
  }
  if (all.empty()) return;
  Range range = drawable(all.lowest, all.highest, chart.x.format);
  if (points) {  // none of them half outside
    const double margin = 0.03 * (range.highest - range.lowest);
    range = {range.lowest - margin, range.highest + margin};
  }
  plot.along.range = limited(range, chart.x, data, plot.clipped);
}

void set_value_range(Plot& plot, int most) {
  const Chart& chart = plot.chart;
  Extent data;
  bool bars = false;
  for (const Series& series : chart.series) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      if (!series.y[i]) continue;
      plot.empty = false;
      data.take(*series.y[i]);
      if (has_interval(series, i)) {
        data.take(series.lower[i]);
        data.take(series.upper[i]);
      }
    }
    bars = bars || series.mark == Mark::bars;
  }
  if (data.empty()) return;
  Extent all = data;
  for (const ReferenceLine& line : chart.reference_lines) {
    if (!line.vertical) all.take(line.at);
  }
  // Zero belongs to bars, and to anything that is not far from it for its spread.
  const bool near_zero = all.lowest >= 0.0 ? all.lowest < 0.5 * all.highest
                                           : all.highest <= 0.0 && all.highest > 0.5 * all.lowest;
  if (chart.y.format.quantity != Quantity::day && (bars || near_zero)) all.take(0.0);
  const Range range = drawable(all.lowest, all.highest, chart.y.format);
  plot.value.range = limited(widened(range, chart.y.format, most), chart.y, data, plot.clipped);
}

double widest(const std::vector<std::string>& labels) {
  double width = 0.0;
  for (const std::string& label : labels) width = std::max(width, text_width(label));
  return width;
}

// As many ticks as have room for their labels.
Ticks fitting_ticks(const Range& range, const Format& format, double width, int most) {
  Ticks ticks = ticks_within(range, format, most);
  while (most > 2 &&
         (widest(ticks.labels) + 2 * gap) * static_cast<double>(ticks.at.size()) > width) {
    ticks = ticks_within(range, format, --most);
  }
  return ticks;
}

std::string axis_label(const Axis& axis, const Ticks& ticks) {
  Format format = axis.format;
  if (!ticks.multiple.empty()) {
    format.unit = format.unit.empty() ? ticks.multiple : ticks.multiple + " " + format.unit;
  }
  return name_with_unit(axis.label, format);
}

// The lines of a label that keeps within a width; empty if a word is wider or it takes too many.
std::vector<std::string> label_lines(const std::string& label, double width) {
  constexpr std::size_t most = 3;
  std::vector<std::string> lines;
  const std::string text = clean(label);
  for (const std::string_view view : words_of(text)) {
    const std::string word{view};
    if (text_width(word) > width) return {};
    if (!lines.empty() && text_width(lines.back() + " " + word) <= width) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines.size() <= most ? lines : std::vector<std::string>{};
}

// How long a turned label may be, so that the first does not leave the picture.
double turned_room(const Plot& plot, double slot) {
  return std::min((plot.left + slot / 2) / 0.71 - font_size, 120.0);
}

void lay_out_categories(Plot& plot, double& below) {
  const auto& names = plot.chart.x.categories;
  const double slot = (plot.right - plot.left) / static_cast<double>(names.size());
  const double width = widest(names);
  std::size_t lines = 1;
  bool fits = true;
  for (const std::string& name : names) {
    const std::size_t own = label_lines(name, slot - gap).size();
    lines = std::max(lines, own);
    fits = fits && (own > 0 || name.empty());
  }
  below = line_height;
  if (fits) {
    below += static_cast<double>(lines - 1) * 1.2 * font_size;
  } else if (slot >= 1.2 * font_size) {
    plot.turned = true;
    plot.left = std::max(plot.left, std::min(0.71 * (width + font_size), 80.0) - slot / 2);
    const double room = std::min(width, turned_room(plot, slot));
    below += 0.71 * room;
  } else {
    plot.category_step = static_cast<std::size_t>(std::ceil((std::min(width, 80.0) + gap) / slot));
  }
}

void lay_out_horizontal(Plot& plot) {
  const double rows = plot.along.range.highest - plot.along.range.lowest;
  std::size_t bars = 0;
  for (const Series& series : plot.chart.series) bars += series.mark == Mark::bars ? 1 : 0;
  const double row = std::max(26.0, 12.0 + 12.0 * static_cast<double>(bars));
  plot.left = std::min(widest(plot.chart.x.categories) + gap, 0.38 * plot.canvas.width);
  plot.right = plot.canvas.width - 2 * gap;
  plot.top = plot.chart.x.label.empty() ? gap : gap + line_height;
  plot.bottom = plot.top + (plot.has_categories() ? rows * row : plot.canvas.height * 0.7);
  plot.value_ticks =
      fitting_ticks(plot.value.range, plot.chart.y.format, plot.right - plot.left, 8);
  const bool label = !axis_label(plot.chart.y, plot.value_ticks).empty();
  plot.height = plot.bottom + line_height + (label ? line_height : 0.0) + gap / 2;
  if (!plot.has_categories()) {
    plot.along_ticks = ticks_within(plot.along.range, plot.chart.x.format, 6);
    plot.left = widest(plot.along_ticks.labels) + gap;
  }
  plot.along.from = plot.top;
  plot.along.to = plot.bottom;
  plot.value.from = plot.left;
  plot.value.to = plot.right;
}

void lay_out_vertical(Plot& plot, int most) {
  plot.value_ticks = ticks_within(plot.value.range, plot.chart.y.format, most + 1);
  plot.left = widest(plot.value_ticks.labels) + gap;
  plot.right = plot.canvas.width - 2 * gap;
  plot.top = axis_label(plot.chart.y, plot.value_ticks).empty() ? gap : gap + line_height;
  plot.height = plot.canvas.height;
  double below = line_height;
  if (plot.has_categories()) {
    lay_out_categories(plot, below);
  } else {
    plot.along_ticks =
        fitting_ticks(plot.along.range, plot.chart.x.format, plot.right - plot.left, 10);
  }
  if (!axis_label(plot.chart.x, plot.along_ticks).empty()) below += line_height;
  plot.bottom = plot.height - below - gap / 2;
  plot.along.from = plot.left;
  plot.along.to = plot.right;
  plot.value.from = plot.bottom;
  plot.value.to = plot.top;
}

// A label under the horizontal axis, moved inwards where it would leave the picture.
std::string label_below(const Plot& plot, double x, double y, const std::string& label) {
  const double half = text_width(label) / 2;
  const double inside = std::clamp(x, half, std::max(half, plot.canvas.width - half));
  return svg_text(inside, y, label, "class=\"tick\" text-anchor=\"middle\"");
}

std::string categories_below(const Plot& plot) {
  std::string svg;
  const auto& names = plot.chart.x.categories;
  const double slot = (plot.right - plot.left) / static_cast<double>(names.size());
  const double y = plot.bottom + line_height - 2;
  for (std::size_t i = 0; i < names.size(); i += plot.category_step) {
    const double x = plot.along(static_cast<double>(i) + 0.5);
    if (plot.turned) {
      const std::string turn = "class=\"tick\" text-anchor=\"end\" transform=\"rotate(-45 " +
                               pixels(x + 4) + " " + pixels(y - 4) + ")\"";
      const double room = turned_room(plot, slot);
      svg += svg_text(x + 4, y - 4, fitted(names[i], room), turn);
      continue;
    }
    const double room = slot * static_cast<double>(plot.category_step) - gap;
    std::vector<std::string> lines = label_lines(names[i], room);
    if (lines.empty()) lines.push_back(fitted(names[i], room));
    double line_y = y;
    for (const std::string& line : lines) {
      svg += label_below(plot, x, line_y, line);
      line_y += 1.2 * font_size;
    }
  }
  return svg;
}

std::string draw_vertical_axes(const Plot& plot) {
  std::string svg;
  for (std::size_t i = 0; i < plot.value_ticks.at.size(); ++i) {
    const double y = plot.value(plot.value_ticks.at[i]);
    svg += svg_line(plot.left, y, plot.right, y, "grid");
    svg += svg_text(plot.left - gap / 2 - 2,
                    y + 4,
                    plot.value_ticks.labels[i],
                    "class=\"tick\" text-anchor=\"end\"");
  }
  const std::string value_label = axis_label(plot.chart.y, plot.value_ticks);
  svg += svg_text(0, font_size, fitted(value_label, plot.canvas.width), "class=\"axis\"");
  if (plot.has_categories()) {
    svg += categories_below(plot);
  } else {
    for (std::size_t i = 0; i < plot.along_ticks.at.size(); ++i) {
      const double x = plot.along(plot.along_ticks.at[i]);
      svg += svg_line(x, plot.bottom, x, plot.bottom + 4, "base");
      svg += label_below(plot, x, plot.bottom + line_height - 2, plot.along_ticks.labels[i]);
    }
  }
  const std::string label = axis_label(plot.chart.x, plot.along_ticks);
  svg += svg_text(plot.right,
                  plot.height - 4,
                  fitted(label, plot.canvas.width),
                  "class=\"axis\" text-anchor=\"end\"");
  const double zero = std::clamp(0.0, plot.value.range.lowest, plot.value.range.highest);
  const double base =
      plot.chart.y.format.quantity == Quantity::day ? plot.bottom : plot.value(zero);
  return svg + svg_line(plot.left, base, plot.right, base, "base");
}

std::string draw_horizontal_axes(const Plot& plot) {
  std::string svg;
  for (std::size_t i = 0; i < plot.value_ticks.at.size(); ++i) {
    const double x = plot.value(plot.value_ticks.at[i]);
    svg += svg_line(x, plot.top, x, plot.bottom, "grid");
    svg += label_below(plot, x, plot.bottom + line_height - 2, plot.value_ticks.labels[i]);
  }
  const std::string side = "class=\"tick\" text-anchor=\"end\"";
  const auto& names = plot.chart.x.categories;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double y = plot.along(static_cast<double>(i) + 0.5) + 4;
    svg += svg_text(plot.left - gap / 2 - 2, y, fitted(names[i], plot.left - gap / 2), side);
  }
  for (std::size_t i = 0; i < plot.along_ticks.at.size(); ++i) {
    const double y = plot.along(plot.along_ticks.at[i]) + 4;
    svg += svg_text(plot.left - gap / 2 - 2, y, plot.along_ticks.labels[i], side);
  }
  const double width = plot.canvas.width;
  svg += svg_text(
      0, font_size, fitted(axis_label(plot.chart.x, plot.along_ticks), width), "class=\"axis\"");
  svg += svg_text(plot.right,
                  plot.height - 4,
                  fitted(axis_label(plot.chart.y, plot.value_ticks), width),
                  "class=\"axis\" text-anchor=\"end\"");
  const double zero = std::clamp(0.0, plot.value.range.lowest, plot.value.range.highest);
  const double base = plot.value(zero);
  return svg + svg_line(base, plot.top, base, plot.bottom, "base");
}

}  // namespace

double along_of(const Chart& chart, const Series& series, std::size_t i) {
  const double x = series.x.empty() ? static_cast<double>(i) : series.x[i];
  return chart.x.categories.empty() ? x : x + 0.5;
}

std::string along_text(const Chart& chart, const Series& series, std::size_t i) {
  const double x = series.x.empty() ? static_cast<double>(i) : series.x[i];
  const auto& names = chart.x.categories;
  if (x >= 0.0 && x < static_cast<double>(names.size())) return names[static_cast<std::size_t>(x)];
  return write(x, chart.x.format);
}

bool has_interval(const Series& series, std::size_t i) {
  return series.y[i] && !series.lower.empty() && std::isfinite(series.lower[i]) &&
         std::isfinite(series.upper[i]);
}

Plot lay_out(const Chart& chart, const Canvas& canvas) {
  constexpr int most = 6;
  Plot plot{.chart = chart, .canvas = canvas};
  set_along_range(plot);
  set_value_range(plot, most);
  if (chart.horizontal) {
    lay_out_horizontal(plot);
  } else {
    lay_out_vertical(plot, most);
  }
  return plot;
}

std::string draw_axes(const Plot& plot) {
  return plot.chart.horizontal ? draw_horizontal_axes(plot) : draw_vertical_axes(plot);
}

}  // namespace centricity::inline v0::report
