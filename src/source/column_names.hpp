#pragma once

/// @file
/// Names of columns, compared and listed.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace centricity::inline v0::source {

/// The words of a name, with a space around each: "CustomerID (hash)" -> " customer id hash ".
[[nodiscard]] std::string words_of(std::string_view name);

/// Words without the spaces.
[[nodiscard]] std::string without_spaces(std::string words);

/// True if the words, as of `words_of`, have one of a list of words divided by single spaces.
[[nodiscard]] bool has_word(std::string_view words, std::string_view list);

/// The first column that is not taken and has the first of the spellings that any has.
/// @param words     of each column
/// @param spellings divided by single spaces; lower case, letters and digits only
[[nodiscard]] std::optional<std::size_t> find_spelling(std::span<const std::string> words,
                                                       const std::vector<bool>& taken,
                                                       std::string_view spellings);

/// All names, for a message: at most some hundred bytes, and printable.
[[nodiscard]] std::string list_of(std::span<const std::string> header);

}  // namespace centricity::inline v0::source
