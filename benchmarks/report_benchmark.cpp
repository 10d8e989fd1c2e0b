// How long a report of a 1,000-row table and 10 charts takes to write.

#include <cmath>
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include <centricity/core/document.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/text.hpp>

namespace {

using namespace centricity;

Document large_document() {
  Table table{.title = "Customers",
              .columns = {{.name = "Customer", .role = ColumnRole::identifier},
                          {.name = "Group", .role = ColumnRole::cell_size},
                          {.name = "Share", .format = {.quantity = Quantity::percent}},
                          {.name = "Value", .format = {.quantity = Quantity::money}}}};
  for (std::int64_t i = 0; i < 1000; ++i) {
    const double value = 1000.0 / static_cast<double>(i + 1);
    table.rows.push_back(
        {"C-" + std::to_string(i),
         i + 5,
         value / 7000.0,
         Estimate{.value = value, .interval = Interval{0.9 * value, 1.1 * value}}});
  }
  Document document{.title = "Benchmark", .blocks = {table}};
  for (int chart = 0; chart < 10; ++chart) {
    Series series{.name = "Level", .mark = chart % 2 == 0 ? Mark::line : Mark::points};
    for (int i = 0; i < 2000; ++i) {
      series.x.push_back(i);
      series.y.emplace_back(std::sin(0.01 * i * (chart + 1)));
    }
    document.blocks.emplace_back(Chart{.title = "Chart", .series = {series}});
  }
  return document;
}

template <auto render>
void run(benchmark::State& state) {
  const Document document = large_document();
  std::size_t bytes = 0;
  for (auto _ : state) bytes = render(document, {}).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}

void html(benchmark::State& state) { run<report::to_html>(state); }

void json(benchmark::State& state) { run<report::to_json>(state); }

void text(benchmark::State& state) { run<report::to_text>(state); }

BENCHMARK(html)->Unit(benchmark::kMillisecond);
BENCHMARK(json)->Unit(benchmark::kMillisecond);
BENCHMARK(text)->Unit(benchmark::kMillisecond);

}  // namespace
