#include "loyalty/nbd_kernels.hpp"

#include <cmath>
#include <limits>
#include <tuple>

#include "core/stop_check.hpp"
#include "loyalty/rising.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty::nbd {

double log_likelihood(const Shape& shape, const Observed& seen) {
  return numeric::log_rising_factorial(shape.r, seen.repeats) -
         shape.r * std::log1p(seen.age / shape.alpha) -
         seen.repeats * std::log(shape.alpha + seen.age);
}

double log_odds_of_having_left(const Shape&, const Observed&) {
  return -std::numeric_limits<double>::infinity();
}

std::array<double, 2> log_odds_gradient(const Shape&, const Observed&) { return {}; }

Shape if_alive(const Shape& shape, const Observed& seen) {
  return {shape.r + seen.repeats, shape.alpha + seen.age};
}

double expected_while_alive(const Shape& today, double horizon) {
  return today.r * (horizon / today.alpha);
}

double probability_of_count(const Shape& today, double n, double horizon) {
  const double none = -today.r * std::log1p(horizon / today.alpha);
  if (n == 0.0) return std::exp(none);
  if (horizon == 0.0) return 0.0;
  return std::exp(none + numeric::log_rising_factorial(today.r, n) -
                  numeric::log_rising_factorial(1.0, n) - n * std::log1p(today.alpha / horizon));
}

double probability_of_at_least(const Shape& today, double n, double horizon) {
  if (n == 1.0) return -std::expm1(-today.r * std::log1p(horizon / today.alpha));
  return numeric::incomplete_beta(n, today.r, horizon / (today.alpha + horizon));
}

double probability_of_staying(const Shape&, double) { return 1.0; }

Life draw_life(const Shape& shape, Rng& rng) {
  return {.purchase_rate = gamma(rng, shape.r) / shape.alpha};
}

std::vector<Likelihood::Group> Likelihood::grouped(const std::vector<Tuple>& tuples,
                                                   double Observed::*field,
                                                   const Host& host) {
  // Sorted by all that is summed, so that the order given does not matter.
  std::vector<Group> rows;
  rows.reserve(tuples.size());
  for (const auto& [seen, customers] : tuples) {
    rows.push_back({seen.*field, customers, customers * seen.repeats});
  }
  sort(host, rows.begin(), rows.end(), [](const Group& left, const Group& right) {
    return std::tie(left.value, left.customers, left.purchases) <
           std::tie(right.value, right.customers, right.purchases);
  });
  std::vector<Group> groups;
  for (const Group& row : rows) {
    if (groups.empty() || groups.back().value != row.value) groups.push_back({.value = row.value});
    groups.back().customers += row.customers;
    groups.back().purchases += row.purchases;
  }
  return groups;
}

Likelihood::Likelihood(const std::vector<Tuple>& tuples, const Host& host)
    : repeats_(grouped(tuples, &Observed::repeats, host)),
      ages_(grouped(tuples, &Observed::age, host)) {
  for (const Group& group : repeats_) {
    customers_ += group.customers;
    purchases_ += group.purchases;
    if (group.value > 0.0) repeaters_ += group.customers;
  }
  for (const Group& group : ages_) time_ += group.value * group.customers;
}

void Likelihood::evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const {
  stop_if_cancelled(host);
  numeric::Sum value, d_r, d_alpha, d_rr, d_r_alpha, d_alpha_alpha;
  // Gamma(r + x) / Gamma(r)
  Rising bought{shape.r};
  for (const Group& group : repeats_) {
    bought.advance_to(group.value);
    value.add(group.customers * bought.value);
    d_r.add(group.customers * bought.first);
    d_rr.add(group.customers * bought.second);
  }
  // (alpha / (alpha + T))^r (alpha + T)^-x
  for (const auto& [age, customers, purchases] : ages_) {
    const double inverse = 1.0 / (shape.alpha + age);
    const double grown = std::log1p(age / shape.alpha);
    const double share = age / shape.alpha * inverse;  // 1 / alpha - 1 / (alpha + T)
    value.add(-customers * shape.r * grown - purchases * std::log(shape.alpha + age));
    d_r.add(-customers * grown);
    d_alpha.add(customers * shape.r * share - purchases * inverse);
    d_r_alpha.add(customers * share);
    d_alpha_alpha.add(purchases * inverse * inverse -
                      customers * shape.r * share * (1.0 / shape.alpha + inverse));
  }
  out.value = value.value();
  out.gradient = {d_r.value(), d_alpha.value()};
  out.hessian = {d_rr.value(), d_r_alpha.value(), d_r_alpha.value(), d_alpha_alpha.value()};
}

}  // namespace centricity::inline v0::loyalty::nbd
