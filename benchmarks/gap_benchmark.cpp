// Gap scores of a million respondents and 24 items beside a scan of the same 48 columns: at most
// four times as long, and no memory that grows with the respondents.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/gap/gap_moments.hpp>

#include "promise.hpp"

namespace {

using namespace centricity;

constexpr std::size_t respondents = 1'000'000;
constexpr std::size_t item_count = 24;
constexpr int runs = 7;

struct Survey {
  std::vector<std::vector<double>> columns{};  ///< Expectations, then perceptions.
  std::vector<std::uint32_t> respondent{};     ///< Two rows each.
  std::vector<double> weight{};
  std::vector<gap::GapItem> items{};
};

/// Answers from 1 to 7, one in a hundred missing; five dimensions.
const Survey& survey() {
  static const Survey result = [] {
    Rng rng{1};
    Survey s;
    for (std::size_t c = 0; c < 2 * item_count; ++c) {
      std::vector<double>& column = s.columns.emplace_back();
      for (std::size_t i = 0; i < respondents; ++i) {
        const std::uint64_t draw = uniform_index(rng, 700);
        column.push_back(draw < 7 ? std::numeric_limits<double>::quiet_NaN()
                                  : static_cast<double>(1 + draw % 7));
      }
    }
    for (std::size_t i = 0; i < respondents; ++i) {
      s.respondent.push_back(static_cast<std::uint32_t>(i / 2));
      s.weight.push_back(0.5 + uniform(rng));
    }
    for (std::size_t j = 0; j < item_count; ++j) {
      s.items.push_back({.name = "item " + std::to_string(j),
                         .dimension = "dimension " + std::to_string(j / 5),
                         .expectation = s.columns[j],
                         .perception = s.columns[item_count + j]});
    }
    return s;
  }();
  return result;
}

/// Reads every answer and adds up those given, four sums at a time.
void scan() {
  for (const auto& column : survey().columns) {
    double sums[4] = {};
    for (std::size_t i = 0; i < respondents; i += 4) {
      for (std::size_t lane = 0; lane < 4; ++lane) {
        const double answer = column[i + lane];
        sums[lane] += std::isnan(answer) ? 0.0 : answer;
      }
    }
    benchmark::DoNotOptimize(sums);
  }
}

void gaps_beside_a_scan(benchmark::State& state) {
  for (auto _ : state) {
    const auto both = promise::compare(
        runs,
        [] { benchmark::DoNotOptimize(gap::score_gaps(gap::summarize_gaps(survey().items))); },
        scan);
    promise::at_most(state, 4.0, both, "gap scores of 1e6 x 24 pairs, in scans of their columns");
  }
}

/// With weights and two rows a respondent; for the record.
void designed_gaps_beside_a_scan(benchmark::State& state) {
  for (auto _ : state) {
    const auto both = promise::compare(
        runs,
        [] {
          benchmark::DoNotOptimize(gap::summarize_gaps(
              survey().items, {.weights = survey().weight, .clusters = survey().respondent}));
        },
        scan);
    state.counters["ratio"] = both.ratio();
    state.counters["ms"] = 1e3 * both.seconds;
  }
}

BENCHMARK(gaps_beside_a_scan)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(designed_gaps_beside_a_scan)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
