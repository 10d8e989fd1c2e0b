#pragma once

/// @file
/// Text that is UTF-8, whatever it was.

#include <string>
#include <string_view>

namespace centricity::inline v0::source {

/// True if all bytes are ASCII.  O(bytes), 8 at a time.
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// True if the text is well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// The text in UTF-8 if it is taken for Latin-1, as old files are; different texts stay different.
[[nodiscard]] std::string latin1_to_utf8(std::string_view text);

}  // namespace centricity::inline v0::source
