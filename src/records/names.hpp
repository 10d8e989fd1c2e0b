#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace centricity::inline v0 {

/// The name of an enumerator, from the names of all in order; "unknown" for a value outside.
template <class Enum, std::size_t n>
[[nodiscard]] constexpr std::string_view name_of(const std::array<std::string_view, n>& names,
                                                 Enum value) noexcept {
  const auto position = static_cast<std::size_t>(value);
  return position < n ? names[position] : std::string_view{"unknown"};
}

/// The enumerator of this name; absent if there is none.
template <class Enum, std::size_t n>
[[nodiscard]] constexpr std::optional<Enum> named(const std::array<std::string_view, n>& names,
                                                  std::string_view name) noexcept {
  for (std::size_t position = 0; position < n; ++position) {
    if (names[position] == name) {
      return static_cast<Enum>(position);
    }
  }
  return std::nullopt;
}

}  // namespace centricity::inline v0
