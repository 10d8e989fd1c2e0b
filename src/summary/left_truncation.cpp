#include "summary/left_truncation.hpp"

#include <algorithm>
#include <cmath>

namespace centricity::inline v0 {

LeftTruncation::LeftTruncation(Day from, Day until) noexcept
    : from_{from},
      span_{(until - from).count() + 1},
      month_{std::min<std::int64_t>(30, span_ / 6)} {}

void LeftTruncation::see(Day first, std::optional<Day> acquired) noexcept {
  if (acquired) {
    known_before_ += *acquired < from_ ? 1U : 0U;
    return;
  }
  const std::int64_t since = (first - from_).count();
  ++customers_;
  early_ += since < month_ ? 1U : 0U;
  later_ += since >= month_ && since < 3 * month_ ? 1U : 0U;
  late_ += 2 * since >= span_ ? 1U : 0U;
}

void LeftTruncation::report_to(ValidationReport& report) const {
  constexpr const char* kind = "left_truncated";
  constexpr const char* hint =
      "Say from when on customers count as new (acquired_from), or give the day each was acquired.";
  if (known_before_ > 0) {
    report.add_many(kind,
                    Severity::warning,
                    "customers were acquired before the first day observed: what looks like their "
                    "first purchase is not",
                    hint,
                    known_before_);
    return;
  }
  // Under a steady inflow, early and half of later have the same mean.
  const auto early = static_cast<double>(early_);
  const double expected = 1.25 * static_cast<double>(later_) / 2.0;
  const double deviation = std::sqrt(early + 0.625 * expected);
  if (100 * late_ >= customers_ && early > expected + 3.0 * deviation) {
    report.add_many(kind,
                    Severity::warning,
                    "many more customers than later are first seen at the beginning of the data: "
                    "old customers probably look new",
                    hint,
                    early_);
  }
}

}  // namespace centricity::inline v0
