#pragma once

// Charts as inline SVG.  Colors, weights and fonts come from the style sheet of the page by class,
// so that dark mode and print can change them.

#include <cstddef>
#include <string>
#include <string_view>

#include <centricity/core/chart.hpp>

namespace centricity::inline v0::report {

/// Colors of series before they repeat; classes c0 to c5.
inline constexpr std::size_t colors = 6;

/// Font size of all texts in a chart, in pixels.
inline constexpr double font_size = 12.0;

/// A screen of this width sees a chart at its own size: 1 unit is 1 pixel.
struct Canvas {
  std::string_view name{};  ///< Class of the picture.
  double width = 0.0;       ///< Units.
  double height = 0.0;      ///< Units, for a chart of ordinary shape.
};

inline constexpr Canvas wide_canvas{"wide", 720.0, 340.0};
inline constexpr Canvas narrow_canvas{"narrow", 350.0, 280.0};

/// Parts of a picture; `attributes` and `css` are our own and are not escaped, texts are.
[[nodiscard]] std::string svg_line(
    double x1, double y1, double x2, double y2, std::string_view css);
[[nodiscard]] std::string svg_rectangle(double x,
                                        double y,
                                        double width,
                                        double height,
                                        std::string_view attributes,
                                        std::string_view tooltip = {});
[[nodiscard]] std::string svg_circle(
    double x, double y, double radius, std::string_view css, std::string_view tooltip = {});
[[nodiscard]] std::string svg_text(double x,
                                   double y,
                                   std::string_view text,
                                   std::string_view attributes);

/// About how wide a text is; rather too wide than too narrow, whatever font the reader has.
[[nodiscard]] double text_width(std::string_view text);

/// The beginning of a text that is about so wide at most.
[[nodiscard]] std::string fitted(std::string_view text, double width);

/// Opens a picture: `<svg …><title>…</title><desc>…</desc>`.
[[nodiscard]] std::string svg_begin(const Canvas& canvas,
                                    double height,
                                    std::string_view title,
                                    std::string_view description);

/// The class of a series' color: "c0" to "c5".
[[nodiscard]] std::string color_class(std::size_t series);

/// A whole picture.
[[nodiscard]] std::string draw(const Chart& chart, const Canvas& canvas);
[[nodiscard]] std::string draw(const HeatMap& map, const Canvas& canvas);

}  // namespace centricity::inline v0::report
