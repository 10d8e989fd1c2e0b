#include "loyalty/bg_nbd_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {
namespace {

/// Rows summed together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_rows = 4096;

std::vector<double> distinct(const std::vector<Tuple>& tuples, double Observed::*field) {
  std::vector<double> values;
  values.reserve(tuples.size());
  for (const Tuple& tuple : tuples) values.push_back(tuple.seen.*field);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t position(const std::vector<double>& sorted, double value) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) -
                                  sorted.begin());
}

/// log Gamma(x + n) - log Gamma(x) and its first two derivatives in x, as n grows.
class Rising {
 public:
  explicit Rising(double x) : x_(x) {}

  void advance_to(double n) {
    if (n - n_ > 32.0 || n_ + 1.0 == n_) {  // Beyond 2^53 there is no next whole number.
      const double from = x_ + n_;
      value += numeric::log_rising_factorial(from, n - n_);
      first += numeric::digamma(x_ + n) - numeric::digamma(from);
      second += numeric::trigamma(x_ + n) - numeric::trigamma(from);
      n_ = n;
    }
    for (; n_ < n; n_ += 1.0) {
      const double inverse = 1.0 / (x_ + n_);
      value += std::log(x_ + n_);
      first += inverse;
      second -= inverse * inverse;
    }
  }

  double value = 0.0;
  double first = 0.0;
  double second = 0.0;

 private:
  double x_;
  double n_ = 0.0;
};

}  // namespace

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

Likelihood::Likelihood(std::vector<Tuple> tuples) {
  std::sort(tuples.begin(), tuples.end(), [](const Tuple& left, const Tuple& right) {
    const auto key = [](const Tuple& t) {
      return std::tie(t.seen.repeats, t.seen.recency, t.seen.age, t.customers);
    };
    return key(left) < key(right);
  });
  recencies_ = distinct(tuples, &Observed::recency);
  const std::vector<double> ages = distinct(tuples, &Observed::age);
  for (const double age : ages) ages_.push_back({.age = age});
  for (const Tuple& tuple : tuples) {
    const double repeats = tuple.seen.repeats;
    if (repeats_.empty() || repeats_.back().repeats != repeats) {
      repeats_.push_back({.repeats = repeats, .begin = rows_.size()});
    }
    repeats_.back().customers += tuple.customers;
    const std::size_t age = position(ages, tuple.seen.age);
    ages_[age].customers += tuple.customers;
    ages_[age].purchases += tuple.customers * repeats;
    customers_ += tuple.customers;
    purchases_ += tuple.customers * repeats;
    time_ += tuple.customers * tuple.seen.age;
    if (repeats > 0.0) {
      repeaters_ += tuple.customers;
      rows_.push_back({static_cast<std::uint32_t>(position(recencies_, tuple.seen.recency)),
                       static_cast<std::uint32_t>(age),
                       tuple.customers});
    }
  }
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
    const double beta = shape.b + (group->repeats - 1.0);
    const double odds = std::log(shape.a / beta);
    // With d = log odds of having left, s = P(left), v = s (1 - s): sums of log(1 + exp d), of s
    // and v, and of their products with the derivatives of d in r (silence) and alpha (n * lost).
    double value = 0.0;
    double s1 = 0.0, s_silence = 0.0, s_lost = 0.0, s_lost2 = 0.0;
    double v1 = 0.0, v_silence = 0.0, v_lost = 0.0;
    double v_silence2 = 0.0, v_silence_lost = 0.0, v_lost2 = 0.0;
    for (; row < stop; ++row) {
      const Row& at = rows_[row];
      const auto& [log_recency, inverse_recency] = logs.recency[at.recency];
      const auto& [log_age, inverse_age] = logs.age[at.age];
      const double silence = log_age - log_recency;
      const double lost = inverse_age - inverse_recency;
      const double d = odds + n * silence;
      const double e = std::exp(-std::abs(d));
      const double smaller = e / (1.0 + e);
      const double w = at.customers;
      const double s = w * (d > 0.0 ? 1.0 - smaller : smaller);
      const double v = w * (smaller * (1.0 - smaller));
      value += w * (std::max(d, 0.0) + std::log1p(e));
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
  // Gamma(r + x) / Gamma(r) and B(a, b + x) / B(a, b).
  Rising buy(shape.r), stay(shape.b), end(shape.a + shape.b);
  for (const Repeats& group : repeats_) {
    const double w = group.customers;
    buy.advance_to(group.repeats);
    stay.advance_to(group.repeats);
    end.advance_to(group.repeats);
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
