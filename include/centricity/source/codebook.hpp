#pragma once

/// @file
/// What the columns of a survey file mean: the codebook.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/source/csv_dialect.hpp>

namespace centricity::inline v0::source {

/// What a column of a survey holds: first what belongs to the row, then answers about an item.
enum class SurveyMeaning : std::uint8_t {
  respondent,    ///< Label of the party who answers.
  stakeholder,   ///< What the respondent is to the firm: a name of Stakeholder.
  attribute,     ///< A text known of the respondent, recorded under the name of the column.
  time,          ///< When it was asked.
  weight,        ///< Sampling weight.
  context,       ///< Text: the circumstances.
  touchpoint,    ///< Text: where it was experienced.
  product,       ///< Text: what it is about.
  price,         ///< Money paid.
  item,          ///< Long form: name of the item the row is about.
  predicted,     ///< Expectation: what will happen.
  should,        ///< Expectation: what ought to happen.
  adequate,      ///< Expectation: the least that is allowed.
  desired,       ///< Expectation: what is hoped for.
  entitled,      ///< Expectation: what is deserved.
  perception,    ///< What was experienced.
  importance,    ///< How much it matters.
  functional,    ///< Kano: 1 like ... 5 dislike, if present.
  dysfunctional  ///< Kano: the same, if absent.
};

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(SurveyMeaning meaning) noexcept;

/// One column of the file.
struct SurveyColumn {
  std::string column{};                               ///< Its name in the header.
  SurveyMeaning meaning = SurveyMeaning::perception;  ///< What it holds.
  std::string item{};        ///< Wide form: the item its answers are about.
  std::string touchpoint{};  ///< Wide form: where; empty: the touchpoint of the row.

  friend bool operator==(const SurveyColumn&, const SurveyColumn&) = default;
};

/// All columns that are to be read.  In the wide form a row is a respondent and every column of
/// answers names its item; in the long form a row is one item judged, named by the column `item`.
struct Codebook {
  std::vector<Item> items{};            ///< Declared before anything is read.
  std::vector<SurveyColumn> columns{};  ///< Columns not named here are not read.

  friend bool operator==(const Codebook&, const Codebook&) = default;
};

/// Reads a codebook from CSV, a line for each column of the survey:
///
///     column,meaning,item,dimension,lowest,highest,reversed
///     id,respondent,,,,,
///     E01,predicted,accurate,reliability,1,7,
///     P01,perception,accurate,reliability,1,7,
///
/// The header may also have `touchpoint`, `wording`, `asked` (before or after) and `step`.  A line
/// without `column` only declares its item, as the long form needs.  The scale belongs to the item,
/// on lines of `importance` to its importance; empty: as on another line, and 1 to 7 if on none.
/// `reversed` is yes, no or empty.
/// @throws Error `invalid_data` naming line and column of what cannot be read, of an item that has
///         two scales, dimensions or wordings, and of answers mapped twice; as CsvReader.
[[nodiscard]] CENTRICITY_EXPORT Codebook load_codebook(const std::string& path,
                                                       const CsvDialect& dialect = {},
                                                       const Host& host = {});

/// The same from bytes in memory.
[[nodiscard]] CENTRICITY_EXPORT Codebook parse_codebook(std::string_view bytes,
                                                        const CsvDialect& dialect = {},
                                                        const Host& host = {});

}  // namespace centricity::inline v0::source
