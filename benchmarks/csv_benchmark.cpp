// Reading CSV beside reading the same bytes from memory: at most 30 times as long.

#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/core/time.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/load_csv.hpp>

#include "promise.hpp"

namespace {

namespace cc = centricity;

constexpr int rows = 1'000'000;
constexpr int runs = 7;

std::string padded(std::uint64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

/// A log in order of time, of which customer, time and amount are read.
const std::string& sales() {
  static const std::string text = [] {
    cc::Rng rng{1};
    std::string log = "event_id,customer_id,time,amount,type\n";
    const cc::Instant begin = cc::start_of(cc::date(2020, 1, 1));
    for (int row = 0; row < rows; ++row) {
      log += std::to_string(row) + ",C" + padded(cc::uniform_index(rng, 100'000), 7) + ",";
      log += cc::to_text(begin + std::chrono::seconds{std::int64_t{60} * row}) + ",";
      log += std::to_string(cc::uniform_index(rng, 1000)) + "." +
             padded(cc::uniform_index(rng, 100), 2) + ",purchase\n";
    }
    return log;
  }();
  return text;
}

/// A shop's order lines: order, product, a description that is not read, quantity and price.
const std::string& order_lines() {
  static const std::string text = [] {
    cc::Rng rng{2};
    std::string log = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID\n";
    const cc::Instant begin = cc::start_of(cc::date(2020, 1, 1));
    for (int row = 0; row < rows; ++row) {
      log += std::to_string(500'000 + row / 20) + "," +
             std::to_string(20'000 + cc::uniform_index(rng, 4000)) +
             ",WHITE HANGING HEART T-LIGHT HOLDER," +
             std::to_string(1 + cc::uniform_index(rng, 24)) + ",";
      log += cc::to_text(begin + std::chrono::seconds{std::int64_t{60} * (row / 20)}) + ",";
      log += std::to_string(cc::uniform_index(rng, 20)) + "." +
             padded(cc::uniform_index(rng, 100), 2) + "," +
             std::to_string(12'000 + cc::uniform_index(rng, 100'000)) + "\n";
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

template <class Read>
promise::Comparison beside_memory(const std::string& text, const Read& read) {
  return promise::compare(
      runs,
      [&] { benchmark::DoNotOptimize(read(text)); },
      [&] { benchmark::DoNotOptimize(sum_of_words(text)); });
}

void load(benchmark::State& state, const std::string& text, const char* what) {
  for (auto _ : state) {
    const auto comparison = beside_memory(
        text, [](std::string_view bytes) { return cc::source::parse_csv(bytes).summary.kept; });
    promise::at_most(state, 30, comparison, what);
  }
}

void load_sales(benchmark::State& state) {
  load(state, sales(), "typed CSV: customer, time, amount of 1M rows / reading the bytes");
}

void load_order_lines(benchmark::State& state) {
  load(state,
       order_lines(),
       "typed CSV: order, product, quantity, price, customer, time / reading the bytes");
}

/// Rows and fields alone.
void read_rows(benchmark::State& state) {
  for (auto _ : state) {
    cc::source::CsvReader reader = cc::source::CsvReader::over(sales());
    std::size_t fields = 0;
    while (reader.next()) {
      fields += reader.fields().size();
    }
    benchmark::DoNotOptimize(fields);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(sales().size()) * state.iterations());
}

BENCHMARK(load_sales)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(load_order_lines)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(read_rows)->Unit(benchmark::kMillisecond);

}  // namespace
