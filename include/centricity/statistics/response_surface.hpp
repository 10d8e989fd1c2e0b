#pragma once

/// @file
/// Polynomial regression of an outcome on two scores: what a difference score hides.

#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/least_squares.hpp>

namespace centricity::inline v0::statistics {

/// z = b0 + b1 x + b2 y + b3 x^2 + b4 x y + b5 y^2, and the surface along two lines.
/// A difference score is the special case b2 = -b1, b3 = b4 = b5 = 0.
struct ResponseSurface {
  LeastSquaresFit fit{};              ///< b0 ... b5.
  Estimate congruence_slope{};        ///< b1 + b2, along x = y, at the point of centring.
  Estimate congruence_curvature{};    ///< b3 + b4 + b5, along x = y.
  Estimate incongruence_slope{};      ///< b1 - b2, along x = -y.
  Estimate incongruence_curvature{};  ///< b3 - b4 + b5, along x = -y.
};

/// @param center subtracted from x and y first, e.g. the middle of their common scale
/// @throws Error as fit_least_squares.
/// @see Edwards & Parry (1993), Academy of Management Journal 36, 1577-1613.
[[nodiscard]] CENTRICITY_EXPORT ResponseSurface
fit_response_surface(std::span<const double> x,
                     std::span<const double> y,
                     std::span<const double> outcome,
                     double center,
                     const SurveyDesign& design = {},
                     const LeastSquaresOptions& options = {.covariance = Covariance::hc3});

}  // namespace centricity::inline v0::statistics
