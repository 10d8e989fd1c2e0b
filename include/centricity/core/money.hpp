#pragma once

/// @file
/// Exact money: an integer of 1/10,000 of one declared currency.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// An amount in one declared currency, exact to 1/10,000 of it; about ±922 million million.
struct Money {
  static constexpr std::int64_t scale = 10'000;  ///< Ticks in one currency unit.

  std::int64_t ticks = 0;  ///< 1/10,000 of the currency unit.

  friend bool operator==(const Money&, const Money&) = default;
  friend auto operator<=>(const Money&, const Money&) = default;
};

/// Sum, difference and product.
/// @throws Error `limit_exceeded` if the result does not fit.
[[nodiscard]] CENTRICITY_EXPORT Money operator+(Money left, Money right);
[[nodiscard]] CENTRICITY_EXPORT Money operator-(Money left, Money right);
[[nodiscard]] CENTRICITY_EXPORT Money operator*(Money amount, std::int64_t factor);
CENTRICITY_EXPORT Money& operator+=(Money& left, Money right);
CENTRICITY_EXPORT Money& operator-=(Money& left, Money right);

/// The amount in currency units, rounded to the nearest double.
[[nodiscard]] constexpr double to_double(Money amount) noexcept {
  return static_cast<double>(amount.ticks) / static_cast<double>(Money::scale);
}

/// The nearest amount; halves, as far as a double can tell them, go away from zero.
/// @throws Error `limit_exceeded` if it is not finite or does not fit.
[[nodiscard]] CENTRICITY_EXPORT Money to_money(double units);

/// Parses "12", "-12.5", "+0.005", ".5": an optional sign, digits, a point, no grouping, no space.
/// Absent if it is anything else, has a digit other than 0 after the fourth decimal, or does not
/// fit.
[[nodiscard]] CENTRICITY_EXPORT std::optional<Money> parse_money(std::string_view text) noexcept;

/// "2,500,315.63": two decimals, or as many as the amount has.
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(Money amount);

}  // namespace centricity::inline v0
