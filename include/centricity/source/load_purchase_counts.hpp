#pragma once

/// @file
/// A CSV file of purchase counts, as other software writes it: one line a customer, or a tuple.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/source/csv_dialect.hpp>
#include <centricity/source/interaction_columns.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::source {

/// Names of columns; empty: guessed from the spellings given here, in either case.
struct PurchaseCountColumnNames {
  std::string repeats{};    ///< frequency, x, repeats.
  std::string recency{};    ///< recency, t_x.
  std::string age{};        ///< age, T, T.cal, periods.
  std::string customers{};  ///< count, weights, weight, customers, n; absent: every row is one.

  friend bool operator==(const PurchaseCountColumnNames&,
                         const PurchaseCountColumnNames&) = default;
};

/// What to read and how.
struct PurchaseCountsOptions {
  std::string file{};                  ///< Path; not used by parse_purchase_counts.
  PurchaseCountColumnNames columns{};  ///< What the caller knows of the columns.
  TimeUnit unit = TimeUnit::week;      ///< Of recency and age in the file.
  /// Times were rounded to these, so that repeats may have a recency of 0; absent: exact.
  std::optional<TimeUnit> resolution{};
  PurchaseDefinition definition{};  ///< What counted as a purchase when it was made.
  CsvDialect dialect{};             ///< How the file is written.
  CsvLimits limits{};               ///< How large it may be.
};

/// Counts and how they came about.
struct LoadedCounts {
  PurchaseCounts counts{};           ///< Of the rows kept; equal tuples are one.
  ValidationReport report{};         ///< Everything unusual, by kind.
  std::uint64_t rows = 0;            ///< After the header.
  std::uint64_t kept = 0;            ///< Rows in the counts; the others are in the report.
  CsvDialect dialect{};              ///< As read, with the delimiter found.
  std::vector<ColumnUse> columns{};  ///< As read, and why.
};

/// Loads a file of purchase counts.  A row that cannot be read, or that no customer can have, is
/// set aside and reported.
/// @throws Error `io`, `invalid_data`, `limit_exceeded`, `cancelled`, `invalid_argument`
/// @par Complexity O(bytes), and O(n log n) in the rows
[[nodiscard]] CENTRICITY_EXPORT LoadedCounts
load_purchase_counts(const PurchaseCountsOptions& options, const Host& host = {});

/// The same from bytes in memory.
[[nodiscard]] CENTRICITY_EXPORT LoadedCounts parse_purchase_counts(
    std::string_view bytes, const PurchaseCountsOptions& options = {}, const Host& host = {});

}  // namespace centricity::inline v0::source
