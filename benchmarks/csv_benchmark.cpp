// Reading CSV, beside reading the same bytes from memory.  The counter `x_memory` of the typed read
// is how many times longer it takes: the figure to watch.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/core/time.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/load_csv.hpp>

namespace {

namespace cc = centricity;

constexpr int rows = 1'000'000;

// A log in order of time: customer, time, amount.
const std::string& log_text() {
  static const std::string text = [] {
    cc::Rng rng{1};
    std::string log = "customer_id,time,amount\n";
    const cc::Instant begin = cc::start_of(cc::date(2020, 1, 1));
    for (int row = 0; row < rows; ++row) {
      const std::string customer = std::to_string(cc::uniform_index(rng, 100'000));
      const std::string hundredths = std::to_string(cc::uniform_index(rng, 100) + 100);
      log += "C" + std::string(7 - customer.size(), '0') + customer + ",";
      log += cc::to_text(begin + std::chrono::seconds{std::int64_t{60} * row}) + ",";
      log += std::to_string(cc::uniform_index(rng, 1000)) + "." + hundredths.substr(1) + "\n";
    }
    return log;
  }();
  return text;
}

std::uint64_t sum_of_words(std::string_view text) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    sum += word;
  }
  return sum;
}

// Seconds one reading of the bytes takes: the best of some.
double memory_seconds(std::string_view text) {
  double best = 1e9;
  for (int i = 0; i < 7; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(sum_of_words(text));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count());
  }
  return best;
}

template <class Read>
void read_repeatedly(benchmark::State& state, Read&& read) {
  const std::string& text = log_text();
  const double memory = memory_seconds(text);
  double best = 1e9;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    read(text);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
  state.counters["x_memory"] = best / memory;
}

void read_memory(benchmark::State& state) {
  read_repeatedly(state,
                  [](std::string_view text) { benchmark::DoNotOptimize(sum_of_words(text)); });
}

void read_rows(benchmark::State& state) {
  read_repeatedly(state, [](std::string_view text) {
    cc::source::CsvReader reader = cc::source::CsvReader::over(text);
    std::size_t fields = 0;
    while (reader.next()) {
      fields += reader.fields().size();
    }
    benchmark::DoNotOptimize(fields);
  });
}

void load_interactions(benchmark::State& state) {
  read_repeatedly(state, [](std::string_view text) {
    benchmark::DoNotOptimize(cc::source::parse_csv(text).summary.kept);
  });
}

BENCHMARK(read_memory)->Unit(benchmark::kMillisecond);
BENCHMARK(read_rows)->Unit(benchmark::kMillisecond);
BENCHMARK(load_interactions)->Unit(benchmark::kMillisecond);

}  // namespace
