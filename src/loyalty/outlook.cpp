#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <centricity/loyalty/outlook.hpp>

#include "loyalty/total_purchases.hpp"
#include "numeric/delta_method.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Histories summed together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_size = 1024;

using Parameters = std::array<double, 4>;

/// Sum of `of(parameters, history)` over all customers.
template <class Function>
double sum(const PurchaseCounts& counts,
           const Parameters& values,
           TimeUnit unit,
           const Host& host,
           const Function& of) {
  const BgNbdParameters parameters{
      .r = values[0], .alpha = values[1], .a = values[2], .b = values[3], .unit = unit};
  const std::vector<PurchaseCount>& all = counts.counts;
  std::vector<double> chunks((all.size() + chunk_size - 1) / chunk_size);
  run(host, chunks.size(), [&](std::size_t chunk) {
    numeric::Sum total;
    const std::size_t end = std::min((chunk + 1) * chunk_size, all.size());
    for (std::size_t i = chunk * chunk_size; i < end; ++i) {
      const PurchaseCount& count = all[i];
      total.add(count.customers * of(parameters,
                                     PurchaseHistory{.repeats = count.repeats,
                                                     .recency = {count.recency, counts.unit},
                                                     .age = {count.age, counts.unit}}));
    }
    chunks[chunk] = total.value();
  });
  numeric::Sum total;
  for (const double chunk : chunks) total.add(chunk);
  return total.value();
}

Parameters values_of(const BgNbdFit& fit) {
  return {fit.parameters.r, fit.parameters.alpha, fit.parameters.a, fit.parameters.b};
}

/// A number of people out of all from their share, so that it stays between none and all.
Estimate scaled(Estimate share, double all) {
  *share.value *= all;
  *share.standard_error *= all;
  share.interval->lower *= all;
  share.interval->upper *= all;
  return share;
}

}  // namespace

Estimate total_purchases(const BgNbdFit& fit,
                         const PurchaseCounts& counts,
                         Duration horizon,
                         const Host& host) {
  const auto n = static_cast<std::uint64_t>(std::llround(customers(counts)));
  const auto purchases = [&](const Parameters& values) {
    return sum(
        counts, values, fit.parameters.unit, host, [&](const auto& shape, const auto& history) {
          return expected_purchases(shape, history, horizon);
        });
  };
  const double expected = purchases(values_of(fit));
  if (expected == 0.0) return {.value = 0.0, .n = n, .method = Method::delta};
  const auto log_purchases = [&](const Parameters& values) { return std::log(purchases(values)); };
  const double error = numeric::delta_error<4>(log_purchases, values_of(fit), fit.log_covariance);
  return numeric::positive_estimate(expected, error, fit.level, n);
}

Outlook outlook(const BgNbdFit& fit,
                const PurchaseCounts& counts,
                Duration horizon,
                const Host& host) {
  const double people = customers(counts);
  const auto n = static_cast<std::uint64_t>(std::llround(people));
  Outlook result{.horizon = horizon, .customers = n};
  if (!fit.report.usable() || n == 0) {
    const Undefined why = n == 0 ? Undefined::too_few : Undefined::unusable_fit;
    result.alive = result.purchases = undefined_estimate(why, n);
    return result;
  }
  const Parameters at = values_of(fit);
  const TimeUnit unit = fit.parameters.unit;

  const auto log_odds = [&](const Parameters& values) {
    const double alive =
        sum(counts, values, unit, host, [](const auto& shape, const auto& history) {
          return probability_alive(shape, history);
        });
    return std::log(alive) - std::log(std::fmax(people - alive, 0.0));
  };
  const double odds = log_odds(at);  // Infinite if nobody can have left.
  const double odds_error =
      std::isfinite(odds) ? numeric::delta_error<4>(log_odds, at, fit.log_covariance) : 0.0;
  result.alive = scaled(numeric::probability_estimate(odds, odds_error, fit.level, n), people);

  result.purchases = total_purchases(fit, counts, horizon, host);
  return result;
}

Document describe(const Outlook& outlook) {
  return {.id = "outlook",
          .title = "The customer base as a whole",
          .blocks = {Figures{{{.name = "Still customers",
                               .estimate = outlook.alive,
                               .format = {.decimals = 0},
                               .help = "Expected number who have not left for good, of " +
                                       std::to_string(outlook.customers) + "."},
                              {.name = "Purchases to come",
                               .estimate = outlook.purchases,
                               .format = {.decimals = 0},
                               .help = "Expected from these customers within the horizon."}}}}};
}

}  // namespace centricity::inline v0::loyalty
