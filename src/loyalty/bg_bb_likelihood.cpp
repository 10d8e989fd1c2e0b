#include "loyalty/bg_bb_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "loyalty/rising.hpp"

namespace centricity::inline v0::loyalty::bg_bb {
namespace {

/// log[(x)_n] and its first two derivatives in x for n = 0, 1, ..., last.
std::vector<Rising> rising_table(double x, std::size_t last) {
  std::vector<Rising> table;
  table.reserve(last + 1);
  Rising at{x};
  for (std::size_t n = 0; n <= last; ++n) {
    at.advance_to(static_cast<double>(n));
    table.push_back(at);
  }
  return table;
}

/// The tables every history reads.
struct Tables {
  std::vector<Rising> bought{};    ///< of alpha
  std::vector<Rising> declined{};  ///< of beta
  std::vector<Rising> offered{};   ///< of alpha + beta
  std::vector<Rising> stayed{};    ///< of delta
  std::vector<Rising> could_go{};  ///< of gamma + delta
};

/// Sums over what may have become of a customer, weighted by probability: gradients of the log
/// probability, and their products plus its second derivatives.
struct Moments {
  double weight = 0.0;
  std::array<double, 4> gradient{};
  std::array<double, 10> second{};

  /// @param h  second derivatives: alpha alpha, alpha beta, beta beta, then of gamma and delta
  void add(double w, const std::array<double, 4>& g, const std::array<double, 6>& h) {
    weight += w;
    for (std::size_t i = 0; i < 4; ++i) gradient[i] += w * g[i];
    second[0] += w * (g[0] * g[0] + h[0]);
    second[1] += w * (g[0] * g[1] + h[1]);
    second[2] += w * (g[0] * g[2]);
    second[3] += w * (g[0] * g[3]);
    second[4] += w * (g[1] * g[1] + h[2]);
    second[5] += w * (g[1] * g[2]);
    second[6] += w * (g[1] * g[3]);
    second[7] += w * (g[2] * g[2] + h[3]);
    second[8] += w * (g[2] * g[3] + h[4]);
    second[9] += w * (g[3] * g[3] + h[5]);
  }
};

/// Adds the log of the sum for so many customers; its weights are in units of exp(log_unit).
void add_log(const Moments& sum, double log_unit, double customers, Terms<4>& out) {
  out.value += customers * (log_unit + std::log(sum.weight));
  std::array<double, 4> mean{};
  for (std::size_t i = 0; i < 4; ++i) {
    mean[i] = sum.gradient[i] / sum.weight;
    out.gradient[i] += customers * mean[i];
  }
  for (std::size_t i = 0, upper = 0; i < 4; ++i) {
    for (std::size_t j = i; j < 4; ++j, ++upper) {
      out.hessian[upper] += customers * (sum.second[upper] / sum.weight - mean[i] * mean[j]);
    }
  }
}

void add_history(const Shape& shape, const Tables& tables, const Tuple& tuple, Terms<4>& out) {
  const auto& [alpha, beta, gamma, delta, there] = shape;
  const auto x = static_cast<std::size_t>(tuple.seen.repeats);
  const auto t_x = static_cast<std::size_t>(tuple.seen.recency);
  const auto n = static_cast<std::size_t>(tuple.seen.age);
  const Rising& bought = tables.bought[x];
  // `i` opportunities seen alive; `chances` to go were faced, the last of them taken where
  // `left` is 1.
  const auto add = [&](Moments& to, double w, std::size_t i, std::size_t chances, double left) {
    const Rising& declined = tables.declined[i - x];
    const Rising& offered = tables.offered[i];
    const Rising& stayed = tables.stayed[i];
    const Rising& could_go = tables.could_go[chances];
    to.add(w,
           {bought.first - offered.first,
            declined.first - offered.first,
            left / shape.gamma - could_go.first,
            stayed.first - could_go.first},
           {bought.second - offered.second,
            -offered.second,
            declined.second - offered.second,
            -left / (shape.gamma * shape.gamma) - could_go.second,
            -could_go.second,
            stayed.second - could_go.second});
  };
  // Probabilities relative to the one of having gone right after the last purchase, or, right
  // after a purchase, to the only one there is: being alive.
  const auto log_probability = [&](std::size_t i, std::size_t chances) {
    return bought.value + (tables.declined[i - x].value - tables.offered[i].value) +
           (tables.stayed[i].value - tables.could_go[chances].value);
  };
  Moments moments;
  double log_unit = log_probability(n, n);
  if (t_x == n) {
    add(moments, 1.0, n, n, 0.0);
  } else {
    const double log_alive = log_unit;
    log_unit = log_probability(t_x, t_x + 1) + std::log(gamma);
    add(moments, std::exp(log_alive - log_unit), n, n, 0.0);
    double w = 1.0;
    for (std::size_t i = t_x; i < n; ++i) {
      add(moments, w, i, i + 1, 1.0);
      const auto k = static_cast<double>(i);
      w *= (beta + static_cast<double>(i - x)) / (alpha + beta + k) *
           ((delta + k) / (gamma + delta + (k + 1.0)));
      if (w * static_cast<double>(n - i) < 1e-20 * moments.weight) break;
    }
  }
  add_log(moments, log_unit, tuple.customers, out);
}

}  // namespace

void evaluate(const SortedTuples& base,
              const Shape& shape,
              const Host& host,
              numeric::Derivatives& out) {
  double most = 0.0;
  for (const Tuple& tuple : base.tuples()) most = std::max(most, tuple.seen.age);
  const auto last = static_cast<std::size_t>(most);
  const Tables tables{.bought = rising_table(shape.alpha, last),
                      .declined = rising_table(shape.beta, last),
                      .offered = rising_table(shape.alpha + shape.beta, last),
                      .stayed = rising_table(shape.delta, last),
                      .could_go = rising_table(shape.gamma + shape.delta, last)};
  base.sum<4>(
      host,
      [&](const Tuple& tuple, Terms<4>& terms) { add_history(shape, tables, tuple, terms); },
      out);
}

std::string explain_flat(std::span<const double> parameters, std::span<const double> direction) {
  const bool buying =
      std::hypot(direction[0], direction[1]) > std::hypot(direction[2], direction[3]);
  const double first = parameters[buying ? 0 : 2];
  const double second = parameters[buying ? 1 : 3];
  const double mean = first / (first + second);
  if (buying) {
    if (mean > 1.0 - 1e-3) {
      return "Everybody alive seems to buy at every opportunity; alpha and beta are not known.";
    }
    return first > 1.0
               ? "Customers are homogeneous: the data show no difference between their "
                 "probabilities to buy. The mean alpha / (alpha + beta) is known, alpha and beta "
                 "are not."
               : "Customers seem either to buy at every opportunity or at none; alpha and beta are "
                 "not known.";
  }
  if (mean < 1e-3) {
    return "No dropout detectable: nobody seems to leave. Expectations are those of customers who "
           "stay for good; gamma and delta are not known.";
  }
  if (mean > 1.0 - 1e-3) {
    return "Everybody seems to leave before the first opportunity; gamma and delta are not known.";
  }
  return first > 1.0
             ? "Customers are homogeneous: the data show no difference between their "
               "dropout probabilities. The mean gamma / (gamma + delta) is known, gamma "
               "and delta are not."
             : "Customers seem either to leave at once or to stay for good; gamma and delta "
               "are not known.";
}

}  // namespace centricity::inline v0::loyalty::bg_bb
