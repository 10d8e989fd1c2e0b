#pragma once

/// @file
/// Any CSV file as a stream of rows: what every loader of the library is made of.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/source/csv_dialect.hpp>

namespace centricity::inline v0::source {

/// What is wrong with the structure of a row.
enum class RowProblem : std::uint8_t {
  none,             ///< Nothing: as many fields as the header.
  too_few_fields,   ///< Fewer fields than the header.
  too_many_fields,  ///< More fields than the header, and not only empty ones at the end.
  broken_quote,     ///< A quote is not closed, or text follows the closing one.  The row then ends
                    ///< with the line in which the quote opens, and reading goes on behind it.
  long_field,       ///< A field is longer than `CsvLimits::field_bytes`.
  nul_byte          ///< The row holds a byte 0, which no text file does.
};

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(RowProblem problem) noexcept;

/// Reads a CSV file with a header, row by row, in one pass and bounded memory.
///
///     CsvReader reader = CsvReader::open("survey.csv");
///     while (reader.next()) use(reader.fields());
///
/// Lines without a character other than spaces are skipped.  Time is linear in the bytes whatever
/// they are.
class CENTRICITY_EXPORT CsvReader {
 public:
  /// Opens a file and reads its header.  The host is told how far reading is and may stop it.
  /// @throws Error `io` with the reason of the operating system; `invalid_data` if there is no
  ///         header, or the file is no text: compressed, a workbook, UTF-16; `limit_exceeded`.
  [[nodiscard]] static CsvReader open(const std::string& path,
                                      const CsvDialect& dialect = {},
                                      const CsvLimits& limits = {},
                                      const Host& host = {});

  /// Reads bytes in memory, which must outlive the reader.  Errors as above.
  [[nodiscard]] static CsvReader over(std::string_view bytes,
                                      const CsvDialect& dialect = {},
                                      const CsvLimits& limits = {},
                                      const Host& host = {});

  /// Moves; what was moved from may only be assigned to or destroyed.
  CsvReader(CsvReader&& other) noexcept;
  CsvReader& operator=(CsvReader&& other) noexcept;

  ~CsvReader();

  /// Names of the columns, without the spaces around them.  At least one.
  [[nodiscard]] const std::vector<std::string>& header() const noexcept;

  /// Position of the column of this name; absent if there is none.
  /// @throws Error `invalid_data` if several columns have it.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;

  /// Position of the column of this name.
  /// @throws Error `invalid_data` that names the columns there are, if this is not one of them.
  [[nodiscard]] std::size_t column(std::string_view name) const;

  /// How the file is written, its delimiter included.
  [[nodiscard]] const CsvDialect& dialect() const noexcept;

  /// Goes to the next row, whatever its problem; false at the end.
  /// @throws Error `limit_exceeded`, `io`, `cancelled`.
  bool next();

  /// The row: as many fields as the header unless it has a problem.  Valid until the next call.
  [[nodiscard]] std::span<const std::string_view> fields() const noexcept;

  /// What is wrong with the row.
  [[nodiscard]] RowProblem problem() const noexcept;

  /// Line of the file the row begins in, from 1.
  [[nodiscard]] std::uint64_t line() const noexcept;

  /// Rows before this one, the header not counted.
  [[nodiscard]] std::uint64_t row() const noexcept;

  /// Bytes and lines behind, this row included; skipped lines among them.
  [[nodiscard]] std::uint64_t bytes_read() const noexcept;
  [[nodiscard]] std::uint64_t lines_read() const noexcept;
  [[nodiscard]] std::uint64_t blank_lines() const noexcept;

 private:
  class State;
  explicit CsvReader(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace centricity::inline v0::source
