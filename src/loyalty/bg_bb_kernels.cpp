#include "loyalty/bg_bb_kernels.hpp"

#include <algorithm>

#include <centricity/core/error.hpp>

#include "numeric/delta_method.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::bg_bb {
namespace {

using numeric::log_rising_factorial;

constexpr double most_opportunities = 1e5;

/// The whole number a time in units is meant to be; absent if it is none.
std::optional<double> whole(double time) {
  const double count = std::round(time);
  if (std::abs(time - count) > 1e-9 * std::max(1.0, count) || count > most_opportunities) return {};
  return count;
}

Observed checked(const Observed& seen) {
  const auto counted = in_opportunities(seen);
  if (!counted) {
    throw Error(ErrorCode::invalid_argument,
                "the purchase history does not count opportunities",
                "the unit of the parameters is the time from one opportunity to the next; in it "
                "repeats <= recency <= age, all whole and at most 100,000.");
  }
  return *counted;
}

/// log E[p^n] for p ~ Beta(u, v).
double log_power(double u, double v, double n) {
  return v < n ? log_rising_factorial(u, v) - log_rising_factorial(u + n, v)
               : log_rising_factorial(u, n) - log_rising_factorial(u + v, n);
}

/// log[P(history, gone by the last opportunity) / P(history, there at it)]; minus infinity right
/// after a purchase.
double log_odds_of_having_gone(const Shape& shape, const Observed& seen) {
  const auto& [alpha, beta, gamma, delta, there] = shape;
  const auto& [x, t_x, n] = seen;
  // Somebody who was there last at opportunity i, from t_x to n - 1, relative to i = t_x: these
  // fall with i.
  double term = 1.0;
  double sum = t_x < n ? 1.0 : 0.0;
  for (double i = t_x; i + 1.0 < n; i += 1.0) {
    term *= (beta + (i - x)) / (alpha + beta + i) * ((delta + i) / (gamma + delta + (i + 1.0)));
    sum += term;
    if (term * (n - i) < 1e-18 * sum) break;
  }
  // Still there, relative to i = t_x.
  const double stayed = log_power(beta + (t_x - x), alpha + x, n - t_x) +
                        log_power(delta + t_x, gamma, n - t_x) + std::log1p((delta + t_x) / gamma);
  return std::log(sum) - stayed;
}

/// (d)_0 / (d + gamma)_0 + ... + (d)_{n-1} / (d + gamma)_{n-1}: at how many of the next n
/// opportunities somebody who is there at the first is expected to be.
double opportunities_seen(double d, double gamma, double n) {
  constexpr double summed = 1000.0;
  double term = 1.0;
  double sum = 0.0;
  for (double i = 0.0; i < std::min(n, summed); i += 1.0) {
    sum += term;
    term *= (d + i) / (d + gamma + i);
  }
  if (n <= summed) return sum;
  // The rest is (d + e) / e [1 - (d)_n / (d + e)_n] with e = gamma - 1, continuous at e = 0.
  d += summed;
  n -= summed;
  const double e = gamma - 1.0;
  const auto log_ratio = [&](double u) {  // log[Gamma(u + e) / Gamma(u)]
    return e > 0.0 ? log_rising_factorial(u, e) : -log_rising_factorial(u + e, -e);
  };
  double rest = 0.0;
  if (std::abs(e) < 1e-6) {
    const double slope = numeric::digamma(d + n) - numeric::digamma(d) +
                         0.5 * e * (numeric::trigamma(d + n) - numeric::trigamma(d));
    rest = e == 0.0 ? slope : -std::expm1(-e * slope) / e;
  } else {
    rest = -std::expm1(log_ratio(d) - log_ratio(d + n)) / e;
  }
  return sum + term * (d + e) * rest;
}

}  // namespace

std::optional<Observed> in_opportunities(const Observed& seen) {
  const auto recency = whole(seen.recency);
  const auto age = whole(seen.age);
  if (!recency || !age || seen.repeats > *recency) return {};
  return Observed{seen.repeats, *recency, *age};
}

double log_likelihood(const Shape& shape, const Observed& seen) {
  const Observed counted = checked(seen);
  const auto& [x, t_x, n] = counted;
  const double stayed = log_power(shape.alpha, shape.beta, x) +
                        log_power(shape.beta, shape.alpha + x, n - x) +
                        log_power(shape.delta, shape.gamma, n);
  return stayed + numeric::softplus(log_odds_of_having_gone(shape, counted));
}

double log_odds_of_having_left(const Shape& shape, const Observed& seen) {
  const Observed counted = checked(seen);
  // There at the last opportunity and gone before the next, or gone by the last.
  return std::log(shape.gamma / (shape.delta + counted.age)) +
         numeric::softplus(log_odds_of_having_gone(shape, counted) +
                           std::log1p((shape.delta + counted.age) / shape.gamma));
}

std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen) {
  return numeric::log_gradient<4>(
      [&](const std::array<double, 4>& values) {
        return log_odds_of_having_left({values[0], values[1], values[2], values[3]}, seen);
      },
      {shape.alpha, shape.beta, shape.gamma, shape.delta});
}

Shape if_alive(const Shape& shape, const Observed& seen) {
  const Observed counted = checked(seen);
  return {shape.alpha + counted.repeats,
          shape.beta + (counted.age - counted.repeats),
          shape.gamma,
          shape.delta + (counted.age + 1.0),
          true};
}

double expected_while_alive(const Shape& today, double horizon) {
  return today.alpha / (today.alpha + today.beta) *
         opportunities_seen(today.delta, today.gamma, opportunities_in(horizon));
}

double probability_of_count(const Shape& today, double n, double horizon) {
  const auto& [alpha, beta, gamma, delta, there] = today;
  const double last = opportunities_in(horizon);
  if (last < 1.0 || n > last) return n == 0.0 ? 1.0 : 0.0;
  // There last at opportunity i, from the first that is enough, relative to it: these rise, then
  // fall.
  const double first = std::max(n, 1.0);
  double log_scale = log_power(alpha, beta, n) + log_power(beta, alpha + n, first - n) +
                     log_power(delta, gamma, first - 1.0) -
                     std::log1p((delta + (first - 1.0)) / gamma);
  double term = 1.0;
  double sum = 0.0;
  for (double i = first; i < last; i += 1.0) {
    sum += term;
    term *= (i + 1.0) / (i + 1.0 - n) * ((beta + (i - n)) / (alpha + beta + i)) *
            ((delta + (i - 1.0)) / (gamma + delta + i));
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      log_scale += std::log(1e200);
    }
  }
  // There at the last of them, whether or not at the next.
  sum += term * ((gamma + delta + (last - 1.0)) / gamma);
  return std::exp(log_scale + std::log(sum));
}

double probability_of_at_least(const Shape& today, double n, double horizon) {
  const auto& [alpha, beta, gamma, delta, there] = today;
  const double last = opportunities_in(horizon);
  if (n > last) return 0.0;
  // The n-th at opportunity i, relative to the first that can be: these rise, then fall.
  double log_scale = log_power(alpha, beta, n) + log_power(delta, gamma, n - 1.0);
  double term = 1.0;
  double sum = 0.0;
  for (double i = n; i <= last; i += 1.0) {
    sum += term;
    term *= i / (i + 1.0 - n) * ((beta + (i - n)) / (alpha + beta + i)) *
            ((delta + (i - 1.0)) / (gamma + delta + (i - 1.0)));
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      log_scale += std::log(1e200);
    }
  }
  return std::exp(log_scale + std::log(sum));
}

double probability_of_staying(const Shape& today, double horizon) {
  return std::exp(log_power(today.delta, today.gamma, opportunities_in(horizon)));
}

Life draw_life(const Shape& shape, Rng& rng) {
  Life life;
  life.purchase_rate = beta(rng, shape.alpha, shape.beta);
  life.dropout = beta(rng, shape.gamma, shape.delta);
  return life;
}

}  // namespace centricity::inline v0::loyalty::bg_bb
