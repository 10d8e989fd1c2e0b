#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <vector>

#include "report/markup.hpp"
#include "report/plot.hpp"
#include "report/svg.hpp"
#include "report/thin.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr std::size_t few = 100;    // so many marks have a tooltip each
constexpr std::size_t dotted = 40;  // lines of so many points show them

std::string tooltip(const Plot& plot, const Series& series, std::size_t i) {
  const Chart& chart = plot.chart;
  std::string text = series.labels.empty() ? "" : series.labels[i] + ": ";
  if (!series.name.empty()) text += series.name + ", ";
  text += along_text(chart, series, i) + ": " + write_with_unit(*series.y[i], chart.y.format);
  if (has_interval(series, i)) {
    text += " (" +
            write(Interval{.lower = series.lower[i], .upper = series.upper[i]}, chart.y.format) +
            ")";
  }
  return text;
}

std::string point(const Position& at) { return pixels(at.x) + " " + pixels(at.y); }

// Consecutive points with a value.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::vector<Run> runs_of(const Series& series) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (!series.y[i]) continue;
    if (runs.empty() || runs.back().last != i) runs.push_back({i, i});
    runs.back().last = i + 1;
  }
  return runs;
}

std::string draw_band(const Plot& plot,
                      const Series& series,
                      const std::vector<std::size_t>& kept) {
  std::string upper;
  std::string lower;
  for (const std::size_t i : kept) {
    if (!has_interval(series, i)) continue;
    const double a = along_of(plot.chart, series, i);
    upper += (upper.empty() ? "M" : "L") + point(plot.at(a, series.upper[i]));
    lower = "L" + point(plot.at(a, series.lower[i])) + lower;
  }
  return upper.empty() ? "" : upper + lower + "Z";
}

std::string draw_line(const Plot& plot, const Series& series, const std::string& color) {
  std::string line;
  std::string band;
  std::string dots;
  const bool with_dots = series.y.size() <= dotted && series.mark == Mark::line;
  for (const Run& run : runs_of(series)) {
    const std::vector<std::size_t> kept = thinned_line(plot, series, run.first, run.last);
    band += draw_band(plot, series, kept);
    for (const std::size_t i : kept) {
      const Position at = plot.at(along_of(plot.chart, series, i), *series.y[i]);
      line += (i == run.first ? "M" : "L") + point(at);
      // A point between two gaps has no line to be seen by.
      if (with_dots || kept.size() == 1) {
        dots += svg_circle(at.x, at.y, 2.5, "dot " + color, tooltip(plot, series, i));
      }
    }
  }
  const std::string dashed = series.mark == Mark::dashed_line ? " dashed" : "";
  std::string svg;
  if (!band.empty()) svg += "<path class=\"band " + color + "\" d=\"" + band + "\"/>";
  if (!line.empty()) svg += "<path class=\"line " + color + dashed + "\" d=\"" + line + "\"/>";
  return svg + dots;
}

std::string whisker(const Plot& plot, double along, double lower, double upper) {
  constexpr double cap = 3.5;
  const Position a = plot.at(along, lower);
  const Position b = plot.at(along, upper);
  std::string path = "M" + point(a) + "L" + point(b);
  for (const Position& end : {a, b}) {
    const double dx = plot.chart.horizontal ? 0.0 : cap;
    const double dy = plot.chart.horizontal ? cap : 0.0;
    path += "M" + point({end.x - dx, end.y - dy}) + "L" + point({end.x + dx, end.y + dy});
  }
  return path;
}

std::string draw_points(const Plot& plot, const Series& series, const std::string& color) {
  std::string marks;
  std::string whiskers;
  const std::vector<std::size_t> kept = thinned_points(plot, series, 3.0);
  for (const std::size_t i : kept) {
    const double a = along_of(plot.chart, series, i);
    if (has_interval(series, i)) whiskers += whisker(plot, a, series.lower[i], series.upper[i]);
    const Position at = plot.at(a, *series.y[i]);
    marks += kept.size() <= few
                 ? svg_circle(at.x, at.y, 4, "dot " + color, tooltip(plot, series, i))
                 : "M" + point(at) + "h0";
  }
  if (kept.size() > few) marks = "<path class=\"dots " + color + "\" d=\"" + marks + "\"/>";
  if (!whiskers.empty()) {
    whiskers = "<path class=\"whisker " + color + "\" d=\"" + whiskers + "\"/>";
  }
  return whiskers + marks;
}

struct Place {
  std::size_t position = 0;
  std::size_t count = 1;
};

// Bars of one series among `place.count` that stand side by side.
std::string draw_bars(const Plot& plot,
                      const Series& series,
                      const std::string& color,
                      Place place) {
  const double room = 0.76 * plot.slot;
  const double step = room / static_cast<double>(place.count);
  const double zero = std::clamp(0.0, plot.value.range.lowest, plot.value.range.highest);
  std::string bars;
  std::string many;
  std::string whiskers;
  const std::vector<std::size_t> kept = thinned_points(plot, series, 0.5);
  for (const std::size_t i : kept) {
    const double middle = along_of(plot.chart, series, i);
    const double begin = middle - room / 2 + step * static_cast<double>(place.position);
    const Position a = plot.at(begin, zero);
    const Position b = plot.at(begin + step, *series.y[i]);
    const double left = std::min(a.x, b.x);
    const double top = std::min(a.y, b.y);
    const double width = std::max(std::abs(a.x - b.x) - (plot.chart.horizontal ? 0.0 : 0.6), 0.4);
    const double height = std::max(std::abs(a.y - b.y) - (plot.chart.horizontal ? 0.6 : 0.0), 0.4);
    if (kept.size() <= few) {
      bars += svg_rectangle(
          left, top, width, height, "class=\"bar " + color + "\"", tooltip(plot, series, i));
    } else {
      many += "M" + point({left, top}) + "h" + pixels(width) + "v" + pixels(height) + "h" +
              pixels(-width) + "z";
    }
    if (has_interval(series, i)) {
      whiskers += whisker(plot, begin + step / 2, series.lower[i], series.upper[i]);
    }
  }
  if (!many.empty()) bars = "<path class=\"bar " + color + "\" d=\"" + many + "\"/>";
  if (!whiskers.empty()) bars += "<path class=\"whisker over\" d=\"" + whiskers + "\"/>";
  return bars;
}

std::string draw_reference_line(const Plot& plot, const ReferenceLine& line) {
  if (!std::isfinite(line.at)) return {};
  const Range& along = plot.along.range;
  const Range& value = plot.value.range;
  const Range& crossed = line.vertical ? along : value;
  if (line.at < crossed.lowest || line.at > crossed.highest) return {};
  const Position a =
      line.vertical ? plot.at(line.at, value.lowest) : plot.at(along.lowest, line.at);
  const Position b =
      line.vertical ? plot.at(line.at, value.highest) : plot.at(along.highest, line.at);
  return svg_line(a.x, a.y, b.x, b.y, "reference");
}

// Texts that do not cover one another: the first come stays, later ones that collide are left out.
class TextPlacer {
 public:
  explicit TextPlacer(const Plot& plot) : plot_{plot} {}

  // The text, or nothing if it has no room here.
  std::string place(
      double x, double y, const std::string& text, bool to_the_left, const char* css) {
    const double width = text_width(text);
    const double left = to_the_left ? x - width : x;
    const Box box{left, y - font_size, left + width, y + 2};
    if (box.left < 0.0 || box.right > plot_.canvas.width || box.bottom > plot_.height) return {};
    const auto collides = [&box](const Box& other) {
      return box.left < other.right && other.left < box.right && box.top < other.bottom &&
             other.top < box.bottom;
    };
    if (std::any_of(boxes_.begin(), boxes_.end(), collides)) return {};
    boxes_.push_back(box);
    const std::string anchor = to_the_left ? " text-anchor=\"end\"" : "";
    return svg_text(x, y, text, std::string{"class=\""} + css + "\"" + anchor);
  }

  // Keeps texts off what is drawn between two positions.
  void keep_free(const Position& a, const Position& b) {
    boxes_.push_back({std::min(a.x, b.x) - 4,
                      std::min(a.y, b.y) - 4,
                      std::max(a.x, b.x) + 4,
                      std::max(a.y, b.y) + 4});
  }

 private:
  struct Box {
    double left, top, right, bottom;
  };

  const Plot& plot_;
  std::vector<Box> boxes_{};
};

// Keeps texts off marks and whiskers, if there are few.
void keep_marks_free(const Plot& plot, TextPlacer& placer) {
  for (const Series& series : plot.chart.series) {
    if (series.y.size() > few || series.mark == Mark::bars) continue;
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      if (!series.y[i]) continue;
      const double a = along_of(plot.chart, series, i);
      const bool whisker = has_interval(series, i) && series.mark == Mark::points;
      placer.keep_free(plot.at(a, whisker ? series.lower[i] : *series.y[i]),
                       plot.at(a, whisker ? series.upper[i] : *series.y[i]));
    }
  }
}

// The text at the first of some places that has room.
std::string place_somewhere(TextPlacer& placer,
                            const Position& at,
                            std::initializer_list<Position> offsets,
                            const std::string& text) {
  for (const auto& [dx, dy] : offsets) {
    std::string svg = placer.place(at.x + dx, at.y + dy, text, dx < 0, "note");
    if (!svg.empty()) return svg;
  }
  return {};
}

std::string label_reference_lines(const Plot& plot, TextPlacer& placer) {
  std::string svg;
  for (const ReferenceLine& line : plot.chart.reference_lines) {
    const Range& crossed = line.vertical ? plot.along.range : plot.value.range;
    if (line.label.empty() || !(line.at >= crossed.lowest && line.at <= crossed.highest)) continue;
    const std::string label = fitted(line.label, 0.5 * (plot.right - plot.left));
    const bool upright = line.vertical != plot.chart.horizontal;
    const Position at = line.vertical ? plot.at(line.at, plot.value.range.highest)
                                      : plot.at(plot.along.range.highest, line.at);
    if (upright) {
      const double top = font_size;
      const double low = plot.bottom - plot.top - 4;
      svg += place_somewhere(
          placer, {at.x, plot.top}, {{5, top}, {-5, top}, {5, low}, {-5, low}}, label);
    } else {
      const Position right{plot.right, at.y};
      std::string text = place_somewhere(placer, right, {{-1, -5}, {-1, font_size + 3}}, label);
      if (text.empty()) {
        text = place_somewhere(placer, {plot.left, at.y}, {{4, -5}, {4, font_size + 3}}, label);
      }
      svg += text;
    }
  }
  return svg;
}

// The name of a point stands at one of its four corners.
std::string label_points(const Plot& plot, const Series& series, TextPlacer& placer) {
  std::string svg;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (!series.y[i] || series.labels[i].empty()) continue;
    const Position at = plot.at(along_of(plot.chart, series, i), *series.y[i]);
    svg += place_somewhere(
        placer, at, {{6, -6}, {-6, -6}, {6, 16}, {-6, 16}}, fitted(series.labels[i], 160));
  }
  return svg;
}

// The one series of a horizontal bar chart says its values, if nothing else is said there.
std::string label_bars(const Plot& plot, const Series& series, TextPlacer& placer) {
  std::string svg;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (!series.y[i]) continue;
    const Position at = plot.at(along_of(plot.chart, series, i), *series.y[i]);
    const std::string text = write(*series.y[i], plot.chart.y.format);
    const bool negative = *series.y[i] < 0.0;
    const bool inside = negative ? at.x - 5 - text_width(text) < plot.left
                                 : at.x + 5 + text_width(text) > plot.canvas.width;
    const bool to_the_left = negative != inside;
    const double x = to_the_left ? at.x - 5 : at.x + 5;
    svg += placer.place(x, at.y + 4, text, to_the_left, inside ? "inside" : "note");
  }
  return svg;
}

std::string draw_series(const Plot& plot) {
  const auto& all = plot.chart.series;
  const auto is_bars = [](const Series& series) { return series.mark == Mark::bars; };
  Place place{.count = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_bars))};
  std::string svg;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string color = color_class(i);
    switch (all[i].mark) {
      case Mark::line:
      case Mark::dashed_line:
        svg += draw_line(plot, all[i], color);
        break;
      case Mark::points:
        svg += draw_points(plot, all[i], color);
        break;
      case Mark::bars:
        svg += draw_bars(plot, all[i], color, place);
        ++place.position;
        break;
    }
  }
  if (!plot.clipped) return svg;
  const double width = plot.right - plot.left;
  const double height = plot.bottom - plot.top;
  const std::string box =
      pixels(plot.left) + " " + pixels(plot.top) + " " + pixels(width) + " " + pixels(height);
  return "<svg x=\"" + pixels(plot.left) + "\" y=\"" + pixels(plot.top) + "\" width=\"" +
         pixels(width) + "\" height=\"" + pixels(height) + "\" viewBox=\"" + box + "\">" + svg +
         "</svg>";
}

std::string draw_labels(const Plot& plot) {
  const auto& all = plot.chart.series;
  TextPlacer placer{plot};
  keep_marks_free(plot, placer);
  std::string svg = label_reference_lines(plot, placer);
  for (const Series& series : all) {
    if (!series.labels.empty() && series.y.size() <= few) svg += label_points(plot, series, placer);
  }
  if (plot.chart.horizontal && all.size() == 1 && all[0].mark == Mark::bars &&
      all[0].labels.empty() && all[0].lower.empty() && all[0].y.size() <= few && !plot.clipped) {
    svg += label_bars(plot, all[0], placer);
  }
  return svg;
}

std::string description_of(const Plot& plot) {
  const Chart& chart = plot.chart;
  std::string text;
  for (const Series& series : chart.series) {
    if (!text.empty()) text += "; ";
    text += series.name.empty() ? "Series" : series.name;
    std::size_t present = 0;
    double lowest = 0.0;
    double highest = 0.0;
    for (const auto& y : series.y) {
      if (!y) continue;
      lowest = present == 0 ? *y : std::min(lowest, *y);
      highest = present == 0 ? *y : std::max(highest, *y);
      ++present;
    }
    text += ": " + std::to_string(present) + (present == 1 ? " value" : " values");
    if (present > 0) {
      text += " from " + write(lowest, chart.y.format) + " to " +
              write_with_unit(highest, chart.y.format);
    }
  }
  return text;
}

}  // namespace

std::string draw(const Chart& chart, const Canvas& canvas) {
  const Plot plot = lay_out(chart, canvas);
  if (plot.empty) {
    constexpr double height = 80.0;
    return svg_begin(canvas, height, chart.title, "No data") +
           svg_text(
               canvas.width / 2, height / 2, "No data", "class=\"note\" text-anchor=\"middle\"") +
           "</svg>";
  }
  std::string svg = svg_begin(canvas, plot.height, chart.title, description_of(plot));
  svg += draw_axes(plot);
  for (const ReferenceLine& line : chart.reference_lines) svg += draw_reference_line(plot, line);
  svg += draw_series(plot);
  svg += draw_labels(plot);
  return svg + "</svg>";
}

}  // namespace centricity::inline v0::report
