#pragma once

/// @file
/// Special functions of the likelihoods. Reentrant, unlike std::lgamma, which writes `signgam`.

namespace centricity::inline v0::numeric {

/// log Gamma(x) for x > 0.
[[nodiscard]] double log_gamma(double x);

/// psi(x) = d/dx log Gamma(x) for x > 0.
[[nodiscard]] double digamma(double x);

/// psi'(x) for x > 0.
[[nodiscard]] double trigamma(double x);

/// Regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1].
[[nodiscard]] double incomplete_beta(double a, double b, double x);

/// log(Gamma(x + n) / Gamma(x)) for x > 0, n >= 0 (n need not be whole).
///
/// Error below 2e-15 of the value plus 1e-17, also where the two log-gammas would cancel (n small
/// beside x).
[[nodiscard]] double log_rising_factorial(double x, double n);

/// Quantile of the standard normal distribution, 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);

/// log(1 + exp(x)) without overflow.
[[nodiscard]] double softplus(double x);

/// 1 / (1 + exp(-x)) without overflow; keeps its digits in both tails.
[[nodiscard]] double logistic(double x);

/// log(1 - exp(x)) for x < 0, without cancellation at either end.
/// @see Maechler (2012), "Accurately computing log(1 - exp(-|a|))".
[[nodiscard]] double log1mexp(double x);

}  // namespace centricity::inline v0::numeric
