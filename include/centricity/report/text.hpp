#pragma once

/// @file
/// A document for a terminal or a log.

#include <cstddef>
#include <string>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>
#include <centricity/report/privacy.hpp>

namespace centricity::inline v0::report {

/// How plain text is written.
struct TextOptions {
  Privacy privacy{};            ///< What may be shown.
  int width = 80;               ///< Columns of the screen, 40 or more.
  bool ascii = false;           ///< True: our own marks are ASCII; texts stay as they are.
  bool styled = false;          ///< True: bold headings and colored notices by ANSI escapes.
  std::size_t table_rows = 20;  ///< Most rows written of a table; the rest is counted.
};

/// Writes headings, wrapped paragraphs, aligned tables, bars for categories and a small curve for
/// every series.  Lines end in "\n" and are at most `width` columns wide; cells that do not fit
/// take several lines.  Control characters (so also escape sequences) and invalid UTF-8 become
/// U+FFFD.
///
/// The same document gives the same bytes.  O(size of the document).
/// @throws Error as `protect`; `invalid_argument` if `width` < 40
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const Document& document,
                                                    const TextOptions& options = {});

}  // namespace centricity::inline v0::report
