#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/pareto_nbd_terms.hpp"
#include "market.hpp"
#include "numeric/likelihood_fit.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"
#include "promise.hpp"

// The fit alone at 200,000 and 5,000,000 customers with times in weeks: under three times as long.
// All of CDNOW by the day, against a likelihood that goes row by row: at least 25 times as fast.
// The same of Pareto/NBD, against the same terms worked out for every customer: at least 8 times.
// All of CDNOW and a million simulated customers with ages up to two years, by the day, given the
// summary, against others.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using market::Cdnow;
using market::cdnow;
using market::counted;

void fit_weekly(benchmark::State& state) {
  const auto large = counted(market::simulated(5'000'000, market::bg_nbd, market::like_cdnow, 7),
                             cc::TimeUnit::week,
                             cc::TimeUnit::week);
  const auto small = counted(market::simulated(200'000, market::bg_nbd, market::like_cdnow, 7),
                             cc::TimeUnit::week,
                             cc::TimeUnit::week);
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] { benchmark::DoNotOptimize(loyalty::fit_bg_nbd(large)); },
        [&] { benchmark::DoNotOptimize(loyalty::fit_bg_nbd(small)); });
    promise::at_most(state, 3, comparison, "fit of 5M simulated customers by week / of 200k");
  }
  state.counters["tuples"] = static_cast<double>(large.counts.size());
  state.counters["yardstick_tuples"] = static_cast<double>(small.counts.size());
}

/// 20,000 customers with two continuous covariates: each has a pattern of their own.
void fit_covariates(benchmark::State& state, loyalty::ModelName model) {
  cc::CovariateCounts counts{.unit = cc::TimeUnit::day,
                             .columns = {{.feature = "first"}, {.feature = "second"}}};
  cc::Rng rng{1};
  for (const cc::PurchaseCount& row : market::simulated(20'000, market::bg_nbd)) {
    counts.counts.push_back({row, static_cast<std::uint32_t>(counts.counts.size())});
    counts.patterns.insert(counts.patterns.end(), {cc::normal(rng), cc::normal(rng)});
  }
  for (auto _ : state) benchmark::DoNotOptimize(loyalty::fit_covariates(model, counts));
}

/// Fader, Hardie & Lee (2005), eq. (6), for one customer after the other as it is printed, with its
/// gradient and Hessian in (r, alpha, a, b), so that the optimizer takes the same steps.
class RowByRow {
 public:
  explicit RowByRow(std::span<const cc::PurchaseCount> rows) : rows_{rows} {}

  void operator()(std::span<const double> at, cc::numeric::Derivatives& out) const {
    const double r = at[0];
    const double alpha = at[1];
    const double a = at[2];
    const double b = at[3];
    cc::numeric::Sum value;  // Plain sums are too coarse for the optimizer to converge.
    std::array<cc::numeric::Sum, 4> slope{};
    std::fill(out.hessian.begin(), out.hessian.end(), 0.0);
    for (const cc::PurchaseCount& row : rows_) {
      const double x = row.repeats;
      const Gammas of_r{r};
      const Gammas of_rx{r + x};
      const Gammas of_b{b};
      const Gammas of_bx{b + x};
      const Gammas of_ab{a + b};
      const Gammas of_abx{a + b + x};
      const double log_alpha = std::log(alpha);
      const double alive = -(r + x) * std::log(alpha + row.age);
      const double left =
          x > 0.0 ? std::log(a / (b + x - 1.0)) - (r + x) * std::log(alpha + row.recency)
                  : -INFINITY;
      const double top = std::max(alive, left);
      const double sum = std::exp(alive - top) + std::exp(left - top);
      const double w = std::exp(left - top) / sum;
      value.add(of_rx.log - of_r.log + r * log_alpha + of_ab.log + of_bx.log - of_b.log -
                of_abx.log + top + std::log(sum));

      const double to_age = alpha + row.age;
      const double to_last = alpha + row.recency;
      const double last = b + x - 1.0;
      const std::array alive_gradient{-std::log(to_age), -(r + x) / to_age, 0.0, 0.0};
      const std::array left_gradient{
          -std::log(to_last), -(r + x) / to_last, 1.0 / a, x > 0.0 ? -1.0 / last : 0.0};
      const std::array gradient{of_rx.first - of_r.first + log_alpha,
                                r / alpha,
                                of_ab.first - of_abx.first,
                                of_ab.first - of_abx.first + of_bx.first - of_b.first};
      for (std::size_t i = 0; i < 4; ++i) {
        slope[i].add(gradient[i] + (1.0 - w) * alive_gradient[i] + w * left_gradient[i]);
        for (std::size_t j = 0; j < 4; ++j) {
          out.hessian[4 * i + j] += w * (1.0 - w) * (left_gradient[i] - alive_gradient[i]) *
                                    (left_gradient[j] - alive_gradient[j]);
        }
      }
      const double of_both = of_ab.second - of_abx.second;
      const double cross = 1.0 / alpha - (1.0 - w) / to_age - w / to_last;
      out.hessian[0] += of_rx.second - of_r.second;
      out.hessian[1] += cross;
      out.hessian[4] += cross;
      out.hessian[5] += -r / (alpha * alpha) +
                        (r + x) * ((1.0 - w) / (to_age * to_age) + w / (to_last * to_last));
      out.hessian[10] += of_both - w / (a * a);
      out.hessian[11] += of_both;
      out.hessian[14] += of_both;
      out.hessian[15] += of_both + of_bx.second - of_b.second + (x > 0.0 ? w / (last * last) : 0.0);
    }
    out.value = value.value();
    for (std::size_t i = 0; i < 4; ++i) out.gradient[i] = slope[i].value();
  }

 private:
  /// log Gamma and its derivatives.
  struct Gammas {
    explicit Gammas(double x)
        : log{cc::numeric::log_gamma(x)},
          first{cc::numeric::digamma(x)},
          second{cc::numeric::trigamma(x)} {}

    double log;
    double first;
    double second;
  };

  std::span<const cc::PurchaseCount> rows_;
};

void fit_daily(benchmark::State& state) {
  const Cdnow data = cdnow();
  const auto counts = counted(data.rows, cc::TimeUnit::week);
  double age = 0.0;
  double repeats = 0.0;
  for (const auto& row : data.rows) {
    age += row.age;
    repeats += row.repeats;
  }
  const RowByRow row_by_row{data.rows};
  loyalty::BgNbdFit ours;
  cc::numeric::LikelihoodFit naive;
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] {
          naive =
              cc::numeric::fit_likelihood({.log_likelihood = cc::numeric::in_logs(row_by_row),
                                           .start = {1.0, age / repeats, 1.0, 3.0},
                                           .observations = static_cast<double>(data.rows.size())});
        },
        [&] { ours = loyalty::fit_bg_nbd(counts); });
    char both[128];
    std::snprintf(both,
                  sizeof both,
                  "log-likelihoods %.6f and %.6f in %d and %d steps",
                  naive.log_likelihood,
                  ours.log_likelihood,
                  naive.report.iterations,
                  ours.report.iterations);
    promise::at_least(state,
                      25,
                      comparison.ratio(),
                      "fit customer by customer, same optimizer, analytic derivatives / ours: " +
                          data.label + "; " + both);
    state.counters["ms"] = 1e3 * comparison.yardstick;
    state.counters["row_by_row_ms"] = 1e3 * comparison.seconds;
    state.counters["tuples"] = static_cast<double>(counts.counts.size());
  }
}

/// The terms of Pareto/NBD worked out for one customer after the other, so that the optimizer takes
/// the same steps.
class ParetoRowByRow {
 public:
  explicit ParetoRowByRow(std::span<const cc::PurchaseCount> rows) : rows_{rows} {}

  void operator()(std::span<const double> at, cc::numeric::Derivatives& out) const {
    namespace pareto_nbd = loyalty::pareto_nbd;
    const pareto_nbd::Shape shape{at[0], at[1], at[2], at[3]};
    cc::numeric::Sum value;
    std::array<cc::numeric::Sum, 4> slope{};
    std::fill(out.hessian.begin(), out.hessian.end(), 0.0);
    for (const cc::PurchaseCount& row : rows_) {
      const auto left = pareto_nbd::left_after(shape, row.repeats, row.recency);
      const auto stayed = pareto_nbd::stayed_after(shape, row.repeats, row.age);
      const double share = cc::numeric::logistic(left.value - stayed.value);
      const double from = shape.r + row.repeats;
      value.add(stayed.value + cc::numeric::softplus(left.value - stayed.value) +
                cc::numeric::log_rising_factorial(shape.r, row.repeats));
      slope[0].add(cc::numeric::digamma(from) - cc::numeric::digamma(shape.r));
      out.hessian[0] += cc::numeric::trigamma(from) - cc::numeric::trigamma(shape.r);
      for (std::size_t i = 0, upper = 0; i < 4; ++i) {
        slope[i].add(share * left.gradient[i] + (1.0 - share) * stayed.gradient[i]);
        for (std::size_t j = i; j < 4; ++j, ++upper) {
          const double term = share * left.hessian[upper] + (1.0 - share) * stayed.hessian[upper] +
                              share * (1.0 - share) * (left.gradient[i] - stayed.gradient[i]) *
                                  (left.gradient[j] - stayed.gradient[j]);
          out.hessian[4 * i + j] += term;
          if (i != j) out.hessian[4 * j + i] += term;
        }
      }
    }
    out.value = value.value();
    for (std::size_t i = 0; i < 4; ++i) out.gradient[i] = slope[i].value();
  }

 private:
  std::span<const cc::PurchaseCount> rows_;
};

void fit_pareto_daily(benchmark::State& state) {
  const Cdnow data = cdnow();
  const auto counts = counted(data.rows, cc::TimeUnit::week);
  double age = 0.0;
  double repeats = 0.0;
  for (const auto& row : data.rows) {
    age += row.age;
    repeats += row.repeats;
  }
  const auto customers = static_cast<double>(data.rows.size());
  const ParetoRowByRow row_by_row{data.rows};
  loyalty::ParetoNbdFit ours;
  cc::numeric::LikelihoodFit naive;
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] {
          naive = cc::numeric::fit_likelihood({.log_likelihood = cc::numeric::in_logs(row_by_row),
                                               .start = {1.0, age / repeats, 0.5, age / customers},
                                               .observations = customers});
        },
        [&] { ours = loyalty::fit_pareto_nbd(counts); });
    char both[128];
    std::snprintf(both,
                  sizeof both,
                  "log-likelihoods %.6f and %.6f in %d and %d steps",
                  naive.log_likelihood,
                  ours.log_likelihood,
                  naive.report.iterations,
                  ours.report.iterations);
    promise::at_least(state,
                      8,
                      comparison.ratio(),
                      "fit of Pareto/NBD customer by customer, same optimizer and terms / ours: " +
                          data.label + "; " + both);
    state.counters["ms"] = 1e3 * comparison.yardstick;
    state.counters["row_by_row_ms"] = 1e3 * comparison.seconds;
  }
}

void fit_cdnow(benchmark::State& state, loyalty::ModelName model, const promise::Peer& peer) {
  const Cdnow data = cdnow();
  const auto counts = counted(data.rows, cc::TimeUnit::week);
  for (auto _ : state) {
    promise::against(state,
                     peer,
                     std::string{"fit of "} + std::string{title(model)} + ", " + data.label,
                     9,
                     [&] { benchmark::DoNotOptimize(loyalty::fit_model(model, counts)); });
  }
}

void fit_a_million(benchmark::State& state,
                   loyalty::ModelName model,
                   const loyalty::PurchaseParameters& truth,
                   const promise::Peer& peer) {
  auto rows = market::simulated(1'000'000, truth, market::two_years);
  for (auto& row : rows) {
    row.recency /= 7.0;
    row.age /= 7.0;
  }
  const auto counts = counted(std::move(rows), cc::TimeUnit::week);
  const std::string what = "fit of " + std::string{title(model)} +
                           ", a million simulated customers of 7 to 728 days, by day";
  for (auto _ : state) {
    promise::against(
        state, peer, what, 5, [&] { benchmark::DoNotOptimize(loyalty::fit_model(model, counts)); });
    state.counters["tuples"] = static_cast<double>(counts.counts.size());
  }
}

BENCHMARK(fit_weekly)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(fit_daily)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(fit_covariates, mbg_nbd, loyalty::ModelName::mbg_nbd)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fit_covariates, pareto_nbd, loyalty::ModelName::pareto_nbd)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(fit_pareto_daily)->Unit(benchmark::kMillisecond)->Iterations(1);

using loyalty::ModelName;
using promise::Peer;

BENCHMARK_CAPTURE(fit_cdnow, bg_lifetimes, ModelName::bg_nbd, Peer{"lifetimes 0.11.3", 0.343, 40})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_cdnow, bg_clvtools, ModelName::bg_nbd, Peer{"CLVTools 0.12.1", 16.2, 500})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_cdnow, mbg_btydplus, ModelName::mbg_nbd, Peer{"BTYDplus 1.2.0", 0.94, 40})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_cdnow,
                  pareto_lifetimes,
                  ModelName::pareto_nbd,
                  Peer{"lifetimes 0.11.3", 7.75, 120})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_cdnow,
                  pareto_clvtools,
                  ModelName::pareto_nbd,
                  Peer{"CLVTools 0.12.1", 7.47, 120})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_a_million,
                  bg_lifetimes,
                  ModelName::bg_nbd,
                  market::bg_nbd,
                  Peer{"lifetimes 0.11.3", 10.4, 60})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(fit_a_million,
                  pareto_clvtools,
                  ModelName::pareto_nbd,
                  market::pareto_nbd,
                  Peer{"CLVTools 0.12.1", 34.0, 40})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
