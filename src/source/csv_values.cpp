#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

#include <centricity/source/csv_values.hpp>

#include "source/characters.hpp"

namespace centricity::inline v0::source {
namespace {

__extension__ using Wide = __int128;  // Holds the product of two mantissas.

constexpr std::int64_t largest_mantissa = 999'999'999'999'999'999;  // 18 digits
constexpr int most_decimals = 18;
constexpr int money_decimals = 4;
constexpr int largest_exponent = 9'999;

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

// The way most numbers are written, "-1234.50", at speed; absent for any other.
std::optional<Decimal> parse_plain_decimal(std::string_view text, char point) noexcept {
  constexpr std::size_t longest = 18;  // No more digits than fit.
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  if (text.empty() || text.size() > longest) {
    return std::nullopt;
  }
  const char* at = text.data();
  const char* end = at + text.size();
  std::int64_t mantissa = 0;
  int decimals = 0;
  for (; at != end && is_digit(*at); ++at) {
    mantissa = 10 * mantissa + (*at - '0');
  }
  if (at != end && *at == point && text.size() > 1) {
    for (++at; at != end && is_digit(*at); ++at) {
      mantissa = 10 * mantissa + (*at - '0');
      ++decimals;
    }
  }
  if (at != end) {
    return std::nullopt;
  }
  for (; decimals > 0 && *(end - 1) == '0'; --decimals, --end) {
    mantissa /= 10;
  }
  return Decimal{.mantissa = negative ? -mantissa : mantissa, .decimals = decimals};
}

// Any way a number may be written.
std::optional<Decimal> parse_any_decimal(std::string_view field,
                                         const CsvDialect& dialect) noexcept {
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

}  // namespace

bool is_missing(std::string_view field, const CsvDialect& dialect) noexcept {
  return field.empty() || std::ranges::find(dialect.missing, field) != dialect.missing.end();
}

std::optional<Decimal> parse_decimal(std::string_view field, const CsvDialect& dialect) noexcept {
  std::optional<Decimal> value = parse_plain_decimal(field, dialect.decimal_point);
  if (!value) {
    value = parse_any_decimal(field, dialect);
  }
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
