#pragma once

/// @file
/// Is there a difference, and how large: two independent samples, or pairs.

#include <optional>
#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::statistics {

/// A difference, and how surprising it would be if there were none.
struct Comparison {
  Estimate difference{};                       ///< First minus second, or after minus before.
  std::optional<double> statistic{};           ///< Difference in standard errors.
  std::optional<double> degrees_of_freedom{};  ///< Of Student's t; absent: normal distribution.
  std::optional<double> p_value{};             ///< Two-sided; absent where undefined.
};

/// Difference of two estimates from independent samples (Welch 1947, Satterthwaite's degrees of
/// freedom).  Absent degrees of freedom mean the normal distribution.
/// @return undefined `missing_input` if either estimate or its standard error is missing; without
///         test if both standard errors are 0.
[[nodiscard]] CENTRICITY_EXPORT Comparison
compare_independent(const Estimate& first,
                    const Estimate& second,
                    std::optional<double> first_degrees = {},
                    std::optional<double> second_degrees = {},
                    double level = 0.95);

/// Difference of two means from independent samples under their designs.
[[nodiscard]] CENTRICITY_EXPORT Comparison compare_independent(const DesignEstimate& first,
                                                               const DesignEstimate& second,
                                                               double level = 0.95);

/// Mean of the differences first[i] − second[i] of rows that answered both; shape [n].
/// Errors and design as in `mean`.
[[nodiscard]] CENTRICITY_EXPORT Comparison compare_paired(std::span<const double> first,
                                                          std::span<const double> second,
                                                          const SurveyDesign& design = {},
                                                          double level = 0.95);

}  // namespace centricity::inline v0::statistics
