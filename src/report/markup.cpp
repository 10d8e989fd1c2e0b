#include "report/markup.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "report/utf8.hpp"

namespace centricity::inline v0::report {

std::string escape(std::string_view text) {
  std::string result;
  for (const char c : clean(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string pixels(double value) {
  if (!std::isfinite(value)) return "0";
  constexpr double far_outside = 1e5;
  const long tenths = std::lround(10.0 * std::clamp(value, -far_outside, far_outside));
  std::string text = tenths < 0 ? "-" : "";
  const long size = std::labs(tenths);
  text += std::to_string(size / 10);
  if (size % 10 != 0) {
    text += '.';
    text += static_cast<char>('0' + size % 10);
  }
  return text;
}

}  // namespace centricity::inline v0::report
