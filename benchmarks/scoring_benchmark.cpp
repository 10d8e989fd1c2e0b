#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "loyalty/count_allocations.hpp"
#include "market.hpp"
#include "promise.hpp"

// P(alive) and the purchases of 52 weeks, of a million customers: against others, and beside the
// least a machine can do: read each customer's history, take one exp, write two numbers.
// Scoring one customer by any model, which allocates nothing.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using promise::Peer;

void score_one_customer(benchmark::State& state) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = cc::weeks(30), .age = cc::weeks(38)};
  const auto models = loyalty::model_names();
  std::size_t asked = 0;
  for (auto _ : state) {
    for (const ModelName model : models) {
      std::visit(
          [&](const auto& parameters) {
            const std::size_t before = allocations();
            benchmark::DoNotOptimize(loyalty::probability_alive(parameters, history));
            benchmark::DoNotOptimize(
                loyalty::expected_purchases(parameters, history, cc::weeks(52)));
            asked += allocations() - before;
          },
          market::some_parameters(model));
    }
  }
  promise::at_most(
      state, 0, static_cast<double>(asked), "allocations when one customer is scored, any model");
}

void score_a_million(benchmark::State& state,
                     ModelName model,
                     const market::Period& period,
                     const std::string& base,
                     const Peer& peer) {
  const loyalty::PurchaseParameters parameters = market::some_parameters(model);
  const auto histories = market::a_million(parameters, period);
  std::vector<double> alive(histories.size());
  std::vector<double> purchases(histories.size());
  const std::string what =
      "P(alive) and purchases of a million customers, " + std::string{title(model)} + ", " + base;
  for (auto _ : state) {
    promise::against(state, peer, what, 15, [&] {
      loyalty::score_customers(
          parameters, histories, cc::weeks(52), {.alive = alive, .purchases = purchases});
      benchmark::DoNotOptimize(purchases.data());
    });
    std::vector<double> least;
    for (int run = 0; run < 15; ++run) {
      least.push_back(promise::seconds_of([&] {
        for (std::size_t i = 0; i < histories.size(); ++i) {
          alive[i] = std::exp(1e-3 * (histories.recency[i] - histories.age[i]));
          purchases[i] = alive[i] * histories.repeats[i];
        }
        benchmark::DoNotOptimize(purchases.data());
      }));
    }
    state.counters["least_ms"] = 1e3 * promise::median(least);
  }
}

/// The same with value, and with the uncertainty of all of them.
void forecast_a_million(benchmark::State& state) {
  const auto histories = market::a_million(market::bg_nbd);
  const auto buying = loyalty::fit_bg_nbd(cc::purchase_counts({.window = {.until = cc::Day{}},
                                                               .labels = histories.labels,
                                                               .repeats = histories.repeats,
                                                               .recency = histories.recency,
                                                               .age = histories.age}));
  loyalty::GammaGammaFit spending{.parameters = {.p = 6.25, .q = 3.74, .gamma = 15.44}};
  spending.report.status = cc::FitStatus::converged;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        loyalty::forecast_customers(buying, spending, histories, cc::weeks(52)).forecasts.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(histories.size()));
}

// Seconds of P(alive) and of the expectation.
constexpr Peer lifetimes_bg{"lifetimes 0.11.3", 0.094 + 0.688, 50};
constexpr Peer clvtools_bg{"kernels of CLVTools 0.12.1", 0.059 + 0.395, 30};
constexpr Peer lifetimes_pareto{"lifetimes 0.11.3", 0.789 + 0.566, 50};
constexpr Peer clvtools_pareto{"kernels of CLVTools 0.12.1", 0.448 + 0.480, 30};
constexpr auto like_cdnow = market::like_cdnow;
constexpr auto two_years = market::two_years;
constexpr auto bg_nbd = ModelName::bg_nbd;
constexpr auto pareto_nbd = ModelName::pareto_nbd;

BENCHMARK(score_one_customer);
BENCHMARK_CAPTURE(score_a_million, bg_lifetimes, bg_nbd, like_cdnow, "as CDNOW's", lifetimes_bg)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(score_a_million, bg_clvtools, bg_nbd, like_cdnow, "as CDNOW's", clvtools_bg)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(
    score_a_million, bg_lifetimes_2, bg_nbd, two_years, "of 7 to 728 days", lifetimes_bg)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(
    score_a_million, bg_clvtools_2, bg_nbd, two_years, "of 7 to 728 days", clvtools_bg)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(
    score_a_million, pareto_lifetimes, pareto_nbd, like_cdnow, "as CDNOW's", lifetimes_pareto)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(
    score_a_million, pareto_clvtools, pareto_nbd, like_cdnow, "as CDNOW's", clvtools_pareto)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(score_a_million,
                  pareto_lifetimes_2,
                  pareto_nbd,
                  two_years,
                  "of 7 to 728 days",
                  lifetimes_pareto)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(
    score_a_million, pareto_clvtools_2, pareto_nbd, two_years, "of 7 to 728 days", clvtools_pareto)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(forecast_a_million)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
