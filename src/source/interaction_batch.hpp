#pragma once

/// @file
/// Interactions on their way into a base, many at a time.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::source {

/// Rows with copies of their texts, as those of a reader are gone with its next row.
class InteractionBatch {
 public:
  /// Says that rows have no text beside party, order and product.
  void expect_few_texts() noexcept { texts_in_use_ = texts_in_use_.first(3); }

  /// The next row, blank, to be written in place.  There is room for it.
  [[nodiscard]] Interaction& next() noexcept { return *std::construct_at(&rows_[size_]); }

  /// Keeps what was written to the next row.
  void keep_next() {
    const Interaction& row = rows_[size_++];
    for (const auto text : texts_in_use_) {
      if (!(row.*text).empty()) {
        bytes_ += row.*text;
      }
    }
  }

  [[nodiscard]] bool full() const noexcept { return size_ == rows_.size(); }

  /// Adds all rows to the base and forgets them.
  void move_to(CustomerBase& base) {
    const char* begin = bytes_.data();
    for (Interaction& row : std::span{rows_}.first(size_)) {
      for (const auto text : texts_in_use_) {
        if (!(row.*text).empty()) {
          row.*text = {begin, (row.*text).size()};
          begin += (row.*text).size();
        }
      }
    }
    base.add(std::span<const Interaction>{rows_}.first(size_));
    size_ = 0;
    bytes_.clear();
  }

 private:
  using Text = std::string_view Interaction::*;
  static constexpr std::array<Text, 7> texts{&Interaction::party,
                                             &Interaction::order,
                                             &Interaction::product,
                                             &Interaction::touchpoint,
                                             &Interaction::handled_by,
                                             &Interaction::case_id,
                                             &Interaction::outcome};

  std::array<Interaction, 64> rows_{};
  std::size_t size_ = 0;
  std::span<const Text> texts_in_use_{texts};
  std::string bytes_{};  // Of all texts, in order of rows and `texts`.
};

}  // namespace centricity::inline v0::source
