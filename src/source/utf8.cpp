#include "source/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace centricity::inline v0::source {
namespace {

// Bytes of the character at the front; 0 if it is not well-formed.
std::size_t character_bytes(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return follows(1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned lowest = first == 0xE0 ? 0xA0 : 0x80;   // No longer than needed,
    const unsigned highest = first == 0xED ? 0x9F : 0xBF;  // and no surrogate.
    return byte(1) >= lowest && byte(1) <= highest && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned lowest = first == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = first == 0xF4 ? 0x8F : 0xBF;  // At most U+10FFFF.
    return byte(1) >= lowest && byte(1) <= highest && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_ascii(std::string_view text) noexcept {
  std::uint64_t seen = 0;
  while (text.size() >= sizeof(seen)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data(), sizeof(eight));
    seen |= eight;
    text.remove_prefix(sizeof(eight));
  }
  for (const char byte : text) {
    seen |= static_cast<unsigned char>(byte);
  }
  return (seen & 0x8080'8080'8080'8080U) == 0;
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) {
      return false;
    }
    text.remove_prefix(bytes);
  }
  return true;
}

std::string latin1_to_utf8(std::string_view text) {
  std::string result;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80) {
      result += character;
    } else {
      result += static_cast<char>(0xC0U | (byte >> 6U));
      result += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return result;
}

}  // namespace centricity::inline v0::source
