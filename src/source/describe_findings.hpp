#pragma once

/// @file
/// The findings of a loader as a table.

#include <centricity/core/table.hpp>
#include <centricity/core/validation_report.hpp>

namespace centricity::inline v0::source {

/// A row for each kind: what, how often, where first, what to do.
[[nodiscard]] Table table_of(const ValidationReport& report);

}  // namespace centricity::inline v0::source
