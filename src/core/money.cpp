#include <cmath>
#include <limits>

#include <centricity/core/error.hpp>
#include <centricity/core/money.hpp>

namespace centricity::inline v0 {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr int stored_decimals = 4;

constexpr std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0U - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

// The signed number of this magnitude, if there is one.
constexpr std::optional<std::int64_t> with_sign(bool negative, std::uint64_t size) {
  if (size > magnitude(least) - (negative ? 0U : 1U)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(negative ? 0U - size : size);
}

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }

// size := 10 size + digit; false if it does not fit.
constexpr bool append_digit(std::uint64_t& size, char digit) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  const auto value = static_cast<std::uint64_t>(digit - '0');
  if (size > (largest - value) / 10) {
    return false;
  }
  size = 10 * size + value;
  return true;
}

[[noreturn]] void throw_out_of_range(const std::string& what) {
  throw Error{ErrorCode::limit_exceeded,
              what + " is outside the range of Money, about ±922 million million",
              "Look for amounts in the wrong column or unit"};
}

}  // namespace

Money operator+(Money left, Money right) {
  const bool fits =
      right.ticks < 0 ? left.ticks >= least - right.ticks : left.ticks <= most - right.ticks;
  if (!fits) {
    throw_out_of_range("The sum of " + to_text(left) + " and " + to_text(right));
  }
  return {left.ticks + right.ticks};
}

Money operator-(Money left, Money right) {
  const bool fits =
      right.ticks < 0 ? left.ticks <= most + right.ticks : left.ticks >= least + right.ticks;
  if (!fits) {
    throw_out_of_range("The difference of " + to_text(left) + " and " + to_text(right));
  }
  return {left.ticks - right.ticks};
}

Money operator*(Money amount, std::int64_t factor) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t times = magnitude(factor);
  const std::uint64_t size = magnitude(amount.ticks);
  if (times == 0 || size <= largest / times) {
    const bool negative = (amount.ticks < 0) != (factor < 0);
    if (const auto product = with_sign(negative, size * times)) {
      return {*product};
    }
  }
  throw_out_of_range(to_text(amount) + " times " + std::to_string(factor));
}

Money& operator+=(Money& left, Money right) { return left = left + right; }

Money& operator-=(Money& left, Money right) { return left = left - right; }

Money to_money(double units) {
  constexpr double limit = 9223372036854775808.0;  // 2^63
  const double ticks = std::round(units * static_cast<double>(Money::scale));
  if (!(ticks >= -limit && ticks < limit)) {
    throw_out_of_range("An amount of " + std::to_string(units));
  }
  return {static_cast<std::int64_t>(ticks)};
}

std::optional<Money> parse_money(std::string_view text) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::uint64_t size = 0;
  bool any_digit = false;
  int decimals = -1;  // -1: before the point
  for (const char character : text) {
    if (character == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (!is_digit(character)) {
      return std::nullopt;
    }
    any_digit = true;
    if (decimals == stored_decimals) {
      if (character != '0') {
        return std::nullopt;
      }
      continue;
    }
    if (!append_digit(size, character)) {
      return std::nullopt;
    }
    decimals += decimals < 0 ? 0 : 1;
  }
  if (!any_digit) {
    return std::nullopt;
  }
  for (int decimal = decimals < 0 ? 0 : decimals; decimal < stored_decimals; ++decimal) {
    if (!append_digit(size, '0')) {
      return std::nullopt;
    }
  }
  const auto ticks = with_sign(negative, size);
  return ticks ? std::optional{Money{*ticks}} : std::nullopt;
}

std::string to_text(Money amount) {
  constexpr auto scale = static_cast<std::uint64_t>(Money::scale);
  const std::uint64_t size = magnitude(amount.ticks);

  std::string units = std::to_string(size / scale);
  for (std::size_t left = units.size(); left > 3; left -= 3) {
    units.insert(left - 3, ",");
  }
  std::string decimals = std::to_string(scale + size % scale).substr(1);
  while (decimals.size() > 2 && decimals.back() == '0') {
    decimals.pop_back();
  }
  return (amount.ticks < 0 ? "-" : "") + units + "." + decimals;
}

}  // namespace centricity::inline v0
