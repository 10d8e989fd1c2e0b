// The purchase summary of ten million rows beside a scan of the columns it reads, party and time:
// at most ten times as long.  And how long a host that wants to stop has to wait.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "promise.hpp"

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

/// Argument: customers.  The more of them, the less of their state fits into the cache.
void summarize(benchmark::State& state) {
  const CustomerBase base = purchases(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    const auto comparison = promise::compare(
        7,
        [&] { benchmark::DoNotOptimize(summarize_purchases(base).counts.size()); },
        [&] { benchmark::DoNotOptimize(scan(base)); });
    promise::at_most(state,
                     10,
                     comparison,
                     "purchase summary of 10M rows of " + std::to_string(state.range(0) / 1000) +
                         "k customers / scan of party and time");
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

/// The longest that work went without asking whether to stop, in processor milliseconds.
template <class Work>
double longest_silence(const Work& work) {
  std::clock_t last = std::clock();
  std::clock_t longest = 0;
  const auto note = [&] {
    longest = std::max(longest, std::clock() - last);
    last = std::clock();
    return false;
  };
  work(Host{.cancelled = note});
  note();
  return 1e3 * static_cast<double>(longest) / CLOCKS_PER_SEC;
}

/// Everything from ten million rows of a million customers to counts, once in parts.
void stay_interruptible(benchmark::State& state) {
  const CustomerBase base = purchases(1'000'000);
  BaseView first{base};
  BaseView second{base};
  first.until = second.from = Instant{std::chrono::seconds{1'630'000'000}};
  for (auto _ : state) {
    const double silence = longest_silence([&](const Host& host) {
      PurchaseLedger ledger;
      ledger.add(first, host);
      ledger.add(second, host);
      const PurchaseHistories histories = purchase_histories(ledger, {}, host);
      benchmark::DoNotOptimize(purchase_counts(histories, {}, host).counts.size());
      benchmark::DoNotOptimize(summarize_purchases(base, {}, host).counts.size());
    });
    promise::at_most(
        state, 50, silence, "ms between two questions to the host, 10M rows of 1M customers");
  }
}

BENCHMARK(stay_interruptible)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
