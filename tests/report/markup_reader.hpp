#pragma once

// A second, independent view of what the library writes: a strict reader of pages that knows no
// forgiveness.  Unknown entities, unquoted attributes, elements that are not closed or out of order
// throw.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace centricity_tests {

/// An element in the order of the page.
struct Element {
  std::string name{};
  std::map<std::string, std::string> attributes{};  ///< Values with entities resolved.
  std::string text{};                               ///< Own text, entities resolved.
  std::vector<std::string> parents{};               ///< Outermost first.
};

/// Text with the five entities resolved.
/// @throws std::runtime_error for a bare & or an unknown entity
[[nodiscard]] std::string unescape(std::string_view text);

/// @throws std::runtime_error where the page is not well-formed
[[nodiscard]] std::vector<Element> read_markup(std::string_view page);

/// True if the bytes are UTF-8 as RFC 3629 has it and hold no control character but the line end.
[[nodiscard]] bool is_clean_utf8(std::string_view text);

}  // namespace centricity_tests
