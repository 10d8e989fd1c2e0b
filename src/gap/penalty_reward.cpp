#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/penalty_reward.hpp>

#include "gap/complete_rows.hpp"

namespace centricity::inline v0::gap {
namespace {

// Hyndman & Fan (1996), type 7: linear between order statistics.
double quantile(const std::vector<double>& ascending, double p) {
  const double at = p * static_cast<double>(ascending.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, ascending.size() - 1);
  return ascending[low] + (at - static_cast<double>(low)) * (ascending[high] - ascending[low]);
}

std::optional<FactorKind> kind_of(const PenaltyReward& a) {
  if (!a.penalty.interval || !a.reward.interval || !a.asymmetry.interval) return std::nullopt;
  if (a.asymmetry.interval->upper < 0.0) return FactorKind::basic;
  if (a.asymmetry.interval->lower > 0.0) return FactorKind::excitement;
  if (a.penalty.interval->upper < 0.0 && a.reward.interval->lower > 0.0) {
    return FactorKind::performance;
  }
  return std::nullopt;
}

std::string name_of(const std::optional<FactorKind>& kind) {
  if (!kind) return "the data do not say";
  switch (*kind) {
    case FactorKind::basic:
      return "basic";
    case FactorKind::performance:
      return "performance";
    case FactorKind::excitement:
      return "excitement";
  }
  return "unknown";
}

}  // namespace

PenaltyRewards fit_penalty_rewards(std::span<const DriverColumn> attributes,
                                   std::span<const double> outcome,
                                   const statistics::SurveyDesign& design,
                                   const PenaltyRewardOptions& options) {
  if (!(options.low_quantile > 0.0 && options.low_quantile < options.high_quantile &&
        options.high_quantile < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the quantiles must satisfy 0 < low < high < 1",
                "Quarters (.25 and .75) are usual.",
                {.column = "low_quantile"});
  }
  const std::size_t p = attributes.size();
  const std::vector<std::size_t> rows = complete_rows(attributes, outcome, design.weights);

  PenaltyRewards result;
  std::vector<std::vector<double>> indicators(2 * p);  // penalties, then rewards
  for (std::size_t j = 0; j < p; ++j) {
    const DriverColumn& a = attributes[j];
    PenaltyReward& attribute = result.attributes.emplace_back(PenaltyReward{.name = a.name});
    std::vector<double> ascending;
    for (const std::size_t row : rows) ascending.push_back(a.values[row]);
    std::ranges::sort(ascending);
    if (!ascending.empty()) {
      attribute.low = quantile(ascending, options.low_quantile);
      attribute.high = quantile(ascending, options.high_quantile);
    }
    for (const double v : a.values) {
      const bool missing = std::isnan(v);
      indicators[j].push_back(missing ? v : v <= attribute.low ? 1.0 : 0.0);
      indicators[p + j].push_back(missing ? v : v >= attribute.high ? 1.0 : 0.0);
    }
  }
  const std::vector<std::span<const double>> columns(indicators.begin(), indicators.end());
  result.regression = statistics::fit_least_squares(columns, outcome, design, options.regression);
  for (std::size_t j = 0; j < p; ++j) {
    PenaltyReward& attribute = result.attributes[j];
    attribute.penalty = result.regression.coefficients[1 + j];
    attribute.reward = result.regression.coefficients[1 + p + j];
    std::vector<double> factors(2 * p + 1, 0.0);
    factors[1 + j] = 1.0;
    factors[1 + p + j] = 1.0;
    attribute.asymmetry = statistics::linear_combination(result.regression, factors);
    attribute.kind = kind_of(attribute);
  }
  return result;
}

Document describe(const PenaltyRewards& result) {
  Series penalties{.name = "Penalty", .mark = Mark::bars};
  Series rewards{.name = "Reward", .mark = Mark::bars};
  Axis names{.label = "Attribute"};
  Table table{.columns = {{.name = "Attribute"},
                          {.name = "Penalty"},
                          {.name = "Reward"},
                          {.name = "Asymmetry", .help = "Reward plus penalty."},
                          {.name = "Kind"}}};
  const bool usable = result.regression.report.usable();
  const auto add = [](Series& series, const Estimate& e) {
    series.y.push_back(e.value);
    if (!e.interval) return;
    series.lower.push_back(e.interval->lower);
    series.upper.push_back(e.interval->upper);
  };
  for (const PenaltyReward& a : result.attributes) {
    names.categories.push_back(a.name);
    add(penalties, a.penalty);
    add(rewards, a.reward);
    table.rows.push_back({a.name, a.penalty, a.reward, a.asymmetry, name_of(a.kind)});
  }
  Document document{.id = "penalty_reward",
                    .title = "What poor service costs, what good one gains"};
  if (usable) {
    document.blocks.emplace_back(Chart{.title = "Penalties and rewards",
                                       .x = std::move(names),
                                       .y = {.label = "Outcome against the rest"},
                                       .series = {std::move(penalties), std::move(rewards)}});
  }
  document.blocks.emplace_back(std::move(table));
  for (const std::string& sentence : result.regression.report.diagnosis) {
    document.blocks.emplace_back(Notice{Severity::warning, sentence});
  }
  document.blocks.emplace_back(
      Notice{Severity::note,
             "An association: it does not say that improving an attribute improves the outcome."});
  return document;
}

}  // namespace centricity::inline v0::gap
