#pragma once

/// @file
/// The values of fields, exactly: numbers, money, moments.

#include <cstdint>
#include <optional>
#include <string_view>

#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/source/csv_dialect.hpp>

namespace centricity::inline v0::source {

/// True if the field has no value: it is empty or one of `dialect.missing`.
[[nodiscard]] CENTRICITY_EXPORT bool is_missing(std::string_view field,
                                                const CsvDialect& dialect) noexcept;

/// A decimal number as it is written: mantissa / 10^decimals, without rounding.
struct Decimal {
  std::int64_t mantissa = 0;  ///< All digits and the sign.
  int decimals = 0;           ///< 0 to 18.

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Reads "1234.5", "-0,25", "+3", "1e-3", "(12.50)", "12.50-", "1,234.50" in the way of the
/// dialect. Absent for anything else (infinite, NaN, hexadecimal) and where more than 18 digits are
/// needed.
[[nodiscard]] CENTRICITY_EXPORT std::optional<Decimal> parse_decimal(
    std::string_view field, const CsvDialect& dialect) noexcept;

/// The decimal as a double: the nearest one if the mantissa is at most 2^53.
[[nodiscard]] CENTRICITY_EXPORT double to_double(const Decimal& value) noexcept;

/// The nearest double; absent where `parse_decimal` is, except that any number of digits is read.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> parse_number(std::string_view field,
                                                                   const CsvDialect& dialect);

/// A moment: a date, or a date and a time behind `T` or a space: hours and minutes, if you like
/// seconds with a fraction (cut off), AM or PM, and `Z` or an offset from UTC.  Without one of the
/// latter two it is on the local clock.
/// @param day_offset local clock minus UTC
[[nodiscard]] CENTRICITY_EXPORT std::optional<Instant> parse_instant(
    std::string_view field, DateOrder order, DayOffset day_offset = DayOffset{0}) noexcept;

/// Money and whether it had to be rounded to 1/10,000.
struct RoundedMoney {
  Money money{};         ///< The nearest amount, ties away from zero.
  bool rounded = false;  ///< True if it is not exact.
};

/// The decimal as money; absent if it does not fit.
[[nodiscard]] CENTRICITY_EXPORT std::optional<RoundedMoney> to_money(const Decimal& value) noexcept;

/// quantity × price, rounded once at most; absent if it does not fit.
[[nodiscard]] CENTRICITY_EXPORT std::optional<RoundedMoney> multiply(const Decimal& quantity,
                                                                     const Decimal& price) noexcept;

}  // namespace centricity::inline v0::source
