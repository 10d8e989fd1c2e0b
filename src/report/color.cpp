#include "report/color.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace centricity::inline v0::report {
namespace {

using Ramp = std::array<Color, 5>;

constexpr Ramp blues{{{0xED, 0xF3, 0xF8},
                      {0xB9, 0xD3, 0xE6},
                      {0x72, 0xA8, 0xCE},
                      {0x2F, 0x74, 0xA8},
                      {0x0B, 0x3C, 0x66}}};
constexpr Ramp oranges{{{0xF6, 0xF4, 0xF1},
                        {0xF2, 0xCF, 0xA8},
                        {0xE0, 0x9A, 0x57},
                        {0xB6, 0x62, 0x1C},
                        {0x73, 0x38, 0x06}}};

Color on_ramp(const Ramp& ramp, double share) {
  const double position = std::clamp(share, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
  const auto index = std::min(static_cast<std::size_t>(position), ramp.size() - 2);
  const double rest = position - static_cast<double>(index);
  const auto mix = [rest](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + rest * (double{1} * to - from)));
  };
  const Color& a = ramp.at(index);
  const Color& b = ramp.at(index + 1);
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

double luminance(const Color& color) {
  const auto linear = [](std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

std::optional<ColorScale> color_scale(const std::vector<std::optional<double>>& values) {
  std::optional<ColorScale> scale;
  for (const std::optional<double>& value : values) {
    if (!value) continue;
    if (!scale) scale = ColorScale{*value, *value};
    scale->lowest = std::min(scale->lowest, *value);
    scale->highest = std::max(scale->highest, *value);
  }
  return scale;
}

Color color_of(double value, const ColorScale& scale) {
  if (scale.lowest < 0.0 && scale.highest > 0.0) {
    const double farthest = std::max(-scale.lowest, scale.highest);
    return value < 0.0 ? on_ramp(oranges, -value / farthest) : on_ramp(blues, value / farthest);
  }
  // Halved first: the difference of two huge numbers need not be finite.
  const double length = scale.highest / 2 - scale.lowest / 2;
  if (!(length > 0.0)) return on_ramp(blues, 0.25);
  return on_ramp(blues, (value / 2 - scale.lowest / 2) / length);
}

std::string to_hex(const Color& color) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text = "#";
  for (const int channel : {int{color.red}, int{color.green}, int{color.blue}}) {
    text += digits[channel / 16];
    text += digits[channel % 16];
  }
  return text;
}

double contrast(const Color& a, const Color& b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

bool is_dark(const Color& background) {
  return contrast(background, text_on_dark) > contrast(background, text_on_light);
}

}  // namespace centricity::inline v0::report
