#include "loyalty/bg_nbd_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {
namespace {

using numeric::log_rising_factorial;

/// E[(1 - (1 + p t)^-n) / p] for p ~ Beta(a, b), as the sum over k of P(K = k) C_k, where K is
/// negative binomial, C_k = c_1 + ... + c_k, c_1 = 1 and c_{i+1} = c_i (b + i - 1) / (a + b + i -
/// 1).
double series(double n, double a, double b, double t) {
  const double z = t / (1.0 + t);
  double probability = std::exp(-n * std::log1p(t));  // P(K = 0)
  double c = 1.0;
  double running = 0.0;
  double sum = 0.0;
  for (double k = 0.0;;) {
    probability *= z * (n + k) / (k + 1.0);
    k += 1.0;
    running += c;
    c *= (b + (k - 1.0)) / (a + b + (k - 1.0));
    const double term = probability * running;
    sum += term;
    // From here on the terms fall at least as fast as a geometric series of this ratio.
    const double ratio = z * (n + k) / (k + 1.0) * (1.0 + 1.0 / k);
    if (ratio < 1.0 && term * ratio <= 1e-17 * sum * (1.0 - ratio)) return sum;
  }
}

/// The same expectation by the trapezoidal rule in u = log(p / (1 - p)), where the integrand is
/// smooth and falls exponentially on both sides, so that the rule converges geometrically.
double quadrature(double n, double a, double b, double t) {
  const double log_beta =
      numeric::log_gamma(std::min(a, b)) - log_rising_factorial(std::max(a, b), std::min(a, b));
  const double spread = std::sqrt(numeric::trigamma(a) + numeric::trigamma(b));
  const double h = 0.25 * std::min(1.0, spread);
  // f(p) = (1 - (1 + p t)^-n) / p, times the density of u.
  const auto integrand = [&](double u) {
    const double log_p = -numeric::softplus(-u);
    const double log_q = -numeric::softplus(u);
    const double left = numeric::log1mexp(-n * std::log1p(std::exp(log_p) * t));
    return std::exp((a - 1.0) * log_p + b * log_q + left - log_beta);
  };
  // Beyond these points the integrand is a pure exponential, exp(a u) and exp(-b u).
  const double lowest = -40.0 - std::log1p(t) - std::log1p(n) - std::log1p(b);
  const double highest = 40.0 + std::log1p(a);
  const double mode = std::clamp(std::log(a / b), lowest, highest);
  const auto half = [&](double from, double step, double end, double rate) {
    double sum = 0.0;
    double term = 0.0;
    double previous = 0.0;
    double u = from;
    for (; step > 0.0 ? u <= end : u >= end; u += step) {
      previous = term;
      term = integrand(u);
      sum += term;
      // Past the peak, and too small to matter even if it fell no faster than exp(-rate |u|).
      if (term < previous && term <= 1e-18 * sum * -std::expm1(-rate * h)) return sum;
    }
    return sum + integrand(u) / -std::expm1(-rate * h);
  };
  return h * (half(mode, -h, lowest, a) + half(mode + h, h, highest, b));
}

/// log((alpha + T) / (alpha + t_x)), which is small when the last purchase was just now.
double silence(const Shape& shape, const Observed& seen) {
  return std::log1p((seen.age - seen.recency) / (shape.alpha + seen.recency));
}

}  // namespace

double log_odds_of_having_left(const Shape& shape, const Observed& seen) {
  if (seen.repeats == 0.0) return -std::numeric_limits<double>::infinity();
  return std::log(shape.a / (shape.b + (seen.repeats - 1.0))) +
         (shape.r + seen.repeats) * silence(shape, seen);
}

std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen) {
  const double share = shape.alpha / (shape.alpha + seen.age);
  return {
      shape.r * silence(shape, seen),
      -(shape.r + seen.repeats) * share * (seen.age - seen.recency) / (shape.alpha + seen.recency),
      1.0,
      -shape.b / (shape.b + (seen.repeats - 1.0))};
}

double log_likelihood(const Shape& shape, const Observed& seen) {
  const double x = seen.repeats;
  const double stayed =
      shape.a < x
          ? log_rising_factorial(shape.b, shape.a) - log_rising_factorial(shape.b + x, shape.a)
          : log_rising_factorial(shape.b, x) - log_rising_factorial(shape.a + shape.b, x);
  const double bought = log_rising_factorial(shape.r, x) -
                        shape.r * std::log1p(seen.age / shape.alpha) -
                        x * std::log(shape.alpha + seen.age);
  return bought + stayed + numeric::softplus(log_odds_of_having_left(shape, seen));
}

double expected_while_alive(const Shape& shape, double repeats, double age, double horizon) {
  if (horizon <= 0.0) return 0.0;
  const double n = shape.r + repeats;
  const double b = shape.b + repeats;
  const double t = std::fmin(horizon / (shape.alpha + age), std::numeric_limits<double>::max());
  // The series takes about this many terms, from exp(-n log(1 + t)); the quadrature costs as much
  // as some 2,000 of them.
  const double terms = n * t + (40.0 + 9.0 * std::sqrt(n)) * (1.0 + t);
  return terms < 2000.0 && n * std::log1p(t) < 650.0 ? series(n, shape.a, b, t)
                                                     : quadrature(n, shape.a, b, t);
}

double probability_of_count(const Shape& shape, double n, double time) {
  const double z = time / (shape.alpha + time);
  const auto log_buying = [&](double k) {  // log P(k purchases) of somebody who never leaves
    return log_rising_factorial(shape.r, k) - log_rising_factorial(1.0, k) +
           (k > 0.0 ? k * std::log(z) : 0.0) - shape.r * std::log1p(time / shape.alpha);
  };
  const auto log_staying = [&](double k) {  // log E[(1 - p)^k]
    return log_rising_factorial(shape.b, k) - log_rising_factorial(shape.a + shape.b, k);
  };
  const double alive = std::exp(log_staying(n) + log_buying(n));
  if (n == 0.0 || z == 0.0) return alive;
  // Left after purchase n: somebody who stays would have made at least n.
  const double at_least = numeric::incomplete_beta(n, shape.r, z);
  const double leaving = std::exp(log_staying(n - 1.0)) * shape.a / (shape.a + shape.b + (n - 1.0));
  return alive + leaving * at_least;
}

}  // namespace centricity::inline v0::loyalty::bg_nbd
