#pragma once

/// @file
/// A survey as CSV with its codebook, so that `load_survey` reads back what was written.

#include <string>

#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/source/csv_writer.hpp>

namespace centricity::inline v0::source {

/// The two files of a survey.
struct SurveyCsv {
  std::string answers{};   ///< The wide form: a row is what one respondent said at one moment.
  std::string codebook{};  ///< What its columns mean.
};

/// All assessments that belong to a respondent.  Attributes of respondents are columns of their
/// own, as they were last known; answers stand in columns named `item.meaning`, or `item` if it has
/// only perceptions.  Only columns that hold anything are written; times are UTC.
/// @throws Error `invalid_data` for an assessment of nobody: the wide form has no place for it;
///         `cancelled`.
/// @par Complexity O(rows log rows + respondents x columns)
[[nodiscard]] CENTRICITY_EXPORT SurveyCsv to_survey_csv(const CustomerBase& base,
                                                        const CsvWriteOptions& options = {},
                                                        const Host& host = {});

}  // namespace centricity::inline v0::source
