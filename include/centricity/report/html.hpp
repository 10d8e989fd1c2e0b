#pragma once

/// @file
/// A document as one self-contained web page.

#include <cstddef>
#include <string>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>
#include <centricity/report/privacy.hpp>

namespace centricity::inline v0::report {

/// How a page is written.
struct HtmlOptions {
  Privacy privacy{};             ///< What may be shown.
  std::string language = "en";   ///< Language of the texts, for browsers and screen readers.
  std::size_t table_rows = 200;  ///< Most rows of the data table behind a chart.
};

/// Writes a page: one HTML 5 file in UTF-8 with inline SVG, that loads nothing and runs no script
/// (its own content security policy forbids both).
///
/// Every chart is drawn twice, for wide and for narrow screens, because text in a picture that is
/// scaled down cannot be read; the page shows the one that fits.  Behind every chart is its data as
/// a table.  Lines of more points than the screen has pixels are thinned without losing an extreme.
/// Every text is escaped; control characters and invalid UTF-8 become U+FFFD.
///
/// The same document gives the same bytes.  O(size of the document).
/// @throws Error as `protect`
[[nodiscard]] CENTRICITY_EXPORT std::string to_html(const Document& document,
                                                    const HtmlOptions& options = {});

}  // namespace centricity::inline v0::report
