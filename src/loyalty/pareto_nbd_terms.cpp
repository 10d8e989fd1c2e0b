#include "loyalty/pareto_nbd_terms.hpp"

#include <cmath>

#include "loyalty/race.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {
namespace {

/// Adds a race between buying and leaving.
/// @param n, s  places of the shapes of buying and leaving among the variables of the race
/// @param sign  of log((alpha + time) / (beta + time)), which is the third of them
void add(const LogFirst& race,
         std::size_t n,
         std::size_t s,
         double sign,
         const Shape& shape,
         double time,
         Term& to) {
  const auto& [value, g, h] = race;
  const double alpha = sign / (shape.alpha + time);
  const double beta = -sign / (shape.beta + time);
  to.value += value;
  to.gradient[0] += g[n];
  to.gradient[1] += g[2] * alpha;
  to.gradient[2] += g[s];
  to.gradient[3] += g[2] * beta;
  to.hessian[0] += h[3 * n + n];
  to.hessian[1] += h[3 * n + 2] * alpha;
  to.hessian[2] += h[3 * n + s];
  to.hessian[3] += h[3 * n + 2] * beta;
  to.hessian[4] += (h[8] - sign * g[2]) * alpha * alpha;
  to.hessian[5] += h[3 * s + 2] * alpha;
  to.hessian[6] += h[8] * alpha * beta;
  to.hessian[7] += h[3 * s + s];
  to.hessian[8] += h[3 * s + 2] * beta;
  to.hessian[9] += (h[8] + sign * g[2]) * beta * beta;
}

}  // namespace

Term quiet_until(const Shape& shape, double repeats, double time) {
  const auto& [r, alpha, s, beta] = shape;
  const double to_alpha = 1.0 / (alpha + time);
  const double to_beta = 1.0 / (beta + time);
  const double bought = std::log1p(time / alpha);
  const double left = std::log1p(time / beta);
  const double share_alpha = time / alpha * to_alpha;  // 1 / alpha - 1 / (alpha + time)
  const double share_beta = time / beta * to_beta;
  Term term;
  term.value = -r * bought - (repeats > 0.0 ? repeats * std::log(alpha + time) : 0.0) - s * left;
  term.gradient = {-bought, r * share_alpha - repeats * to_alpha, -left, s * share_beta};
  term.hessian[1] = share_alpha;
  term.hessian[4] = repeats * to_alpha * to_alpha - r * share_alpha * (1.0 / alpha + to_alpha);
  term.hessian[8] = share_beta;
  term.hessian[9] = -s * share_beta * (1.0 / beta + to_beta);
  return term;
}

Term left_after(const Shape& shape, double repeats, double recency) {
  Term term = quiet_until(shape, repeats, recency);
  const LogFirst race = log_first_with_derivatives({shape.s, shape.beta + recency},
                                                   {shape.r + repeats, shape.alpha + recency},
                                                   shape.alpha - shape.beta);
  add(race, 1, 0, 1.0, shape, recency, term);
  return term;
}

Term stayed_after(const Shape& shape, double repeats, double age) {
  Term term = quiet_until(shape, repeats, age);
  const LogFirst race = log_first_with_derivatives({shape.r + repeats, shape.alpha + age},
                                                   {shape.s, shape.beta + age},
                                                   shape.beta - shape.alpha);
  add(race, 0, 1, -1.0, shape, age, term);
  return term;
}

}  // namespace centricity::inline v0::loyalty::pareto_nbd
