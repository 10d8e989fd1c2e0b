#pragma once

/// @file
/// Shares of respondents under a survey design.

#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// A share and what its design left of the answers.
struct DesignShare {
  Estimate share{};          ///< Wilson's interval with `effective_n`.
  double effective_n = 0.0;  ///< Rows of a simple random sample with the same variance.
};

/// @param is_so 1, 0, or NaN where not known
/// @throws Error as `mean`.
[[nodiscard]] DesignShare share_of(std::span<const double> is_so,
                                   const statistics::SurveyDesign& design,
                                   double level);

}  // namespace centricity::inline v0::gap
