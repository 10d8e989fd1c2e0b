#include "source/instant_reader.hpp"

#include <algorithm>
#include <cstring>

#include <centricity/source/csv_values.hpp>

#include "source/characters.hpp"
#include "source/local_date.hpp"

namespace centricity::inline v0::source {
namespace {

// Text that is eaten from the front.
class Eater {
 public:
  explicit Eater(std::string_view text) noexcept : rest_{text} {}

  [[nodiscard]] bool done() const noexcept { return rest_.empty(); }

  [[nodiscard]] char front() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  [[nodiscard]] std::size_t digits_ahead() const noexcept {
    std::size_t n = 0;
    while (n < rest_.size() && is_digit(rest_[n])) {
      ++n;
    }
    return n;
  }

  bool eat(char byte) noexcept {
    const bool found = front() == byte && !rest_.empty();
    rest_.remove_prefix(found ? 1 : 0);
    return found;
  }

  // Either case of a letter.
  bool eat_letter(char upper) noexcept { return eat(upper) || eat(static_cast<char>(upper + 32)); }

  void eat_spaces() noexcept {
    while (eat(' ')) {
    }
  }

  // A number of so many digits; -1 if there are fewer.
  int number(std::size_t digits) noexcept {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(front())) {
        return -1;
      }
      value = 10 * value + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  // A number of one or two digits; -1 if there is none.
  int short_number() noexcept { return number(std::clamp<std::size_t>(digits_ahead(), 1, 2)); }

 private:
  std::string_view rest_;
};

std::optional<Day> calendar_day(int year, int month, int day) noexcept {
  if (year < 1 || month < 1 || day < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional{Day{date}} : std::nullopt;
}

bool eat_separator(Eater& text, char& separator) noexcept {
  separator = text.front();
  return (separator == '-' || separator == '/' || separator == '.') && text.eat(separator);
}

std::optional<Day> eat_date(Eater& text, DateOrder order) noexcept {
  const std::size_t digits = text.digits_ahead();
  char separator = '\0';
  if (digits == 8) {
    const int year = text.number(4);
    const int month = text.number(2);
    return calendar_day(year, month, text.number(2));
  }
  if (digits == 4) {
    const int year = text.number(4);
    if (!eat_separator(text, separator)) {
      return std::nullopt;
    }
    const int month = text.short_number();
    return text.eat(separator) ? calendar_day(year, month, text.short_number()) : std::nullopt;
  }
  if (digits > 2 || order == DateOrder::year_month_day) {
    return std::nullopt;
  }
  const int first = text.short_number();
  if (!eat_separator(text, separator)) {
    return std::nullopt;
  }
  const int second = text.short_number();
  if (!text.eat(separator) || text.digits_ahead() != 4) {
    return std::nullopt;
  }
  const bool day_first = order == DateOrder::day_month_year;
  return calendar_day(text.number(4), day_first ? second : first, day_first ? first : second);
}

// Hours, minutes, seconds; -1 if it is not a time.
std::chrono::seconds eat_clock(Eater& text) noexcept {
  constexpr std::chrono::seconds none{-1};
  int hour = text.short_number();
  if (hour < 0 || !text.eat(':')) {
    return none;
  }
  const int minute = text.number(2);
  int second = 0;
  if (text.eat(':')) {
    second = text.number(2);
    if (text.eat('.') || text.eat(',')) {
      if (text.digits_ahead() == 0) {
        return none;
      }
      text.number(text.digits_ahead() % 9);  // Fractions are cut off, nine digits at a time.
      while (text.digits_ahead() > 0) {
        text.number(9);
      }
    }
  }
  text.eat_spaces();
  const bool morning = text.eat_letter('A');
  if (morning || text.eat_letter('P')) {
    if (!text.eat_letter('M') || hour < 1 || hour > 12) {
      return none;
    }
    hour = hour % 12 + (morning ? 0 : 12);
  }
  if (hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return none;
  }
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

// "Z", "+02", "+0200", "+02:00", or nothing: the local clock.  Absent if it is anything else.
std::optional<std::chrono::minutes> eat_offset(Eater& text, DayOffset local) noexcept {
  text.eat_spaces();
  if (text.done()) {
    return local;
  }
  if (text.eat_letter('Z')) {
    return std::chrono::minutes{0};
  }
  const bool negative = text.eat('-');
  if (!negative && !text.eat('+')) {
    return std::nullopt;
  }
  const int hours = text.number(2);
  const bool more = text.eat(':') || !text.done();
  const int minutes = more ? text.number(2) : 0;
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  const std::chrono::minutes offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  return negative ? -offset : offset;
}

// Two digits; -1 if they are none.
int two_digits(const char* text) noexcept {
  return is_digit(text[0]) && is_digit(text[1]) ? 10 * (text[0] - '0') + (text[1] - '0') : -1;
}

// The way most dates are written, "1997-09-30".
std::optional<Day> plain_day(const char* text) noexcept {
  const int century = two_digits(text);
  const int year = two_digits(text + 2);
  if (century < 0 || year < 0 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  return calendar_day(100 * century + year, two_digits(text + 5), two_digits(text + 8));
}

// The way most times are written, "T12:00:00" or with a space; -1 if it is not one.
std::chrono::seconds plain_clock(const char* text) noexcept {
  const int hour = two_digits(text + 1);
  const int minute = two_digits(text + 4);
  const int second = two_digits(text + 7);
  const bool punctuated = (text[0] == 'T' || text[0] == ' ') && text[3] == ':' && text[6] == ':';
  const bool valid = punctuated && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 &&
                     second >= 0 && second <= 59;
  return std::chrono::seconds{valid ? 3600 * hour + 60 * minute + second : -1};
}

bool is_in_years_1_to_9999(Instant time) noexcept {
  constexpr Instant first{Day{std::chrono::year{1} / 1 / 1}};
  constexpr Instant end{Day{std::chrono::year{10'000} / 1 / 1}};
  return time >= first && time < end;
}

// Any way a moment may be written.
std::optional<Instant> parse_any_instant(std::string_view field,
                                         DateOrder order,
                                         DayOffset day_offset) noexcept {
  Eater text{trimmed(field)};
  const auto day = eat_date(text, order);
  if (!day) {
    return std::nullopt;
  }
  Instant time{*day};
  std::chrono::minutes offset = day_offset;
  if (!text.done()) {
    if (!text.eat_letter('T') && !text.eat(' ')) {
      return std::nullopt;
    }
    text.eat_spaces();
    const std::chrono::seconds clock = eat_clock(text);
    const auto stated = eat_offset(text, day_offset);
    if (clock.count() < 0 || !stated || !text.done()) {
      return std::nullopt;
    }
    time += clock;
    offset = *stated;
  }
  time -= offset;
  return is_in_years_1_to_9999(time) ? std::optional{time} : std::nullopt;
}

}  // namespace

std::optional<Instant> InstantReader::read(std::string_view field) noexcept {
  const bool utc = field.size() == 20 && field[19] == 'Z';
  const bool has_clock = utc || field.size() == 19;
  if (!has_clock && field.size() != date_.size()) {
    return parse_any_instant(field, order_, local_);
  }
  if (std::memcmp(field.data(), date_.data(), date_.size()) != 0) {
    const auto day = plain_day(field.data());
    if (!day) {
      return parse_any_instant(field, order_, local_);
    }
    std::copy_n(field.begin(), date_.size(), date_.begin());
    midnight_ = Instant{*day};
  }
  const std::chrono::seconds clock =
      has_clock ? plain_clock(field.data() + date_.size()) : std::chrono::seconds{0};
  if (clock.count() < 0) {
    return parse_any_instant(field, order_, local_);
  }
  const Instant time = midnight_ + clock - (utc ? DayOffset{0} : local_);
  return is_in_years_1_to_9999(time) ? std::optional{time} : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view field,
                                     DateOrder order,
                                     DayOffset day_offset) noexcept {
  return InstantReader{order, day_offset}.read(field);
}

bool is_local_date(std::string_view field) noexcept {
  Eater text{trimmed(field)};
  char separator = '\0';
  return text.digits_ahead() <= 2 && text.short_number() >= 0 && eat_separator(text, separator) &&
         text.digits_ahead() <= 2 && text.short_number() >= 0 && text.eat(separator) &&
         text.digits_ahead() == 4;
}

}  // namespace centricity::inline v0::source
