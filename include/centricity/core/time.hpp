#pragma once

/// @file
/// Time: instants in UTC seconds, days under a declared fixed offset, durations with their unit.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// A moment, in whole UTC seconds.
using Instant = std::chrono::sys_seconds;

/// A calendar day.
using Day = std::chrono::sys_days;

/// Difference between the local clock that decides what a day is, and UTC; within ±18 hours.
/// Fixed on purpose: a day is the same day whatever machine counts it.
using DayOffset = std::chrono::minutes;

/// Units of durations.
enum class TimeUnit : std::uint8_t { second, hour, day, week, month, year };

/// Length of one unit; a month is 30.436875 days, a year twelve of them (Gregorian means).
[[nodiscard]] constexpr double seconds_in(TimeUnit unit) noexcept {
  switch (unit) {
    case TimeUnit::second:
      return 1.0;
    case TimeUnit::hour:
      return 3600.0;
    case TimeUnit::day:
      return 86400.0;
    case TimeUnit::week:
      return 604800.0;
    case TimeUnit::month:
      return 2629746.0;
    case TimeUnit::year:
      return 31556952.0;
  }
  return 1.0;
}

/// "day", "week", ...
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(TimeUnit unit) noexcept;

/// The unit of that name, singular or plural; absent if there is none.
[[nodiscard]] CENTRICITY_EXPORT std::optional<TimeUnit> parse_time_unit(
    std::string_view name) noexcept;

/// A length of time that knows its unit, so that weeks are never taken for days.
struct Duration {
  double value = 0.0;             ///< In units.
  TimeUnit unit = TimeUnit::day;  ///< Its unit.

  /// The same length in another unit; exact when the unit is its own.
  [[nodiscard]] constexpr double in(TimeUnit other) const noexcept {
    return unit == other ? value : value * (seconds_in(unit) / seconds_in(other));
  }

  friend bool operator==(const Duration&, const Duration&) = default;
};

/// A duration of so many days.
[[nodiscard]] constexpr Duration days(double value) noexcept { return {value, TimeUnit::day}; }

/// A duration of so many weeks.
[[nodiscard]] constexpr Duration weeks(double value) noexcept { return {value, TimeUnit::week}; }

/// A duration of so many mean months of 30.436875 days.
[[nodiscard]] constexpr Duration months(double value) noexcept { return {value, TimeUnit::month}; }

/// A duration of so many mean years of 365.2425 days.
[[nodiscard]] constexpr Duration years(double value) noexcept { return {value, TimeUnit::year}; }

/// The calendar day of a moment.
[[nodiscard]] constexpr Day day_of(Instant time, DayOffset offset = DayOffset{0}) noexcept {
  return std::chrono::floor<std::chrono::days>(time + offset);
}

/// The first moment of a calendar day.
[[nodiscard]] constexpr Instant start_of(Day day, DayOffset offset = DayOffset{0}) noexcept {
  return Instant{day} - offset;
}

/// A calendar day from its parts, e.g. `date(1997, 9, 30)`.
/// @throws Error `invalid_argument` if there is no such day or the year is not 1 to 9999.
[[nodiscard]] CENTRICITY_EXPORT Day date(int year, int month, int day);

/// Parses "1997-09-30" or "19970930"; absent if it is not such a date.
[[nodiscard]] CENTRICITY_EXPORT std::optional<Day> parse_date(std::string_view text) noexcept;

/// "1997-09-30".  Years before 0 or after 9999 carry a sign: "-0044-03-15".  Beyond the calendar of
/// `<chrono>` (years ±32767), the number of days since 1970-01-01: "day 99999999".
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(Day day);

/// "1997-09-30T12:00:00Z", the day written as above.
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(Instant time);

}  // namespace centricity::inline v0
