#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
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
  std::vector<double> sum{};             // units x items
  std::vector<double> weight{};          // units x items
  std::vector<std::uint64_t> answers{};  // rows, by item
};

template <class Value>  // (item, row) -> NaN where missing
UnitSums sums_of(std::size_t items,
                 std::span<const std::size_t> rows,
                 const Units& units,
                 std::span<const double> weights,
                 const Value& value) {
  UnitSums sums{.sum = std::vector<double>(units.count * items, 0.0),
                .weight = std::vector<double>(units.count * items, 0.0),
                .answers = std::vector<std::uint64_t>(items, 0)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < items; ++j) {
      const double v = value(j, rows[i]);
      if (std::isnan(v)) continue;
      const double w = weights.empty() ? 1.0 : weights[rows[i]];
      sums.sum[units.of[i] * items + j] += w * v;
      sums.weight[units.of[i] * items + j] += w;
      ++sums.answers[j];
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

// The answers as they are resampled, respondent by respondent.
struct Sample {
  std::size_t items = 0;
  std::size_t rows = 0;      // of positive weight
  std::size_t complete = 0;  // rows of the regression
  std::size_t respondents = 0;
  UnitSums shortfall{};
  UnitSums importance{};          // with ImprovementWeight::share
  DriverData regression{};        // with ImprovementWeight::effect
  Undefined why = Undefined::no;  // there is no regression
  bool effect = true;

  [[nodiscard]] std::vector<std::optional<double>> shortfalls(std::span<const double> times) const {
    return means_of(shortfall, times, items);
  }

  [[nodiscard]] std::vector<std::optional<double>> weights(std::span<const double> times) const {
    if (why != Undefined::no) return std::vector<std::optional<double>>(items);
    return effect ? slopes_of(regression, times) : shares_of(means_of(importance, times, items));
  }
};

std::vector<DriverColumn> perceptions_of(std::span<const GapItem> items,
                                         const GapAnswers& answers) {
  std::vector<DriverColumn> columns;
  for (std::size_t j = 0; j < items.size(); ++j) {
    columns.push_back({.name = items[j].name, .values = answers.perception[j]});
  }
  return columns;
}

// The regression is on complete rows; respondents are numbered over all rows.
void add_regression(Sample& sample,
                    std::span<const DriverColumn> perceptions,
                    std::span<const double> outcome,
                    const DriverRows& rows,
                    std::span<const std::size_t> all,
                    const Units& units) {
  const std::vector<std::size_t> complete = complete_rows(perceptions, outcome, rows.weights);
  Units of_complete{.count = units.count};
  std::size_t i = 0;
  for (const std::size_t row : complete) {
    while (all[i] != row) ++i;
    of_complete.of.push_back(units.of[i]);
  }
  sample.complete = complete.size();
  sample.why =
      why_no_regression(perceptions, outcome, complete, units_of(rows.respondent, complete).count);
  sample.regression = pack(perceptions, outcome, rows.weights, complete, std::move(of_complete));
}

Sample sample_of(std::span<const GapItem> items,
                 std::span<const double> outcome,
                 const DriverRows& rows,
                 bool effect) {
  const GapAnswers answers = read_gap_answers(items, !effect);
  const std::vector<DriverColumn> perceptions = perceptions_of(items, answers);
  const std::span<const double> any = effect ? outcome : perceptions[0].values;
  check_driver_columns(perceptions, any, rows.weights);
  if (!rows.respondent.empty() && rows.respondent.size() != any.size()) {
    throw Error(ErrorCode::incompatible, "respondents and answers differ in length");
  }
  std::vector<std::size_t> all;
  for (std::size_t row = 0; row < any.size(); ++row) {
    if (rows.weights.empty() || rows.weights[row] > 0.0) all.push_back(row);
  }
  const Units units = units_of(rows.respondent, all);
  const auto sums = [&](const auto& value) {
    return sums_of(items.size(), all, units, rows.weights, value);
  };
  Sample sample{.items = items.size(),
                .rows = all.size(),
                .respondents = units.count,
                .shortfall = sums([&](std::size_t j, std::size_t row) {
                  return answers.expectation[j][row] - answers.perception[j][row];
                }),
                .effect = effect};
  if (effect) {
    add_regression(sample, perceptions, outcome, rows, all, units);
  } else {
    sample.importance =
        sums([&](std::size_t j, std::size_t row) { return answers.importance[j][row]; });
  }
  return sample;
}

// One an item.
std::vector<ImprovementTerms> checked(std::span<const ImprovementTerms> given,
                                      std::span<const GapItem> items,
                                      const ImprovementOptions& options) {
  if (!given.empty() && given.size() != items.size()) {
    throw Error(ErrorCode::incompatible, "there must be terms for each item, or none");
  }
  std::vector<ImprovementTerms> terms(given.begin(), given.end());
  terms.resize(items.size());
  for (std::size_t j = 0; j < items.size(); ++j) {
    check_improvement(terms[j], items[j].name, options);
  }
  return terms;
}

}  // namespace

ImprovementList list_improvements(std::span<const GapItem> items,
                                  std::span<const double> outcome,
                                  const DriverRows& rows,
                                  std::span<const ImprovementTerms> terms,
                                  const ImprovementOptions& options,
                                  const Host& host) {
  check_improvement(options);
  const std::vector<ImprovementTerms> own_terms = checked(terms, items, options);
  const Sample sample =
      sample_of(items, outcome, rows, options.weight == ImprovementWeight::effect);
  const std::size_t k = items.size();

  // Results: k shortfalls, k weights, k gains.
  const statistics::Statistic statistic = [&](std::span<const double> times,
                                              std::span<std::optional<double>> results) {
    const auto shortfall = sample.shortfalls(times);
    const auto weight = sample.weights(times);
    for (std::size_t j = 0; j < k; ++j) {
      results[j] = shortfall[j];
      results[k + j] = weight[j];
      if (shortfall[j] && weight[j]) results[2 * k + j] = gain_of(*shortfall[j], *weight[j]);
    }
  };
  const statistics::Bootstrap boot = statistics::bootstrap(
      sample.respondents,
      3 * k,
      statistic,
      {.seed = options.seed, .replicates = options.draws, .level = options.level},
      host);
  std::vector<Improvement> improvements;
  for (std::size_t j = 0; j < k; ++j) {
    improvements.push_back({.name = items[j].name,
                            .shortfall = boot.estimates[j],
                            .weight = boot.estimates[k + j],
                            .gain = boot.estimates[2 * k + j],
                            .terms = own_terms[j]});
    Improvement& own = improvements[j];
    own.shortfall.n = sample.shortfall.answers[j];
    own.weight.n = sample.effect ? sample.complete : sample.importance.answers[j];
    own.gain.n = std::min(own.shortfall.n, own.weight.n);
    if (sample.why == Undefined::no) continue;
    own.weight = own.gain = undefined_estimate(sample.why, sample.complete);
  }
  std::vector<std::optional<double>> gains;
  for (std::size_t r = 0; r < boot.replicates.size(); r += 3 * k) {
    for (std::size_t j = 0; j < k; ++j) gains.push_back(boot.replicates[r + 2 * k + j]);
  }
  ImprovementList result = in_order(std::move(improvements), gains, Method::bootstrap, options);
  result.joint = true;
  result.n = sample.rows;
  return result;
}

}  // namespace centricity::inline v0::gap
