#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text.hpp"
#include "report/utf8.hpp"

namespace centricity::inline v0::report {
namespace {

template <typename... Options>
std::string digits(double value, Options... options) {
  std::array<char, 400> buffer{};  // 1e308 with 12 decimals fits
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, options...);
  return {buffer.data(), result.ptr};
}

std::string plain(double value, int decimals) {
  constexpr double too_large_for_digits = 1e15;
  if (std::abs(value) >= too_large_for_digits) return digits(value, std::chars_format::general, 6);
  std::string fixed = digits(value, std::chars_format::fixed, std::clamp(decimals, 0, 12));
  if (fixed.find_first_of("123456789") == std::string::npos) {
    if (value != 0.0) return digits(value, std::chars_format::general, 2);
    if (fixed.front() == '-') fixed.erase(0, 1);
  }
  return with_thousands(std::move(fixed));
}

}  // namespace

std::string write(double value, const Format& format) {
  if (!std::isfinite(value)) return missing_mark;
  switch (format.quantity) {
    case Quantity::number:
    case Quantity::money:
      return plain(value, format.decimals);
    case Quantity::percent:
      return plain(100.0 * value, format.decimals) + "%";
    case Quantity::day: {
      constexpr double first = -719162;  // 0001-01-01
      constexpr double last = 2932896;   // 9999-12-31
      if (value < first || value > last) return plain(value, 0);
      return centricity::to_text(Day{std::chrono::days{static_cast<int>(std::floor(value))}});
    }
  }
  return {};
}

std::string write_significant(double value, int digits_shown) {
  return digits(value, std::chars_format::general, std::clamp(digits_shown, 1, 17));
}

std::string write_with_unit(double value, const Format& format) {
  const std::string number = write(value, format);
  return format.unit.empty() ? number : number + " " + format.unit;
}

std::string name_with_unit(const std::string& name, const Format& format) {
  if (format.unit.empty()) return name;
  return name.empty() ? format.unit : name + " (" + format.unit + ")";
}

std::string write(const Interval& interval, const Format& format) {
  return write(interval.lower, format) + " to " + write(interval.upper, format);
}

std::string kind_of(const Interval& interval) {
  return digits(100.0 * interval.level, std::chars_format::general, 4) + "% " +
         std::string{to_string(interval.kind)} + " interval";
}

std::string reason(Undefined undefined) {
  switch (undefined) {
    case Undefined::no:
    case Undefined::missing_input:
      return "missing";
    case Undefined::too_few:
      return "too few observations";
    case Undefined::no_variation:
      return "no variation";
    case Undefined::infinite:
      return "not finite";
    case Undefined::division_by_zero:
      return "no denominator";
    case Undefined::unusable_fit:
      return "no usable fit";
    case Undefined::suppressed:
      return "withheld";
  }
  return {};
}

std::string write(const Cell& cell, const Format& format) {
  struct Writer {
    const Format& format;

    std::string operator()(std::monostate) const { return missing_mark; }

    std::string operator()(const std::string& text) const { return clean(text); }

    std::string operator()(std::int64_t count) const {
      return format.quantity == Quantity::number ? with_thousands(std::to_string(count))
                                                 : write(static_cast<double>(count), format);
    }

    std::string operator()(double value) const { return write(value, format); }

    std::string operator()(Money amount) const { return plain(to_double(amount), format.decimals); }

    std::string operator()(Day day) const { return centricity::to_text(day); }

    std::string operator()(const Estimate& estimate) const {
      return estimate.value ? write(*estimate.value, format) : reason(estimate.undefined);
    }
  };

  return std::visit(Writer{format}, cell);
}

bool is_numeric(const Table& table, std::size_t column) {
  return std::none_of(table.rows.begin(), table.rows.end(), [column](const auto& row) {
    return std::holds_alternative<std::string>(row[column]);
  });
}

}  // namespace centricity::inline v0::report
