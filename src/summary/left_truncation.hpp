#pragma once

#include <cstdint>
#include <optional>

#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>

namespace centricity::inline v0 {

/// Looks for left truncation, by the rule documented at `purchase_histories`.
class LeftTruncation {
 public:
  /// @param from  first day observed
  /// @param until last day observed
  LeftTruncation(Day from, Day until) noexcept;

  /// Takes one customer.
  /// @param first    day of the first purchase
  /// @param acquired when the relation began, if that is known
  void see(Day first, std::optional<Day> acquired) noexcept;

  /// Adds the warning "left_truncated" if the customers look like it.
  void report_to(ValidationReport& report) const;

 private:
  Day from_;
  std::int64_t span_ = 0;   ///< Days observed.
  std::int64_t month_ = 0;  ///< Days of the first stretch.
  std::uint64_t customers_ = 0;
  std::uint64_t early_ = 0;         ///< First seen in the first stretch,
  std::uint64_t later_ = 0;         ///< in the next two,
  std::uint64_t late_ = 0;          ///< or in the second half.
  std::uint64_t known_before_ = 0;  ///< Acquired before the first day.
};

}  // namespace centricity::inline v0
