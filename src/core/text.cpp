#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace centricity::inline v0 {
namespace {

constexpr std::size_t longest_character = 4;  // bytes, in UTF-8

unsigned byte_at(std::string_view text, std::size_t position) {
  return position < text.size() ? static_cast<unsigned char>(text[position]) : 0U;
}

// Bytes of the printable UTF-8 character at the front (Unicode 15, table 3-7); 0: there is none.
std::size_t printable_length(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  const unsigned second = byte_at(text, 1);
  const auto continues = [&](std::size_t position) {
    return (byte_at(text, position) & 0xC0U) == 0x80U;
  };
  if (lead < 0x80) {
    return lead >= 0x20 && lead != 0x7F ? 1 : 0;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    const bool control = lead == 0xC2 && second < 0xA0;
    return continues(1) && !control ? 2 : 0;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second >= 0xA0;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && second < 0x90;
    const bool too_large = lead == 0xF4 && second >= 0x90;
    return continues(1) && continues(2) && continues(3) && !overlong && !too_large ? 4 : 0;
  }
  return 0;
}

void append_escaped(std::string& out, unsigned byte) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  switch (byte) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\x";
      out += hexadecimal[byte / 16];
      out += hexadecimal[byte % 16];
  }
}

// Where to cut so that no character is torn apart.
std::size_t cut_at(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) {
    return text.size();
  }
  for (std::size_t back = 1; back < longest_character && back <= longest; ++back) {
    const std::size_t begin = longest - back;
    if (printable_length(text.substr(begin)) > back) {
      return begin;
    }
  }
  return longest;
}

}  // namespace

std::string printable(std::string_view text, std::size_t longest) {
  const std::size_t end = cut_at(text, longest);
  std::string out;
  out.reserve(end);
  for (std::size_t position = 0; position < end;) {
    const std::string_view rest = text.substr(position, end - position);
    const std::size_t length = printable_length(rest);
    if (length == 0) {
      append_escaped(out, byte_at(rest, 0));
    } else {
      out += rest.substr(0, length);
    }
    position += std::max<std::size_t>(length, 1);
  }
  if (end < text.size()) {
    out += "…";
  }
  return out;
}

std::string number_text(double value, int digits) {
  constexpr double smallest_fixed = 1e-5;
  constexpr double largest_fixed = 1e15;
  digits = std::clamp(digits, 1, 17);

  std::array<char, 64> buffer{};
  const auto write = [&](std::chars_format format, int decimals) {
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, decimals);
    return std::string{buffer.data(), written.ptr};
  };

  const double magnitude = std::abs(value);
  if (value == 0.0) {
    return "0";
  }
  if (!(magnitude >= smallest_fixed && magnitude < largest_fixed)) {
    return write(std::chars_format::general, digits);  // also infinity and NaN
  }
  const int exponent = static_cast<int>(std::floor(std::log10(magnitude)));
  std::string text = write(std::chars_format::fixed, std::max(0, digits - 1 - exponent));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

std::string with_thousands(std::string number) {
  const std::size_t begin = number.front() == '-' ? 1 : 0;
  const std::size_t end = std::min(number.find('.'), number.size());
  for (std::size_t i = end; i > begin + 3; i -= 3) number.insert(i - 3, 1, ',');
  return number;
}

std::string count_text(std::uint64_t count) { return with_thousands(std::to_string(count)); }

std::string whole_text(double value) { return with_thousands(number_text(std::round(value), 9)); }

std::string duration_text(Duration duration, int digits) {
  return number_text(duration.value, digits) + " " + std::string{to_string(duration.unit)} +
         (duration.value == 1.0 ? "" : "s");
}

}  // namespace centricity::inline v0
