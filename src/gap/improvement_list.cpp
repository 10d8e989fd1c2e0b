#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/improvement_list.hpp>
#include <centricity/statistics/bootstrap.hpp>

#include "gap/complete_rows.hpp"
#include "gap/driver_data.hpp"
#include "gap/gap_answers.hpp"
#include "gap/improvement_order.hpp"
#include "gap/relative_importance.hpp"

namespace centricity::inline v0::gap {
namespace {

// Weighted sums of respondents, so that a resample adds up respondents and not rows.
struct UnitSums {
  std::vector<double> sum{};     // units x items
  std::vector<double> weight{};  // units x items
};

template <class Value>  // (item, row) -> NaN where missing
UnitSums sums_of(std::size_t items,
                 std::span<const std::size_t> rows,
                 const Units& units,
                 std::span<const double> weights,
                 const Value& value) {
  UnitSums sums{.sum = std::vector<double>(units.count * items, 0.0),
                .weight = std::vector<double>(units.count * items, 0.0)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < items; ++j) {
      const double v = value(j, rows[i]);
      if (std::isnan(v)) continue;
      const double w = weights.empty() ? 1.0 : weights[rows[i]];
      sums.sum[units.of[i] * items + j] += w * v;
      sums.weight[units.of[i] * items + j] += w;
    }
  }
  return sums;
}

std::vector<std::optional<double>> means_of(const UnitSums& sums,
                                            std::span<const double> times,
                                            std::size_t items) {
  std::vector<double> sum(items, 0.0);
  std::vector<double> weight(items, 0.0);
  for (std::size_t u = 0; u < times.size(); ++u) {
    if (times[u] == 0.0) continue;
    for (std::size_t j = 0; j < items; ++j) {
      sum[j] += times[u] * sums.sum[u * items + j];
      weight[j] += times[u] * sums.weight[u * items + j];
    }
  }
  std::vector<std::optional<double>> mean(items);
  for (std::size_t j = 0; j < items; ++j) {
    if (weight[j] > 0.0) mean[j] = sum[j] / weight[j];
  }
  return mean;
}

std::vector<std::optional<double>> shares_of(std::vector<std::optional<double>> importance) {
  double total = 0.0;
  for (const auto& i : importance) {
    if (!i) return std::vector<std::optional<double>>(importance.size());
    total += *i;
  }
  for (auto& i : importance) i = total > 0.0 ? std::optional{*i / total} : std::nullopt;
  return importance;
}

// Slopes of the outcome on all attributes, in their own units.
std::vector<std::optional<double>> slopes_of(const DriverData& data,
                                             std::span<const double> times) {
  const std::size_t k = data.width - 1;
  std::vector<std::optional<double>> slopes(k);
  const auto moments = moments_of(data, times);
  const auto standardized = moments ? standardized_slopes(moments->correlations, k) : std::nullopt;
  if (!standardized) return slopes;
  for (std::size_t j = 0; j < k; ++j) {
    slopes[j] = (*standardized)[j] * moments->deviation[k] / moments->deviation[j];
  }
  return slopes;
}

Estimate negated(Estimate e) {
  if (e.value) e.value = -*e.value;
  if (e.interval) {
    std::swap(e.interval->lower, e.interval->upper);
    e.interval->lower = -e.interval->lower;
    e.interval->upper = -e.interval->upper;
  }
  return e;
}

// Mean, deviation and central interval of draws, about a value computed without them.
Estimate from_draws(double value, std::vector<double> draws, double level, std::uint64_t n) {
  double mean = 0.0;
  for (const double d : draws) mean += d;
  mean /= static_cast<double>(draws.size());
  double squares = 0.0;
  for (const double d : draws) squares += (d - mean) * (d - mean);
  std::ranges::sort(draws);
  const auto last = static_cast<double>(draws.size() - 1);
  const auto at = [&](double p) { return draws[static_cast<std::size_t>(std::lround(p * last))]; };
  return {.value = value,
          .standard_error = std::sqrt(squares / last),
          .interval = Interval{.lower = at(0.5 * (1.0 - level)),
                               .upper = at(0.5 * (1.0 + level)),
                               .level = level},
          .n = n,
          .method = Method::simulation};
}

}  // namespace

ImprovementList list_improvements(std::span<const GapItem> items,
                                  std::span<const double> outcome,
                                  const DriverRows& rows,
                                  std::span<const ImprovementTerms> terms,
                                  const ImprovementOptions& options,
                                  const Host& host) {
  check_improvement(options);
  const bool effect = options.weight == ImprovementWeight::effect;
  const GapAnswers answers = read_gap_answers(items, !effect);
  const std::size_t k = items.size();
  if (!terms.empty() && terms.size() != k) {
    throw Error(ErrorCode::incompatible, "there must be terms for each item, or none");
  }
  std::vector<DriverColumn> columns;
  for (std::size_t j = 0; j < k; ++j) {
    if (!terms.empty())
      check_improvement(terms[j], items[j].name, options);
    else
      check_improvement({}, items[j].name, options);
    columns.push_back({.name = items[j].name, .values = answers.perception[j]});
  }
  const std::span<const double> target = effect ? outcome : columns[0].values;
  const std::vector<std::size_t> complete = complete_rows(columns, target, rows.weights);
  if (!rows.respondent.empty() && rows.respondent.size() != target.size()) {
    throw Error(ErrorCode::incompatible, "respondents and answers differ in length");
  }
  std::vector<std::size_t> all;
  for (std::size_t row = 0; row < target.size(); ++row) {
    if (rows.weights.empty() || rows.weights[row] > 0.0) all.push_back(row);
  }
  const Units units = units_of(rows.respondent, all);
  const UnitSums shortfall = sums_of(k, all, units, rows.weights, [&](auto j, auto row) {
    return answers.expectation[j][row] - answers.perception[j][row];
  });
  UnitSums importance;
  DriverData data{.width = k + 1};
  Undefined why = Undefined::no;
  if (effect) {
    Units of_complete{.count = units.count};
    std::size_t i = 0;
    for (const std::size_t row : complete) {
      while (all[i] != row) ++i;
      of_complete.of.push_back(units.of[i]);
    }
    data = pack(columns, outcome, rows.weights, complete, std::move(of_complete));
    why = why_no_regression(columns, outcome, complete, units_of(rows.respondent, complete).count);
  } else {
    importance = sums_of(
        k, all, units, rows.weights, [&](auto j, auto row) { return answers.importance[j][row]; });
  }

  // Results: k shortfalls, k weights, k gains.
  const statistics::Statistic statistic = [&](std::span<const double> times,
                                              std::span<std::optional<double>> results) {
    const auto missing = means_of(shortfall, times, k);
    const auto weight = effect ? slopes_of(data, times) : shares_of(means_of(importance, times, k));
    for (std::size_t j = 0; j < k; ++j) {
      results[j] = missing[j];
      if (why == Undefined::no) results[k + j] = weight[j];
      if (missing[j] && results[k + j]) results[2 * k + j] = gain_of(*missing[j], *weight[j]);
    }
  };
  const statistics::Bootstrap boot = statistics::bootstrap(
      units.count,
      3 * k,
      statistic,
      {.seed = options.seed, .replicates = options.draws, .level = options.level},
      host);
  std::vector<Improvement> improvements;
  for (std::size_t j = 0; j < k; ++j) {
    Improvement improvement{.name = items[j].name,
                            .shortfall = boot.estimates[j],
                            .weight = boot.estimates[k + j],
                            .gain = boot.estimates[2 * k + j],
                            .terms = terms.empty() ? ImprovementTerms{} : terms[j]};
    if (why != Undefined::no) {
      improvement.weight = improvement.gain = undefined_estimate(why, complete.size());
    }
    improvements.push_back(std::move(improvement));
  }
  std::vector<std::optional<double>> draws;
  for (std::size_t r = 0; r < boot.replicates.size(); r += 3 * k) {
    for (std::size_t j = 0; j < k; ++j) draws.push_back(boot.replicates[r + 2 * k + j]);
  }
  ImprovementList result = in_order(std::move(improvements), draws, Method::bootstrap, options);
  result.joint = true;
  result.n = all.size();
  return result;
}

ImprovementList rank_improvements(std::span<const ImprovementCandidate> candidates,
                                  const ImprovementOptions& options) {
  check_improvement(options);
  const auto draws = static_cast<std::size_t>(options.draws);
  const std::size_t k = candidates.size();
  const Rng rng(options.seed);
  std::vector<std::optional<double>> gains(draws * k);
  std::vector<Improvement> improvements;
  for (std::size_t i = 0; i < k; ++i) {
    const ImprovementCandidate& c = candidates[i];
    check_improvement(c.terms, c.name, options);
    Improvement improvement{
        .name = c.name, .shortfall = c.shortfall, .weight = c.weight, .terms = c.terms};
    const std::uint64_t n = std::min(c.shortfall.n, c.weight.n);
    if (!c.shortfall.defined() || !c.weight.defined()) {
      improvement.gain = undefined_estimate(Undefined::missing_input, n);
    } else if (!c.shortfall.standard_error || !c.weight.standard_error) {
      improvement.gain = {.value = gain_of(*c.shortfall.value, *c.weight.value),
                          .n = n,
                          .method = Method::closed_form};
    } else {
      Rng stream = rng.stream(i);
      std::vector<double> own;
      for (std::size_t d = 0; d < draws; ++d) {
        const double missing = *c.shortfall.value + *c.shortfall.standard_error * normal(stream);
        double weight = *c.weight.value + *c.weight.standard_error * normal(stream);
        if (options.weight == ImprovementWeight::share) weight = std::max(0.0, weight);
        own.push_back(gain_of(missing, weight));
        gains[d * k + i] = own.back();
      }
      improvement.gain = from_draws(
          gain_of(*c.shortfall.value, *c.weight.value), std::move(own), options.level, n);
    }
    improvements.push_back(std::move(improvement));
  }
  return in_order(std::move(improvements), gains, Method::simulation, options);
}

std::vector<ImprovementCandidate> improvement_candidates(const GapScores& gaps,
                                                         const Drivers& drivers) {
  std::vector<ImprovementCandidate> candidates;
  for (const ItemGap& item : gaps.items) {
    const auto driver = std::ranges::find(drivers.drivers, item.name, &Driver::name);
    if (driver == drivers.drivers.end()) {
      throw Error(ErrorCode::incompatible,
                  "the item \"" + item.name + "\" is not among the drivers",
                  "Analyse the drivers of the same items.",
                  {.column = item.name});
    }
    candidates.push_back({.name = item.name,
                          .shortfall = negated(item.scores.gap.difference),
                          .weight = driver->share});
  }
  for (const Driver& driver : drivers.drivers) {
    if (std::ranges::find(gaps.items, driver.name, &ItemGap::name) == gaps.items.end()) {
      throw Error(ErrorCode::incompatible,
                  "the driver \"" + driver.name + "\" has no gap",
                  "Score the gaps of the same items.",
                  {.column = driver.name});
    }
  }
  return candidates;
}

}  // namespace centricity::inline v0::gap
