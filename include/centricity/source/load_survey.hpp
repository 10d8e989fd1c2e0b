#pragma once

/// @file
/// A CSV file of a survey, wide or long, into assessments.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <centricity/core/document.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/source/codebook.hpp>
#include <centricity/source/csv_dialect.hpp>

namespace centricity::inline v0::source {

/// What to read and how.
struct SurveyOptions {
  std::string file{};             ///< Path; not used by parse_survey.
  Codebook codebook{};            ///< What the columns mean.
  std::optional<Instant> time{};  ///< When it was asked, if no column says so.
  CsvDialect dialect{};           ///< How the file is written; say there which codes, e.g. "99",
                                  ///< mean no answer.
  CsvLimits limits{};             ///< How large it may be.
  BaseDefinition definition{};    ///< Currency, and the clock of times without an offset.
};

/// A survey and how it came about.
struct LoadedSurvey {
  CustomerBase base{};        ///< Its assessments, respondents and what is known of them.
  ValidationReport report{};  ///< Everything unusual, with line and column.
  std::uint64_t rows = 0;     ///< After the header.
  std::uint64_t kept = 0;     ///< Rows in the base; the others are in the report.
  std::uint64_t answers = 0;  ///< Answers in the base.
  CsvDialect dialect{};       ///< As read, with the delimiter found.
};

/// Loads a survey.
///
/// A row is set aside if its structure, time, weight, price or stakeholder cannot be read, or if it
/// has no answer at all; else it becomes one assessment of each item of the codebook (in the long
/// form, of its item).  A single answer that is empty, no number, off its scale or an unknown code
/// is missing, never 0, and is reported with line and column.  In the wide form a row without a
/// label of the respondent is a respondent of its own, "line 12"; in the long form it is anonymous.
/// A row that repeats respondent, time, context, touchpoint and (long form) item is kept and
/// reported.
/// @throws Error `invalid_argument` for a codebook that contradicts itself, or if nothing says when
///         it was asked; `io`, `invalid_data`, `limit_exceeded`, `cancelled` as CsvReader.
/// @par Complexity O(bytes + answers log rows)
[[nodiscard]] CENTRICITY_EXPORT LoadedSurvey load_survey(const SurveyOptions& options,
                                                         const Host& host = {});

/// The same from bytes in memory.
[[nodiscard]] CENTRICITY_EXPORT LoadedSurvey parse_survey(std::string_view bytes,
                                                          const SurveyOptions& options,
                                                          const Host& host = {});

/// What was read, what became of it and what is unusual.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const LoadedSurvey& loaded);

}  // namespace centricity::inline v0::source
