#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/reach_noise.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/proportion.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "core/text.hpp"
#include "gap/complete_rows.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double rounding = 1e-12;  // of two equal objectives the shorter list is the better one

// Who is in the base, who is (dis)satisfied overall, and with what.
class Game {
 public:
  Game(std::span<const DriverColumn> attributes,
       std::span<const double> outcome,
       std::span<const double> weights,
       const ReachNoiseOptions& options)
      : attributes_(attributes), outcome_(outcome), weights_(weights), options_(options) {
    check_driver_columns(attributes, outcome, weights);
    if (options.missing == MissingAnswers::left_out) {
      rows_ = complete_rows(attributes, outcome, weights);
    } else {
      rows_.resize(outcome.size());
      std::iota(rows_.begin(), rows_.end(), std::size_t{0});
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& rows() const { return rows_; }

  // NaN compares false: a missing answer is no failure.
  [[nodiscard]] bool fails(std::size_t row, std::size_t attribute) const {
    return beyond(attributes_[attribute].values[row], options_.attribute_threshold);
  }

  // Mean over the (dis)satisfied, over the others, or over the whole base.
  enum class Among { concerned, others, base };

  template <typename Value>
  [[nodiscard]] statistics::DesignEstimate mean(Among among, Value value) const {
    std::vector<double> column(outcome_.size(), nan);
    for (const std::size_t row : rows_) {
      if (among != Among::base) {
        if (std::isnan(outcome_[row])) continue;
        const bool concerned = beyond(outcome_[row], options_.overall_threshold);
        if (concerned != (among == Among::concerned)) continue;
      }
      column[row] = value(row);
    }
    return statistics::mean(column, {.weights = weights_}, options_.level);
  }

  // The share of rows for which something is true.
  template <typename Condition>
  [[nodiscard]] Estimate share(Among among, Condition condition) const {
    const statistics::DesignEstimate d =
        mean(among, [&](std::size_t row) { return condition(row) ? 1.0 : 0.0; });
    if (!d.estimate.defined()) return undefined_estimate(Undefined::too_few);
    return statistics::proportion_of_effective(std::clamp(*d.estimate.value, 0.0, 1.0),
                                               d.effective_n,
                                               d.estimate.n,
                                               {.level = options_.level});
  }

  [[nodiscard]] ReachNoise value_of(std::span<const std::size_t> set) const {
    const auto any = [&](std::size_t row) {
      return std::ranges::any_of(set, [&](std::size_t j) { return fails(row, j); });
    };
    ReachNoise result{.reach = share(Among::concerned, any), .noise = share(Among::others, any)};
    result.objective = difference(result.reach, result.noise);
    return result;
  }

  [[nodiscard]] Estimate shapley(std::size_t attribute, const std::vector<double>& failures) const {
    const auto part = [&](std::size_t row) {
      return fails(row, attribute) ? 1.0 / failures[row] : 0.0;
    };
    Estimate value =
        difference(mean(Among::concerned, part).estimate, mean(Among::others, part).estimate);
    if (options_.missing == MissingAnswers::shapka && value.defined() && *value.value < 0.0) {
      value.value = 0.0;
    }
    return value;
  }

 private:
  [[nodiscard]] bool beyond(double answer, double threshold) const {
    return options_.side == ReachSide::dissatisfaction ? answer <= threshold : answer >= threshold;
  }

  // Two different groups of people: independent.
  [[nodiscard]] Estimate difference(const Estimate& first, const Estimate& second) const {
    if (!first.defined() || !second.defined()) return undefined_estimate(Undefined::too_few);
    Estimate e = statistics::compare_independent(first, second, {}, {}, options_.level).difference;
    if (!e.defined()) e = {.value = *first.value - *second.value, .n = first.n + second.n};
    return e;
  }

  std::span<const DriverColumn> attributes_;
  std::span<const double> outcome_;
  std::span<const double> weights_;
  ReachNoiseOptions options_;
  std::vector<std::size_t> rows_;
};

}  // namespace

KeyAttributes find_key_attributes(std::span<const DriverColumn> attributes,
                                  std::span<const double> outcome,
                                  std::span<const double> weights,
                                  const ReachNoiseOptions& options) {
  const Game game(attributes, outcome, weights, options);
  std::vector<double> failures(outcome.size(), 0.0);
  for (const std::size_t row : game.rows()) {
    for (std::size_t j = 0; j < attributes.size(); ++j) {
      failures[row] += game.fails(row, j) ? 1.0 : 0.0;
    }
  }
  KeyAttributes result{
      .n = game.rows().size(), .left_out = outcome.size() - game.rows().size(), .options = options};
  for (std::size_t j = 0; j < attributes.size(); ++j) {
    const std::size_t alone[] = {j};
    result.attributes.push_back(
        {.name = attributes[j].name,
         .column = j,
         .shapley = game.shapley(j, failures),
         .prevalence =
             game.share(Game::Among::base, [&](std::size_t row) { return game.fails(row, j); }),
         .alone = game.value_of(alone)});
  }
  std::ranges::stable_sort(result.attributes, [](const KeyAttribute& a, const KeyAttribute& b) {
    return a.shapley.value.value_or(-INFINITY) > b.shapley.value.value_or(-INFINITY);
  });
  std::vector<std::size_t> set;
  double best = 0.0;
  for (KeyAttribute& a : result.attributes) {
    set.push_back(a.column);
    a.together = game.value_of(set);
    const double objective = a.together.objective.value.value_or(0.0);
    if (objective > best + rounding) {
      best = objective;
      result.best_count = set.size();
    }
  }
  return result;
}

ReachNoise reach_and_noise(std::span<const DriverColumn> attributes,
                           std::span<const std::size_t> set,
                           std::span<const double> outcome,
                           std::span<const double> weights,
                           const ReachNoiseOptions& options) {
  for (const std::size_t j : set) {
    if (j >= attributes.size()) {
      throw Error(ErrorCode::invalid_argument,
                  "attribute " + std::to_string(j) + " is not one of the " +
                      std::to_string(attributes.size()) + " given",
                  "Positions count from 0.",
                  {.column = "set"});
    }
  }
  return Game(attributes, outcome, weights, options).value_of(set);
}

Document describe(const KeyAttributes& result) {
  const bool dissatisfiers = result.options.side == ReachSide::dissatisfaction;
  const Format percent{.quantity = Quantity::percent, .decimals = 1};
  Series bars{.name = "Shapley value", .mark = Mark::bars};
  Axis names{.label = "Attribute"};
  Table table{.columns = {{.name = "Attribute"},
                          {.name = "Shapley value", .format = percent},
                          {.name = "Reach together", .format = percent},
                          {.name = "Noise together", .format = percent},
                          {.name = "Reach minus noise", .format = percent}}};
  for (const KeyAttribute& a : result.attributes) {
    names.categories.push_back(a.name);
    bars.y.push_back(a.shapley.value);
    table.rows.push_back(
        {a.name, a.shapley, a.together.reach, a.together.noise, a.together.objective});
  }
  Document document{.id = dissatisfiers ? "key_dissatisfiers" : "key_enhancers",
                    .title = dissatisfiers ? "What the dissatisfied have in common"
                                           : "What the satisfied have in common"};
  document.blocks.emplace_back(Chart{.title = "Part of reach minus noise",
                                     .x = std::move(names),
                                     .y = {.label = "Shapley value", .format = percent},
                                     .series = {std::move(bars)},
                                     .horizontal = true});
  document.blocks.emplace_back(std::move(table));
  document.blocks.emplace_back(
      Paragraph{"Begin with the first " + std::to_string(result.best_count) +
                ": together they reach most of those concerned and fewest others."});
  document.blocks.emplace_back(Notice{
      Severity::note,
      "An association: it does not say that improving an attribute changes satisfaction. The "
      "list was chosen by the same data, so its last objective is a little too good."});
  if (result.options.missing == MissingAnswers::shapka) {
    document.blocks.emplace_back(Notice{
        Severity::warning,
        "Computed as ShapKa does: missing answers count as no failure, and negative parts as "
        "zero. Use it to compare with ShapKa only."});
  } else if (result.left_out > 0) {
    document.blocks.emplace_back(Notice{
        Severity::note,
        count_text(result.left_out) + " respondents were left out because an answer is missing."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
