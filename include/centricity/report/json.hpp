#pragma once

/// @file
/// A document for machines.

#include <string>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>
#include <centricity/report/privacy.hpp>

namespace centricity::inline v0::report {

/// How JSON is written.
struct JsonOptions {
  Privacy privacy{};  ///< What may be shown.
  int indent = 2;     ///< Blanks a level; -1: all on one line.
};

/// Writes `{"schema":1,"id":…,"title":…,"blocks":[…],"sections":[…]}` (RFC 8259, UTF-8).
///
/// A block has a `kind`: paragraph, notice, figures, table, chart or heat_map.  An estimate is
/// `{"value":…,"std_error":…,"lower":…,"upper":…,"level":…,"interval":…,"n":…,"method":…}`, without
/// what is not known, or `{"undefined":reason,"n":…}`.  Missing values and numbers that are not
/// finite are null, days "1997-09-30", money a number of currency units.  Sections are documents of
/// the same shape without `schema`.  `<`, `>`, `&` and the line separators U+2028 and U+2029 are
/// written as escapes, so the text may stand inside an HTML script element.
///
/// The same document gives the same bytes.  O(size of the document).
/// @throws Error as `protect`
[[nodiscard]] CENTRICITY_EXPORT std::string to_json(const Document& document,
                                                    const JsonOptions& options = {});

}  // namespace centricity::inline v0::report
