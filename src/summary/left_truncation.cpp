#include "summary/left_truncation.hpp"

#include <algorithm>
#include <cmath>

namespace centricity::inline v0 {

void check_left_truncation(ValidationReport& report,
                           std::span<const Day> first_seen,
                           std::uint64_t known_before,
                           Day from,
                           Day until) {
  constexpr const char* kind = "left_truncated";
  constexpr const char* hint =
      "Say from when on customers count as new (acquired_from), or give the day each was acquired.";
  if (known_before > 0) {
    report.add_many(kind,
                    Severity::warning,
                    "customers were acquired before the first day observed: what looks like their "
                    "first purchase is not",
                    hint,
                    known_before);
    return;
  }
  const std::int64_t span = (until - from).count() + 1;
  const std::int64_t month = std::min<std::int64_t>(30, span / 6);
  std::uint64_t early = 0;
  std::uint64_t later = 0;
  std::uint64_t late = 0;
  for (const Day day : first_seen) {
    const std::int64_t since = (day - from).count();
    early += since < month ? 1U : 0U;
    later += since >= month && since < 3 * month ? 1U : 0U;
    late += 2 * since >= span ? 1U : 0U;
  }
  // Under a steady inflow, early is Poisson with half the mean of later.
  const double n = static_cast<double>(early);
  const double expected = 1.5 * static_cast<double>(later) / 2.0;
  const double deviation = std::sqrt(n + 0.75 * expected);
  if (100 * late >= first_seen.size() && n > expected + 4.0 * deviation) {
    report.add_many(kind,
                    Severity::warning,
                    "many more customers than later are first seen at the beginning of the data: "
                    "old customers probably look new",
                    hint,
                    early);
  }
}

}  // namespace centricity::inline v0
