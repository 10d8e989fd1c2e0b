#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "summary/history_keys.hpp"
#include "summary/left_truncation.hpp"
#include "summary/observed_window.hpp"
#include "summary/periods.hpp"
#include "summary/rows.hpp"

namespace centricity::inline v0 {
namespace {

/// Whole seconds of a unit; all units are that.
std::int64_t seconds(TimeUnit unit) noexcept { return std::llround(seconds_in(unit)); }

/// Counts customers from their keys in whole periods.
PurchaseCounts counted(const PurchaseDefinition& definition,
                       const ObservationWindow& window,
                       std::optional<TimeUnit> resolution,
                       std::vector<HistoryKey> keys,
                       const Host& host) {
  const Periods periods = periods_of(definition, window);
  const TimeUnit unit = resolution.value_or(periods.unit());
  double per_unit = periods.per_unit();
  if (resolution) {
    const std::int64_t period =
        definition.rules.merge == MergeGrain::none ? 1 : seconds(periods.unit());
    const std::int64_t step = seconds(*resolution);
    const auto rounded = [period, step](std::int64_t value) {
      return (value * period + step / 2) / step;
    };
    for (HistoryKey& key : keys) {
      key.recency = rounded(key.recency);
      key.age = rounded(key.age);
    }
    per_unit = 1.0;
  }
  PurchaseCounts result{
      .definition = definition, .window = window, .resolution = resolution, .unit = unit};
  for (const HistoryKey& key : distinct(keys, host)) {
    result.counts.push_back({.repeats = static_cast<double>(key.repeats),
                             .recency = static_cast<double>(key.recency) / per_unit,
                             .age = static_cast<double>(key.age) / per_unit,
                             .customers = static_cast<double>(key.customers)});
  }
  return result;
}

/// What is kept of a party while its purchases pass in order of time.
struct Passing {
  std::int64_t first = 0;       ///< Period of the first purchase.
  std::int64_t last = 0;        ///< Period of the last.
  std::uint32_t purchases = 0;  ///< Periods with a purchase.
};

/// The fold over rows as they pass.  Absent if it cannot be done so: weeks, months or a first day
/// that need more than a first and a last period, a refund, or purchases of a party that are not in
/// order of time.
std::optional<PurchaseCounts> counts_in_passing(const BaseView& view,
                                                const PurchaseOptions& options,
                                                const Host& host) {
  const bool by_day = options.rules.merge == MergeGrain::day;
  if (options.window.from || (!by_day && options.rules.merge != MergeGrain::none)) {
    return std::nullopt;
  }
  const Parties& parties = view.base->parties();
  const PurchaseDefinition definition{.rules = options.rules,
                                      .currency = view.base->definition().currency,
                                      .day_offset = view.base->definition().day_offset};
  const DayOffset offset = definition.day_offset;
  const Instant after = options.window.until
                            ? start_of(*options.window.until + std::chrono::days{1}, offset)
                            : Instant::max();
  const Periods periods{.grain = options.rules.merge, .day_offset = offset};
  std::vector<Passing> passing(parties.size());
  bool possible = true;
  Instant earliest = Instant::max();
  Instant latest = Instant::min();
  for_each_interaction(view,
                       host,
                       "summarizing purchases",
                       [&](std::size_t, InteractionKind kind, PartyId party, Instant time) {
                         if (kind != InteractionKind::purchase) {
                           possible = possible && kind != InteractionKind::refund;
                           return;
                         }
                         earliest = std::min(earliest, time);
                         latest = std::max(latest, time);
                         if (party == PartyId::none || time >= after) {
                           return;
                         }
                         const std::int64_t period = periods.of(time);
                         Passing& own = passing[index(party)];
                         if (own.purchases == 0) {
                           own = {.first = period, .last = period, .purchases = 1};
                         } else if (period > own.last) {
                           own.last = period;
                           ++own.purchases;
                         } else {
                           possible = possible && period == own.last;
                         }
                       });
  if (!possible || earliest > latest) {
    return std::nullopt;
  }

  const Day from = day_of(earliest, offset);
  const ObservationWindow window =
      observed_window(definition, options.window, from, day_of(latest, offset));
  const std::int64_t end = periods.end(*window.until);
  std::vector<HistoryKey> keys;
  std::vector<Day> first_seen;
  std::uint64_t known_before = 0;
  for (std::size_t party = 0; party < passing.size(); ++party) {
    const Passing& own = passing[party];
    if (own.purchases == 0) {
      continue;
    }
    const Day first = by_day ? Day{std::chrono::days{own.first}}
                             : day_of(Instant{std::chrono::seconds{own.first}}, offset);
    const std::optional<Day> acquired = acquired_day(view, party);
    if (window.acquired_from && std::min(acquired.value_or(first), first) < *window.acquired_from) {
      continue;
    }
    keys.push_back({.repeats = std::int64_t{own.purchases} - 1,
                    .recency = own.last - own.first,
                    .age = end - own.first});
    if (!acquired) {
      first_seen.push_back(first);
    } else if (*acquired < from) {
      ++known_before;
    }
  }
  PurchaseCounts result = counted(definition, window, options.resolution, std::move(keys), host);
  if (!window.acquired_from) {
    check_left_truncation(result.report, first_seen, known_before, from, *window.until);
  }
  return result;
}

auto order_of(const PurchaseCount& count) noexcept {
  return std::tuple{count.repeats, count.recency, count.age};
}

/// Adds up customers of neighbours that are the same.
void close(std::vector<PurchaseCount>& counts) {
  std::vector<PurchaseCount> distinct;
  for (const PurchaseCount& count : counts) {
    if (!distinct.empty() && order_of(distinct.back()) == order_of(count)) {
      distinct.back().customers += count.customers;
    } else {
      distinct.push_back(count);
    }
  }
  counts = std::move(distinct);
}

}  // namespace

double customers(const PurchaseCounts& counts) noexcept {
  double sum = 0.0;
  for (const PurchaseCount& count : counts.counts) {
    sum += count.customers;
  }
  return sum;
}

PurchaseCounts purchase_counts(const PurchaseHistories& histories,
                               std::optional<TimeUnit> resolution) {
  const double per_unit = periods_of(histories.definition, histories.window).per_unit();
  std::vector<HistoryKey> keys;
  keys.reserve(histories.size());
  for (std::size_t i = 0; i < histories.size(); ++i) {
    keys.push_back({.repeats = histories.repeats[i],
                    .recency = std::llround(histories.recency[i] * per_unit),
                    .age = std::llround(histories.age[i] * per_unit)});
  }
  PurchaseCounts result =
      counted(histories.definition, histories.window, resolution, std::move(keys), {});
  result.report = histories.report;
  return result;
}

PurchaseCounts merge(const PurchaseCounts& left, const PurchaseCounts& right) {
  if (left.counts.empty()) {
    return right;
  }
  if (right.counts.empty()) {
    return left;
  }
  require_same(left.definition, right.definition);
  require_same(left.window, right.window);
  if (left.resolution != right.resolution || left.unit != right.unit) {
    throw Error{ErrorCode::incompatible,
                "the parts have times of different resolution or unit",
                "Count all parts in the same resolution and unit."};
  }
  PurchaseCounts result = left;
  result.counts.resize(left.counts.size() + right.counts.size());
  std::merge(
      left.counts.begin(),
      left.counts.end(),
      right.counts.begin(),
      right.counts.end(),
      result.counts.begin(),
      [](const PurchaseCount& a, const PurchaseCount& b) { return order_of(a) < order_of(b); });
  close(result.counts);
  result.report.merge(right.report);
  return result;
}

PurchaseCounts in_unit(PurchaseCounts counts, TimeUnit unit) {
  for (PurchaseCount& count : counts.counts) {
    count.recency = Duration{count.recency, counts.unit}.in(unit);
    count.age = Duration{count.age, counts.unit}.in(unit);
  }
  close(counts.counts);
  counts.unit = unit;
  return counts;
}

PurchaseCounts summarize_purchases(const BaseView& view,
                                   const PurchaseOptions& options,
                                   const Host& host) {
  if (auto counts = counts_in_passing(view, options, host)) {
    return *std::move(counts);
  }
  PurchaseLedger ledger{options.rules};
  ledger.add(view, host);
  return purchase_counts(purchase_histories(ledger, options.window, host), options.resolution);
}

}  // namespace centricity::inline v0
