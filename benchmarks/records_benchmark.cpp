// What it costs to code labels, to fill a base and to forget a party.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/records/customer_base.hpp>

namespace {

using namespace centricity;

std::vector<std::string> labels(std::size_t n) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < n; ++i) {
    result.push_back("customer-" + std::to_string(i));
  }
  return result;
}

/// Looks up one label a row, customers in random order; many rows at a time or one by one.
void encode_labels(benchmark::State& state, bool together) {
  const auto texts = labels(static_cast<std::size_t>(state.range(0)));
  std::vector<std::string_view> views(1'000'000);
  std::vector<Code> codes(views.size());
  Rng rng{1};
  for (std::string_view& view : views) {
    view = texts[static_cast<std::size_t>(uniform_index(rng, texts.size()))];
  }
  for (auto _ : state) {
    Dictionary dictionary;
    if (together) {
      dictionary.encode(views, codes);
      benchmark::DoNotOptimize(codes.data());
    } else {
      for (const std::string_view text : views) {
        benchmark::DoNotOptimize(dictionary.encode(text));
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(views.size()));
}

BENCHMARK_CAPTURE(encode_labels, one_by_one, false)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode_labels, together, true)
    ->Arg(1'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

CustomerBase base_of(std::size_t parties, std::size_t rows) {
  const auto texts = labels(parties);
  CustomerBase base;
  for (const std::string& text : texts) {
    base.add(Party{.label = text});
  }
  Rng rng{2};
  std::vector<PartyId> party(rows);
  std::vector<Instant> time(rows);
  std::vector<Money> amount(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    party[row] = PartyId{static_cast<std::uint32_t>(uniform_index(rng, parties))};
    time[row] = Instant{std::chrono::seconds{1'600'000'000 + 30 * static_cast<std::int64_t>(row)}};
    amount[row] = Money{static_cast<std::int64_t>(uniform_index(rng, 1'000'000))};
  }
  base.add(InteractionColumns{.party = party, .time = time, .amount = amount});
  return base;
}

void fill_base(benchmark::State& state) {
  constexpr std::size_t rows = 1'000'000;
  for (auto _ : state) {
    benchmark::DoNotOptimize(base_of(100'000, rows));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

BENCHMARK(fill_base)->Unit(benchmark::kMillisecond);

void erase_one_party(benchmark::State& state) {
  const CustomerBase whole = base_of(100'000, 1'000'000);
  const std::string_view label = "customer-7";
  for (auto _ : state) {
    state.PauseTiming();
    CustomerBase base = whole;
    state.ResumeTiming();
    benchmark::DoNotOptimize(base.erase({&label, 1}));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(whole.interactions().size()));
}

BENCHMARK(erase_one_party)->Unit(benchmark::kMillisecond);

}  // namespace
