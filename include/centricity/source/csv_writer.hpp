#pragma once

/// @file
/// Rows of a CSV file, written so that every reader reads them back.

#include <span>
#include <string>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0::source {

/// How rows are written.
struct CsvWriteOptions {
  char delimiter = ',';  ///< Between fields; neither a quote nor a line end.

  /// Puts ' before text that a spreadsheet would run as a formula (it begins with = + - @ tab or
  /// CR; numbers are exempt).  It changes the text, so it is off: ids must come back as they were.
  bool guard_formulas = false;
};

/// Appends a row and LF to `out`; fields are quoted where RFC 4180 asks for it, and where a reader
/// would take off the spaces around them or skip the row.  O(bytes).
CENTRICITY_EXPORT void append_csv_row(std::string& out,
                                      std::span<const std::string_view> fields,
                                      const CsvWriteOptions& options = {});

}  // namespace centricity::inline v0::source
