#pragma once

/// @file
/// The moments of a column.

#include <array>
#include <optional>
#include <string_view>

#include <centricity/core/time.hpp>
#include <centricity/source/csv_dialect.hpp>

namespace centricity::inline v0::source {

/// Reads moments as `parse_instant` does, and fast where most of a file are of the same day as the
/// one before: a date that is written the same is not read again.
class InstantReader {
 public:
  /// @param local local clock minus UTC
  InstantReader(DateOrder order, DayOffset local) noexcept : order_{order}, local_{local} {}

  [[nodiscard]] std::optional<Instant> read(std::string_view field) noexcept;

 private:
  DateOrder order_;
  DayOffset local_;
  // The last date and its midnight, in UTC.
  std::array<char, 10> date_{'1', '9', '7', '0', '-', '0', '1', '-', '0', '1'};
  Instant midnight_{};
};

}  // namespace centricity::inline v0::source
