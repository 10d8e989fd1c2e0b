#pragma once

/// @file
/// A CSV file of interactions, into records in one pass.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/source/csv_dialect.hpp>
#include <centricity/source/interaction_columns.hpp>

namespace centricity::inline v0::source {

/// What to read and how.
struct LoadOptions {
  std::string interactions{};        ///< Path of the file; not used by parse_csv.
  InteractionColumnNames columns{};  ///< What the caller knows of the columns.
  CsvDialect dialect{};              ///< How the file is written.
  CsvLimits limits{};                ///< How large it may be.
  BaseDefinition definition{};       ///< Currency, and the clock of times without an offset.
  std::string refund_prefix{};       ///< Orders that begin so are refunds, e.g. "C"; empty: none.
};

/// Rows that are not in the base, by the finding that tells why.
struct SetAside {
  std::string kind{};            ///< Kind of the finding, e.g. "bad_time".
  std::uint64_t rows = 0;        ///< How many.
  Money revenue{};               ///< Sum of their amounts, as far as these can be read.
  std::uint64_t unreadable = 0;  ///< Rows whose amount cannot be read.

  friend bool operator==(const SetAside&, const SetAside&) = default;
};

/// What was read.  rows = kept + the rows set aside, and so for the revenue.
struct ReadSummary {
  std::uint64_t bytes = 0;            ///< Of the file.
  std::uint64_t lines = 0;            ///< Of the file, header and blank lines included.
  std::uint64_t blank_lines = 0;      ///< Skipped.
  std::uint64_t rows = 0;             ///< After the header, blank lines not counted.
  std::uint64_t kept = 0;             ///< In the base.
  Money revenue{};                    ///< Sum of their amounts, refunds being negative.
  std::vector<SetAside> set_aside{};  ///< In order of first appearance.
  CsvDialect dialect{};               ///< As read, with the delimiter found.
  std::vector<ColumnUse> columns{};   ///< As read, and why.

  friend bool operator==(const ReadSummary&, const ReadSummary&) = default;
};

/// Revenue of the whole file: of the rows kept and of those set aside, where it can be read.
[[nodiscard]] CENTRICITY_EXPORT Money total_revenue(const ReadSummary& summary);

/// A base and how it came about.
struct Loaded {
  CustomerBase base{};        ///< The rows kept, in the order of the file.
  ValidationReport report{};  ///< Everything unusual, by kind.
  ReadSummary summary{};      ///< What was read.
};

/// Loads a file of interactions.
///
/// A row is kept if its structure and all its values can be read; else it is set aside and counted
/// under the first reason.  An empty field is a value that is not known: without a customer the row
/// is anonymous, without an amount it has none; only the time is required.  The amount is the
/// column `amount`, or quantity × price computed exactly and rounded to 1/10,000.  A negative
/// amount (or, where that is zero or unknown, a negative quantity) makes a purchase a refund.  A
/// row that is a refund by its kind or order is recorded with a negative amount.  Text that is not
/// UTF-8 is read as Latin-1.
/// @throws Error `io`, `invalid_data` (no text, no header, columns that cannot be guessed, dates
///         whose order must be said), `limit_exceeded`, `cancelled`, `invalid_argument`
/// @par Complexity O(bytes) time; memory of the base and of CsvLimits
[[nodiscard]] CENTRICITY_EXPORT Loaded load_csv(const LoadOptions& options, const Host& host = {});

/// The same from bytes in memory.
[[nodiscard]] CENTRICITY_EXPORT Loaded parse_csv(std::string_view bytes,
                                                 const LoadOptions& options = {},
                                                 const Host& host = {});

/// What was read, what became of it, what is unusual and which columns were used.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Loaded& loaded);

}  // namespace centricity::inline v0::source
