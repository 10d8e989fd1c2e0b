#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "report/data_table.hpp"
#include "report/plot.hpp"
#include "report/text_parts.hpp"
#include "report/utf8.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

// A bar of whole and eighths of a character.
std::string bar(double share, std::size_t width, bool ascii) {
  constexpr std::array<const char*, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double length = std::clamp(share, 0.0, 1.0) * static_cast<double>(width);
  if (ascii) return repeated("#", static_cast<std::size_t>(std::lround(length)));
  const auto parts = static_cast<std::size_t>(std::lround(8.0 * length));
  return repeated("█", parts / 8) + eighths.at(parts % 8);
}

std::string text_bars(const Chart& chart, const TextOptions& options) {
  const Series& series = chart.series.front();
  std::vector<std::string> names;
  std::vector<std::string> values;
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  double largest = 0.0;
  const auto screen = static_cast<std::size_t>(options.width);
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    names.push_back(
        shorten(clean(along_text(chart, series, i)), screen / 3, options.ascii ? "..." : "…"));
    std::string value = series.y[i] ? write(*series.y[i], chart.y.format) : missing_mark;
    if (has_interval(series, i)) {
      value += " (" +
               write(Interval{.lower = series.lower[i], .upper = series.upper[i]}, chart.y.format) +
               ")";
    }
    values.push_back(std::move(value));
    name_width = std::max(name_width, display_width(names.back()));
    value_width = std::max(value_width, display_width(values.back()));
    largest = std::max(largest, std::abs(series.y[i].value_or(0.0)));
  }
  const std::size_t used = name_width + value_width + 2;
  const std::size_t room = screen > used + 4 ? std::min<std::size_t>(screen - used, 50) : 4;
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double share = largest > 0.0 ? std::abs(series.y[i].value_or(0.0)) / largest : 0.0;
    const std::string drawn = bar(share, room, options.ascii);
    text += padded(names[i], name_width, false) + " " + drawn + (drawn.empty() ? "" : " ") +
            values[i] + "\n";
  }
  return text;
}

// Means of the values within equal steps along the axis; absent where there is none.
std::vector<std::optional<double>> resampled(const Chart& chart,
                                             const Series& series,
                                             const Range& range,
                                             std::size_t steps) {
  std::vector<double> sums(steps, 0.0);
  std::vector<double> counts(steps, 0.0);
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (!series.y[i]) continue;
    const double share =
        (along_of(chart, series, i) - range.lowest) / (range.highest - range.lowest);
    const double position =
        std::clamp(share * static_cast<double>(steps), 0.0, static_cast<double>(steps) - 1.0);
    sums[static_cast<std::size_t>(position)] += *series.y[i];
    counts[static_cast<std::size_t>(position)] += 1.0;
  }
  std::vector<std::optional<double>> means(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    if (counts[i] > 0.0) means[i] = sums[i] / counts[i];
  }
  return means;
}

std::string curve(const std::vector<std::optional<double>>& values,
                  const Range& range,
                  bool ascii) {
  constexpr std::array<const char*, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<const char*, 8> signs{".", ":", "-", "=", "+", "*", "#", "@"};
  std::string text;
  for (const auto& value : values) {
    if (!value) {
      text += ' ';
      continue;
    }
    const double share = (*value - range.lowest) / (range.highest - range.lowest);
    const auto level = static_cast<std::size_t>(std::lround(7.0 * std::clamp(share, 0.0, 1.0)));
    text += ascii ? signs.at(level) : blocks.at(level);
  }
  return text;
}

std::string first_and_last(const Series& series, const Format& format) {
  const auto present = [](const std::optional<double>& y) { return y.has_value(); };
  const auto first = std::find_if(series.y.begin(), series.y.end(), present);
  if (first == series.y.end()) return "no data";
  const auto last = std::find_if(series.y.rbegin(), series.y.rend(), present);
  return write(**first, format) + " to " + write(**last, format);
}

std::string text_curves(const Chart& chart, const TextOptions& options) {
  const Plot plot = lay_out(chart, wide_canvas);
  if (plot.empty) return "No data\n";
  std::size_t name_width = 0;
  std::size_t ends_width = 0;
  std::size_t points = 0;
  for (const Series& series : chart.series) {
    name_width = std::max(name_width, display_width(clean(series.name)));
    ends_width = std::max(ends_width, first_and_last(series, chart.y.format).size());
    points = std::max(points, series.y.size());
  }
  const auto screen = static_cast<std::size_t>(options.width);
  name_width = std::min(name_width, screen / 3);
  const std::size_t used = name_width + ends_width + 4;
  const std::size_t room = screen > used + 8 ? std::min<std::size_t>(screen - used, 60) : 8;
  const std::size_t steps = std::clamp<std::size_t>(points, 1, room);
  std::string text;
  for (const Series& series : chart.series) {
    const auto values = resampled(chart, series, plot.along.range, steps);
    text += padded(shorten(clean(series.name), name_width, options.ascii ? "..." : "…"),
                   name_width,
                   false) +
            (name_width > 0 ? "  " : "") + curve(values, plot.value.range, options.ascii) + "  " +
            first_and_last(series, chart.y.format) + "\n";
  }
  const std::string label = chart.x.label.empty() ? "" : clean(chart.x.label) + ": ";
  return text +
         shorten(label + write(plot.along.range.lowest, chart.x.format) + " to " +
                     write_with_unit(plot.along.range.highest, chart.x.format),
                 screen) +
         "\n";
}

}  // namespace

std::string text_chart(const Chart& chart, const TextOptions& options) {
  constexpr std::size_t few = 30;
  const auto lines = [](const Series& series) {
    return series.labels.empty() && series.mark != Mark::points;
  };
  const bool categories = !chart.x.categories.empty();
  if (categories && chart.series.size() == 1 && chart.series.front().x.empty() &&
      chart.x.categories.size() <= few) {
    return text_bars(chart, options);
  }
  if (!categories && std::all_of(chart.series.begin(), chart.series.end(), lines)) {
    return text_curves(chart, options);
  }
  return text_table(data_of(chart, options.table_rows), options);
}

}  // namespace centricity::inline v0::report
