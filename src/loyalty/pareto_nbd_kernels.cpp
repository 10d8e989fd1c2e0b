#include "loyalty/pareto_nbd_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "loyalty/pareto_nbd_terms.hpp"
#include "loyalty/race.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {
namespace {

using numeric::log_rising_factorial;

/// log P(leaving before buying), of somebody alive at this time.
double log_leaving_first(const Shape& shape, double repeats, double time) {
  return log_first({shape.s, shape.beta + time},
                   {shape.r + repeats, shape.alpha + time},
                   shape.alpha - shape.beta);
}

/// log P(buying before leaving), of the same.
double log_buying_first(const Shape& shape, double repeats, double time) {
  return log_first({shape.r + repeats, shape.alpha + time},
                   {shape.s, shape.beta + time},
                   shape.beta - shape.alpha);
}

/// -log P(neither buying nor leaving for a while), of somebody alive at this time.
double quiet(const Shape& shape, double repeats, double time, double wait) {
  return (shape.r + repeats) * std::log1p(wait / (shape.alpha + time)) +
         shape.s * std::log1p(wait / (shape.beta + time));
}

/// log(1 / P(alive)): the density of the history over that of being there at T as well.
double log_total_over_alive(const Shape& shape, const Observed& seen) {
  const double silence = seen.age - seen.recency;
  if (silence == 0.0) return 0.0;
  const double stayed = log_buying_first(shape, seen.repeats, seen.age);
  const double left = log_leaving_first(shape, seen.repeats, seen.recency) +
                      quiet(shape, seen.repeats, seen.recency, silence);
  return std::fmax(stayed + numeric::softplus(left - stayed), 0.0);
}

}  // namespace

double log_likelihood(const Shape& shape, const Observed& seen) {
  const double alive = -shape.r * std::log1p(seen.age / shape.alpha) -
                       shape.s * std::log1p(seen.age / shape.beta) -
                       (seen.repeats > 0.0 ? seen.repeats * std::log(shape.alpha + seen.age) : 0.0);
  return log_rising_factorial(shape.r, seen.repeats) + alive + log_total_over_alive(shape, seen);
}

double log_odds_of_having_left(const Shape& shape, const Observed& seen) {
  const double log_total = log_total_over_alive(shape, seen);
  return log_total + std::log(-std::expm1(-log_total));
}

std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen) {
  const Term left = left_after(shape, seen.repeats, seen.recency);
  const Term stayed = stayed_after(shape, seen.repeats, seen.age);
  const Term alive = quiet_until(shape, seen.repeats, seen.age);
  const double share = numeric::logistic(left.value - stayed.value);
  const double has_left = -std::expm1(-log_total_over_alive(shape, seen));
  const std::array values{shape.r, shape.alpha, shape.s, shape.beta};
  std::array<double, 4> gradient{};
  for (std::size_t i = 0; i < 4; ++i) {
    const double total = share * left.gradient[i] + (1.0 - share) * stayed.gradient[i];
    gradient[i] = values[i] * (total - alive.gradient[i]) / has_left;
  }
  return gradient;
}

AliveByAge alive_by_age(const Shape& shape, const Observed& seen) {
  return {std::exp(log_buying_first(shape, seen.repeats, seen.age)),
          std::exp(quiet(shape, seen.repeats, 0.0, seen.age))};
}

double alive_by_recency(const Shape& shape, const Observed& seen) {
  const double log = log_leaving_first(shape, seen.repeats, seen.recency) -
                     quiet(shape, seen.repeats, 0.0, seen.recency);
  return log < -700.0 ? std::numeric_limits<double>::quiet_NaN() : std::exp(log);
}

Shape if_alive(const Shape& shape, const Observed& seen) {
  return {shape.r + seen.repeats, shape.alpha + seen.age, shape.s, shape.beta + seen.age};
}

double expected_while_alive(const Shape& today, double horizon) {
  // The integral of P(still there) over the horizon, which has no pole at s = 1.
  const double later = std::log1p(horizon / today.beta);
  const double decay = (today.s - 1.0) * later;
  return today.r * (today.beta / today.alpha) * later *
         (decay == 0.0 ? 1.0 : -std::expm1(-decay) / decay);
}

double probability_of_staying(const Shape& today, double horizon) {
  return std::exp(-today.s * std::log1p(horizon / today.beta));
}

Life draw_life(const Shape& shape, Rng& rng) {
  const double rate = gamma(rng, shape.r) / shape.alpha;
  return {rate, gamma(rng, shape.s) / shape.beta};
}

}  // namespace centricity::inline v0::loyalty::pareto_nbd
