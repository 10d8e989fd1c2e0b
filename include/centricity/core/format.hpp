#pragma once

/// @file
/// How a number in a document is to be read and written.

#include <cstdint>
#include <string>

namespace centricity::inline v0 {

/// What a number is.
enum class Quantity : std::uint8_t {
  number,   ///< A plain number.
  percent,  ///< A share, stored as a fraction: 0.25 is written 25%.
  money,    ///< An amount in currency units.
  day       ///< Days since 1970-01-01, written as a date.
};

/// How numbers of a column, an axis or a figure are written.
struct Format {
  Quantity quantity = Quantity::number;  ///< What they are.
  int decimals = 2;                      ///< Digits after the point, 0 to 12.
  std::string unit{};                    ///< "weeks", "EUR", ...; empty: none.

  friend bool operator==(const Format&, const Format&) = default;
};

}  // namespace centricity::inline v0
