#pragma once

/// @file
/// How a CSV file is written, and how large it may be.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace centricity::inline v0::source {

/// Order of the parts of a date.
enum class DateOrder : std::uint8_t {
  year_month_day,  ///< 1997-09-30, 1997/09/30, 19970930.
  day_month_year,  ///< 30/09/1997, 30.9.1997, 30-09-1997; and those above.
  month_day_year   ///< 09/30/1997, 9/30/1997; and those above.
};

/// How the file is written: RFC 4180 and what people have.  A byte-order mark, a line `sep=;`, line
/// ends LF, CRLF and CR in any mixture and line breaks within quotes are always understood.  Spaces
/// around a field do not belong to it; spaces within quotes do.
struct CsvDialect {
  std::optional<char> delimiter{};              ///< Absent: guessed among `,` `;` tab and `|`.
  char quote = '"';                             ///< Doubled within quotes; '\0': no quoting.
  char decimal_point = '.';                     ///< '.' or ','.
  char grouping = '\0';                         ///< Between thousands, e.g. ','; '\0': none.
  DateOrder dates = DateOrder::year_month_day;  ///< Never guessed: 01/02/2010 is two days.
  std::string currency_sign{};                  ///< Ignored at either end of an amount, e.g. "€".
  std::vector<std::string> missing{};           ///< Texts that mean no value, beside the empty one.

  friend bool operator==(const CsvDialect&, const CsvDialect&) = default;
};

/// What a reader accepts before it stops with Error `limit_exceeded`, or, for the bytes of a field,
/// reports the row.  A reader needs memory for six blocks or for six times the longest row.
struct CsvLimits {
  std::uint64_t bytes = std::uint64_t{1} << 40;    ///< Of the file.
  std::uint64_t rows = 4'000'000'000;              ///< After the header.
  std::size_t columns = 4'096;                     ///< Of the header.
  std::size_t field_bytes = std::size_t{1} << 20;  ///< Of one field; at least 1.
  std::size_t row_bytes = std::size_t{1} << 23;    ///< Of one row; 1 to 2^30.
  std::size_t block_bytes = std::size_t{1} << 18;  ///< Read at a time; 1 to 2^30.

  friend bool operator==(const CsvLimits&, const CsvLimits&) = default;
};

}  // namespace centricity::inline v0::source
