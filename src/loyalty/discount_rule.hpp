#pragma once

/// @file
/// Discounting of purchases to come: worked out once, and then the same for all customers.

#include <cmath>
#include <cstddef>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/loyalty/lifetime_value.hpp>

namespace centricity::inline v0::loyalty {

/// A window and a rate in the unit of a model.
struct DiscountTerms {
  double from = 0.0;
  double to = 0.0;    ///< Finite: what comes later is worth less than rounding.
  double rate = 0.0;  ///< Continuous: interest a unit of time.
  double period = 0.0;
  CashFlowTiming timing = CashFlowTiming::when_bought;
  bool discrete = false;  ///< Purchases happen at the ends of whole units of time.
};

/// @throws Error `invalid_argument` as `discounted_purchases` does.
[[nodiscard]] DiscountTerms discount_terms(TimeUnit unit,
                                           bool discrete,
                                           const ValueWindow& window,
                                           const Discounting& discounting);

/// @throws Error `invalid_argument` unless it is a positive number.
void check_margin(double margin);

/// What one unit of money is worth today that comes with a purchase at this time.
[[nodiscard]] double discount_at(const DiscountTerms& terms, double time);

/// Discounted purchases as a weighted sum of expected purchases.
struct DiscountRule {
  std::vector<double> times{};
  std::vector<double> weights{};
};

/// Relative error below 1e-10, provided that the expectation is analytic in the right half plane of
/// time, as those of all models are but the discrete ones, whose periods are all looked at.
/// @throws Error `invalid_argument` for more than a million periods.
[[nodiscard]] DiscountRule discount_rule(const DiscountTerms& terms);

/// Expected purchases of somebody alive, discounted.
template <class Shape>
[[nodiscard]] double discounted_while_alive(const Shape& today, const DiscountRule& rule) {
  double sum = 0.0;
  for (std::size_t i = 0; i < rule.times.size(); ++i) {
    sum += rule.weights[i] * expected_while_alive(today, rule.times[i]);
  }
  return std::fmax(sum, 0.0);
}

}  // namespace centricity::inline v0::loyalty
