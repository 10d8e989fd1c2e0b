// The purchase summary beside a scan of the columns it reads: the ratio must stay below 10.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace {

using namespace centricity;

constexpr std::size_t rows = 10'000'000;

/// Two years of purchases in order of time; some customers buy often, most rarely.
CustomerBase purchases(std::size_t parties) {
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

/// Least processor seconds of a few runs.
template <class Work>
double seconds_of(Work work) {
  double least = 1e9;
  for (int run = 0; run < 5; ++run) {
    const std::clock_t begin = std::clock();
    benchmark::DoNotOptimize(work());
    least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  return least;
}

/// Argument: customers.  The more of them, the less of their state fits into the cache.
void summarize(benchmark::State& state) {
  const CustomerBase base = purchases(static_cast<std::size_t>(state.range(0)));
  const double floor = seconds_of([&] { return scan(base); });
  for (auto _ : state) {
    const double taken = seconds_of([&] { return summarize_purchases(base).counts.size(); });
    state.counters["scan_ms"] = 1e3 * floor;
    state.counters["summary_ms"] = 1e3 * taken;
    state.counters["scans"] = taken / floor;
  }
}

BENCHMARK(summarize)
    ->Name("summarize_purchases")
    ->Arg(200'000)
    ->Arg(500'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

void ledger_and_histories(benchmark::State& state) {
  const CustomerBase base = purchases(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    PurchaseLedger ledger;
    ledger.add(base);
    benchmark::DoNotOptimize(purchase_histories(ledger).size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

BENCHMARK(ledger_and_histories)->Arg(500'000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
