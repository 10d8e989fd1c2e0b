#include "loyalty/cnbd_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>

#include <centricity/core/error.hpp>

#include "loyalty/beta_quadrature.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::cnbd {
namespace {

using numeric::log_rising_factorial;

/// log E[(1 - p)^n] for p ~ Beta(a, b).
double log_staying(double a, double b, double n) {
  return a < n ? log_rising_factorial(b, a) - log_rising_factorial(b + n, a)
               : log_rising_factorial(b, n) - log_rising_factorial(a + b, n);
}

/// log((alpha + T) / (alpha + t_x)), which is small when the last purchase was just now.
double log_silence(const Shape& shape, const Observed& seen) {
  return std::log1p((seen.age - seen.recency) / (shape.alpha + seen.recency));
}

/// A horizon in multiples of alpha, finite.
double relative(double horizon, const Shape& today) {
  return std::fmin(horizon / today.alpha, 1e300);
}

Steps steps_of(const Shape& shape, const Observed& seen) {
  return steps_taken(shape.r + shape.k * seen.repeats,
                     (seen.age - seen.recency) / (shape.alpha + seen.age),
                     shape.k);
}

/// The mean over the number M of steps from the last purchase to the horizon of weight(M / k), the
/// weight of so many purchases; called for 1, 2, ... in order. It grows no faster than its
/// argument.
///
/// P(M) is (r)_M / M! times the sum over j < k of binomial(M, j) u^j v^(M - j), where j of the
/// steps were taken in the silence: u and v are silence and horizon over all time. The k terms go
/// from M to M + 1 by positive factors, and only their ratio to the sum of all matters.
template <class Weight>
double mean_over_steps(const Shape& today, double horizon, double none, const Weight& weight) {
  const double t = horizon / today.alpha;
  const double u = today.silence / (1.0 + t);
  const double v = t / (1.0 + t);
  const double r = today.r;
  const auto k = static_cast<std::size_t>(today.k);
  std::array<double, most_steps> terms{1.0};
  const std::span<double> kept{terms.data(), today.silence > 0.0 ? k : 1};
  double total = 1.0;
  double w = none;
  double sum = none;
  double purchases = 0.0;
  std::size_t steps = 0;  // Since the last purchase.
  double before = 1.0;
  for (double m = 0.0;;) {
    const double factor = (r + m) / (m + 1.0);
    m += 1.0;
    for (std::size_t j = kept.size() - 1; j > 0; --j) {
      kept[j] = factor * (v * kept[j] + u * kept[j - 1]);
    }
    kept[0] *= factor * v;
    if (++steps == k) {
      steps = 0;
      purchases += 1.0;
      w = weight(purchases);
    }
    double p = 0.0;
    for (const double term : kept) p += term;
    total += p;
    sum += p * w;
    // From here on the terms fall at least as fast as a geometric series of this ratio.
    const double ratio =
        p / before * std::max(1.0, (m + 1.0) / (r + m)) * (1.0 + 1.0 / std::max(purchases, 1.0));
    before = p;
    if (p == 0.0 ||
        (purchases > 0.0 && ratio < 1.0 && p * w * ratio <= 1e-17 * sum * (1.0 - ratio) &&
         p * ratio <= 1e-17 * total * (1.0 - ratio))) {
      return sum / total;
    }
    if (total > 1e200) {
      constexpr double scale = 1e-200;
      for (double& term : kept) term *= scale;
      total *= scale;
      sum *= scale;
      before *= scale;
    }
  }
}

/// Whether the sum over steps is short; it takes about this many terms of k each. The quadrature
/// below costs as much as some 20,000, and would lose the digits of small expectations.
bool few_terms(const Shape& today, double t) {
  const double mean = today.r * t;
  return mean + 10.0 * std::sqrt(mean * (1.0 + t)) + 45.0 * (1.0 + t) < 20'000.0;
}

/// log[(exp(y) - 1) / y], also for small y.
double log_expm1_ratio(double y) {
  if (y > 0.1) return std::log(std::expm1(y) / y);
  const double square = y * y;
  return 0.5 * y + square * (1.0 / 24.0 - square * (1.0 / 2880.0 - square / 181'440.0));
}

/// What becomes of somebody who leaves with probability p, far into the future.
///
/// E[q^I] with q = 1 - p and I purchases, that is M / k steps rounded down, is a sum over the k-th
/// roots of unity w of generating functions of M at x = q^(1/k) w, each closed: the mean of x^j
/// (1 + t (1 - x))^-(r + j) over the j steps taken, times p / (k q) x / (1 - x).
class FarFuture {
 public:
  FarFuture(const Shape& today, double t) : today_(today), t_(t) {
    const Steps steps = steps_taken(today.r, today.silence, today.k);
    for (int j = 0; j < today.k; ++j) {
      weight_[static_cast<std::size_t>(j)] =
          steps.weight[static_cast<std::size_t>(j)] / steps.total;
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      counts_[i] = probability(static_cast<double>(i));
    }
  }

  /// (1 - E[q^I]) / p: expected purchases.
  [[nodiscard]] double expected(double log_p) const {
    const double y = -numeric::log1mexp(log_p);  // -log q
    if (y > few) return (1.0 - direct(y)) / std::exp(log_p);
    const double p = std::exp(log_p);
    double sum = 0.0;
    for (int j = 0; j < today_.k; ++j) {
      sum += weight_[static_cast<std::size_t>(j)] * -std::expm1(log_first(y, j)) / p;
    }
    return sum - others(y);
  }

  /// E[q^I]: the probability to stay.
  [[nodiscard]] double staying(double log_p) const {
    const double y = -numeric::log1mexp(log_p);
    if (y > few) return direct(y);
    double sum = std::exp(log_p) * others(y);
    for (int j = 0; j < today_.k; ++j) {
      sum += weight_[static_cast<std::size_t>(j)] * std::exp(log_first(y, j));
    }
    return sum;
  }

 private:
  static constexpr double few = 2.5;  ///< Beyond this -log q few purchases matter.

  /// P(I = n).
  [[nodiscard]] double probability(double n) const {
    const double log_z = -std::log1p(1.0 / t_);
    double sum = 0.0;
    for (int j = 0; j < today_.k; ++j) {
      const double shape = today_.r + j;
      const double least = n * today_.k - j;
      for (double m = std::max(least, 0.0); m < least + today_.k; m += 1.0) {
        sum += weight_[static_cast<std::size_t>(j)] *
               std::exp(log_rising_factorial(shape, m) - log_rising_factorial(1.0, m) + m * log_z -
                        shape * std::log1p(t_));
      }
    }
    return sum;
  }

  [[nodiscard]] double direct(double y) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      sum += counts_[i] * std::exp(-y * static_cast<double>(i));
    }
    return sum;
  }

  /// Log of the part of the root 1.
  [[nodiscard]] double log_first(double y, int j) const {
    const double part = y / today_.k;
    return log_expm1_ratio(y) - log_expm1_ratio(part) - j * part -
           (today_.r + j) * std::log1p(t_ * -std::expm1(-part));
  }

  /// That of the other roots, over p.
  [[nodiscard]] double others(double y) const {
    std::complex<double> sum = 0.0;
    for (int l = 1; l < today_.k; ++l) {
      const auto x = std::polar(std::exp(-y / today_.k), 2.0 * std::numbers::pi * l / today_.k);
      const std::complex<double> log_grown = std::log(1.0 + t_ * (1.0 - x));
      std::complex<double> power = x / (1.0 - x);
      for (int j = 0; j < today_.k; ++j) {
        sum += weight_[static_cast<std::size_t>(j)] * power * std::exp(-(today_.r + j) * log_grown);
        power *= x;
      }
    }
    return sum.real() * std::exp(y) / today_.k;
  }

  Shape today_;
  double t_;
  std::array<double, most_steps> weight_{};
  std::array<double, 17> counts_{};  ///< P(I = 0), ..., P(I = 16).
};

}  // namespace

int checked_steps(double k) {
  // Derivatives are taken by small changes of all parameters, which are none of k.
  const double whole = std::round(k);
  if (!(std::abs(k - whole) < 0.01) || whole < 1.0 || whole > most_steps) {
    throw Error(ErrorCode::invalid_argument,
                "k is not the number of steps of a (M)BG/CNBD-k model",
                "it is a whole number from 1 to 32.");
  }
  return static_cast<int>(whole);
}

Steps steps_taken(double n, double z, int k) {
  Steps steps{.total = 1.0};
  steps.weight[0] = 1.0;
  for (std::size_t j = 1; j < static_cast<std::size_t>(k); ++j) {
    const auto before = static_cast<double>(j - 1);
    steps.weight[j] = steps.weight[j - 1] * z * ((n + before) / (before + 1.0));
    steps.total += steps.weight[j];
    if (steps.total > 1e200) {
      for (double& weight : steps.weight) weight *= 1e-200;
      steps.total *= 1e-200;
      steps.log_factor += std::log(1e200);
    }
  }
  return steps;
}

double log_odds_of_having_left(const Shape& shape, const Observed& seen) {
  const double chances = seen.repeats + shape.first;
  if (chances == 0.0) return -std::numeric_limits<double>::infinity();
  const Steps steps = steps_of(shape, seen);
  return std::log(shape.a / (shape.b + (chances - 1.0))) +
         (shape.r + shape.k * seen.repeats) * log_silence(shape, seen) - std::log(steps.total) -
         steps.log_factor;
}

std::array<double, 5> log_odds_gradient(const Shape& shape, const Observed& seen) {
  const double n = shape.r + shape.k * seen.repeats;
  const double chances = seen.repeats + shape.first;
  const Steps steps = steps_of(shape, seen);
  double taken = 0.0;  // Mean number of steps, and of sum over i < j of 1 / (n + i).
  double harmonic = 0.0;
  double h = 0.0;
  for (std::size_t j = 1; j < static_cast<std::size_t>(shape.k); ++j) {
    h += 1.0 / (n + static_cast<double>(j - 1));
    taken += steps.weight[j] / steps.total * static_cast<double>(j);
    harmonic += steps.weight[j] / steps.total * h;
  }
  const double share = shape.alpha / (shape.alpha + seen.age);
  const double lost = n * (seen.age - seen.recency) / (shape.alpha + seen.recency);
  return {shape.r * (log_silence(shape, seen) - harmonic),
          share * (taken - lost),
          1.0,
          -shape.b / (shape.b + (chances - 1.0)),
          0.0};
}

double log_likelihood(const Shape& shape, const Observed& seen) {
  const double steps = shape.k * seen.repeats;
  const double chances = seen.repeats + shape.first;
  const Steps since = steps_of(shape, seen);
  const double bought =
      log_rising_factorial(shape.r, steps) - shape.r * std::log1p(seen.age / shape.alpha) -
      steps * std::log(shape.alpha + seen.age) - seen.repeats * numeric::log_gamma(shape.k);
  return bought + log_staying(shape.a, shape.b, chances) + std::log(since.total) +
         since.log_factor + numeric::softplus(log_odds_of_having_left(shape, seen));
}

Shape if_alive(const Shape& shape, const Observed& seen) {
  const double alpha = shape.alpha + seen.age;
  return {.r = shape.r + shape.k * seen.repeats,
          .alpha = alpha,
          .a = shape.a,
          .b = shape.b + (seen.repeats + shape.first),
          .k = shape.k,
          .silence = (seen.age - seen.recency) / alpha};
}

double expected_while_alive(const Shape& today, double horizon) {
  if (horizon <= 0.0) return 0.0;
  const double t = relative(horizon, today);
  if (!few_terms(today, t)) {
    const FarFuture far{today, t};
    return beta_mean(today.a, today.b, today.r + today.k, t, [&](double log_p) {
      return std::log(far.expected(log_p));
    });
  }
  double c = 1.0;
  double expected = 0.0;
  return mean_over_steps(today, horizon, 0.0, [&](double purchases) {
    expected += c;
    c *= (today.b + (purchases - 1.0)) / (today.a + today.b + (purchases - 1.0));
    return expected;
  });
}

double probability_of_staying(const Shape& today, double horizon) {
  const double t = relative(horizon, today);
  if (!few_terms(today, t)) {
    const FarFuture far{today, t};
    return beta_mean(today.a, today.b, today.r + today.k, t, [&](double log_p) {
      return std::log(far.staying(log_p));
    });
  }
  double c = 1.0;
  return mean_over_steps(today, horizon, 1.0, [&](double purchases) {
    c *= (today.b + (purchases - 1.0)) / (today.a + today.b + (purchases - 1.0));
    return c;
  });
}

double probability_of_count(const Shape& today, double n, double horizon) {
  if (horizon <= 0.0) return n == 0.0 ? 1.0 : 0.0;
  const double log_z = -std::log1p(today.alpha / horizon);
  const Steps steps = steps_taken(today.r, today.silence, today.k);
  double exactly = 0.0;  // n purchases, of somebody who does not leave.
  for (int j = 0; j < today.k; ++j) {
    const double weight = steps.weight[static_cast<std::size_t>(j)] / steps.total;
    if (weight == 0.0) continue;
    const double shape = today.r + j;
    const double least = n * today.k - j;
    for (double m = std::max(least, 0.0); m < least + today.k; m += 1.0) {
      exactly += weight *
                 std::exp(log_rising_factorial(shape, m) - log_rising_factorial(1.0, m) +
                          (m > 0.0 ? m * log_z : 0.0) - shape * std::log1p(horizon / today.alpha));
    }
  }
  const double alive = exactly * std::exp(log_staying(today.a, today.b, n));
  if (n == 0.0) return alive;
  const double leaves = today.a / (today.a + today.b + (n - 1.0));
  return alive + leaves * probability_of_at_least(today, n, horizon);
}

double probability_of_at_least(const Shape& today, double n, double horizon) {
  if (horizon <= 0.0) return 0.0;
  const double z = std::exp(-std::log1p(today.alpha / horizon));
  const Steps steps = steps_taken(today.r, today.silence, today.k);
  double sum = 0.0;  // Of somebody who does not leave.
  for (int j = 0; j < today.k; ++j) {
    const double weight = steps.weight[static_cast<std::size_t>(j)] / steps.total;
    if (weight > 0.0) sum += weight * numeric::incomplete_beta(n * today.k - j, today.r + j, z);
  }
  return sum * std::exp(log_staying(today.a, today.b, n - 1.0));
}

Life draw_life(const Shape& shape, Rng& rng) {
  const Steps steps = steps_taken(shape.r, shape.silence, shape.k);
  double left = uniform(rng) * steps.total;
  std::size_t taken = 0;
  while (taken + 1 < static_cast<std::size_t>(shape.k) && left >= steps.weight[taken]) {
    left -= steps.weight[taken++];
  }
  Life life;
  life.steps = static_cast<double>(taken);
  life.purchase_rate = gamma(rng, shape.r + life.steps) / shape.alpha;
  life.dropout = beta(rng, shape.a, shape.b);
  return life;
}

}  // namespace centricity::inline v0::loyalty::cnbd
