#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/history_matrix.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// From 0 to `last` in whole steps of 1, 2 or 5 times a power of ten, so that there are at most so
/// many; `last` itself is among them if it is where `closed` asks for it.
std::vector<double> steps_to(double last, std::uint32_t most, bool closed) {
  const double smallest = last / static_cast<double>(most - 1);
  double step = 1.0;
  for (int k = 0; step < smallest; ++k) step *= k % 3 == 1 ? 2.5 : 2.0;
  std::vector<double> steps;
  for (double at = 0.0; at <= last; at += step) steps.push_back(at);
  if (closed && steps.back() < last) {
    if (steps.size() == most) steps.pop_back();
    steps.push_back(last);
  }
  return steps;
}

void check(const HistoryRange& range, const PurchaseModel& model) {
  if (!report_of(model).usable()) {
    throw Error(ErrorCode::invalid_argument,
                "what a history says needs a usable fit",
                "look at the diagnosis of the fit.");
  }
  if (!(range.age.value > 0.0) || !std::isfinite(range.age.value) || range.most_repeats < 1 ||
      range.most_columns < 2 || range.most_rows < 2) {
    throw Error(
        ErrorCode::invalid_argument,
        "the range of histories is none",
        "age is more than 0, most_repeats 1 or more, most_columns and most_rows 2 or more.");
  }
}

/// @param finest what is shown is rounded to it: where next to nothing is left, how little matters
/// to nobody
HeatMap map_of(const HistoryMatrix& matrix,
               std::vector<std::optional<double>> values,
               double finest) {
  for (std::optional<double>& value : values) {
    if (value) *value = std::round(*value / finest) * finest;
  }
  std::string unit{to_string(matrix.range.age.unit)};
  unit.front() = static_cast<char>(unit.front() - 'a' + 'A');
  HeatMap map{.x = {.label = "Repeat purchases"},
              .y = {.label = unit + "s of silence"},
              .values = std::move(values)};
  for (const double repeats : matrix.repeats) {
    map.x.categories.push_back(number_text(repeats, 6));
  }
  for (const double silence : matrix.silence) {
    map.y.categories.push_back(number_text(silence, 4));
  }
  return map;
}

}  // namespace

HistoryRange history_range(const PurchaseCounts& counts) {
  std::vector<std::pair<double, double>> repeats;  // And customers.
  double age = 0.0;
  double people = 0.0;
  for (const PurchaseCount& count : counts.counts) {
    repeats.emplace_back(count.repeats, count.customers);
    age = std::max(age, count.age);
    people += count.customers;
  }
  if (repeats.empty() || !(age > 0.0)) {
    throw Error(ErrorCode::invalid_argument,
                "there is nobody whose history could be looked at",
                "give purchases of customers that were watched for some time.");
  }
  std::sort(repeats.begin(), repeats.end());
  double most = 0.0;
  double so_far = 0.0;
  for (const auto& [number, customers] : repeats) {
    if (so_far > 0.99 * people) break;
    so_far += customers;
    most = number;
  }
  HistoryRange range{.age = {age, counts.unit},
                     .most_repeats = static_cast<std::uint32_t>(std::clamp(most, 5.0, 100.0))};
  if (counts.unit == TimeUnit::day && age >= 60.0) {
    range.age = weeks(std::floor(days(age).in(TimeUnit::week)));
  }
  return range;
}

HistoryMatrix tabulate_histories(const PurchaseModel& model, const HistoryRange& range) {
  check(range, model);
  const double age = range.age.value;
  HistoryMatrix matrix{.range = range,
                       .repeats = steps_to(range.most_repeats, range.most_columns, false),
                       .silence = steps_to(age, range.most_rows, true)};
  std::visit(
      [&](const auto& fit) {
        constexpr bool discrete = is_discrete<std::decay_t<decltype(fit.parameters)>>;
        const TimeUnit unit = fit.parameters.unit;
        const auto shape = fitted_shape(fit);
        const double horizon = time_in(range.horizon, unit);
        for (const double silence : matrix.silence) {
          for (const double repeats : matrix.repeats) {
            const double recency = age - silence;
            const Observed seen =
                observed({.repeats = repeats,
                          .recency = {repeats > 0.0 ? recency : 0.0, range.age.unit},
                          .age = range.age},
                         unit);
            const bool possible = repeats > 0.0 ? recency > 0.0 : recency == 0.0;
            if (!possible || (discrete && std::round(seen.recency) < repeats)) {
              matrix.alive.emplace_back();
              matrix.purchases.emplace_back();
              continue;
            }
            matrix.alive.emplace_back(probability_alive(shape, seen));
            matrix.purchases.emplace_back(expected_purchases(shape, seen, horizon));
          }
        }
      },
      model);
  return matrix;
}

Document describe(const HistoryMatrix& matrix) {
  HeatMap alive = map_of(matrix, matrix.alive, 0.01);
  alive.title = "Still a customer?";
  alive.caption = "Probability that a customer who first bought " +
                  duration_text(matrix.range.age) +
                  " ago is still there, by what they bought since and how long ago the last "
                  "purchase was.";
  alive.format = {.quantity = Quantity::percent, .decimals = 0};
  HeatMap purchases = map_of(matrix, matrix.purchases, 0.1);
  purchases.title = "Purchases to come";
  purchases.caption =
      "Expected of the same customers within " + duration_text(matrix.range.horizon) + ".";
  purchases.format = {.decimals = 1};
  return {.id = "history_matrix",
          .title = "What a history says",
          .blocks = {std::move(alive), std::move(purchases)}};
}

}  // namespace centricity::inline v0::loyalty
