#include "loyalty/bg_nbd_likelihood.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/stop_check.hpp"
#include "loyalty/rising.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {
namespace {

/// Rows summed together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_rows = 4096;
constexpr std::size_t block_rows = 128;

/// Distinct values of a column, ascending, and where each row's stands among them.
struct Distinct {
  std::vector<double> values{};
  std::vector<std::uint32_t> position{};
};

/// Values are few beside rows, so each row's is looked up in a hash table and only they are sorted.
Distinct distinct(const std::vector<Tuple>& tuples, double Observed::*field) {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  Distinct result;
  result.position.reserve(tuples.size());
  std::vector<std::uint32_t> slots(std::bit_ceil(2 * tuples.size() + 2), none);
  const int shift = std::countl_zero(std::uint64_t{slots.size() - 1});
  for (const Tuple& tuple : tuples) {
    const double value = tuple.seen.*field;
    std::size_t at = std::bit_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15U >> shift;
    while (slots[at] != none && result.values[slots[at]] != value) {
      at = (at + 1) & (slots.size() - 1);
    }
    if (slots[at] == none) {
      slots[at] = static_cast<std::uint32_t>(result.values.size());
      result.values.push_back(value);
    }
    result.position.push_back(slots[at]);
  }
  std::vector<std::uint32_t> order(result.values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return result.values[left] < result.values[right];
  });
  std::vector<std::uint32_t> rank(order.size());
  std::vector<double> sorted;
  for (const std::uint32_t i : order) {
    rank[i] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(result.values[i]);
  }
  result.values = std::move(sorted);
  for (std::uint32_t& position : result.position) position = rank[position];
  return result;
}

}  // namespace

std::string explain_flat(std::span<const double> parameters, std::span<const double> direction) {
  const double rates = std::hypot(direction[0], direction[1]);
  const double dropout = std::hypot(direction[2], direction[3]);
  const double leaving = parameters[2] / (parameters[2] + parameters[3]);
  if (rates > dropout) {
    return parameters[0] > 1.0
               ? "Customers are homogeneous: the data show no difference between their purchase "
                 "rates. The mean rate r / alpha is known, r and alpha are not."
               : "The data do not tell r from alpha: too few customers bought again.";
  }
  if (leaving < 1e-3) {
    return "No dropout detectable: nobody seems to leave. Expectations are those of customers who "
           "stay for good; a and b are not known.";
  }
  if (leaving > 1.0 - 1e-3) {
    return "Everybody seems to leave at the first chance; a and b are not known.";
  }
  return parameters[2] > 1.0
             ? "Customers are homogeneous: the data show no difference between their dropout "
               "probabilities. The mean a / (a + b) is known, a and b are not."
             : "Customers seem either to leave at once or to stay for good; a and b are not known.";
}

/// log(alpha + t) and 1 / (alpha + t) for every distinct recency and age.
struct Likelihood::Logs {
  std::vector<std::array<double, 2>> recency{};
  std::vector<std::array<double, 2>> age{};
};

/// What one chunk of rows adds: the value, the gradient and the upper triangle of the Hessian.
struct Likelihood::Sums {
  double value = 0.0;
  std::array<double, 4> gradient{};
  std::array<double, 10> hessian{};  ///< rr, ra', ra, rb, a'a', a'a, a'b, aa, ab, bb (a' = alpha)
};

Likelihood::Likelihood(std::vector<Tuple> tuples, double first, const Host& host) {
  const auto key = [](const Tuple& t) {
    return std::tie(t.seen.repeats, t.seen.recency, t.seen.age, t.customers);
  };
  const auto less = [&](const Tuple& left, const Tuple& right) { return key(left) < key(right); };
  if (!std::is_sorted(tuples.begin(), tuples.end(), less)) {
    sort(host, tuples.begin(), tuples.end(), less);
  }
  Distinct recencies = distinct(tuples, &Observed::recency);
  const Distinct ages = distinct(tuples, &Observed::age);
  recencies_ = std::move(recencies.values);
  for (const double age : ages.values) ages_.push_back({.age = age});
  for (std::size_t i = 0; i < tuples.size(); ++i) {
    const Tuple& tuple = tuples[i];
    const double repeats = tuple.seen.repeats;
    if (repeats_.empty() || repeats_.back().repeats != repeats) {
      repeats_.push_back({.repeats = repeats, .begin = rows_.size()});
    }
    repeats_.back().customers += tuple.customers;
    Age& age = ages_[ages.position[i]];
    age.customers += tuple.customers;
    age.purchases += tuple.customers * repeats;
    customers_ += tuple.customers;
    purchases_ += tuple.customers * repeats;
    time_ += tuple.customers * tuple.seen.age;
    if (repeats > 0.0) repeaters_ += tuple.customers;
    if (repeats + first > 0.0) {
      rows_.push_back({recencies.position[i], ages.position[i], tuple.customers});
    }
  }
}

std::array<std::array<double, 4>, 2> Likelihood::starts() const {
  const double mean_wait = 1.0 / purchase_rate();
  return {{{1.0, mean_wait, 1.0, 3.0}, {0.2, 0.2 * mean_wait, 0.3, 1.0}}};
}

Likelihood::Sums Likelihood::sum_rows(const Shape& shape,
                                      const Logs& logs,
                                      std::size_t chunk) const {
  Sums total;
  const std::size_t end = std::min((chunk + 1) * chunk_rows, rows_.size());
  std::size_t row = chunk * chunk_rows;
  auto group = std::upper_bound(
      repeats_.begin(), repeats_.end(), row, [](auto at, const auto& g) { return at < g.begin; });
  for (--group; row < end; ++group) {
    const std::size_t stop =
        std::next(group) == repeats_.end() ? end : std::min(end, std::next(group)->begin);
    const double n = shape.r + group->repeats;
    const double beta = shape.b + (group->repeats + shape.first - 1.0);
    const double odds = std::log(shape.a / beta);
    // With d = log odds of having left, s = P(left), v = s (1 - s): sums of log(1 + exp d), of s
    // and v, and of their products with the derivatives of d in r (silence) and alpha (n * lost).
    double value = 0.0;
    double product = 1.0;
    double s1 = 0.0, s_silence = 0.0, s_lost = 0.0, s_lost2 = 0.0;
    double v1 = 0.0, v_silence = 0.0, v_lost = 0.0;
    double v_silence2 = 0.0, v_silence_lost = 0.0, v_lost2 = 0.0;
    while (row < stop) {
      // First all calls of exp, then all sums: no sum has to leave its register for a call.
      const std::size_t rows = std::min(stop - row, block_rows);
      std::array<double, block_rows> silences;
      std::array<double, block_rows> log_odds;
      std::array<double, block_rows> smaller_odds;
      for (std::size_t i = 0; i < rows; ++i) {
        const Row& at = rows_[row + i];
        silences[i] = logs.age[at.age][0] - logs.recency[at.recency][0];
        log_odds[i] = odds + n * silences[i];
        smaller_odds[i] = std::exp(-std::abs(log_odds[i]));
      }
      for (std::size_t i = 0; i < rows; ++i) {
        const Row& at = rows_[row + i];
        const double inverse_recency = logs.recency[at.recency][1];
        const double inverse_age = logs.age[at.age][1];
        const double silence = silences[i];
        const double lost = inverse_age - inverse_recency;
        const double d = log_odds[i];
        const double e = smaller_odds[i];
        const double larger = 1.0 / (1.0 + e);
        const double smaller = e * larger;
        const double w = at.customers;
        const double s = w * (d > 0.0 ? larger : smaller);
        const double v = w * (smaller * larger);
        value += w * std::max(d, 0.0);
        if (w == 1.0) {
          product *= 1.0 + e;  // Most histories by the day are of one customer: one log for all.
        } else {
          value += w * std::log(1.0 + e);
        }
        s1 += s;
        s_silence += s * silence;
        s_lost += s * lost;
        s_lost2 += s * (inverse_recency * inverse_recency - inverse_age * inverse_age);
        v1 += v;
        v_silence += v * silence;
        v_lost += v * lost;
        v_silence2 += v * silence * silence;
        v_silence_lost += v * silence * lost;
        v_lost2 += v * lost * lost;
      }
      value += std::log(std::exchange(product, 1.0));  // At most 2^block_rows.
      row += rows;
    }
    const double da = 1.0 / shape.a;
    const double db = -1.0 / beta;
    total.value += value;
    total.gradient[0] += s_silence;
    total.gradient[1] += n * s_lost;
    total.gradient[2] += da * s1;
    total.gradient[3] += db * s1;
    total.hessian[0] += v_silence2;
    total.hessian[1] += n * v_silence_lost + s_lost;
    total.hessian[2] += da * v_silence;
    total.hessian[3] += db * v_silence;
    total.hessian[4] += n * n * v_lost2 + n * s_lost2;
    total.hessian[5] += da * n * v_lost;
    total.hessian[6] += db * n * v_lost;
    total.hessian[7] += da * da * (v1 - s1);
    total.hessian[8] += da * db * v1;
    total.hessian[9] += db * db * (v1 + s1);
  }
  return total;
}

void Likelihood::evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const {
  stop_if_cancelled(host);
  Logs logs;
  const auto log_and_inverse = [&](double time) -> std::array<double, 2> {
    return {std::log(shape.alpha + time), 1.0 / (shape.alpha + time)};
  };
  logs.recency.reserve(recencies_.size());
  for (const double recency : recencies_) logs.recency.push_back(log_and_inverse(recency));
  logs.age.reserve(ages_.size());
  for (const Age& age : ages_) logs.age.push_back(log_and_inverse(age.age));

  std::vector<Sums> chunks((rows_.size() + chunk_rows - 1) / chunk_rows);
  run(host, chunks.size(), [&](std::size_t i) { chunks[i] = sum_rows(shape, logs, i); });

  numeric::Sum value;
  std::array<numeric::Sum, 4> gradient{};
  std::array<numeric::Sum, 10> hessian{};
  for (const Sums& chunk : chunks) {
    value.add(chunk.value);
    for (std::size_t i = 0; i < 4; ++i) gradient[i].add(chunk.gradient[i]);
    for (std::size_t i = 0; i < 10; ++i) hessian[i].add(chunk.hessian[i]);
  }
  // Gamma(r + x) / Gamma(r) and, for n chances to leave, B(a, b + n) / B(a, b).
  Rising buy(shape.r), stay(shape.b), end(shape.a + shape.b);
  for (const Repeats& group : repeats_) {
    const double w = group.customers;
    buy.advance_to(group.repeats);
    stay.advance_to(group.repeats + shape.first);
    end.advance_to(group.repeats + shape.first);
    value.add(w * (buy.value + (stay.value - end.value)));
    gradient[0].add(w * buy.first);
    gradient[2].add(-w * end.first);
    gradient[3].add(w * (stay.first - end.first));
    hessian[0].add(w * buy.second);
    hessian[7].add(-w * end.second);
    hessian[8].add(-w * end.second);
    hessian[9].add(w * (stay.second - end.second));
  }
  // (alpha / (alpha + T))^r (alpha + T)^-x
  for (std::size_t i = 0; i < ages_.size(); ++i) {
    const Age& at = ages_[i];
    const auto& [log_age, inverse] = logs.age[i];
    const double grown = std::log1p(at.age / shape.alpha);
    const double share = at.age / shape.alpha * inverse;  // 1 / alpha - 1 / (alpha + T)
    value.add(-at.customers * shape.r * grown - at.purchases * log_age);
    gradient[0].add(-at.customers * grown);
    gradient[1].add(at.customers * shape.r * share - at.purchases * inverse);
    hessian[1].add(at.customers * share);
    hessian[4].add(at.purchases * inverse * inverse -
                   at.customers * shape.r * share * (1.0 / shape.alpha + inverse));
  }
  out.value = value.value();
  for (std::size_t i = 0, upper = 0; i < 4; ++i) {
    out.gradient[i] = gradient[i].value();
    for (std::size_t j = i; j < 4; ++j, ++upper) {
      out.hessian[i * 4 + j] = out.hessian[j * 4 + i] = hessian[upper].value();
    }
  }
}

}  // namespace centricity::inline v0::loyalty::bg_nbd
