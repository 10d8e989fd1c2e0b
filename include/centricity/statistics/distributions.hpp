#pragma once

/// @file
/// Upper tails and quantiles of the usual distributions.
///
/// An argument outside the stated range (NaN included) gives an absent value; nothing throws.
/// Relative error below 1e-12. O(1).

#include <optional>

#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// P(Z > z) of the standard normal distribution; z finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> normal_tail(double z);

/// The z with P(Z <= z) = p; 0 < p < 1.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> normal_quantile(double p);

/// P(T > t) of Student's t; t finite, degrees_of_freedom > 0 (infinity: normal).
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> student_t_tail(double t,
                                                                     double degrees_of_freedom);

/// The t with P(T <= t) = p; 0 < p < 1, degrees_of_freedom > 0.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> student_t_quantile(double p,
                                                                         double degrees_of_freedom);

/// P(X > x) of chi-square; x >= 0 finite, degrees_of_freedom > 0 finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> chi_square_tail(double x,
                                                                      double degrees_of_freedom);

/// The x with P(X <= x) = p; 0 < p < 1, degrees_of_freedom > 0 finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> chi_square_quantile(
    double p, double degrees_of_freedom);

/// P(X > x) of Fisher's F; x >= 0 finite, both degrees of freedom > 0 and finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> f_tail(double x,
                                                             double numerator_degrees,
                                                             double denominator_degrees);

/// The x with P(X <= x) = p; 0 < p < 1, both degrees of freedom > 0 and finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> f_quantile(double p,
                                                                 double numerator_degrees,
                                                                 double denominator_degrees);

/// P(X > x) of Beta(a, b); 0 <= x <= 1, a, b > 0 and finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> beta_tail(double x, double a, double b);

/// The x with P(X <= x) = p; 0 < p < 1, a, b > 0 and finite.
[[nodiscard]] CENTRICITY_EXPORT std::optional<double> beta_quantile(double p, double a, double b);

}  // namespace centricity::inline v0::statistics
