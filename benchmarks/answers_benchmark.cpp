#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/loyalty/lifetime_value.hpp>
#include <centricity/loyalty/next_purchases.hpp>

#include "market.hpp"
#include "promise.hpp"

// What can be asked about one customer, with its uncertainty, by every model: of somebody who
// bought 500 times in 39 weeks (BG/BB: in every week but one) no answer takes longer than 1 ms.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;

/// A fit to customers simulated by the model itself.
loyalty::PurchaseModel fitted(ModelName model) {
  const bool weekly = model == ModelName::bg_bb;
  const auto rows =
      market::simulated(5'000, market::some_parameters(model), market::like_cdnow, weekly ? 7 : 1);
  return loyalty::fit_model(model,
                            market::counted(rows, weekly ? cc::TimeUnit::week : cc::TimeUnit::day));
}

/// The slowest model at a question, all named.
template <class Ask>
void ask(benchmark::State& state, const std::string& what, const Ask& question) {
  std::vector<loyalty::PurchaseModel> models;
  for (const ModelName name : loyalty::model_names()) models.push_back(fitted(name));
  for (auto _ : state) {
    double slowest = 0.0;
    std::string each;
    for (const loyalty::PurchaseModel& model : models) {
      const cc::PurchaseHistory busy{.repeats = name_of(model) == ModelName::bg_bb ? 37.0 : 500.0,
                                     .recency = cc::weeks(38),
                                     .age = cc::weeks(39)};
      std::vector<double> seconds;
      for (int run = 0; run < 9; ++run) {
        seconds.push_back(promise::seconds_of([&] {
                            for (int i = 0; i < 20; ++i) {
                              benchmark::DoNotOptimize(question(model, busy));
                            }
                          }) /
                          20.0);
      }
      const double ms = 1e3 * promise::median(seconds);
      slowest = std::max(slowest, ms);
      char text[64];
      std::snprintf(
          text, sizeof text, " %s %.3g", std::string{to_string(name_of(model))}.c_str(), ms);
      each += text;
    }
    promise::at_most(state, 1, slowest, "ms for " + what + " of somebody busy:" + each);
  }
}

void probability_of_550(benchmark::State& state) {
  ask(state, "the probability of 550 purchases", [](const auto& model, const auto& history) {
    return probability_of_purchases(model, history, 550, cc::weeks(52));
  });
}

void prediction_interval(benchmark::State& state) {
  ask(state, "the prediction interval of purchases", [](const auto& model, const auto& history) {
    return predict_purchases(model, history, cc::weeks(52));
  });
}

void next_purchase(benchmark::State& state) {
  ask(state, "the time to the next purchase", [](const auto& model, const auto& history) {
    return time_to_next_purchase(model, history);
  });
}

void value_of_a_year(benchmark::State& state) {
  ask(state, "the discounted purchases of a year", [](const auto& model, const auto& history) {
    return discounted_purchases(
        model, history, {}, {.annual_rate = 0.1, .timing = loyalty::CashFlowTiming::period_end});
  });
}

void value_without_end(benchmark::State& state) {
  ask(state, "the discounted purchases without end", [](const auto& model, const auto& history) {
    return discounted_purchases(
        model,
        history,
        {.to = {std::numeric_limits<double>::infinity(), cc::TimeUnit::year}},
        {.annual_rate = 0.1, .timing = loyalty::CashFlowTiming::when_bought});
  });
}

BENCHMARK(probability_of_550)->Iterations(1);
BENCHMARK(prediction_interval)->Iterations(1);
BENCHMARK(next_purchase)->Iterations(1);
BENCHMARK(value_of_a_year)->Iterations(1);
BENCHMARK(value_without_end)->Iterations(1);

}  // namespace
