#pragma once

/// @file
/// A column of short texts in one block of memory.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// Texts by position, e.g. the outside labels of customers.  Views stay valid until the next
/// change.  8 bytes and the text each.
class CENTRICITY_EXPORT Labels {
 public:
  /// Number of texts.
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }

  /// True if there is none.
  [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }

  /// The text at a position < size().
  [[nodiscard]] std::string_view operator[](std::size_t position) const noexcept {
    const std::size_t begin = position == 0 ? 0 : ends_[position - 1];
    return std::string_view{text_}.substr(begin, ends_[position] - begin);
  }

  /// Appends a text; amortized O(its length).
  void push_back(std::string_view text);

  friend bool operator==(const Labels&, const Labels&) = default;

 private:
  std::string text_{};
  std::vector<std::uint64_t> ends_{};
};

}  // namespace centricity::inline v0
