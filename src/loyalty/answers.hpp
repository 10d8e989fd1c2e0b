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

/// Expected purchases of customers of the same repeats and age, as long as they have not left.
template <std::size_t N>
struct WhileAlive {
  double purchases = 0.0;
  std::array<double, N> log_gradient{};  ///< Of log purchases in the logs of the parameters.
};

/// @param fit is usable
/// @param any customer of these repeats and this age
template <class P, class E, std::size_t N>
[[nodiscard]] WhileAlive<N> while_alive(const PurchaseFit<P, E, N>& fit,
                                        const Observed& any,
                                        double horizon) {
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const auto expected = [&](const std::array<double, N>& values) {
    return expected_while_alive(if_alive(ModelOf<P>::shape(values), any), horizon);
  };
  WhileAlive<N> result{.purchases = expected(at)};
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

/// Expected purchases of a customer.
/// @param fit is usable
/// @param shared of customers of the same repeats and age
template <class P, class E, std::size_t N>
[[nodiscard]] Estimate purchases_estimate(const PurchaseFit<P, E, N>& fit,
                                          const Observed& seen,
                                          const WhileAlive<N>& shared) {
  const auto shape = ModelOf<P>::shape(ModelOf<P>::values(fit.parameters));
  const double log_odds = log_odds_of_having_left(shape, seen);
  const double value = numeric::logistic(-log_odds) * shared.purchases;
  if (value == 0.0) return {.value = 0.0, .n = fit.customers, .method = Method::delta};
  std::array<double, N> gradient = shared.log_gradient;
  if (std::isfinite(log_odds)) {
    const double left = numeric::logistic(log_odds);
    const std::array<double, N> odds = log_odds_gradient(shape, seen);
    for (std::size_t i = 0; i < N; ++i) gradient[i] -= left * odds[i];
  }
  return numeric::positive_estimate(
      value, numeric::delta_error<N>(gradient, fit.log_covariance), fit.level, fit.customers);
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
