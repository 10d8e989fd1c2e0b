#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "core/stop_check.hpp"
#include "summary/history_keys.hpp"
#include "summary/left_truncation.hpp"
#include "summary/observed_window.hpp"
#include "summary/passing.hpp"
#include "summary/periods.hpp"
#include "summary/rows.hpp"

namespace centricity::inline v0 {
namespace {

/// Whole seconds of a unit; all units are that.
std::int64_t seconds(TimeUnit unit) noexcept { return std::llround(seconds_in(unit)); }

/// Counts customers whose keys, in whole periods, `for_each` hands out.
template <class ForEach>
PurchaseCounts counted(const PurchaseDefinition& definition,
                       const ObservationWindow& window,
                       std::optional<TimeUnit> resolution,
                       ForEach for_each,
                       const Host& host) {
  const Periods periods = periods_of(definition, window);
  PurchaseCounts result{.definition = definition,
                        .window = window,
                        .resolution = resolution,
                        .unit = resolution.value_or(periods.unit())};
  if (!resolution) {
    result.counts = distinct(for_each, periods.per_unit(), host);
    return result;
  }
  const std::int64_t period =
      definition.rules.merge == MergeGrain::none ? 1 : seconds(periods.unit());
  const std::int64_t step = seconds(*resolution);
  const auto rounded = [period, step](std::int64_t value) {
    return (value * period + step / 2) / step;
  };
  const auto for_each_rounded = [&](auto take) {
    for_each([&](const HistoryKey& key) {
      take(HistoryKey{key.repeats, rounded(key.recency), rounded(key.age)});
    });
  };
  result.counts = distinct(for_each_rounded, 1.0, host);
  return result;
}

/// The fold over rows as they pass.  Absent if it cannot be done so: a refund, or purchases of a
/// party that are not in order of time.
template <MergeGrain grain>
std::optional<PurchaseCounts> counts_in_passing(const BaseView& view,
                                                const PurchaseOptions& options,
                                                const Host& host) {
  const PurchaseDefinition definition{.rules = options.rules,
                                      .currency = view.base->definition().currency,
                                      .day_offset = view.base->definition().day_offset};
  const DayOffset offset = definition.day_offset;
  const Instant after = options.window.until
                            ? start_of(*options.window.until + std::chrono::days{1}, offset)
                            : Instant::max();
  const Periods periods{.grain = grain, .day_offset = offset};
  // Days are counted from the first row's, in 16 bits, so that a party takes eight bytes.
  using Period = std::conditional_t<grain == MergeGrain::day, std::int16_t, std::int64_t>;
  const ChunkedColumn<Instant>& times = view.base->interactions().time;
  const std::int64_t origin =
      grain == MergeGrain::day && times.size() > 0 ? periods.of(*times[0]) : 0;
  std::vector<Passing<Period>> passing;
  grow(passing, view.base->parties().size(), host);
  std::array<PassingPurchase<Period>, 1'024> batch;
  std::size_t waiting = 0;
  bool possible = true;
  Instant earliest = Instant::max();
  Instant latest = Instant::min();
  for_each_interaction(view,
                       host,
                       "reading purchases",
                       [&](std::size_t, InteractionKind kind, PartyId party, Instant time) {
                         if (kind != InteractionKind::purchase) {
                           possible = possible && kind != InteractionKind::refund;
                           return;
                         }
                         earliest = std::min(earliest, time);
                         latest = std::max(latest, time);
                         if (party != PartyId::none && time < after) {
                           const std::int64_t period = periods.of(time) - origin;
                           // The lowest number stands for "not seen yet".
                           possible &= period == static_cast<Period>(period) &&
                                       period > std::numeric_limits<Period>::min();
                           batch[waiting++] = {index(party), static_cast<Period>(period)};
                           if (waiting == batch.size()) {
                             possible &= pass<Period>(batch, passing);
                             waiting = 0;
                           }
                         }
                       });
  possible &= pass<Period>(std::span{batch}.first(waiting), passing);
  if (!possible || earliest > latest) {
    return std::nullopt;
  }

  const Day from = day_of(earliest, offset);
  const ObservationWindow window =
      observed_window(definition, options.window, from, day_of(latest, offset));
  const bool any_acquired = !view.base->parties().acquired_at.absent();
  const auto for_each_customer = [&](auto take) {
    StopCheck stop_check{host};
    for (std::size_t party = 0; party < passing.size(); ++party) {
      stop_check.step();
      const Passing<Period>& own = passing[party];
      if (own.purchases > 0) {
        const std::int64_t period = origin + own.first;
        const Day first = grain == MergeGrain::day
                              ? Day{std::chrono::days{period}}
                              : day_of(Instant{std::chrono::seconds{period}}, offset);
        const std::optional<Day> acquired = any_acquired ? acquired_day(view, party) : std::nullopt;
        if (!window.acquired_from || first_seen(first, acquired) >= *window.acquired_from) {
          take(own, first, acquired);
        }
      }
    }
  };
  const std::int64_t end = periods.end(*window.until);
  const auto for_each_key = [&](auto take) {
    for_each_customer([&](const Passing<Period>& own, Day, std::optional<Day>) {
      take(HistoryKey{.repeats = own.purchases - 1,
                      .recency = std::int64_t{own.last} - own.first,
                      .age = end - origin - own.first});
    });
  };
  PurchaseCounts result = counted(definition, window, options.resolution, for_each_key, host);
  if (!window.acquired_from) {
    LeftTruncation truncation{from, *window.until};
    for_each_customer([&](const Passing<Period>&, Day first, std::optional<Day> acquired) {
      truncation.see(first, acquired);
    });
    truncation.report_to(result.report);
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
                               std::optional<TimeUnit> resolution,
                               const Host& host) {
  const double per_unit = periods_of(histories.definition, histories.window).per_unit();
  const auto for_each_key = [&](auto take) {
    StopCheck stop_check{host};
    for (std::size_t i = 0; i < histories.size(); ++i) {
      stop_check.step();
      take(HistoryKey{.repeats = histories.repeats[i],
                      .recency = std::llround(histories.recency[i] * per_unit),
                      .age = std::llround(histories.age[i] * per_unit)});
    }
  };
  PurchaseCounts result =
      counted(histories.definition, histories.window, resolution, for_each_key, host);
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
  // Weeks, months and a first day need more of a party than its first and last period.
  std::optional<PurchaseCounts> counts;
  if (!options.window.from && options.rules.merge == MergeGrain::day) {
    counts = counts_in_passing<MergeGrain::day>(view, options, host);
  } else if (!options.window.from && options.rules.merge == MergeGrain::none) {
    counts = counts_in_passing<MergeGrain::none>(view, options, host);
  }
  if (counts) {
    return *std::move(counts);
  }
  PurchaseLedger ledger{options.rules};
  ledger.add(view, host);
  return purchase_counts(
      purchase_histories(ledger, options.window, host), options.resolution, host);
}

}  // namespace centricity::inline v0
