#pragma once

/// @file
/// Tails and quantiles of the usual distributions: preconditions unchecked, for code that has
/// checked them. The public, checked spelling is <centricity/statistics/distributions.hpp>.

namespace centricity::inline v0::numeric {

/// P(Z > z); the quantile is in special_functions.hpp.
[[nodiscard]] double normal_tail(double z);

/// P(T > t) and the t with P(T <= t) = p of Student's t; df > 0, infinity: normal.
[[nodiscard]] double student_t_tail(double t, double df);
[[nodiscard]] double student_t_quantile(double p, double df);

/// The same for chi-square; x >= 0, df > 0.
[[nodiscard]] double chi_square_tail(double x, double df);
[[nodiscard]] double chi_square_quantile(double p, double df);

/// The same for Fisher's F; x >= 0, both degrees of freedom > 0.
[[nodiscard]] double f_tail(double x, double df1, double df2);
[[nodiscard]] double f_quantile(double p, double df1, double df2);

/// The same for the beta distribution; x in [0, 1], a, b > 0.
[[nodiscard]] double beta_tail(double x, double a, double b);
[[nodiscard]] double beta_quantile(double p, double a, double b);

/// Half-width in standard errors of a two-sided interval: of the normal distribution, and of t.
[[nodiscard]] double two_sided_normal(double level);
[[nodiscard]] double two_sided_student_t(double level, double df);

}  // namespace centricity::inline v0::numeric
