#include "loyalty/gamma_gamma_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "core/stop_check.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty::gamma_gamma {
namespace {

/// Customers summed together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_customers = 4096;

}  // namespace

double log_likelihood(const Shape& shape, const Observed& seen) {
  const double n = shape.p * seen.purchases;
  const double total = seen.purchases * seen.mean_spend;
  // Gamma(n + q) / (Gamma(n) Gamma(q)) gamma^q total^n / (mean_spend (gamma + total)^(n + q))
  return numeric::log_rising_factorial(n, shape.q) - numeric::log_gamma(shape.q) -
         shape.q * std::log1p(total / shape.gamma) - n * std::log1p(shape.gamma / total) -
         std::log(seen.mean_spend);
}

double expected_spend(const Shape& shape, const Observed& seen) {
  const double denominator = shape.p * seen.purchases + shape.q - 1.0;
  if (denominator <= 0.0) return std::numeric_limits<double>::infinity();
  return shape.p * (shape.gamma + seen.purchases * seen.mean_spend) / denominator;
}

std::array<double, 3> expected_spend_gradient(const Shape& shape, const Observed& seen) {
  const double denominator = shape.p * seen.purchases + shape.q - 1.0;
  return {1.0 - shape.p * seen.purchases / denominator,
          -shape.q / denominator,
          shape.gamma / (shape.gamma + seen.purchases * seen.mean_spend)};
}

/// What one chunk of customers adds: the value, the gradient and the upper triangle of the Hessian.
struct Likelihood::Sums {
  double value = 0.0;
  std::array<double, 3> gradient{};
  std::array<double, 6> hessian{};  ///< pp, pq, pg, qq, qg, gg
};

Likelihood::Likelihood(std::vector<Observed> customers, const Host& host)
    : customers_{std::move(customers)} {
  sort(host, customers_.begin(), customers_.end(), [](const Observed& left, const Observed& right) {
    return std::tie(left.purchases, left.mean_spend) < std::tie(right.purchases, right.mean_spend);
  });
  numeric::Sum log_spend;
  for (const Observed& seen : customers_) {
    if (purchases_.empty() || purchases_.back().purchases != seen.purchases) {
      purchases_.push_back({.purchases = seen.purchases});
      log_spend = {};
    }
    log_spend.add(std::log(seen.mean_spend));
    purchases_.back().customers += 1.0;
    purchases_.back().sum_log_spend = log_spend.value();
  }
}

Likelihood::Sums Likelihood::sum_customers(const Shape& shape, std::size_t chunk) const {
  // -q log(1 + S / gamma) - p x log(1 + gamma / S), where S is the total spend.
  Sums total;
  const std::size_t end = std::min((chunk + 1) * chunk_customers, customers_.size());
  for (std::size_t i = chunk * chunk_customers; i < end; ++i) {
    const double x = customers_[i].purchases;
    const double spend = x * customers_[i].mean_spend;
    const double n = shape.p * x;
    const double over = std::log1p(spend / shape.gamma);   // log((gamma + S) / gamma)
    const double under = std::log1p(shape.gamma / spend);  // log((gamma + S) / S)
    const double inverse = 1.0 / (shape.gamma + spend);
    const double share = spend * inverse / shape.gamma;  // 1 / gamma - 1 / (gamma + S)
    total.value -= shape.q * over + n * under;
    total.gradient[0] -= x * under;
    total.gradient[1] -= over;
    total.gradient[2] += shape.q * share - n * inverse;
    total.hessian[2] -= x * inverse;
    total.hessian[4] += share;
    total.hessian[5] += n * inverse * inverse - shape.q * share * (1.0 / shape.gamma + inverse);
  }
  return total;
}

void Likelihood::evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const {
  stop_if_cancelled(host);
  std::vector<Sums> chunks((customers_.size() + chunk_customers - 1) / chunk_customers);
  run(host, chunks.size(), [&](std::size_t i) { chunks[i] = sum_customers(shape, i); });
  numeric::Sum value;
  std::array<numeric::Sum, 3> gradient{};
  std::array<numeric::Sum, 6> hessian{};
  for (const Sums& chunk : chunks) {
    value.add(chunk.value);
    for (std::size_t i = 0; i < 3; ++i) gradient[i].add(chunk.gradient[i]);
    for (std::size_t i = 0; i < 6; ++i) hessian[i].add(chunk.hessian[i]);
  }
  const double log_gamma_q = numeric::log_gamma(shape.q);
  const double digamma_q = numeric::digamma(shape.q);
  const double trigamma_q = numeric::trigamma(shape.q);
  for (const Purchases& group : purchases_) {
    const double w = group.customers;
    const double x = group.purchases;
    const double n = shape.p * x;
    const double trigamma_sum = numeric::trigamma(n + shape.q);
    const double digamma_sum = numeric::digamma(n + shape.q);
    value.add(w * (numeric::log_rising_factorial(n, shape.q) - log_gamma_q) - group.sum_log_spend);
    gradient[0].add(w * x * (digamma_sum - numeric::digamma(n)));
    gradient[1].add(w * (digamma_sum - digamma_q));
    hessian[0].add(w * x * x * (trigamma_sum - numeric::trigamma(n)));
    hessian[1].add(w * x * trigamma_sum);
    hessian[3].add(w * (trigamma_sum - trigamma_q));
  }
  out.value = value.value();
  for (std::size_t i = 0, upper = 0; i < 3; ++i) {
    out.gradient[i] = gradient[i].value();
    for (std::size_t j = i; j < 3; ++j, ++upper) {
      out.hessian[i * 3 + j] = out.hessian[j * 3 + i] = hessian[upper].value();
    }
  }
}

}  // namespace centricity::inline v0::loyalty::gamma_gamma
