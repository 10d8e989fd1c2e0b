#pragma once

/// @file
/// Variance of statistics that are sums of per-row influences, under a survey design.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::statistics {

/// Joint covariance of k statistics.
struct Linearized {
  std::vector<double> covariance{};  ///< k x k, row by row.
  std::uint64_t clusters = 0;        ///< With at least one row kept.
  std::uint64_t strata = 0;          ///< With at least one row kept.

  [[nodiscard]] double degrees_of_freedom() const noexcept {
    return clusters > strata ? static_cast<double>(clusters - strata) : 0.0;
  }
};

/// @throws Error `incompatible` / `invalid_data` as documented for `mean`.
void check_design(const SurveyDesign& design, std::size_t rows);

/// @throws Error `invalid_data` naming the first infinite entry of the column.
void check_answers(std::span<const double> values, std::string_view column);

/// The weight of a row.
[[nodiscard]] inline double weight_of(const SurveyDesign& design, std::size_t row) noexcept {
  return design.weights.empty() ? 1.0 : design.weights[row];
}

/// sum over strata h of n_h / (n_h - 1) sum over clusters of (z - mean z)(z - mean z)'.
/// @param influence rows x k, row by row, weights included
/// @param kept      one flag a row; rows not kept have no influence and no cluster
[[nodiscard]] Linearized linearized_covariance(std::span<const double> influence,
                                               std::size_t k,
                                               std::span<const std::uint8_t> kept,
                                               const SurveyDesign& design);

/// value +- t SE; no interval when there is no degree of freedom.
[[nodiscard]] Estimate t_estimate(
    double value, double variance, double df, double level, std::uint64_t n);

/// @throws Error `invalid_argument` unless 0 < level < 1.
void check_level(double level);

}  // namespace centricity::inline v0::statistics
