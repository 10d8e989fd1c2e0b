#include "report/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace centricity::inline v0::report {
namespace {

constexpr std::string_view replacement = "\uFFFD";

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  // bytes
};

std::uint32_t byte(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

// The code point at a position; absent if the bytes are not UTF-8 (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
std::optional<CodePoint> decode(std::string_view text, std::size_t position) {
  const std::uint32_t first = byte(text, position);
  if (first < 0x80) return CodePoint{first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || position + length > text.size()) return std::nullopt;
  std::uint32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = byte(text, position + i);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    value = value << 6U | (next & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[length] || value > 0x10FFFF) return std::nullopt;
  if (value >= 0xD800 && value <= 0xDFFF) return std::nullopt;
  return CodePoint{value, length};
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0xFEFF ||
         (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

struct CodeRange {
  char32_t first;
  char32_t last;
};

template <std::size_t n>
bool within(char32_t c, const std::array<CodeRange, n>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](const CodeRange& range) {
    return c >= range.first && c <= range.last;
  });
}

std::size_t columns(char32_t c) {
  constexpr std::array<CodeRange, 6> combining{{{0x300, 0x36F},
                                                {0x483, 0x489},
                                                {0x1AB0, 0x1AFF},
                                                {0x200B, 0x200D},
                                                {0x20D0, 0x20FF},
                                                {0xFE00, 0xFE0F}}};
  constexpr std::array<CodeRange, 9> wide{{{0x1100, 0x115F},
                                           {0x2E80, 0x303E},
                                           {0x3041, 0xA4CF},
                                           {0xAC00, 0xD7A3},
                                           {0xF900, 0xFAFF},
                                           {0xFE30, 0xFE6F},
                                           {0xFF00, 0xFF60},
                                           {0x1F300, 0x1FAFF},
                                           {0x20000, 0x3FFFD}}};
  if (c < 0x300) return 1;
  if (within(c, combining)) return 0;
  return within(c, wide) ? 2 : 1;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const std::optional<CodePoint> c = decode(text, position);
    if (!c) {
      result += replacement;
      ++position;
      continue;
    }
    if (c->value == U'\t' || c->value == U'\n' || c->value == U'\r') {
      result += ' ';
    } else if (is_control(c->value)) {
      result += replacement;
    } else {
      result += text.substr(position, c->length);
    }
    position += c->length;
  }
  return result;
}

std::size_t display_width(std::string_view clean_text) noexcept {
  std::size_t width = 0;
  for (std::size_t position = 0; position < clean_text.size();) {
    const CodePoint c = decode(clean_text, position).value_or(CodePoint{});
    width += columns(c.value);
    position += c.length;
  }
  return width;
}

std::string shorten(std::string_view clean_text, std::size_t width, std::string_view ellipsis) {
  if (display_width(clean_text) <= width) return std::string{clean_text};
  const std::size_t mark = display_width(ellipsis);
  if (width <= mark) return std::string{width == mark ? ellipsis : std::string_view{}};
  std::size_t used = 0;
  std::size_t position = 0;
  while (position < clean_text.size()) {
    const CodePoint c = decode(clean_text, position).value_or(CodePoint{});
    if (used + columns(c.value) > width - mark) break;
    used += columns(c.value);
    position += c.length;
  }
  std::string result{clean_text.substr(0, position)};
  while (!result.empty() && result.back() == ' ') result.pop_back();
  result += ellipsis;
  return result;
}

std::vector<std::string_view> words_of(std::string_view clean_text) {
  std::vector<std::string_view> words;
  for (std::size_t position = 0; position < clean_text.size();) {
    const std::size_t end = std::min(clean_text.find(' ', position), clean_text.size());
    if (end > position) words.push_back(clean_text.substr(position, end - position));
    position = end + 1;
  }
  return words;
}

std::vector<std::string> wrap(std::string_view clean_text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  for (std::string_view word : words_of(clean_text)) {
    if (used > 0 && used + 1 + display_width(word) > width) end_line();
    while (display_width(word) > width) {
      std::string piece = shorten(word, width, "");
      if (piece.empty()) piece = word.substr(0, decode(word, 0).value_or(CodePoint{}).length);
      word.remove_prefix(piece.size());
      line = std::move(piece);
      end_line();
    }
    if (used > 0) {
      line += ' ';
      ++used;
    }
    line += word;
    used += display_width(word);
  }
  if (!line.empty()) end_line();
  return lines;
}

}  // namespace centricity::inline v0::report
