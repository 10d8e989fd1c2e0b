#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "report/color.hpp"
#include "report/markup.hpp"
#include "report/svg.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr double gap = 8.0;
constexpr double line_height = 18.0;

double widest(const std::vector<std::string>& labels) {
  double width = 0.0;
  for (const std::string& label : labels) width = std::max(width, text_width(label));
  return width;
}

struct Grid {
  double left = 0.0;
  double top = 0.0;
  double cell_width = 0.0;
  double cell_height = 0.0;
  bool turned = false;         // labels of the columns
  std::size_t label_step = 1;  // every so many columns have one
};

Grid lay_out(const HeatMap& map, const Canvas& canvas) {
  Grid grid;
  const double columns = std::max(1.0, static_cast<double>(map.x.categories.size()));
  grid.left = std::min(widest(map.y.categories) + gap, 0.3 * canvas.width);
  const double label = std::min(widest(map.x.categories), 90.0);
  double width = std::min((canvas.width - grid.left) / columns, 110.0);
  grid.turned = label + 4 > width && width >= font_size;
  if (grid.turned) {  // the last label leans out to the right
    const double lean = std::max(0.0, 0.71 * label - width / 2 + gap);
    width = std::min((canvas.width - grid.left - lean) / columns, 110.0);
  }
  if (label + 4 > width && !grid.turned) {
    grid.label_step = static_cast<std::size_t>(std::ceil((label + gap) / width));
  }
  if (grid.turned) {
    grid.label_step = static_cast<std::size_t>(std::ceil(1.2 * font_size / width));
  }
  grid.cell_width = width;
  grid.cell_height = std::clamp(0.6 * width, 20.0, 38.0);
  const bool axis_labels = !map.x.label.empty() || !map.y.label.empty();
  grid.top =
      (axis_labels ? line_height : 0.0) + (grid.turned ? 0.71 * label + 2 * gap : line_height) + 4;
  return grid;
}

std::string draw_labels(const HeatMap& map, const Canvas& canvas, const Grid& grid) {
  std::string svg;
  const std::string columns = map.x.label.empty() ? "" : map.x.label + " →";
  const std::string rows = map.y.label.empty() ? "" : map.y.label + " ↓";
  svg += svg_text(0, font_size, fitted(rows, canvas.width / 2), "class=\"axis\"");
  svg += svg_text(std::max(grid.left, text_width(rows) + gap),
                  font_size,
                  fitted(columns, canvas.width / 2),
                  "class=\"axis\"");
  for (std::size_t i = 0; i < map.x.categories.size(); i += grid.label_step) {
    const double x = grid.left + (static_cast<double>(i) + 0.5) * grid.cell_width;
    const double y = grid.top - 6;
    if (grid.turned) {
      svg +=
          svg_text(x,
                   y,
                   fitted(map.x.categories[i], 90),
                   "class=\"tick\" transform=\"rotate(-45 " + pixels(x) + " " + pixels(y) + ")\"");
    } else {
      svg +=
          svg_text(x, y, fitted(map.x.categories[i], 90), "class=\"tick\" text-anchor=\"middle\"");
    }
  }
  for (std::size_t i = 0; i < map.y.categories.size(); ++i) {
    const double y = grid.top + (static_cast<double>(i) + 0.5) * grid.cell_height + 4;
    svg += svg_text(grid.left - gap / 2 - 2,
                    y,
                    fitted(map.y.categories[i], grid.left - gap / 2),
                    "class=\"tick\" text-anchor=\"end\"");
  }
  return svg;
}

// "Low ▯▯▯▯▯ high" under the map.
std::string draw_key(
    const HeatMap& map, const ColorScale& scale, const Canvas& canvas, const Grid& grid, double y) {
  constexpr int steps = 7;
  constexpr double step = 20.0;
  const std::string lowest = write(scale.lowest, map.format);
  const std::string highest =
      fitted(write_with_unit(scale.highest, map.format), 0.3 * canvas.width);
  const double width = text_width(lowest) + text_width(highest) + 2 * gap + steps * step;
  double x = std::max(0.0, std::min(grid.left, canvas.width - width));
  std::string svg = svg_text(x, y + 11, lowest, "class=\"tick\"");
  x += text_width(lowest) + gap;
  for (int i = 0; i < steps; ++i) {
    const double share = static_cast<double>(i) / (steps - 1);
    const double value = scale.lowest * (1.0 - share) + scale.highest * share;
    svg += svg_rectangle(x, y, step, 13, "fill=\"" + to_hex(color_of(value, scale)) + "\"");
    x += step;
  }
  return svg + svg_text(x + gap, y + 11, highest, "class=\"tick\"");
}

// Letters of the cells: all alike, smaller where some have no room, none where that does not help.
enum class Letters : std::uint8_t { none, small, full };

Letters letters_of(const HeatMap& map, const Grid& grid) {
  constexpr double small = 10.5 / font_size;
  constexpr double margin = 3.0;
  double width = 0.0;
  for (const std::optional<double>& value : map.values) {
    if (value) width = std::max(width, text_width(write(*value, map.format)));
  }
  const double room = grid.cell_width - margin;
  return width <= room ? Letters::full : small * width <= room ? Letters::small : Letters::none;
}

std::string cell_text(double x, double y, const std::string& text, Letters letters, bool dark) {
  if (letters == Letters::none) return {};
  std::string css = dark ? "on-dark" : "on-light";
  if (letters == Letters::small) css += " small";
  return svg_text(x, y, text, "text-anchor=\"middle\" class=\"" + css + "\"");
}

}  // namespace

std::string draw(const HeatMap& map, const Canvas& canvas) {
  const Grid grid = lay_out(map, canvas);
  const std::optional<ColorScale> scale = color_scale(map.values);
  const std::size_t columns = map.x.categories.size();
  const double bottom = grid.top + grid.cell_height * static_cast<double>(map.y.categories.size());
  if (!scale) {
    constexpr double height = 80.0;
    return svg_begin(canvas, height, map.title, "No data") +
           svg_text(
               canvas.width / 2, height / 2, "No data", "class=\"note\" text-anchor=\"middle\"") +
           "</svg>";
  }
  std::string svg =
      svg_begin(canvas,
                bottom + 30,
                map.title,
                std::to_string(map.y.categories.size()) + " rows, " + std::to_string(columns) +
                    " columns, values from " + write(scale->lowest, map.format) + " to " +
                    write_with_unit(scale->highest, map.format));
  svg += draw_labels(map, canvas, grid);
  const Letters letters = letters_of(map, grid);
  const bool tooltips = map.values.size() <= 400;
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const double x = grid.left + static_cast<double>(i % columns) * grid.cell_width;
    const double y = grid.top + static_cast<double>(i / columns) * grid.cell_height;
    const std::string name = map.y.categories[i / columns] + ", " + map.x.categories[i % columns];
    const double width = grid.cell_width - 1;
    const double height = grid.cell_height - 1;
    if (!map.values[i]) {
      svg += svg_rectangle(
          x, y, width, height, "class=\"absent\"", tooltips ? name + ": no value" : "");
      continue;
    }
    const Color color = color_of(*map.values[i], *scale);
    const std::string text = write(*map.values[i], map.format);
    svg += svg_rectangle(
        x, y, width, height, "fill=\"" + to_hex(color) + "\"", tooltips ? name + ": " + text : "");
    svg += cell_text(x + width / 2, y + height / 2 + 4, text, letters, is_dark(color));
  }
  return svg + draw_key(map, *scale, canvas, grid, bottom + 10) + "</svg>";
}

}  // namespace centricity::inline v0::report
