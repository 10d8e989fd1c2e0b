#pragma once

/// @file
/// How the rows of a survey came about: weights, clusters and strata.

#include <cstdint>
#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// The design of a sample.  Views of the caller's columns, each either empty or one entry a row.
///
/// In every column of answers NaN marks an answer not given: the row is left out of that answer's
/// estimate and never counts as 0.  Infinite answers are an error.
struct SurveyDesign {
  std::span<const double> weights{};          ///< Finite, >= 0; empty: all 1.
  std::span<const std::uint32_t> clusters{};  ///< E.g. the respondent; empty: each row its own.
  std::span<const std::uint32_t> strata{};    ///< Clusters lie within strata; empty: one stratum.
};

/// Kish's effective sample size (sum w)^2 / sum w^2; 0 if no weight is positive.
/// @throws Error `invalid_data` naming the row of a weight that is negative or not finite.
/// @see Kish (1965), Survey Sampling.
[[nodiscard]] CENTRICITY_EXPORT double effective_sample_size(std::span<const double> weights);

/// A mean, share or ratio together with what the design did to it.
struct DesignEstimate {
  Estimate estimate{};              ///< t interval with `degrees_of_freedom`; n = rows answered.
  std::uint64_t missing = 0;        ///< Rows without an answer.
  std::uint64_t clusters = 0;       ///< Independent units behind it.
  double degrees_of_freedom = 0.0;  ///< Clusters minus strata.
  double effective_n = 0.0;         ///< Rows of a simple random sample with the same variance.
  double design_effect = 1.0;       ///< Variance relative to a simple random sample of n rows.
};

/// Mean of `values`, shape [n].
///
/// The weighted mean with the variance of its linearisation, clusters drawn with replacement within
/// strata; without weights, clusters and strata it is the textbook mean with s^2/n and Student's t.
/// A stratum with a single cluster is compared with the overall mean (a cautious choice).
/// @return undefined `missing_input` if no row has an answer and a positive weight, and without
///         standard error and interval if there is one cluster only.
/// @throws Error `incompatible` if lengths differ; `invalid_data` naming the row and column of an
///         infinite answer, a bad weight, or a cluster that lies in two strata.
/// @par Complexity O(n).
/// @see Binder (1983), International Statistical Review 51, 279-292.
[[nodiscard]] CENTRICITY_EXPORT DesignEstimate mean(std::span<const double> values,
                                                    const SurveyDesign& design = {},
                                                    double level = 0.95);

/// Ratio of totals, sum w numerator / sum w denominator, both of shape [n]; otherwise as `mean`.
/// @return undefined `division_by_zero` where the denominator adds up to 0.
[[nodiscard]] CENTRICITY_EXPORT DesignEstimate ratio(std::span<const double> numerator,
                                                     std::span<const double> denominator,
                                                     const SurveyDesign& design = {},
                                                     double level = 0.95);

}  // namespace centricity::inline v0::statistics
