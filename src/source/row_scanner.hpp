#pragma once

/// @file
/// The second step of reading CSV: rows and their fields, from the marks.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/source/csv_dialect.hpp>
#include <centricity/source/csv_reader.hpp>

#include "source/byte_window.hpp"
#include "source/marks.hpp"

namespace centricity::inline v0::source {

/// Cuts a window of bytes into rows and moves it on.  A row is kept only while the scanner is on
/// it, and is scanned anew when the window has to grow to hold it; as the window doubles, and as a
/// quote that is never closed costs one look at what follows it, time is linear in the bytes.
class RowScanner {
 public:
  /// @param dialect with its delimiter
  RowScanner(ByteWindow window, const CsvDialect& dialect, const CsvLimits& limits);

  /// Goes to the next row that is not blank, as far as it is in view.
  enum class Step : std::uint8_t { row, more, end };
  [[nodiscard]] Step step(std::size_t columns);

  /// After Step::more: shows more of the bytes.
  /// @throws Error `limit_exceeded`, `io`
  void show_more();

  [[nodiscard]] const std::vector<std::string_view>& fields() const noexcept { return fields_; }

  /// Fields of the row; `fields()` holds no more than `columns` of them.
  [[nodiscard]] std::size_t field_count() const noexcept { return field_count_; }

  [[nodiscard]] RowProblem problem() const noexcept { return problem_; }

  [[nodiscard]] std::uint64_t line() const noexcept { return row_line_; }

  [[nodiscard]] std::uint64_t lines_read() const noexcept { return lines_; }

  [[nodiscard]] std::uint64_t blank_lines() const noexcept { return blank_lines_; }

  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return window_.offset() + begin_; }

  [[nodiscard]] const ByteWindow& window() const noexcept { return window_; }

 private:
  // Where scanning is: a position in the view and the first mark that is not before it.
  struct Cursor {
    std::size_t at = 0;
    std::size_t mark = 0;
  };
  enum class Found : std::uint8_t { field, broken, more };

  [[nodiscard]] bool is_space(char byte) const noexcept;
  [[nodiscard]] std::size_t skip_spaces(std::size_t at) const noexcept;
  [[nodiscard]] char at_mark(std::size_t mark) const noexcept;
  [[nodiscard]] bool skip_blank_lines();
  [[nodiscard]] bool pass_line_end(Cursor& cursor) const noexcept;
  [[nodiscard]] bool scan_row(Cursor& cursor);
  [[nodiscard]] bool scan_plain(Cursor& cursor, std::size_t begin);
  [[nodiscard]] Found scan_quoted(Cursor& cursor);
  [[nodiscard]] bool end_broken_row(Cursor& cursor, const Cursor& quote);
  void keep(std::string_view field, bool escaped = false);
  void blame(RowProblem problem) noexcept;
  void finish_row(std::string_view row);
  void unescape_fields(std::size_t row_bytes);

  ByteWindow window_;
  CsvLimits limits_;
  char delimiter_;
  char quote_;

  std::string_view text_{};             // The view.
  std::vector<std::uint32_t> marks_{};  // Of the view; `found_.count` of them.
  FoundMarks found_{};
  std::size_t begin_ = 0;  // Of the next row.
  std::size_t next_mark_ = 0;

  std::size_t columns_ = 0;
  std::vector<std::string_view> fields_{};
  std::vector<std::size_t> escaped_{};  // Fields in which quotes are doubled.
  std::string unescaped_{};             // What these say.
  std::size_t field_count_ = 0;
  bool surplus_text_ = false;  // A field beyond the columns is not empty.
  RowProblem problem_ = RowProblem::none;
  std::uint64_t row_line_ = 0;
  std::uint64_t row_lines_ = 0;  // Line ends within the row.
  std::uint64_t lines_ = 0;
  std::uint64_t blank_lines_ = 0;
};

}  // namespace centricity::inline v0::source
