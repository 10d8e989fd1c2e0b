#include <cstdio>

#include <benchmark/benchmark.h>

#include <centricity/loyalty/bootstrap.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/source/load_csv.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "promise.hpp"
#include "support/data.hpp"

// 200 replicates of the fit to all of CDNOW by the week, against 200 fits from scratch: as they
// begin at the fit, they take less time.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

void draw_again(benchmark::State& state, loyalty::ModelName name) {
  const auto file = support::data_file("cdnow_master.csv");
  if (!file) {
    state.SkipWithError(support::no_data("cdnow_master.csv").c_str());
    return;
  }
  const cc::source::Loaded loaded = cc::source::load_csv({.interactions = file->string()});
  const cc::PurchaseCounts counts = cc::summarize_purchases(
      loaded.base, {.window = {.until = cc::date(1997, 9, 30)}, .resolution = cc::TimeUnit::week});
  const loyalty::PurchaseModel fit = loyalty::fit_model(name, counts);
  for (auto _ : state) {
    loyalty::ModelBootstrap drawn;
    const auto comparison = promise::compare(
        3,
        [&] { drawn = loyalty::bootstrap(fit, counts); },
        [&] {
          for (int i = 0; i < 200; ++i) {
            benchmark::DoNotOptimize(loyalty::fit_model(name, counts));
          }
        });
    std::printf("%s: %.0f customers, %zu histories, 200 replicates in %.0f ms, %d failed\n",
                std::string{to_string(name)}.c_str(),
                cc::customers(counts),
                counts.counts.size(),
                1e3 * comparison.seconds,
                static_cast<int>(drawn.failed));
    promise::at_most(state,
                     1,
                     comparison.ratio(),
                     "200 bootstrap replicates, " + std::string{to_string(name)} +
                         " on CDNOW / 200 fits from scratch");
  }
}

}  // namespace

BENCHMARK_CAPTURE(draw_again, bg_nbd, loyalty::ModelName::bg_nbd)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(draw_again, pareto_nbd, loyalty::ModelName::pareto_nbd)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
