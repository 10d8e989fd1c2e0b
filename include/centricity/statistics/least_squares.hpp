#pragma once

/// @file
/// Weighted least squares with standard errors that hold under unequal variances and clusters.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::statistics {

/// Which covariance the coefficients get.
enum class Covariance : std::uint8_t {
  classical,  ///< Equal variances: sigma^2 (X'WX)^-1.
  hc1,        ///< White (1980) with n/(n-p).
  hc3,        ///< MacKinnon & White (1985): residuals / (1 - leverage); the default for small n.
  design      ///< Linearised under the SurveyDesign: clusters and strata (Liang & Zeger 1986).
};

/// How to fit.
struct LeastSquaresOptions {
  Covariance covariance = Covariance::classical;  ///< Of the coefficients.
  double level = 0.95;                            ///< Coverage, in (0, 1).
};

/// y = b0 + b1 x1 + ... + error.
struct LeastSquaresFit {
  std::vector<Estimate> coefficients{};  ///< Intercept, then one a predictor.
  std::vector<double> covariance{};      ///< p x p, row by row; p = coefficients.
  std::optional<double> r_squared{};     ///< Absent if the outcome is constant.
  double residual_deviation = 0.0;       ///< sqrt of the residual variance, in units of y.
  double degrees_of_freedom = 0.0;       ///< Rows − p; clusters − strata under `design`.
  std::uint64_t n = 0;                   ///< Complete rows with a positive weight.
  std::uint64_t missing = 0;             ///< Rows left out because an entry is NaN.
  double level = 0.95;                   ///< Of the intervals.
  FitReport report{};                    ///< failed: too few rows, or a predictor that the
                                         ///< others already determine (named by position).
};

/// @param predictors columns of shape [n], without the intercept
/// @param outcome    shape [n]
/// @return never singular in silence: see `report`; coefficients are then undefined.
/// @throws Error `incompatible` if lengths differ; `invalid_data` for an infinite entry.
/// @par Complexity O(n p^2), by Householder QR with column pivoting.
[[nodiscard]] CENTRICITY_EXPORT LeastSquaresFit
fit_least_squares(std::span<const std::span<const double>> predictors,
                  std::span<const double> outcome,
                  const SurveyDesign& design = {},
                  const LeastSquaresOptions& options = {});

/// sum of factors[j] * coefficient[j], with its t interval.
/// @throws Error `incompatible` unless there is one factor a coefficient.
[[nodiscard]] CENTRICITY_EXPORT Estimate linear_combination(const LeastSquaresFit& fit,
                                                            std::span<const double> factors);

}  // namespace centricity::inline v0::statistics
