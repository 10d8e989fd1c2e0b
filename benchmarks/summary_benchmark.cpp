// The purchase summary beside a scan of the columns it reads: the ratio must stay below 10.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace {

using namespace centricity;

constexpr std::size_t rows = 10'000'000;
constexpr std::size_t parties = 1'000'000;

/// Two years of purchases in order of time; some customers buy often, most rarely.
const CustomerBase& purchases() {
  static const CustomerBase base = [] {
    CustomerBase filled;
    for (std::size_t i = 0; i < parties; ++i) {
      filled.add(Party{.label = "c" + std::to_string(i)});
    }
    Rng rng{1};
    std::vector<PartyId> party(rows);
    std::vector<Instant> time(rows);
    std::vector<Money> amount(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const double u = uniform(rng);
      party[row] = PartyId{static_cast<std::uint32_t>(u * u * static_cast<double>(parties))};
      time[row] = Instant{std::chrono::seconds{1'600'000'000 + 6 * static_cast<std::int64_t>(row)}};
      amount[row] = Money{static_cast<std::int64_t>(uniform_index(rng, 1'000'000))};
    }
    filled.add(InteractionColumns{.party = party, .time = time, .amount = amount});
    return filled;
  }();
  return base;
}

/// Reads every party and time once: the least that any summary has to do.
std::int64_t scan(const CustomerBase& base) {
  const Interactions& all = base.interactions();
  std::uint32_t party = 0;
  std::int64_t time = 0;
  for (std::size_t chunk = 0; chunk * ChunkedColumn<PartyId>::chunk_rows < all.size(); ++chunk) {
    for (const PartyId id : all.party.chunk(chunk)) {
      party += index(id);
    }
    for (const Instant moment : all.time.chunk(chunk)) {
      time += moment.time_since_epoch().count();
    }
  }
  return time + party;
}

/// Least seconds of a few runs.
template <class Work>
double seconds_of(Work work) {
  double least = 1e9;
  for (int run = 0; run < 5; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(work());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    least = std::min(least, taken.count());
  }
  return least;
}

void scan_columns(benchmark::State& state) {
  const CustomerBase& base = purchases();
  for (auto _ : state) {
    benchmark::DoNotOptimize(scan(base));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

BENCHMARK(scan_columns)->Unit(benchmark::kMillisecond);

void summarize(benchmark::State& state) {
  const CustomerBase& base = purchases();
  const double floor = seconds_of([&] { return scan(base); });
  double least = 1e9;
  for (auto _ : state) {
    least = std::min(least, seconds_of([&] { return summarize_purchases(base).counts.size(); }));
  }
  state.counters["scans"] = least / floor;
}

BENCHMARK(summarize)->Name("summarize_purchases")->Unit(benchmark::kMillisecond)->Iterations(1);

void ledger_and_histories(benchmark::State& state) {
  const CustomerBase& base = purchases();
  for (auto _ : state) {
    PurchaseLedger ledger;
    ledger.add(base);
    benchmark::DoNotOptimize(purchase_histories(ledger).size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

BENCHMARK(ledger_and_histories)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
