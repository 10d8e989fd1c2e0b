#include <algorithm>
#include <array>

#include <centricity/core/error.hpp>
#include <centricity/core/time.hpp>

namespace centricity::inline v0 {
namespace {

constexpr int first_year = 1;
constexpr int last_year = 9999;

std::optional<Day> day_from(int year, int month, int day) noexcept {
  if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const std::chrono::year_month_day calendar{std::chrono::year{year},
                                             std::chrono::month{static_cast<unsigned>(month)},
                                             std::chrono::day{static_cast<unsigned>(day)}};
  return calendar.ok() ? std::optional{Day{calendar}} : std::nullopt;
}

// Digits only: no sign, no space, and no locale.
std::optional<int> digits(std::string_view text) noexcept {
  int value = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') {
      return std::nullopt;
    }
    value = 10 * value + (character - '0');
  }
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.insert(0, width - std::min(width, text.size()), '0');
}

constexpr std::array units{TimeUnit::second,
                           TimeUnit::hour,
                           TimeUnit::day,
                           TimeUnit::week,
                           TimeUnit::month,
                           TimeUnit::year};

}  // namespace

std::string_view to_string(TimeUnit unit) noexcept {
  switch (unit) {
    case TimeUnit::second:
      return "second";
    case TimeUnit::hour:
      return "hour";
    case TimeUnit::day:
      return "day";
    case TimeUnit::week:
      return "week";
    case TimeUnit::month:
      return "month";
    case TimeUnit::year:
      return "year";
  }
  return "unknown";
}

std::optional<TimeUnit> parse_time_unit(std::string_view name) noexcept {
  if (name.ends_with('s')) {
    name.remove_suffix(1);
  }
  for (const TimeUnit unit : units) {
    if (name == to_string(unit)) {
      return unit;
    }
  }
  return std::nullopt;
}

Day date(int year, int month, int day) {
  if (const auto found = day_from(year, month, day)) {
    return *found;
  }
  throw Error{ErrorCode::invalid_argument,
              "There is no day " + std::to_string(year) + "-" + std::to_string(month) + "-" +
                  std::to_string(day),
              "Give year (1 to 9999), month and day of a day in the calendar"};
}

std::optional<Day> parse_date(std::string_view text) noexcept {
  const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashed && text.size() != 8) {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(dashed ? 5 : 4, 2));
  const auto day = digits(text.substr(dashed ? 8 : 6, 2));
  return year && month && day ? day_from(*year, *month, *day) : std::nullopt;
}

std::string to_text(Day day) {
  constexpr Day first = std::chrono::year::min() / 1 / 1;
  constexpr Day last = std::chrono::year::max() / 12 / 31;
  if (day < first || day > last) {
    return "day " + std::to_string(day.time_since_epoch().count());
  }
  const std::chrono::year_month_day calendar{day};
  const int year = static_cast<int>(calendar.year());
  std::string text = year < 0 ? "-" : year > last_year ? "+" : "";
  text += padded(year < 0 ? -year : year, 4);
  text += "-" + padded(static_cast<int>(static_cast<unsigned>(calendar.month())), 2);
  text += "-" + padded(static_cast<int>(static_cast<unsigned>(calendar.day())), 2);
  return text;
}

std::string to_text(Instant time) {
  constexpr std::int64_t seconds_a_day = 86400;
  const std::int64_t remainder = time.time_since_epoch().count() % seconds_a_day;
  const int second = static_cast<int>(remainder < 0 ? remainder + seconds_a_day : remainder);
  return to_text(day_of(time)) + "T" + padded(second / 3600, 2) + ":" +
         padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2) + "Z";
}

}  // namespace centricity::inline v0
