#pragma once

/// @file
/// The covariates themselves, before any model: checked, measured and brought to one scale.

#include <string>
#include <vector>

#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/summary/covariate_counts.hpp>

namespace centricity::inline v0::loyalty {

/// @throws Error `invalid_data` if there are no columns, patterns are cut off or not finite, or a
///         count is of none.
void check_shape(const CovariateCounts& counts);

/// What each column is like, over customers.
[[nodiscard]] std::vector<CovariateRange> ranges_of(const CovariateCounts& counts);

/// A sentence for each column that is the same for everybody, or a combination of others.
[[nodiscard]] std::vector<std::string> unusable_columns(const CovariateCounts& counts,
                                                        const std::vector<CovariateRange>& ranges);

/// The patterns in standard deviations away from the mean, row by row.
[[nodiscard]] std::vector<double> standardized(const CovariateCounts& counts,
                                               const std::vector<CovariateRange>& ranges);

}  // namespace centricity::inline v0::loyalty
