#pragma once

// Colors of heat maps: from light to dark where values have one sign, orange and blue around a
// light zero where they have both (both scales are told apart by color-blind readers), and text
// that can be read on them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace centricity::inline v0::report {

/// sRGB.
struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// Values from lowest to highest, of both signs or of one.
struct ColorScale {
  double lowest = 0.0;
  double highest = 1.0;
};

/// The scale over all present values; absent if there is none.
[[nodiscard]] std::optional<ColorScale> color_scale(
    const std::vector<std::optional<double>>& values);

[[nodiscard]] Color color_of(double value, const ColorScale& scale);

/// "#0a1b2c".
[[nodiscard]] std::string to_hex(const Color& color);

/// Contrast ratio of two colors, 1 to 21 (WCAG 2.1, 1.4.3).
[[nodiscard]] double contrast(const Color& a, const Color& b);

/// Texts on a map; the style sheet knows the same two.
inline constexpr Color text_on_dark{0xFF, 0xFF, 0xFF};
inline constexpr Color text_on_light{0x00, 0x00, 0x00};

/// True if `text_on_dark` is the one that can be read better; the contrast is at least 4.5.
[[nodiscard]] bool is_dark(const Color& background);

}  // namespace centricity::inline v0::report
