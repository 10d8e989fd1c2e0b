// Reading CSV, beside reading the same bytes from memory.  The counter `x_memory` is how many times
// the processor time of that it takes, the best of each in the same run: the figure to watch.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <ctime>
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

// A log in order of time, of which customer, time and amount are read.
const std::string& log_text() {
  static const std::string text = [] {
    cc::Rng rng{1};
    std::string log = "event_id,customer_id,time,amount,type\n";
    const cc::Instant begin = cc::start_of(cc::date(2020, 1, 1));
    for (int row = 0; row < rows; ++row) {
      const std::string customer = std::to_string(cc::uniform_index(rng, 100'000));
      const std::string hundredths = std::to_string(cc::uniform_index(rng, 100) + 100);
      log += std::to_string(row) + ",C" + std::string(7 - customer.size(), '0') + customer + ",";
      log += cc::to_text(begin + std::chrono::seconds{std::int64_t{60} * row}) + ",";
      log +=
          std::to_string(cc::uniform_index(rng, 1000)) + "." + hundredths.substr(1) + ",purchase\n";
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

// Processor time of one call.  The clock on the wall would count the neighbours of a busy machine.
template <class Work>
double seconds_of(Work&& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

template <class Read>
void read_repeatedly(benchmark::State& state, Read&& read) {
  const std::string& text = log_text();
  double memory = 1e9;
  double best = 1e9;
  for (auto _ : state) {
    best = std::min(best, seconds_of([&] { read(text); }));
    state.PauseTiming();
    memory = std::min(memory, seconds_of([&] { benchmark::DoNotOptimize(sum_of_words(text)); }));
    state.ResumeTiming();
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
