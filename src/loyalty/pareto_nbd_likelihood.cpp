#include "loyalty/pareto_nbd_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "core/stop_check.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/pareto_nbd_terms.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {
namespace {

/// Pairs worked on together, and rows summed together; fixed, so that the result does not depend on
/// the executor.
constexpr std::size_t chunk_pairs = 256;
constexpr std::size_t chunk_rows = 4096;

/// Adds the log density of customers with the same history to the total.
void add(double customers, const Term& left, const Term& stayed, Term& total) {
  const double odds = left.value - stayed.value;
  const double e = std::exp(-std::abs(odds));
  const double smaller = e / (1.0 + e);
  const double of_left = customers * (odds > 0.0 ? 1.0 - smaller : smaller);
  const double of_stayed = customers - of_left;
  const double spread = customers * smaller * (1.0 - smaller);
  total.value += customers * (std::max(left.value, stayed.value) + std::log1p(e));
  std::array<double, 4> difference{};
  for (std::size_t i = 0; i < 4; ++i) {
    difference[i] = left.gradient[i] - stayed.gradient[i];
    total.gradient[i] += of_left * left.gradient[i] + of_stayed * stayed.gradient[i];
  }
  for (std::size_t i = 0, at = 0; i < 4; ++i) {
    for (std::size_t j = i; j < 4; ++j, ++at) {
      total.hessian[at] += of_left * left.hessian[at] + of_stayed * stayed.hessian[at] +
                           spread * difference[i] * difference[j];
    }
  }
}

}  // namespace

Likelihood::Likelihood(std::vector<Tuple> tuples, const Host& host) {
  sort(host, tuples.begin(), tuples.end(), [](const Tuple& left, const Tuple& right) {
    const auto key = [](const Tuple& t) {
      return std::tie(t.seen.repeats, t.seen.recency, t.seen.age, t.customers);
    };
    return key(left) < key(right);
  });
  const auto before = [](const Pair& left, const Pair& right) {
    return std::tie(left.repeats, left.time) < std::tie(right.repeats, right.time);
  };
  const auto same = [](const Pair& left, const Pair& right) {
    return left.repeats == right.repeats && left.time == right.time;
  };
  for (const Tuple& tuple : tuples) ages_.push_back({tuple.seen.repeats, tuple.seen.age});
  sort(host, ages_.begin(), ages_.end(), before);
  StopCheck stop_check{host};
  ages_.erase(std::unique(ages_.begin(), ages_.end(), same), ages_.end());
  rows_.reserve(tuples.size());
  for (const auto& [seen, customers] : tuples) {
    stop_check.step();
    if (repeats_.empty() || repeats_.back().repeats != seen.repeats) {
      repeats_.push_back({.repeats = seen.repeats});
    }
    repeats_.back().customers += customers;
    const Pair last{seen.repeats, seen.recency};
    if (lasts_.empty() || !same(lasts_.back(), last)) lasts_.push_back(last);
    const auto age =
        std::lower_bound(ages_.begin(), ages_.end(), Pair{seen.repeats, seen.age}, before);
    rows_.push_back({static_cast<std::uint32_t>(lasts_.size() - 1),
                     static_cast<std::uint32_t>(age - ages_.begin()),
                     customers});
    customers_ += customers;
    if (seen.repeats > 0.0) repeaters_ += customers;
    purchases_ += customers * seen.repeats;
    time_ += customers * seen.age;
  }
}

void Likelihood::evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const {
  stop_if_cancelled(host);
  std::vector<Term> left(lasts_.size());
  run_in_chunks(host, left.size(), chunk_pairs, [&](std::size_t i) {
    left[i] = left_after(shape, lasts_[i].repeats, lasts_[i].time);
  });
  std::vector<Term> stayed(ages_.size());
  run_in_chunks(host, stayed.size(), chunk_pairs, [&](std::size_t i) {
    stayed[i] = stayed_after(shape, ages_[i].repeats, ages_[i].time);
  });

  std::vector<Term> chunks((rows_.size() + chunk_rows - 1) / chunk_rows);
  run_in_chunks(host, rows_.size(), chunk_rows, [&](std::size_t i) {
    const Row& row = rows_[i];
    add(row.customers, left[row.last], stayed[row.age], chunks[i / chunk_rows]);
  });

  numeric::Sum value;
  std::array<numeric::Sum, 4> gradient{};
  std::array<numeric::Sum, Term::pairs> hessian{};
  for (const Term& chunk : chunks) {
    value.add(chunk.value);
    for (std::size_t i = 0; i < 4; ++i) gradient[i].add(chunk.gradient[i]);
    for (std::size_t i = 0; i < Term::pairs; ++i) hessian[i].add(chunk.hessian[i]);
  }
  // Gamma(r + x) / Gamma(r)
  const double first = numeric::digamma(shape.r);
  const double second = numeric::trigamma(shape.r);
  for (const auto& [repeats, customers] : repeats_) {
    value.add(customers * numeric::log_rising_factorial(shape.r, repeats));
    gradient[0].add(customers * (numeric::digamma(shape.r + repeats) - first));
    hessian[0].add(customers * (numeric::trigamma(shape.r + repeats) - second));
  }
  out.value = value.value();
  for (std::size_t i = 0, upper = 0; i < 4; ++i) {
    out.gradient[i] = gradient[i].value();
    for (std::size_t j = i; j < 4; ++j, ++upper) {
      out.hessian[i * 4 + j] = out.hessian[j * 4 + i] = hessian[upper].value();
    }
  }
}

std::array<std::array<double, 4>, 3> Likelihood::starts() const {
  const double mean_wait = 1.0 / purchase_rate();
  const double age = mean_age();
  return {{{1.0, mean_wait, 0.5, age},
           {0.2, 0.2 * mean_wait, 0.5, age},
           {1.0, mean_wait, 0.05, 1e-3 * age}}};
}

std::string Likelihood::explain_flat(std::span<const double> parameters,
                                     std::span<const double> direction) const {
  const double rates = std::hypot(direction[0], direction[1]);
  const double dropout = std::hypot(direction[2], direction[3]);
  if (rates > dropout) {
    return parameters[0] > 1.0
               ? "Customers are homogeneous: the data show no difference between their purchase "
                 "rates. The mean rate r / alpha is known, r and alpha are not."
               : "The data do not tell r from alpha: too few customers bought again.";
  }
  // P(leaving while watched)
  const double leaving = -std::expm1(-parameters[2] * std::log1p(mean_age() / parameters[3]));
  if (leaving < 1e-3) {
    return "No dropout detectable: nobody seems to leave. Expectations are those of customers who "
           "stay for good; s and beta are not known.";
  }
  return parameters[2] > 1.0
             ? "Customers are homogeneous: the data show no difference between their dropout "
               "rates. The mean rate s / beta is known, s and beta are not."
             : "Customers seem either to leave at once or to stay for good; s and beta are not "
               "known.";
}

}  // namespace centricity::inline v0::loyalty::pareto_nbd
