#include "loyalty/bg_nbd_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "loyalty/beta_quadrature.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {
namespace {

using numeric::log_rising_factorial;

/// A horizon in multiples of alpha, finite.
double relative(double horizon, const Shape& today) {
  return std::fmin(horizon / today.alpha, std::numeric_limits<double>::max());
}

/// Whether the series are short. They take about this many terms, from exp(-n log(1 + t)); the
/// quadratures cost as much as some 2,000 of them.
bool few_terms(double n, double t) {
  const double terms = n * t + (40.0 + 9.0 * std::sqrt(n)) * (1.0 + t);
  return terms < 2000.0 && n * std::log1p(t) < 650.0;
}

/// Sum over k of P(K = k) weight, where K is negative binomial, the weight of 0 is `first` and
/// those of 1, 2, ... are asked for in order, given E[(1 - p)^k] for p ~ Beta(a, b). They grow no
/// faster than k.
template <class Weight>
double series(const Shape& today, double t, double first, const Weight& weight) {
  const double both = today.a + today.b;
  const double z = t / (1.0 + t);
  double probability = std::exp(-today.r * std::log1p(t));  // P(K = 0)
  double staying = 1.0;
  double sum = probability * first;
  for (double k = 0.0;;) {
    const double inverse = 1.0 / ((k + 1.0) * (both + k));  // The one slow step, for both factors.
    probability *= z * (today.r + k) * (both + k) * inverse;
    staying *= (today.b + k) * (k + 1.0) * inverse;
    k += 1.0;
    const double term = probability * weight(staying);
    sum += term;
    if (term > 1e-15 * sum) continue;
    // From here on the terms fall at least as fast as a geometric series of this ratio.
    const double ratio = z * (today.r + k) / k;
    if (ratio < 1.0 && term * ratio <= 1e-17 * sum * (1.0 - ratio)) return sum;
  }
}

/// E[(1 - (1 + p t)^-n) / p]: the weight of k is the sum of E[(1 - p)^i] over i < k.
double expected_by_series(const Shape& today, double t) {
  double running = 1.0;
  return series(
      today, t, 0.0, [&](double staying) { return std::exchange(running, running + staying); });
}

/// E[(1 + p t)^-n].
double staying_by_series(const Shape& today, double t) {
  return series(today, t, 1.0, [](double staying) { return staying; });
}

double expected_by_quadrature(const Shape& today, double t) {
  return beta_mean(today.a, today.b, today.r, t, [&](double log_p) {
    return numeric::log1mexp(-today.r * std::log1p(std::exp(log_p) * t)) - log_p;
  });
}

double staying_by_quadrature(const Shape& today, double t) {
  return beta_mean(today.a, today.b, today.r, t, [&](double log_p) {
    return -today.r * std::log1p(std::exp(log_p) * t);
  });
}

/// log((alpha + T) / (alpha + t_x)), which is small when the last purchase was just now.
double silence(const Shape& shape, const Observed& seen) {
  return std::log1p((seen.age - seen.recency) / (shape.alpha + seen.recency));
}

}  // namespace

double log_odds_of_having_left(const Shape& shape, const Observed& seen) {
  const double chances = seen.repeats + shape.first;
  if (chances == 0.0) return -std::numeric_limits<double>::infinity();
  return std::log(shape.a / (shape.b + (chances - 1.0))) +
         (shape.r + seen.repeats) * silence(shape, seen);
}

std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen) {
  const double chances = seen.repeats + shape.first;
  const double share = shape.alpha / (shape.alpha + seen.age);
  return {
      shape.r * silence(shape, seen),
      -(shape.r + seen.repeats) * share * (seen.age - seen.recency) / (shape.alpha + seen.recency),
      1.0,
      -shape.b / (shape.b + (chances - 1.0))};
}

double log_likelihood(const Shape& shape, const Observed& seen) {
  const double x = seen.repeats;
  const double chances = x + shape.first;
  const double stayed = shape.a < chances ? log_rising_factorial(shape.b, shape.a) -
                                                log_rising_factorial(shape.b + chances, shape.a)
                                          : log_rising_factorial(shape.b, chances) -
                                                log_rising_factorial(shape.a + shape.b, chances);
  const double bought = log_rising_factorial(shape.r, x) -
                        shape.r * std::log1p(seen.age / shape.alpha) -
                        x * std::log(shape.alpha + seen.age);
  return bought + stayed + numeric::softplus(log_odds_of_having_left(shape, seen));
}

AliveByAge alive_by_age(const Shape& shape, const Observed& seen) {
  return {1.0, std::exp((shape.r + seen.repeats) * std::log1p(seen.age / shape.alpha))};
}

double alive_by_recency(const Shape& shape, const Observed& seen) {
  const double chances = seen.repeats + shape.first;
  if (chances == 0.0) return 0.0;
  const double log = -(shape.r + seen.repeats) * std::log1p(seen.recency / shape.alpha);
  if (log < -600.0) return std::numeric_limits<double>::quiet_NaN();
  return shape.a / (shape.b + (chances - 1.0)) * std::exp(log);
}

Shape if_alive(const Shape& shape, const Observed& seen) {
  return {shape.r + seen.repeats,
          shape.alpha + seen.age,
          shape.a,
          shape.b + seen.repeats + shape.first,
          0.0};
}

double expected_while_alive(const Shape& today, double horizon) {
  if (horizon <= 0.0) return 0.0;
  const double t = relative(horizon, today);
  return few_terms(today.r, t) ? expected_by_series(today, t) : expected_by_quadrature(today, t);
}

Expectations::Expectations(const Shape& shape, double horizon) : shape_{shape}, horizon_{horizon} {
  constexpr double most = 64.0;  // Repeats and r; beyond, the weights grow too large.
  for (double x = 0.0; shape.r + x < most; x += 1.0) {
    const Shape today = if_alive(shape, {x, 0.0, 0.0});
    std::array<double, terms> weights;
    double ways = 1.0;
    double staying = 1.0;
    double running = 0.0;
    double k = 0.0;
    for (double& weight : weights) {
      running += staying;
      ways *= (today.r + k) / (k + 1.0);
      staying *= (today.b + k) / (today.a + today.b + k);
      weight = ways * running;
      k += 1.0;
    }
    weights_.push_back(weights);
  }
}

double Expectations::operator()(const Observed& seen) const {
  constexpr double longest = 30.0;  // Of horizons in multiples of alpha; beyond, more terms matter.
  const Shape today = if_alive(shape_, seen);
  const double t = relative(horizon_, today);
  if (!(seen.repeats < static_cast<double>(weights_.size()) && t > 0.0 && t < longest)) {
    return expected_while_alive(today, horizon_);
  }
  const auto& w = weights_[static_cast<std::size_t>(seen.repeats)];
  const double z = t / (1.0 + t);
  const double z4 = z * z * (z * z);
  double power = z;
  double sum = 0.0;
  for (std::size_t k = 0; k < terms; k += 4) {
    sum += power * (w[k] + z * (w[k + 1] + z * (w[k + 2] + z * w[k + 3])));
    const double last = power * (z * z * z) * w[k + 3];
    // From here on the terms fall at least as fast as a geometric series of this ratio.
    const double ratio = z * (1.0 + today.r / static_cast<double>(k + 4));
    if (last * ratio <= 1e-17 * sum * (1.0 - ratio)) {
      return std::exp(-today.r * std::log1p(t)) * sum;
    }
    power *= z4;
  }
  return expected_while_alive(today, horizon_);
}

double probability_of_staying(const Shape& today, double horizon) {
  if (horizon <= 0.0) return 1.0;
  const double t = relative(horizon, today);
  return few_terms(today.r, t) ? staying_by_series(today, t) : staying_by_quadrature(today, t);
}

double probability_of_count(const Shape& today, double n, double time) {
  const double z = time / (today.alpha + time);
  const auto log_buying = [&](double k) {  // log P(k purchases) of somebody who never leaves
    return log_rising_factorial(today.r, k) - log_rising_factorial(1.0, k) +
           (k > 0.0 ? k * std::log(z) : 0.0) - today.r * std::log1p(time / today.alpha);
  };
  const auto log_staying = [&](double k) {  // log E[(1 - p)^k]
    return log_rising_factorial(today.b, k) - log_rising_factorial(today.a + today.b, k);
  };
  const double alive = std::exp(log_staying(n) + log_buying(n));
  if (n == 0.0 || z == 0.0) return alive;
  // Made n and left after the last.
  return alive +
         today.a / (today.a + today.b + (n - 1.0)) * probability_of_at_least(today, n, time);
}

double probability_of_at_least(const Shape& today, double n, double horizon) {
  if (n == 1.0) return -std::expm1(-today.r * std::log1p(horizon / today.alpha));
  const double log_staying =
      log_rising_factorial(today.b, n - 1.0) - log_rising_factorial(today.a + today.b, n - 1.0);
  return std::exp(log_staying) *
         numeric::incomplete_beta(n, today.r, horizon / (today.alpha + horizon));
}

Life draw_life(const Shape& shape, Rng& rng) {
  const double rate = gamma(rng, shape.r) / shape.alpha;
  return {rate, beta(rng, shape.a, shape.b)};
}

}  // namespace centricity::inline v0::loyalty::bg_nbd
