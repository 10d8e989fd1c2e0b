#pragma once

#include <cstdint>
#include <span>

#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>

namespace centricity::inline v0 {

/// Adds the warning "left_truncated" to a report if the data look like it, by the rule documented
/// at `purchase_histories`.
///
/// @param first_seen   first purchases of customers of whom it is not known when they were acquired
/// @param known_before customers known to be acquired before the first day observed
/// @param from         first day observed
/// @param until        last day observed
void check_left_truncation(ValidationReport& report,
                           std::span<const Day> first_seen,
                           std::uint64_t known_before,
                           Day from,
                           Day until);

}  // namespace centricity::inline v0
