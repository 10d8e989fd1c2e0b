#pragma once

#include <chrono>
#include <cstdint>

#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_definition.hpp>

namespace centricity::inline v0 {

/// The periods within which purchases count as one, numbered: moments, days, weeks from an origin
/// or calendar months.  Recency and age are differences of these numbers.
struct Periods {
  MergeGrain grain = MergeGrain::day;
  Day origin{};             ///< First day of week 0.
  DayOffset day_offset{0};  ///< Decides what a day is.

  /// The number of the period of a day; not for grain none.
  [[nodiscard]] std::int64_t of(Day day) const noexcept {
    if (grain == MergeGrain::week) {
      return std::chrono::floor<std::chrono::weeks>(day - origin).count();
    }
    if (grain == MergeGrain::month) {
      const std::chrono::year_month_day date{day};
      return std::int64_t{12} * static_cast<int>(date.year()) +
             static_cast<unsigned>(date.month()) - 1;
    }
    return day.time_since_epoch().count();
  }

  /// The number of the period of a moment.
  [[nodiscard]] std::int64_t of(Instant time) const noexcept {
    return grain == MergeGrain::none ? time.time_since_epoch().count()
                                     : of(day_of(time, day_offset));
  }

  /// What age runs to: the period of the last day, or the end of that day.
  [[nodiscard]] std::int64_t end(Day until) const noexcept {
    return grain == MergeGrain::none
               ? start_of(until + std::chrono::days{1}, day_offset).time_since_epoch().count()
               : of(until);
  }

  /// Unit of a summary's times.
  [[nodiscard]] TimeUnit unit() const noexcept {
    switch (grain) {
      case MergeGrain::none:
      case MergeGrain::day:
        return TimeUnit::day;
      case MergeGrain::week:
        return TimeUnit::week;
      case MergeGrain::month:
        return TimeUnit::month;
    }
    return TimeUnit::day;
  }

  /// How many periods make one unit.
  [[nodiscard]] double per_unit() const noexcept {
    return grain == MergeGrain::none ? 86'400.0 : 1.0;
  }
};

/// Periods of a definition under a window whose first day is set if weeks need an origin.
[[nodiscard]] inline Periods periods_of(const PurchaseDefinition& definition,
                                        const ObservationWindow& window) noexcept {
  return {.grain = definition.rules.merge,
          .origin = window.from.value_or(Day{}),
          .day_offset = definition.day_offset};
}

}  // namespace centricity::inline v0
