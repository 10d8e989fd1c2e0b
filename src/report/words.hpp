#pragma once

// Numbers, estimates and cells in words a person reads.

#include <string>

#include <centricity/core/estimate.hpp>
#include <centricity/core/format.hpp>
#include <centricity/core/table.hpp>

namespace centricity::inline v0::report {

/// What stands for a missing value.
inline constexpr const char* missing_mark = "-";

/// "1,234.50", "25.0%", "1997-09-30", without the unit.  A number that would be written as zero
/// but is not gets two significant digits; so large that digits mean nothing, six.
[[nodiscard]] std::string write(double value, const Format& format);

/// "1.25e+18": so many significant digits, 1 to 17.
[[nodiscard]] std::string write_significant(double value, int digits_shown);

/// As `write`, with the unit: "12.30 EUR", "4.1 weeks".
[[nodiscard]] std::string write_with_unit(double value, const Format& format);

/// The name with the unit in brackets, if there is one: "Revenue (EUR)".
[[nodiscard]] std::string name_with_unit(const std::string& name, const Format& format);

/// "0.219 to 0.269".
[[nodiscard]] std::string write(const Interval& interval, const Format& format);

/// "95% confidence interval".
[[nodiscard]] std::string kind_of(const Interval& interval);

/// "too few observations", "withheld", ...
[[nodiscard]] std::string reason(Undefined undefined);

/// The value of a cell without its uncertainty; `missing_mark` or the reason if there is none.
[[nodiscard]] std::string write(const Cell& cell, const Format& format);

/// True if the column holds no text, so that it is aligned to the right.
[[nodiscard]] bool is_numeric(const Table& table, std::size_t column);

}  // namespace centricity::inline v0::report
