#pragma once

/// @file
/// Strong identifiers: dense 0-based codes that cannot be mixed up.

#include <cstdint>

namespace centricity::inline v0 {

/// A customer, prospect, partner, employee or shareholder: a row of Parties.
/// Valid only with the base it came from; outside a base parties go by their label.
enum class PartyId : std::uint32_t { none = 0xFFFFFFFFU };

/// A word of one dictionary-coded text column.
enum class Code : std::uint32_t { none = 0xFFFFFFFFU };

/// Position for array access.
[[nodiscard]] constexpr std::uint32_t index(PartyId id) noexcept {
  return static_cast<std::uint32_t>(id);
}

/// Position for array access.
[[nodiscard]] constexpr std::uint32_t index(Code code) noexcept {
  return static_cast<std::uint32_t>(code);
}

}  // namespace centricity::inline v0
