#pragma once

/// @file
/// Text for people, made of data nobody has checked.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <centricity/core/time.hpp>

namespace centricity::inline v0 {

/// The text as valid UTF-8 in one line: control characters and bytes that are not UTF-8 are written
/// out ("\n", "\x1B"), so that no data can forge a log line or break a document.
/// @param longest bytes of `text` to use; where it is cut, between characters, "…" follows
[[nodiscard]] std::string printable(std::string_view text,
                                    std::size_t longest = std::string_view::npos);

/// The number with so many significant digits, without trailing zeros; digits left of the point are
/// never rounded away.  Locale-free: "0.2426", "11793", "1.5e-07", "inf".
/// @param digits 1 to 17; outside, the nearest of them
[[nodiscard]] std::string number_text(double value, int digits);

/// A decimal number with a comma between thousands: "-12,345.50".
/// @param number digits, a minus before them and a point among them if need be
[[nodiscard]] std::string with_thousands(std::string number);

/// People, rows, ... in a sentence: "2,357".
[[nodiscard]] std::string count_text(std::uint64_t count);

/// A number in a sentence, rounded to a whole one: "1,302".
[[nodiscard]] std::string whole_text(double value);

/// "1 year", "26 weeks", "30.5 days", with so many significant digits.
[[nodiscard]] std::string duration_text(Duration duration, int digits = 6);

}  // namespace centricity::inline v0
