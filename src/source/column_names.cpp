#include "source/column_names.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t longest_list = 400;  // bytes

bool is_lower(char byte) noexcept { return byte >= 'a' && byte <= 'z'; }

bool is_upper(char byte) noexcept { return byte >= 'A' && byte <= 'Z'; }

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

char to_lower(char byte) noexcept { return is_upper(byte) ? static_cast<char>(byte + 32) : byte; }

// Calls visit(word) for each word of a list until it returns true.
template <class Visit>
bool any_word(std::string_view list, Visit&& visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    if (visit(list.substr(0, end))) {
      return true;
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::string words_of(std::string_view name) {
  std::string words = " ";
  char before = ' ';
  for (const char byte : name) {
    const bool part = is_lower(byte) || is_upper(byte) || is_digit(byte);
    const bool new_word = !part || (is_upper(byte) && is_lower(before));
    if (new_word && words.back() != ' ') {
      words += ' ';
    }
    if (part) {
      words += to_lower(byte);
    }
    before = byte;
  }
  return words.back() == ' ' ? words : words + ' ';
}

std::string without_spaces(std::string words) {
  std::erase(words, ' ');
  return words;
}

bool has_word(std::string_view words, std::string_view list) {
  return any_word(list, [&](std::string_view word) {
    return words.find(" " + std::string{word} + " ") != std::string_view::npos;
  });
}

std::optional<std::size_t> find_spelling(std::span<const std::string> words,
                                         const std::vector<bool>& taken,
                                         std::string_view spellings) {
  std::optional<std::size_t> found;
  any_word(spellings, [&](std::string_view spelling) {
    for (std::size_t i = 0; i < words.size() && !found; ++i) {
      if (!taken[i] && without_spaces(words[i]) == spelling) {
        found = i;
      }
    }
    return found.has_value();
  });
  return found;
}

std::string list_of(std::span<const std::string> header) {
  std::string list;
  for (const std::string& name : header) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return printable(list, longest_list);
}

}  // namespace centricity::inline v0::source
