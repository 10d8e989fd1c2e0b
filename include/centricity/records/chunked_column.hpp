#pragma once

/// @file
/// One column of a table: chunked, typed, and free of charge while nothing is in it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <centricity/core/ids.hpp>

namespace centricity::inline v0 {

/// What stands in a row without a value, so that a scan needs no second look.
template <class T>
inline constexpr T blank{};
template <>
inline constexpr PartyId blank<PartyId> = PartyId::none;
template <>
inline constexpr Code blank<Code> = Code::none;

/// A growing column of small values, some of which may be absent.
///
/// In a column of ids or other enumerations the blank says that nothing is known, so a row is
/// plainly a T; a row of numbers, money or time is an optional.
///
/// Memory: `sizeof(T)` a row once the first value has been seen, and a bit more a row once an
/// absent one stands beside a present one; nothing before.  Growing moves no chunk, so the peak is
/// the size.  Equal columns hold equal values, whatever the order of the calls that made them.
template <class T>
class ChunkedColumn {
 public:
  static constexpr std::size_t chunk_rows = 65'536;  ///< Rows in a full chunk.

  /// True if `blank<T>` itself means absent.
  static constexpr bool blank_is_absent = std::is_enum_v<T>;

  /// What one row is.
  using Row = std::conditional_t<blank_is_absent, T, std::optional<T>>;

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// True if no row has a value.
  [[nodiscard]] bool absent() const noexcept { return chunks_.empty(); }

  /// True if every row can be read from `chunk`: no row of numbers, money or time is absent.
  [[nodiscard]] bool complete() const noexcept {
    return present_.empty() && (blank_is_absent || size_ == 0 || !chunks_.empty());
  }

  /// Appends one row.  Amortized O(1).
  void push_back(Row row) {
    if constexpr (blank_is_absent) {
      if (!absent() || row != blank<T>) {
        materialize();
        write({&row, 1});
      } else {
        ++size_;
      }
    } else if (row) {
      append({&*row, 1});
    } else if (absent()) {
      ++size_;
    } else {
      if (present_.empty()) {
        present_.assign(size_, true);
      }
      present_.push_back(false);
      ++absent_rows_;
      write({&blank<T>, 1});
    }
  }

  /// Appends rows that all have a value, or a blank that means absent.  O(values).
  void append(std::span<const T> values) {
    if constexpr (blank_is_absent) {
      if (absent() && all_blank(values)) {
        size_ += values.size();
        return;
      }
      materialize();
    } else if (!values.empty()) {
      if (absent() && size_ > 0) {
        present_.assign(size_, false);
        absent_rows_ = size_;
        materialize();
      }
      if (!present_.empty()) {
        present_.resize(size_ + values.size(), true);
      }
    }
    write(values);
  }

  /// Appends rows without a value.  O(rows) if any other row has one, else O(1).
  void append_absent(std::size_t rows) {
    if (absent()) {
      size_ += rows;
      return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
      push_back(blank_row());
    }
  }

  /// Gives a row < size() this value, which is not the blank of an enumeration.
  void set(std::size_t row, T value) {
    if (absent()) {
      if constexpr (!blank_is_absent) {
        present_.assign(size_, false);
        absent_rows_ = size_;
      }
      materialize();
    }
    chunks_[row / chunk_rows][row % chunk_rows] = value;
    if (!present_.empty() && !present_[row]) {
      present_[row] = true;
      if (--absent_rows_ == 0) {
        present_ = {};
      }
    }
  }

  /// A row < size().
  [[nodiscard]] Row operator[](std::size_t row) const noexcept {
    if (absent() || (!present_.empty() && !present_[row])) {
      return blank_row();
    }
    return chunks_[row / chunk_rows][row % chunk_rows];
  }

  /// The values of rows k·chunk_rows and following; `blank<T>` where absent; empty if the column
  /// is absent.
  [[nodiscard]] std::span<const T> chunk(std::size_t k) const noexcept {
    return absent() ? std::span<const T>{} : std::span<const T>{chunks_[k]};
  }

  friend bool operator==(const ChunkedColumn&, const ChunkedColumn&) = default;

 private:
  [[nodiscard]] static constexpr Row blank_row() noexcept {
    if constexpr (blank_is_absent) {
      return blank<T>;
    } else {
      return std::nullopt;
    }
  }

  /// Gives a column that was absent so far its blanks.
  void materialize() {
    if (absent()) {
      for (std::size_t rows = std::exchange(size_, 0); rows > 0; --rows) {
        write({&blank<T>, 1});
      }
    }
  }

  [[nodiscard]] static bool all_blank(std::span<const T> values) {
    std::size_t row = 0;
    while (row < values.size() && values[row] == blank<T>) ++row;
    return row == values.size();
  }

  /// Only the first chunk grows; the others are made whole, so nothing large is ever moved.
  void write(std::span<const T> values) {
    while (!values.empty()) {
      const std::size_t used = size_ % chunk_rows;
      if (used == 0) {
        chunks_.emplace_back();
        if (chunks_.size() > 1) {
          chunks_.back().reserve(chunk_rows);
        }
      }
      const std::size_t room = chunk_rows - used;
      const std::size_t rows = values.size() < room ? values.size() : room;
      const std::span<const T> head = values.first(rows);
      chunks_.back().insert(chunks_.back().end(), head.begin(), head.end());
      size_ += rows;
      values = values.subspan(rows);
    }
  }

  std::vector<std::vector<T>> chunks_{};
  std::vector<bool> present_{};  ///< Empty: all rows, or none.
  std::size_t absent_rows_ = 0;  ///< Counted where `present_` is in use.
  std::size_t size_ = 0;
};

}  // namespace centricity::inline v0
