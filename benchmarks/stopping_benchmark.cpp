#include <algorithm>
#include <cstdint>
#include <ctime>
#include <limits>
#include <string>

#include <benchmark/benchmark.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/next_purchases.hpp>
#include <centricity/loyalty/outlook.hpp>
#include <centricity/loyalty/ranking.hpp>
#include <centricity/loyalty/scoring.hpp>
#include <centricity/loyalty/simulation.hpp>

#include "market.hpp"
#include "promise.hpp"

// Work on a million customers stops within 50 ms of the request: the longest the processor works
// from one question to the host to the next, and from a request to the return.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;

double now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Asks to be stopped at the question of this number.
struct Stopped {
  double longest = 0.0;    ///< Seconds without a question.
  double returning = 0.0;  ///< From the request to the return.
  std::uint64_t questions = 0;
};

template <class Work>
Stopped stop_at(std::uint64_t question, const Work& work) {
  Stopped result;
  double last = now();
  const cc::Host host{.cancelled = [&] {
    const double here = now();
    result.longest = std::max(result.longest, here - last);
    last = here;
    return ++result.questions >= question;
  }};
  try {
    work(host);
  } catch (const cc::Error&) {
    result.returning = now() - last;
  }
  return result;
}

template <class Work>
void stop(benchmark::State& state, const std::string& what, const Work& work) {
  for (auto _ : state) {
    const Stopped whole = stop_at(std::numeric_limits<std::uint64_t>::max(), work);
    double returning = 0.0;
    for (const double part : {0.25, 0.5, 0.75, 1.0}) {
      const double at = std::max(part * static_cast<double>(whole.questions), 1.0);
      returning = std::max(returning, stop_at(static_cast<std::uint64_t>(at), work).returning);
    }
    promise::at_most(state,
                     50,
                     1e3 * (whole.longest + returning),
                     "ms until " + what + " a million customers stops when asked to");
    state.counters["unasked_ms"] = 1e3 * whole.longest;
    state.counters["returning_ms"] = 1e3 * returning;
    state.counters["questions"] = static_cast<double>(whole.questions);
  }
}

const cc::PurchaseHistories& histories() {
  static const cc::PurchaseHistories made = market::a_million(market::bg_nbd, market::two_years);
  return made;
}

const cc::PurchaseCounts& counts() {
  static const cc::PurchaseCounts made = cc::purchase_counts({.window = {.until = cc::Day{}},
                                                              .labels = histories().labels,
                                                              .repeats = histories().repeats,
                                                              .recency = histories().recency,
                                                              .age = histories().age});
  return made;
}

const loyalty::GammaGammaFit& spending() {
  static const loyalty::GammaGammaFit made = [] {
    loyalty::GammaGammaFit fit{.parameters = {.p = 6.25, .q = 3.74, .gamma = 15.44}};
    fit.report.status = cc::FitStatus::converged;
    return fit;
  }();
  return made;
}

void stop_fit(benchmark::State& state, ModelName model) {
  benchmark::DoNotOptimize(counts().counts.data());  // Made before time counts.
  stop(state, "a fit of " + std::string{title(model)} + " to", [&](const cc::Host& host) {
    benchmark::DoNotOptimize(loyalty::fit_model(model, counts(), {}, host));
  });
}

void stop_simulation(benchmark::State& state) {
  stop(state, "a simulation of", [](const cc::Host& host) {
    benchmark::DoNotOptimize(loyalty::simulate({.customers = 1'000'000}, host));
  });
}

void stop_scoring(benchmark::State& state) {
  std::vector<double> alive(histories().size());
  stop(state, "scoring of", [&](const cc::Host& host) {
    loyalty::score_customers(market::bg_nbd, histories(), cc::weeks(52), {.alive = alive}, host);
  });
}

template <class Work>
void stop_answer(benchmark::State& state, const std::string& what, const Work& work) {
  const loyalty::PurchaseModel model = loyalty::fit_bg_nbd(counts());
  stop(state, what, [&](const cc::Host& host) { work(model, host); });
}

void stop_forecast(benchmark::State& state) {
  stop_answer(state, "a forecast of", [](const auto& model, const cc::Host& host) {
    benchmark::DoNotOptimize(
        loyalty::forecast_customers(model, spending(), histories(), cc::weeks(52), host));
  });
}

void stop_ranking(benchmark::State& state) {
  stop_answer(state, "a ranking of", [](const auto& model, const cc::Host& host) {
    benchmark::DoNotOptimize(
        loyalty::rank_customers(model, spending(), histories(), {.draws = 50}, host));
  });
}

void stop_outlook(benchmark::State& state) {
  stop_answer(state, "an outlook on", [](const auto& model, const cc::Host& host) {
    benchmark::DoNotOptimize(loyalty::outlook(model, counts(), cc::weeks(52), host));
  });
}

void stop_total(benchmark::State& state) {
  stop_answer(state, "a prediction for", [](const auto& model, const cc::Host& host) {
    benchmark::DoNotOptimize(loyalty::predict_total(model, counts(), {.draws = 50}, host));
  });
}

BENCHMARK_CAPTURE(stop_fit, nbd, ModelName::nbd)->Iterations(1);
BENCHMARK_CAPTURE(stop_fit, bg_nbd, ModelName::bg_nbd)->Iterations(1);
BENCHMARK_CAPTURE(stop_fit, bg_cnbd, ModelName::bg_cnbd)->Iterations(1);
BENCHMARK_CAPTURE(stop_fit, pareto_nbd, ModelName::pareto_nbd)->Iterations(1);
BENCHMARK(stop_simulation)->Iterations(1);
BENCHMARK(stop_scoring)->Iterations(1);
BENCHMARK(stop_forecast)->Iterations(1);
BENCHMARK(stop_outlook)->Iterations(1);
BENCHMARK(stop_ranking)->Iterations(1);
BENCHMARK(stop_total)->Iterations(1);

}  // namespace
