#pragma once

/// @file
/// Interactions as CSV, so that `load_csv` reads back what was written.

#include <string>

#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/source/csv_writer.hpp>

namespace centricity::inline v0::source {

/// All interactions, a row each, in their order. The columns are those that hold anything, under
/// the names of InteractionColumnNames; times are UTC, amounts exact, what is absent is empty.
/// @throws Error `cancelled`
/// @par Complexity O(rows)
[[nodiscard]] CENTRICITY_EXPORT std::string to_csv(const CustomerBase& base,
                                                   const CsvWriteOptions& options = {},
                                                   const Host& host = {});

}  // namespace centricity::inline v0::source
