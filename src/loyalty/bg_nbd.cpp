#include <cmath>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/bg_nbd_estimates.hpp"
#include "numeric/delta_method.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

bg_nbd::Shape shape_of(const std::array<double, 4>& values) {
  return {values[0], values[1], values[2], values[3]};
}

std::array<double, 4> values_of(const BgNbdParameters& parameters) {
  return {parameters.r, parameters.alpha, parameters.a, parameters.b};
}

double expected(const bg_nbd::Shape& shape, const bg_nbd::Observed& seen, double horizon) {
  return alive(shape, seen) * bg_nbd::expected_while_alive(shape, seen.repeats, seen.age, horizon);
}

Estimate expected(const BgNbdFit& fit, const bg_nbd::Observed& seen, double horizon) {
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
  return purchases_estimate(fit, seen, while_alive(fit, seen.repeats, seen.age, horizon));
}

}  // namespace

bg_nbd::Shape shape_of(const BgNbdParameters& parameters) {
  for (const double value : {parameters.r, parameters.alpha, parameters.a, parameters.b}) {
    if (!(value > 0.0) || !std::isfinite(value)) {
      throw Error(ErrorCode::invalid_argument,
                  "a parameter of the BG/NBD model is not a positive number",
                  "r, alpha, a and b must all be greater than 0.");
    }
  }
  return {parameters.r, parameters.alpha, parameters.a, parameters.b};
}

bg_nbd::Observed observed(const PurchaseHistory& history, TimeUnit unit) {
  bg_nbd::Observed seen{history.repeats, history.recency.in(unit), history.age.in(unit)};
  if (seen.recency > seen.age && seen.recency <= seen.age * (1.0 + 1e-12)) {
    seen.recency = seen.age;  // Equal but for the rounding of two units.
  }
  const bool possible = seen.repeats >= 0.0 && std::floor(seen.repeats) == seen.repeats &&
                        seen.recency >= 0.0 && seen.recency <= seen.age &&
                        std::isfinite(seen.age) && (seen.repeats > 0.0 || seen.recency == 0.0);
  if (!possible) {
    throw Error(ErrorCode::invalid_argument,
                "the purchase history is impossible",
                "repeats are whole; recency lies between 0 and the age, and is 0 without repeats.");
  }
  return seen;
}

double time_in(Duration horizon, TimeUnit unit) {
  const double time = horizon.in(unit);
  if (!(time >= 0.0) || !std::isfinite(time)) {
    throw Error(ErrorCode::invalid_argument,
                "the horizon is not a length of time",
                "it must be a number that is not negative.");
  }
  return time;
}

double alive(const bg_nbd::Shape& shape, const bg_nbd::Observed& seen) {
  return numeric::logistic(-bg_nbd::log_odds_of_having_left(shape, seen));
}

WhileAlive while_alive(const BgNbdFit& fit, double repeats, double age, double horizon) {
  const std::array<double, 4> values = values_of(fit.parameters);
  WhileAlive result{.purchases =
                        bg_nbd::expected_while_alive(shape_of(values), repeats, age, horizon)};
  if (result.purchases > 0.0) {
    const auto log_expected = [&](const std::array<double, 4>& at) {
      return std::log(bg_nbd::expected_while_alive(shape_of(at), repeats, age, horizon));
    };
    result.log_gradient = numeric::log_gradient(log_expected, values);
  }
  return result;
}

Estimate alive_estimate(const BgNbdFit& fit, const bg_nbd::Observed& seen) {
  const bg_nbd::Shape shape = shape_of(fit.parameters);
  if (seen.repeats == 0.0) {
    return numeric::probability_estimate(INFINITY, 0.0, fit.level, fit.customers);
  }
  return numeric::probability_estimate(
      -bg_nbd::log_odds_of_having_left(shape, seen),
      numeric::delta_error<4>(bg_nbd::log_odds_gradient(shape, seen), fit.log_covariance),
      fit.level,
      fit.customers);
}

Estimate purchases_estimate(const BgNbdFit& fit,
                            const bg_nbd::Observed& seen,
                            const WhileAlive& shared) {
  const bg_nbd::Shape shape = shape_of(fit.parameters);
  const double probability = alive(shape, seen);
  const double value = probability * shared.purchases;
  if (value == 0.0) return {.value = 0.0, .n = fit.customers, .method = Method::delta};
  std::array<double, 4> gradient = shared.log_gradient;
  if (seen.repeats > 0.0) {
    const std::array<double, 4> odds = bg_nbd::log_odds_gradient(shape, seen);
    for (std::size_t i = 0; i < odds.size(); ++i) gradient[i] -= (1.0 - probability) * odds[i];
  }
  return numeric::positive_estimate(
      value, numeric::delta_error<4>(gradient, fit.log_covariance), fit.level, fit.customers);
}

double log_likelihood(const BgNbdParameters& parameters, const PurchaseHistory& history) {
  return bg_nbd::log_likelihood(shape_of(parameters), observed(history, parameters.unit));
}

double probability_alive(const BgNbdParameters& parameters, const PurchaseHistory& history) {
  return alive(shape_of(parameters), observed(history, parameters.unit));
}

double expected_purchases(const BgNbdParameters& parameters,
                          const PurchaseHistory& history,
                          Duration horizon) {
  return expected(
      shape_of(parameters), observed(history, parameters.unit), time_in(horizon, parameters.unit));
}

double expected_purchases(const BgNbdParameters& parameters, Duration horizon) {
  return expected(shape_of(parameters), {}, time_in(horizon, parameters.unit));
}

double probability_of_purchases(const BgNbdParameters& parameters,
                                std::uint64_t purchases,
                                Duration horizon) {
  return bg_nbd::probability_of_count(
      shape_of(parameters), static_cast<double>(purchases), time_in(horizon, parameters.unit));
}

Estimate probability_alive(const BgNbdFit& fit, const PurchaseHistory& history) {
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
  return alive_estimate(fit, observed(history, fit.parameters.unit));
}

Estimate expected_purchases(const BgNbdFit& fit, const PurchaseHistory& history, Duration horizon) {
  return expected(
      fit, observed(history, fit.parameters.unit), time_in(horizon, fit.parameters.unit));
}

Estimate expected_purchases(const BgNbdFit& fit, Duration horizon) {
  return expected(fit, bg_nbd::Observed{}, time_in(horizon, fit.parameters.unit));
}

}  // namespace centricity::inline v0::loyalty
