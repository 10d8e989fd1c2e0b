#include "report/svg.hpp"

#include <algorithm>

#include "report/markup.hpp"
#include "report/utf8.hpp"

namespace centricity::inline v0::report {
namespace {

std::string attribute(std::string_view name, double value) {
  std::string result{" "};
  result += name;
  result += "=\"" + pixels(value) + "\"";
  return result;
}

// Closes an element, with a text that shows where the pointer rests on it.
std::string ending(const char* element, std::string_view tooltip) {
  if (tooltip.empty()) return "/>";
  return "><title>" + escape(tooltip) + "</title></" + element + ">";
}

}  // namespace

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view css) {
  return "<path class=\"" + std::string{css} + "\" d=\"M" + pixels(x1) + " " + pixels(y1) + "L" +
         pixels(x2) + " " + pixels(y2) + "\"/>";
}

std::string svg_rectangle(double x,
                          double y,
                          double width,
                          double height,
                          std::string_view attributes,
                          std::string_view tooltip) {
  return "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) +
         attribute("height", height) + " " + std::string{attributes} + ending("rect", tooltip);
}

std::string svg_circle(
    double x, double y, double radius, std::string_view css, std::string_view tooltip) {
  return "<circle class=\"" + std::string{css} + "\"" + attribute("cx", x) + attribute("cy", y) +
         attribute("r", radius) + ending("circle", tooltip);
}

std::string svg_text(double x, double y, std::string_view text, std::string_view attributes) {
  return "<text" + attribute("x", x) + attribute("y", y) + " " + std::string{attributes} + ">" +
         escape(text) + "</text>";
}

double text_width(std::string_view text) {
  constexpr std::string_view narrow = " .,:;'|!()[]/ijlftr";
  constexpr std::string_view wide = "#%&@MWmw+<>=~";
  double units = 0.0;  // of the font size
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;  // within a character
    if (narrow.find(c) != std::string_view::npos) {
      units += 0.39;
    } else if (byte >= 0xE3U || wide.find(c) != std::string_view::npos) {
      units += 0.95;
    } else {
      units += c >= 'A' && c <= 'Z' ? 0.72 : 0.63;
    }
  }
  return font_size * units;
}

std::string fitted(std::string_view text, double width) {
  std::string result = clean(text);
  for (std::size_t characters = display_width(result);
       text_width(result) > width && characters > 1;) {
    result = shorten(result, --characters);
  }
  return result;
}

std::string svg_begin(const Canvas& canvas,
                      double height,
                      std::string_view title,
                      std::string_view description) {
  return "<svg class=\"" + std::string{canvas.name} + "\" viewBox=\"0 0 " + pixels(canvas.width) +
         " " + pixels(height) + "\" role=\"img\" aria-label=\"" + escape(title) + "\"><title>" +
         escape(title) + "</title><desc>" + escape(description) + "</desc>";
}

std::string color_class(std::size_t series) { return "c" + std::to_string(series % colors); }

}  // namespace centricity::inline v0::report
