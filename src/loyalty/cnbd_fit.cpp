#include "loyalty/cnbd_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>

#include "loyalty/bg_nbd_likelihood.hpp"
#include "loyalty/cnbd_kernels.hpp"
#include "loyalty/fit_counts.hpp"
#include "loyalty/rising.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::cnbd {
namespace {

/// What customers of the same repeats share.
struct Repeats {
  double repeats = 0.0;
  Rising bought;  ///< of r, over all steps
  Rising stayed;  ///< of b, over all chances to leave
  Rising ended;   ///< of a + b, over the same
};

std::vector<Repeats> repeats_of(const SortedTuples& base,
                                std::span<const double> at,
                                int k,
                                double first) {
  Rising bought{at[0]};
  Rising stayed{at[3]};
  Rising ended{at[2] + at[3]};
  std::vector<Repeats> groups;
  for (const Tuple& tuple : base.tuples()) {
    const double repeats = tuple.seen.repeats;
    if (!groups.empty() && groups.back().repeats == repeats) continue;
    bought.advance_to(k * repeats);
    stayed.advance_to(repeats + first);
    ended.advance_to(repeats + first);
    groups.push_back({repeats, bought, stayed, ended});
  }
  return groups;
}

/// log of the sum of the weights of the steps taken, with its derivatives in r and alpha.
struct LogSteps {
  double value = 0.0;
  double r = 0.0, alpha = 0.0;
  double rr = 0.0, r_alpha = 0.0, alpha_alpha = 0.0;
};

LogSteps log_steps(double n, double z, double inverse_age, int k) {
  const Steps steps = steps_taken(n, z, k);
  // h and g are the sums over i < j of 1 / (n + i) and its square; means are over j.
  double h = 0.0, g = 0.0;
  double mean_h = 0.0, mean_hh = 0.0, mean_j = 0.0, mean_jj = 0.0, mean_hj = 0.0;
  for (std::size_t i = 1; i < static_cast<std::size_t>(k); ++i) {
    const auto j = static_cast<double>(i);
    const double inverse = 1.0 / (n + (j - 1.0));
    h += inverse;
    g += inverse * inverse;
    const double w = steps.weight[i] / steps.total;
    mean_h += w * h;
    mean_hh += w * (h * h - g);
    mean_j += w * j;
    mean_jj += w * j * (j + 1.0);
    mean_hj += w * h * j;
  }
  return {.value = std::log(steps.total) + steps.log_factor,
          .r = mean_h,
          .alpha = -inverse_age * mean_j,
          .rr = mean_hh - mean_h * mean_h,
          .r_alpha = -inverse_age * (mean_hj - mean_h * mean_j),
          .alpha_alpha = inverse_age * inverse_age * (mean_jj - mean_j * mean_j)};
}

void add_history(std::span<const double> at,
                 int k,
                 double first,
                 const Repeats& group,
                 const Tuple& tuple,
                 Terms<4>& out) {
  const double r = at[0], alpha = at[1], a = at[2], b = at[3];
  const auto& [x, t_x, age] = tuple.seen;
  const double steps = k * x;
  const double n = r + steps;
  const double inverse_age = 1.0 / (alpha + age);
  const double inverse_recency = 1.0 / (alpha + t_x);
  const double silence = std::log1p((age - t_x) * inverse_recency);
  const double lost = inverse_age - inverse_recency;
  const double grown = std::log1p(age / alpha);
  const double share = age / alpha * inverse_age;  // 1 / alpha - 1 / (alpha + T)
  const LogSteps since = log_steps(n, (age - t_x) * inverse_age, inverse_age, k);
  // d are the log odds of having left, p their probability, v its variance; without a chance to
  // leave both are 0.
  const double chances = x + first;
  const double beta = chances > 0.0 ? b + (chances - 1.0) : 1.0;
  const double odds = std::log(a / beta) + n * silence - since.value;
  const double p = chances > 0.0 ? numeric::logistic(odds) : 0.0;
  const double q = 1.0 - p;
  const double v = chances > 0.0 ? p * numeric::logistic(-odds) : 0.0;
  const double d_r = silence - since.r;
  const double d_alpha = n * lost - since.alpha;
  const double d_a = 1.0 / a;
  const double d_b = -1.0 / beta;

  const double w = tuple.customers;
  out.value += w * (group.bought.value - r * grown - steps * std::log(alpha + age) +
                    (group.stayed.value - group.ended.value) + since.value +
                    (chances > 0.0 ? numeric::softplus(odds) : 0.0));
  out.gradient[0] += w * (group.bought.first - grown + q * since.r + p * silence);
  out.gradient[1] += w * (r * share - steps * inverse_age + q * since.alpha + p * n * lost);
  out.gradient[2] += w * (p * d_a - group.ended.first);
  out.gradient[3] += w * (group.stayed.first - group.ended.first + p * d_b);
  out.hessian[0] += w * (group.bought.second + q * since.rr + v * d_r * d_r);
  out.hessian[1] += w * (share + q * since.r_alpha + p * lost + v * d_r * d_alpha);
  out.hessian[2] += w * v * d_r * d_a;
  out.hessian[3] += w * v * d_r * d_b;
  out.hessian[4] += w * (steps * inverse_age * inverse_age -
                         r * share * (1.0 / alpha + inverse_age) + q * since.alpha_alpha +
                         p * n * (inverse_recency - inverse_age) * (inverse_recency + inverse_age) +
                         v * d_alpha * d_alpha);
  out.hessian[5] += w * v * d_alpha * d_a;
  out.hessian[6] += w * v * d_alpha * d_b;
  out.hessian[7] += w * (-group.ended.second + (v - p) * d_a * d_a);
  out.hessian[8] += w * (-group.ended.second + v * d_a * d_b);
  out.hessian[9] += w * (group.stayed.second - group.ended.second + (v + p) * d_b * d_b);
}

}  // namespace

void evaluate(const SortedTuples& base,
              std::span<const double> at,
              int k,
              double first,
              const Host& host,
              numeric::Derivatives& out) {
  const std::vector<Repeats> groups = repeats_of(base, at, k, first);
  base.sum<4>(
      host,
      [&](const Tuple& tuple, Terms<4>& terms) {
        const auto group = std::lower_bound(
            groups.begin(), groups.end(), tuple.seen.repeats, [](const Repeats& g, double repeats) {
              return g.repeats < repeats;
            });
        add_history(at, k, first, *group, tuple, terms);
      },
      out);
  out.value -= base.purchases() * numeric::log_gamma(k);
}

BgNbdFit fit_given_steps(const PurchaseCounts& counts,
                         int k,
                         double first,
                         const FitOptions& options,
                         const Host& host) {
  const SortedTuples base{tuples_of(counts, options.unit), host};
  // The first start has the right mean rate; the second is for bases in which most buy once.
  const double mean_wait = 1.0 / (k * base.purchase_rate());
  const std::array<std::array<double, 4>, 2> starts{
      {{1.0, mean_wait, 1.0, 3.0}, {0.2, 0.2 * mean_wait, 0.3, 1.0}}};
  const auto objective = [&](std::span<const double> at, numeric::Derivatives& out) {
    evaluate(base, at, k, first, host, out);
  };
  return fit_counts<BgNbdFit>(counts, options, base, starts, objective, bg_nbd::explain_flat);
}

Chosen fit_steps(const PurchaseCounts& counts,
                 double first,
                 const FitOptions& options,
                 const Host& host) {
  if (!options.waits) {
    const int k = checked_steps(options.k);
    Chosen given{k, fit_given_steps(counts, k, first, options, host)};
    if (k > 1 && given.fit.report.usable()) {
      given.fit.report.diagnosis.emplace_back(
          "The log-likelihood is without that of the waits between purchases: it compares with "
          "fits of the same k only.");
    }
    return given;
  }
  const PurchaseWaits& waits = *options.waits;
  double repeats = 0.0;
  for (const PurchaseCount& count : counts.counts) repeats += count.repeats * count.customers;
  if (std::abs(repeats - static_cast<double>(waits.waits)) > 1e-6 * repeats) {
    throw Error(ErrorCode::incompatible,
                "the waits are not those of the customers counted",
                "take both from the same ledger and window.");
  }
  const double log_waits =
      waits.log_waits + repeats * std::log(Duration{1.0, waits.unit}.in(options.unit));
  Chosen best;
  for (int k = 1; k <= most_steps; ++k) {
    FitOptions here = options;  // The wait of a step is that of a purchase over k.
    if (here.start.size() == 4) here.start[1] *= static_cast<double>(options.k) / k;
    Chosen next{k, fit_given_steps(counts, k, first, here, host)};
    next.fit.log_likelihood += (k - 1) * log_waits;
    const bool better =
        next.fit.report.usable() &&
        (!best.fit.report.usable() || next.fit.log_likelihood > best.fit.log_likelihood);
    if (k == 1 || better) {
      best = std::move(next);
    } else {
      break;
    }
  }
  return best;
}

}  // namespace centricity::inline v0::loyalty::cnbd
