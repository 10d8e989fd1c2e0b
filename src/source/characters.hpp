#pragma once

/// @file
/// Characters of fields, whatever the locale.

#include <string_view>

namespace centricity::inline v0::source {

[[nodiscard]] inline bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// The text without spaces and tabs around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace centricity::inline v0::source
