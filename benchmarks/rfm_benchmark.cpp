/// @file
/// RFM scores of a million customers beside sorting one of their columns: read the ratio.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/segment/rfm.hpp>

namespace {

using namespace centricity::segment;

/// Days spread evenly, purchases mostly one, spend with a long tail.
const std::vector<RfmValues>& customers() {
  static const std::vector<RfmValues> result = [] {
    centricity::Rng rng{1};
    std::vector<RfmValues> values;
    for (std::size_t i = 0; i < 1'000'000; ++i) {
      values.push_back({.recency = std::floor(365.0 * uniform(rng)),
                        .frequency = 1.0 - std::ceil(std::log(1.0 - uniform(rng))),
                        .monetary = std::exp(4.0 + 1.5 * normal(rng))});
    }
    return values;
  }();
  return result;
}

void sort_one_column(benchmark::State& state) {
  std::vector<double> spend;
  for (const RfmValues& customer : customers()) {
    spend.push_back(*customer.monetary);
  }
  for (auto _ : state) {
    std::vector<double> column = spend;
    std::sort(column.begin(), column.end());
    benchmark::DoNotOptimize(column.data());
  }
}

void score(benchmark::State& state, RfmScoring scoring) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(score_rfm(customers(), {.scoring = scoring}));
  }
}

void score_with_given_cuts(benchmark::State& state) {
  const RfmCuts cuts = score_rfm(customers()).cuts;
  for (auto _ : state) {
    benchmark::DoNotOptimize(score_rfm(cuts, customers()));
  }
}

void group_and_profile(benchmark::State& state) {
  centricity::PurchaseHistories histories;
  for (std::size_t i = 0; i < customers().size(); ++i) {
    const RfmValues& customer = customers()[i];
    histories.labels.push_back(std::to_string(1'000'000 + i));
    histories.first.push_back({});
    histories.repeats.push_back(static_cast<std::uint32_t>(customer.frequency) - 1);
    histories.recency.push_back(0.0);
    histories.age.push_back(customer.recency);
    histories.priced.push_back(static_cast<std::uint32_t>(customer.frequency));
    histories.spend.push_back(centricity::to_money(*customer.monetary));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(segment_by_rfm(histories));
  }
}

BENCHMARK(sort_one_column)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score, equal_values, RfmScoring::equal_values)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score, interpolated, RfmScoring::interpolated)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score, ntile, RfmScoring::ntile)->Unit(benchmark::kMillisecond);
BENCHMARK(score_with_given_cuts)->Unit(benchmark::kMillisecond);
BENCHMARK(group_and_profile)->Unit(benchmark::kMillisecond);

}  // namespace
