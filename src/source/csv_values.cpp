#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

#include <centricity/source/csv_values.hpp>

#include "source/local_date.hpp"

namespace centricity::inline v0::source {
namespace {

__extension__ using Wide = __int128;  // Holds the product of two mantissas.

constexpr std::int64_t largest_mantissa = 999'999'999'999'999'999;  // 18 digits
constexpr int most_decimals = 18;
constexpr int money_decimals = 4;
constexpr int largest_exponent = 9'999;

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool strip_front(std::string_view& text, std::string_view prefix) noexcept {
  const bool found = !prefix.empty() && text.starts_with(prefix);
  text.remove_prefix(found ? prefix.size() : 0);
  return found;
}

bool strip_back(std::string_view& text, std::string_view suffix) noexcept {
  const bool found = !suffix.empty() && text.ends_with(suffix);
  text.remove_suffix(found ? suffix.size() : 0);
  return found;
}

// A number without its sign.
struct Magnitude {
  std::string_view text{};
  bool negative = false;
};

// Takes off one sign, in whichever way it is written, and the currency sign.
Magnitude magnitude_of(std::string_view field, const CsvDialect& dialect) noexcept {
  Magnitude number{.text = trimmed(field)};
  bool has_sign = false;
  const auto strip_sign = [&] {
    if (!has_sign && number.text.starts_with('(') && number.text.ends_with(')')) {
      number.text = trimmed(number.text.substr(1, number.text.size() - 2));
      has_sign = number.negative = true;
    } else if (!has_sign && (strip_front(number.text, "-") || strip_back(number.text, "-"))) {
      has_sign = number.negative = true;
    } else if (!has_sign && strip_front(number.text, "+")) {
      has_sign = true;
    }
  };
  strip_sign();
  if (!dialect.currency_sign.empty()) {
    number.text = trimmed(number.text);
    if (strip_front(number.text, dialect.currency_sign) ||
        strip_back(number.text, dialect.currency_sign)) {
      number.text = trimmed(number.text);
      strip_sign();
    }
  }
  return number;
}

// Bytes of a thousands separator at the front.  Where it is a space, the no-break spaces of
// typographers are meant as well.
std::size_t grouping_bytes(std::string_view text, char grouping) noexcept {
  if (grouping == '\0') {
    return 0;
  }
  if (text.front() == grouping) {
    return 1;
  }
  if (grouping == ' ' && text.starts_with("\xC2\xA0")) {
    return 2;
  }
  return grouping == ' ' && text.starts_with("\xE2\x80\xAF") ? 3 : 0;
}

// Hands every digit to `take(digit, in_fraction)`.  @return the exponent; absent: no such number
template <class Take>
std::optional<int> scan_digits(std::string_view text, const CsvDialect& dialect, Take&& take) {
  std::size_t i = 0;
  int group = 0;  // Digits since the last thousands separator.
  bool grouped = false;
  bool any = false;
  while (i < text.size()) {
    if (is_digit(text[i])) {
      take(text[i], false);
      any = true;
      ++group;
      ++i;
    } else if (const std::size_t bytes = grouping_bytes(text.substr(i), dialect.grouping)) {
      if (group == 0 || group > 3 || (grouped && group != 3)) {
        return std::nullopt;
      }
      grouped = true;
      group = 0;
      i += bytes;
    } else {
      break;
    }
  }
  if (grouped && group != 3) {
    return std::nullopt;
  }
  if (i < text.size() && text[i] == dialect.decimal_point) {
    for (++i; i < text.size() && is_digit(text[i]); ++i) {
      take(text[i], true);
      any = true;
    }
  }
  if (!any) {
    return std::nullopt;
  }
  if (i == text.size()) {
    return 0;
  }
  if (text[i] != 'e' && text[i] != 'E') {
    return std::nullopt;
  }
  ++i;
  if (i + 1 < text.size() && text[i] == '+' && text[i + 1] != '-') {
    ++i;  // std::from_chars knows no plus.
  }
  int exponent = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + i, end, exponent);
  const bool valid = error == std::errc{} && rest == end && exponent >= -largest_exponent &&
                     exponent <= largest_exponent;
  return valid ? std::optional{exponent} : std::nullopt;
}

// Multiplies by 10^power; false if more than 18 digits are needed.
bool shift_left(std::int64_t& mantissa, int power) noexcept {
  for (; power > 0 && mantissa != 0; --power) {
    if (mantissa > largest_mantissa / 10) {
      return false;
    }
    mantissa *= 10;
  }
  return true;
}

Wide power_of_ten(int power) noexcept {
  Wide result = 1;
  for (; power > 0; --power) {
    result *= 10;
  }
  return result;
}

// value / 10^decimals as money.
std::optional<RoundedMoney> rounded_money(Wide value, int decimals) noexcept {
  constexpr Wide largest = std::numeric_limits<std::int64_t>::max();
  const bool negative = value < 0;
  Wide ticks = negative ? -value : value;
  bool rounded = false;
  if (decimals > money_decimals) {
    const Wide divisor = power_of_ten(decimals - money_decimals);
    const Wide remainder = ticks % divisor;
    rounded = remainder != 0;
    ticks = ticks / divisor + (2 * remainder >= divisor ? 1 : 0);
  } else if (ticks <= largest) {
    ticks *= power_of_ten(money_decimals - decimals);
  }
  if (ticks > largest) {
    return std::nullopt;
  }
  const auto exact = static_cast<std::int64_t>(ticks);
  return RoundedMoney{.money = Money{negative ? -exact : exact}, .rounded = rounded};
}

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

// The way most numbers are written, "-1234.50", at speed; absent for any other.
std::optional<Decimal> parse_plain_decimal(std::string_view text, char point) noexcept {
  constexpr std::size_t longest = 18;  // No more digits than fit.
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  if (text.empty() || text.size() > longest) {
    return std::nullopt;
  }
  Decimal value;
  const char* decimals_begin = nullptr;
  const char* end = text.data() + text.size();
  for (const char* byte = text.data(); byte != end; ++byte) {
    if (is_digit(*byte)) {
      value.mantissa = 10 * value.mantissa + (*byte - '0');
    } else if (*byte == point && decimals_begin == nullptr && text.size() > 1) {
      decimals_begin = byte + 1;
    } else {
      return std::nullopt;
    }
  }
  value.decimals = decimals_begin != nullptr ? static_cast<int>(end - decimals_begin) : 0;
  for (; value.decimals > 0 && *(end - 1) == '0'; --value.decimals, --end) {
    value.mantissa /= 10;
  }
  value.mantissa = negative ? -value.mantissa : value.mantissa;
  return value;
}

// Two digits; -1 if they are none.
int two_digits(const char* text) noexcept {
  return is_digit(text[0]) && is_digit(text[1]) ? 10 * (text[0] - '0') + (text[1] - '0') : -1;
}

// The way most moments are written, "1997-09-30", "1997-09-30 12:00:00" or with T and Z, at speed;
// absent for any other, and for none.
std::optional<Instant> parse_plain_instant(std::string_view text, DayOffset local) noexcept {
  const bool has_clock = text.size() == 19 || (text.size() == 20 && text[19] == 'Z');
  if ((text.size() != 10 && !has_clock) || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const char* at = text.data();
  const int century = two_digits(at);
  const int year = two_digits(at + 2);
  if (century < 0 || year < 0) {
    return std::nullopt;
  }
  const auto day = calendar_day(100 * century + year, two_digits(at + 5), two_digits(at + 8));
  if (!day) {
    return std::nullopt;
  }
  if (!has_clock) {
    return start_of(*day, local);
  }
  const int hour = two_digits(at + 11);
  const int minute = two_digits(at + 14);
  const int second = two_digits(at + 17);
  const bool punctuated = (at[10] == 'T' || at[10] == ' ') && at[13] == ':' && at[16] == ':';
  if (!punctuated || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59) {
    return std::nullopt;
  }
  return start_of(*day, text.size() == 20 ? DayOffset{0} : local) + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second};
}

bool is_in_years_1_to_9999(Instant time) noexcept {
  constexpr Instant first{Day{std::chrono::year{1} / 1 / 1}};
  constexpr Instant end{Day{std::chrono::year{10'000} / 1 / 1}};
  return time >= first && time < end;
}

}  // namespace

bool is_missing(std::string_view field, const CsvDialect& dialect) noexcept {
  return field.empty() || std::ranges::find(dialect.missing, field) != dialect.missing.end();
}

std::optional<Decimal> parse_decimal(std::string_view field, const CsvDialect& dialect) noexcept {
  if (const auto plain = parse_plain_decimal(field, dialect.decimal_point)) {
    return plain;
  }
  const Magnitude number = magnitude_of(field, dialect);
  Decimal value;
  bool fits = true;
  int zeros = 0;  // Of the fraction, not taken yet: those at its end never are.
  const auto exponent = scan_digits(number.text, dialect, [&](char digit, bool in_fraction) {
    if (in_fraction && digit == '0') {
      ++zeros;
      return;
    }
    const int digits = zeros + 1;
    fits = fits && shift_left(value.mantissa, digits) &&
           value.mantissa <= largest_mantissa - (digit - '0');
    value.mantissa += fits ? digit - '0' : 0;
    value.decimals += in_fraction ? digits : 0;
    zeros = 0;
  });
  if (!exponent || !fits) {
    return std::nullopt;
  }
  value.decimals -= *exponent;
  if (value.mantissa == 0) {
    return Decimal{};
  }
  if (value.decimals < 0) {
    if (!shift_left(value.mantissa, -value.decimals)) {
      return std::nullopt;
    }
    value.decimals = 0;
  }
  while (value.decimals > most_decimals && value.mantissa % 10 == 0) {
    value.mantissa /= 10;
    --value.decimals;
  }
  if (value.decimals > most_decimals) {
    return std::nullopt;
  }
  value.mantissa = number.negative ? -value.mantissa : value.mantissa;
  return value;
}

double to_double(const Decimal& value) noexcept {
  // Doubles hold these exactly, so that the quotient is rounded once.
  constexpr std::array powers{1e0,
                              1e1,
                              1e2,
                              1e3,
                              1e4,
                              1e5,
                              1e6,
                              1e7,
                              1e8,
                              1e9,
                              1e10,
                              1e11,
                              1e12,
                              1e13,
                              1e14,
                              1e15,
                              1e16,
                              1e17,
                              1e18};
  return static_cast<double>(value.mantissa) / powers[static_cast<std::size_t>(value.decimals)];
}

std::optional<double> parse_number(std::string_view field, const CsvDialect& dialect) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;  // Doubles hold all integers up to this.
  if (const auto value = parse_decimal(field, dialect);
      value && value->mantissa <= exact && value->mantissa >= -exact) {
    return to_double(*value);
  }
  const Magnitude number = magnitude_of(field, dialect);
  std::string plain = number.negative ? "-" : "";
  bool has_point = false;
  const auto exponent = scan_digits(number.text, dialect, [&](char digit, bool in_fraction) {
    if (in_fraction && !has_point) {
      has_point = true;
      plain += '.';
    }
    plain += digit;
  });
  if (!exponent) {
    return std::nullopt;
  }
  plain += "e" + std::to_string(*exponent);
  double value = 0.0;
  const auto [rest, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc{} ? std::optional{value} : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view field,
                                     DateOrder order,
                                     DayOffset day_offset) noexcept {
  if (const auto plain = parse_plain_instant(field, day_offset);
      plain && is_in_years_1_to_9999(*plain)) {
    return plain;
  }
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

bool is_local_date(std::string_view field) noexcept {
  Eater text{trimmed(field)};
  char separator = '\0';
  return text.digits_ahead() <= 2 && text.short_number() >= 0 && eat_separator(text, separator) &&
         text.digits_ahead() <= 2 && text.short_number() >= 0 && text.eat(separator) &&
         text.digits_ahead() == 4;
}

std::optional<RoundedMoney> to_money(const Decimal& value) noexcept {
  constexpr std::int64_t surely_fits = std::numeric_limits<std::int64_t>::max() / Money::scale;
  constexpr std::array<std::int64_t, money_decimals + 1> powers{10'000, 1'000, 100, 10, 1};
  if (value.decimals <= money_decimals && value.mantissa <= surely_fits &&
      value.mantissa >= -surely_fits) {
    return RoundedMoney{
        .money = {value.mantissa * powers[static_cast<std::size_t>(value.decimals)]}};
  }
  return rounded_money(value.mantissa, value.decimals);
}

std::optional<RoundedMoney> multiply(const Decimal& quantity, const Decimal& price) noexcept {
  return rounded_money(Wide{quantity.mantissa} * price.mantissa,
                       quantity.decimals + price.decimals);
}

}  // namespace centricity::inline v0::source
