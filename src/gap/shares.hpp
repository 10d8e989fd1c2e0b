#pragma once

/// @file
/// Shares of respondents under a survey design.

#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/statistics/proportion.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// Rows of a simple random sample with as wide an interval: where clusters are few, Student's t
/// costs more than their variance does.  `effective_n` where rows are their own clusters.
/// @see Korn & Graubard (1998), Survey Methodology 24, 193-201.
[[nodiscard]] double rows_for_interval(const statistics::DesignEstimate& mean, double level);

/// The share that is the mean of 1 and 0; undefined as the mean is.
[[nodiscard]] Estimate share_estimate(const statistics::DesignEstimate& mean,
                                      const statistics::ProportionOptions& options);

/// A share and what its design left of the answers.
struct DesignShare {
  Estimate share{};          ///< With Wilson's interval.
  double effective_n = 0.0;  ///< Rows of a simple random sample with the same variance.
};

/// @param is_so 1, 0, or NaN where not known
/// @throws Error as `mean`.
[[nodiscard]] DesignShare share_of(std::span<const double> is_so,
                                   const statistics::SurveyDesign& design,
                                   double level);

}  // namespace centricity::inline v0::gap
