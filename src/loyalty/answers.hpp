#pragma once

/// @file
/// Answers of a fit about one customer, for any model, cut where customers share the work: nearly
/// all of it depends on repeats and age alone, which many have in common. Uncertainty is by the
/// delta method: on the log odds for probabilities, on the log for expectations.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <centricity/core/estimate.hpp>
#include <centricity/loyalty/purchase_fit.hpp>

#include "loyalty/models.hpp"
#include "numeric/delta_method.hpp"

namespace centricity::inline v0::loyalty {

/// Expected purchases, and how they depend on the parameters.
template <std::size_t N>
struct ExpectedPurchases {
  double purchases = 0.0;
  std::array<double, N> log_gradient{};  ///< Of log purchases in the logs of the parameters.
};

/// What customers of the same repeats and age are expected to buy as long as they have not left.
/// @param fit is usable
/// @param any customer of these repeats and this age
/// @param quantity purchases >= 0 of somebody who starts today, from their shape
template <class P, class E, std::size_t N, class Quantity>
[[nodiscard]] ExpectedPurchases<N> while_alive(const PurchaseFit<P, E, N>& fit,
                                               const Observed& any,
                                               const Quantity& quantity) {
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const auto expected = [&](const std::array<double, N>& values) {
    return quantity(if_alive(ModelOf<P>::shape(values), any));
  };
  ExpectedPurchases<N> result{.purchases = expected(at)};
  if (result.purchases > 0.0) {
    result.log_gradient = numeric::log_gradient(
        [&](const std::array<double, N>& values) { return std::log(expected(values)); }, at);
  }
  return result;
}

/// Probability that a customer has not left.  @param fit is usable
template <class P, class E, std::size_t N>
[[nodiscard]] Estimate alive_estimate(const PurchaseFit<P, E, N>& fit, const Observed& seen) {
  const auto shape = ModelOf<P>::shape(ModelOf<P>::values(fit.parameters));
  const double log_odds = log_odds_of_having_left(shape, seen);
  const double error =
      std::isfinite(log_odds)
          ? numeric::delta_error<N>(log_odds_gradient(shape, seen), fit.log_covariance)
          : 0.0;
  return numeric::probability_estimate(-log_odds, error, fit.level, fit.customers);
}

/// Of a customer, whether they have left or not.
/// @param fit is usable
/// @param shared of customers of the same repeats and age
template <class P, class E, std::size_t N>
[[nodiscard]] ExpectedPurchases<N> expected_of(const PurchaseFit<P, E, N>& fit,
                                               const Observed& seen,
                                               ExpectedPurchases<N> shared) {
  const auto shape = ModelOf<P>::shape(ModelOf<P>::values(fit.parameters));
  const double log_odds = log_odds_of_having_left(shape, seen);
  shared.purchases *= numeric::logistic(-log_odds);
  if (shared.purchases > 0.0 && std::isfinite(log_odds)) {
    const double left = numeric::logistic(log_odds);
    const std::array<double, N> odds = log_odds_gradient(shape, seen);
    for (std::size_t i = 0; i < N; ++i) shared.log_gradient[i] -= left * odds[i];
  }
  return shared;
}

/// The same with its uncertainty.
template <class P, class E, std::size_t N>
[[nodiscard]] Estimate purchases_estimate(const PurchaseFit<P, E, N>& fit,
                                          const ExpectedPurchases<N>& expected) {
  if (expected.purchases == 0.0) {
    return {.value = 0.0, .n = fit.customers, .method = Method::delta};
  }
  return numeric::positive_estimate(
      expected.purchases,
      numeric::delta_error<N>(expected.log_gradient, fit.log_covariance),
      fit.level,
      fit.customers);
}

/// Something >= 0, worked out from the shape by `quantity`, such as a sum over customers.
/// @param fit is usable
/// @param n customers behind it
template <class P, class E, std::size_t N, class Quantity>
[[nodiscard]] Estimate positive_estimate(const PurchaseFit<P, E, N>& fit,
                                         std::uint64_t n,
                                         const Quantity& quantity) {
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const double value = quantity(ModelOf<P>::shape(at));
  if (value == 0.0) return {.value = 0.0, .n = n, .method = Method::delta};
  const auto log_quantity = [&](const std::array<double, N>& values) {
    return std::log(quantity(ModelOf<P>::shape(values)));
  };
  const double error = numeric::delta_error<N>(log_quantity, at, fit.log_covariance);
  return numeric::positive_estimate(value, error, fit.level, n);
}

/// A probability in [0, 1], worked out from the shape by `probability`. Certainty has no error.
/// @param fit is usable
template <class P, class E, std::size_t N, class Probability>
[[nodiscard]] Estimate probability_estimate(const PurchaseFit<P, E, N>& fit,
                                            const Probability& probability) {
  const auto log_odds = [&](const std::array<double, N>& values) {
    const double p = std::fmin(probability(ModelOf<P>::shape(values)), 1.0);
    return std::log(p) - std::log1p(-p);
  };
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const double odds = log_odds(at);
  const double error =
      std::isfinite(odds) ? numeric::delta_error<N>(log_odds, at, fit.log_covariance) : 0.0;
  return numeric::probability_estimate(odds, error, fit.level, fit.customers);
}

/// So many times the estimate; factor > 0 and known.
[[nodiscard]] inline Estimate scaled(Estimate estimate, double factor) {
  if (estimate.value) *estimate.value *= factor;
  if (estimate.standard_error) *estimate.standard_error *= factor;
  if (estimate.interval) {
    estimate.interval->lower *= factor;
    estimate.interval->upper *= factor;
  }
  return estimate;
}

/// The product of two positive quantities whose errors are independent.
[[nodiscard]] inline Estimate product(const Estimate& left, const Estimate& right, double level) {
  if (!left.defined()) return undefined_estimate(left.undefined, left.n);
  if (!right.defined()) return undefined_estimate(right.undefined, right.n);
  const double value = *left.value * *right.value;
  const std::uint64_t n = std::min(left.n, right.n);
  if (value <= 0.0 || !left.standard_error || !right.standard_error) {
    return {.value = value, .n = n, .method = Method::delta};
  }
  const double log_error =
      std::hypot(*left.standard_error / *left.value, *right.standard_error / *right.value);
  return numeric::positive_estimate(value, log_error, level, n);
}

}  // namespace centricity::inline v0::loyalty
