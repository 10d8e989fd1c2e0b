#pragma once

/// @file
/// Tails and quantiles of the usual distributions: preconditions unchecked, for code that has
/// checked them. The public, checked spelling is <centricity/statistics/distributions.hpp>.

namespace centricity::inline v0::numeric {

/// P(Z > z) and the z with P(Z <= z) = p.
[[nodiscard]] double normal_upper_tail(double z);
[[nodiscard]] double normal_deviate(double p);

/// The same for Student's t; df > 0, infinity gives the normal distribution.
[[nodiscard]] double student_t_upper_tail(double t, double df);
[[nodiscard]] double student_t_deviate(double p, double df);

/// The same for chi-square; x >= 0, df > 0.
[[nodiscard]] double chi_square_upper_tail(double x, double df);
[[nodiscard]] double chi_square_deviate(double p, double df);

/// The same for Fisher's F; x >= 0, both degrees of freedom > 0.
[[nodiscard]] double f_upper_tail(double x, double df1, double df2);
[[nodiscard]] double f_deviate(double p, double df1, double df2);

/// The same for the beta distribution; x in [0, 1], a, b > 0.
[[nodiscard]] double beta_upper_tail(double x, double a, double b);
[[nodiscard]] double beta_deviate(double p, double a, double b);

/// Half-width in standard errors of a two-sided interval: of the normal distribution, and of t.
[[nodiscard]] double two_sided_normal(double level);
[[nodiscard]] double two_sided_student_t(double level, double df);

}  // namespace centricity::inline v0::numeric
