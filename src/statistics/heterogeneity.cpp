#include <algorithm>
#include <cmath>

#include <centricity/statistics/heterogeneity.hpp>

#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {
namespace {

struct Group {
  double value;
  double variance;
};

struct Pooled {
  double mean = 0.0;
  double weight = 0.0;
  double q = 0.0;  // generalised Q at this tau^2
};

Pooled pool(const std::vector<Group>& groups, double between) {
  Pooled pooled;
  for (const Group& g : groups) {
    const double w = 1.0 / (g.variance + between);
    pooled.weight += w;
    pooled.mean += w * g.value;
  }
  pooled.mean /= pooled.weight;
  for (const Group& g : groups) {
    const double d = g.value - pooled.mean;
    pooled.q += d * d / (g.variance + between);
  }
  return pooled;
}

double dersimonian_laird(const std::vector<Group>& groups, double q, double df) {
  double sum = 0.0;
  double squares = 0.0;
  for (const Group& g : groups) {
    sum += 1.0 / g.variance;
    squares += 1.0 / (g.variance * g.variance);
  }
  return std::max(0.0, (q - df) / (sum - squares / sum));
}

// Q(tau^2) falls; the root of Q(tau^2) = df is bracketed and bisected to the last bit.
double paule_mandel(const std::vector<Group>& groups, double q, double df) {
  if (q <= df) return 0.0;
  double low = 0.0;
  double high = groups.front().variance;
  while (pool(groups, high).q > df) high *= 2.0;
  for (;;) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    (pool(groups, middle).q > df ? low : high) = middle;
  }
}

}  // namespace

Heterogeneity heterogeneity(std::span<const Estimate> groups, const HeterogeneityOptions& options) {
  check_level(options.level);
  const auto usable = [](const Estimate& e) {
    return e.defined() && e.standard_error.value_or(0.0) > 0.0;
  };
  std::vector<Group> known;
  std::uint64_t n = 0;
  for (const Estimate& e : groups) {
    n += e.n;
    if (usable(e)) known.push_back({*e.value, *e.standard_error * *e.standard_error});
  }

  Heterogeneity result{.mean = undefined_estimate(Undefined::too_few, n)};
  result.shrunken.assign(groups.size(), undefined_estimate(Undefined::missing_input));
  if (known.size() < 2) return result;

  const double df = static_cast<double>(known.size()) - 1.0;
  result.q = pool(known, 0.0).q;
  result.degrees_of_freedom = df;
  result.p_value = numeric::chi_square_tail(result.q, df);
  result.i_squared = result.q > df ? (result.q - df) / result.q : 0.0;
  result.between_variance = options.estimator == BetweenVariance::paule_mandel
                                ? paule_mandel(known, result.q, df)
                                : dersimonian_laird(known, result.q, df);

  const double between = result.between_variance;
  const Pooled pooled = pool(known, between);
  const double z = numeric::two_sided_normal(options.level);
  const double se = std::sqrt(1.0 / pooled.weight);
  result.mean = {.value = pooled.mean,
                 .standard_error = se,
                 .interval = Interval{.lower = pooled.mean - z * se,
                                      .upper = pooled.mean + z * se,
                                      .level = options.level},
                 .n = n,
                 .method = Method::wald};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!usable(groups[i])) continue;
    const double variance = *groups[i].standard_error * *groups[i].standard_error;
    const double own = between / (between + variance);  // trust in the group's own value
    const double value = own * *groups[i].value + (1.0 - own) * pooled.mean;
    // Posterior variance plus what not knowing mu adds (Morris 1983).
    const double spread = std::sqrt(own * variance + (1.0 - own) * (1.0 - own) / pooled.weight);
    result.shrunken[i] = {.value = value,
                          .standard_error = spread,
                          .interval = Interval{.lower = value - z * spread,
                                               .upper = value + z * spread,
                                               .level = options.level,
                                               .kind = IntervalKind::credible},
                          .n = groups[i].n,
                          .method = Method::closed_form};
  }
  return result;
}

}  // namespace centricity::inline v0::statistics
