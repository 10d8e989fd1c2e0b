#pragma once

/// @file
/// The second half of the main job: from a survey to what customers expect and do not get.

#include <string>
#include <vector>

#include <centricity/centricity.hpp>

namespace survey_report {

/// What the report is about.
struct Options {
  std::string outcome{};  ///< Item by which improvements count, e.g. "recommend"; empty: none.
  centricity::Standard standard = centricity::Standard::desired;  ///< Which expectation.
  double reference_price = 1.0;  ///< Price at which doubling begins to count.
};

/// The whole part and what of it belongs on the first page.
struct Report {
  centricity::Document document{};            ///< Everything.
  std::vector<centricity::Figure> figures{};  ///< For the first page.
  std::string remark{};                       ///< The one thing to know; may be empty.
};

/// Makes the report.  Shows what the answers allow: the improvement list and gaps need expectation
/// and perception; zones, Kano classes, prices and the Net Promoter Score their own answers.
/// @throws Error `invalid_data` if no item has an expectation and a perception; `cancelled`.
[[nodiscard]] Report make(const centricity::source::LoadedSurvey& survey,
                          const Options& options = {},
                          const centricity::Host& host = {});

}  // namespace survey_report
