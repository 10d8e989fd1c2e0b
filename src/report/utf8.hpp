#pragma once

// Texts of strangers: made harmless, measured, cut and wrapped.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace centricity::inline v0::report {

/// Valid UTF-8 without control characters: bytes that are not UTF-8, C0 and C1 controls and the
/// controls of writing direction become U+FFFD; tabs and line ends become a blank.
[[nodiscard]] std::string clean(std::string_view text);

/// Columns a terminal needs for clean text: 0 for combining marks, 2 for wide East Asian, else 1.
[[nodiscard]] std::size_t display_width(std::string_view clean_text) noexcept;

/// The longest beginning of clean text within `width` columns, with `ellipsis` where it was cut.
[[nodiscard]] std::string shorten(std::string_view clean_text,
                                  std::size_t width,
                                  std::string_view ellipsis = "…");

/// The pieces between blanks.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view clean_text);

/// Lines of at most `width` columns, broken at blanks; longer words are cut in pieces.
[[nodiscard]] std::vector<std::string> wrap(std::string_view clean_text, std::size_t width);

}  // namespace centricity::inline v0::report
