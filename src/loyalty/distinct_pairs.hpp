#pragma once

/// @file
/// Customers who share repeats and a time, their age or recency.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <centricity/core/host.hpp>

namespace centricity::inline v0::loyalty {

/// Numbers distinct (repeats, time) in order of appearance: of a million customers some ten
/// thousand, where times are whole days.
class PairNumbers {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// The number of a pair, or `none`.
  [[nodiscard]] std::uint32_t find(std::uint32_t repeats, double time) const {
    // Nearly everybody has few repeats and a whole number of days: no need to hash.
    if (repeats < row_length && std::abs(time) < most_rows) {
      const auto row = static_cast<std::int32_t>(time);
      if (row == time && row >= 0) {
        return row < rows_ ? grid_[static_cast<std::size_t>(row)][repeats] : none;
      }
    }
    return used_ > 0 ? slots_[slot_of(repeats, time)].number : none;
  }

  /// The number of a pair, that of all before it if it is new.
  std::uint32_t find_or_add(std::uint32_t repeats, double time);

  /// How many there are.
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

 private:
  static constexpr std::uint32_t row_length = 64;
  static constexpr double most_rows = 4096.0;  // 11 years of days.

  struct Slot {
    double time = 0.0;
    std::uint32_t repeats = 0;
    std::uint32_t number = none;
  };

  [[nodiscard]] std::size_t slot_of(std::uint32_t repeats, double time) const;
  std::uint32_t& place_of(std::uint32_t repeats, double time);

  std::vector<std::array<std::uint32_t, row_length>> grid_{};  ///< Numbers by time and repeats.
  std::int32_t rows_ = 0;                                      ///< Of the grid.
  std::vector<Slot> slots_{};  ///< Hash table of all others, a power of two, at most half full.
  std::size_t used_ = 0;       ///< Of the slots.
  std::uint32_t size_ = 0;
};

/// Distinct (repeats, time) of some customers.
struct DistinctPairs {
  std::vector<std::uint32_t> first{};     ///< A customer of each, in order of appearance.
  std::vector<std::uint32_t> position{};  ///< Of each customer in `first`.
};

/// Each customer apart, for models in which more matters than repeats and age.
[[nodiscard]] DistinctPairs each_apart(std::size_t customers);

/// @par Complexity O(customers), 4 bytes each.
/// @throws Error `limit_exceeded` for more than 2^32 - 1 customers; `cancelled`.
[[nodiscard]] DistinctPairs distinct_pairs(std::span<const std::uint32_t> repeats,
                                           std::span<const double> times,
                                           const Host& host);

}  // namespace centricity::inline v0::loyalty
