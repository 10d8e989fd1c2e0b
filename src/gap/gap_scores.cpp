#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <centricity/gap/gap_scores.hpp>
#include <centricity/statistics/correlation.hpp>
#include <centricity/statistics/reliability.hpp>

#include "gap/gap_answers.hpp"
#include "gap/holm.hpp"
#include "gap/shares.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Gap compare(std::span<const double> expectation,
            std::span<const double> perception,
            const statistics::SurveyDesign& design,
            double level) {
  std::vector<double> expected(expectation.begin(), expectation.end());
  std::vector<double> perceived(perception.begin(), perception.end());
  for (std::size_t row = 0; row < expected.size(); ++row) {
    if (std::isnan(expected[row] + perceived[row])) expected[row] = perceived[row] = nan;
  }
  return {.expectation = statistics::mean(expected, design, level).estimate,
          .perception = statistics::mean(perceived, design, level).estimate,
          .gap = statistics::compare_paired(perceived, expected, design, level)};
}

Estimate share_at_top(std::span<const double> expectation,
                      double top,
                      const statistics::SurveyDesign& design,
                      double level) {
  std::vector<double> at_top(expectation.size());
  for (std::size_t row = 0; row < at_top.size(); ++row) {
    at_top[row] = std::isnan(expectation[row]) ? nan : expectation[row] == top ? 1.0 : 0.0;
  }
  return share_of(at_top, design, level).share;
}

// Rows of positive weight that answered all of the items.
std::vector<std::size_t> complete_rows_of(const GapAnswers& answers,
                                          std::span<const std::size_t> items,
                                          const statistics::SurveyDesign& design) {
  std::vector<std::size_t> rows;
  const std::size_t n = answers.perception.front().size();
  for (std::size_t row = 0; row < n; ++row) {
    double sum = 0.0;  // NaN if any answer is
    for (const std::size_t j : items) {
      sum += answers.expectation[j][row] + answers.perception[j][row];
      if (!answers.importance.empty()) sum += answers.importance[j][row];
    }
    if (!std::isnan(sum) && (design.weights.empty() || design.weights[row] > 0.0)) {
      rows.push_back(row);
    }
  }
  return rows;
}

// Scores of respondents whose mean is the score; NaN in rows that take no part.
std::vector<double> composite(const std::vector<std::vector<double>>& answers,
                              const std::vector<std::vector<double>>& importance,
                              std::span<const std::size_t> items,
                              std::span<const std::size_t> rows,
                              const statistics::SurveyDesign& design,
                              GapWeighting weighting) {
  std::vector<double> scores(answers.front().size(), nan);
  const auto k = static_cast<double>(items.size());
  if (weighting != GapWeighting::mean_weighted) {
    const bool individual = weighting == GapWeighting::individually_weighted;
    for (const std::size_t row : rows) {
      double sum = 0.0;
      double weight = individual ? 0.0 : k;
      for (const std::size_t j : items) {
        sum += individual ? importance[j][row] * answers[j][row] : answers[j][row];
        if (individual) weight += importance[j][row];
      }
      if (weight > 0.0) scores[row] = sum / weight;
    }
    return scores;
  }
  // sum_j I_j a_j / sum_j I_j of means I and a, linearised in both: what a respondent adds to it.
  double weights = 0.0;
  std::vector<double> mean_importance(items.size(), 0.0);
  std::vector<double> mean_answer(items.size(), 0.0);
  for (const std::size_t row : rows) {
    const double w = design.weights.empty() ? 1.0 : design.weights[row];
    weights += w;
    for (std::size_t i = 0; i < items.size(); ++i) {
      mean_importance[i] += w * importance[items[i]][row];
      mean_answer[i] += w * answers[items[i]][row];
    }
  }
  double total_importance = 0.0;
  double score = 0.0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    mean_importance[i] /= weights;
    mean_answer[i] /= weights;
    total_importance += mean_importance[i];
    score += mean_importance[i] * mean_answer[i];
  }
  if (!(total_importance > 0.0)) return scores;
  score /= total_importance;
  for (const std::size_t row : rows) {
    double sum = 0.0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      sum += mean_importance[i] * answers[items[i]][row] +
             (importance[items[i]][row] - mean_importance[i]) * (mean_answer[i] - score);
    }
    scores[row] = sum / total_importance;
  }
  return scores;
}

double deviation_of(std::span<const double> values, std::span<const std::size_t> rows) {
  double mean = 0.0;
  for (const std::size_t row : rows) mean += values[row];
  mean /= static_cast<double>(rows.size());
  double squares = 0.0;
  for (const std::size_t row : rows) squares += (values[row] - mean) * (values[row] - mean);
  return std::sqrt(squares / static_cast<double>(rows.size() - 1));
}

Estimate alpha_of(const std::vector<std::vector<double>>& columns,
                  std::span<const std::size_t> items,
                  std::span<const std::size_t> rows,
                  double level) {
  std::vector<std::vector<double>> kept;
  std::vector<std::span<const double>> views;
  for (const std::size_t j : items) {
    std::vector<double>& column = kept.emplace_back();
    for (const std::size_t row : rows) column.push_back(columns[j][row]);
  }
  views.assign(kept.begin(), kept.end());
  return statistics::cronbach_alpha(views, level);
}

DimensionGap dimension_gap(std::string name,
                           const GapAnswers& answers,
                           std::span<const std::size_t> items,
                           const statistics::SurveyDesign& design,
                           double level) {
  const auto rows = complete_rows_of(answers, items, design);
  const auto score = [&](const auto& columns) {
    return composite(columns, {}, items, rows, design, GapWeighting::unweighted);
  };
  const std::vector<double> expectation = score(answers.expectation);
  const std::vector<double> perception = score(answers.perception);
  std::vector<std::vector<double>> gaps = answers.perception;
  for (const std::size_t j : items) {
    for (const std::size_t row : rows) gaps[j][row] -= answers.expectation[j][row];
  }
  DimensionGap result{
      .name = std::move(name),
      .items = items.size(),
      .scores = compare(expectation, perception, design, level),
      .expectation_alpha = alpha_of(answers.expectation, items, rows, level),
      .perception_alpha = alpha_of(answers.perception, items, rows, level),
      .gap_alpha = alpha_of(gaps, items, rows, level),
      .correlation = statistics::pearson_correlation(expectation, perception, {}, level)};
  if (result.expectation_alpha.defined() && result.perception_alpha.defined() &&
      result.correlation.defined()) {
    result.difference_reliability =
        statistics::difference_reliability({.first_deviation = deviation_of(perception, rows),
                                            .second_deviation = deviation_of(expectation, rows),
                                            .first_reliability = *result.perception_alpha.value,
                                            .second_reliability = *result.expectation_alpha.value,
                                            .correlation = *result.correlation.value});
  } else {
    result.difference_reliability = undefined_estimate(Undefined::missing_input, rows.size());
  }
  return result;
}

}  // namespace

std::string_view to_string(GapWeighting weighting) noexcept {
  switch (weighting) {
    case GapWeighting::unweighted:
      return "unweighted";
    case GapWeighting::mean_weighted:
      return "mean_weighted";
    case GapWeighting::individually_weighted:
      return "individually_weighted";
  }
  return "unknown";
}

GapScores score_gaps(std::span<const GapItem> items,
                     const statistics::SurveyDesign& design,
                     const GapOptions& options) {
  const GapAnswers answers = read_gap_answers(items, options.weighting != GapWeighting::unweighted);
  GapScores result{.options = options, .rows = items.front().perception.size()};
  std::vector<std::pair<std::string, std::vector<std::size_t>>> dimensions;
  std::vector<std::size_t> all;
  for (std::size_t j = 0; j < items.size(); ++j) {
    const Scale& scale = items[j].scale;
    result.items.push_back(
        {.name = items[j].name,
         .scores = compare(answers.expectation[j], answers.perception[j], design, options.level),
         .ceiling = share_at_top(answers.expectation[j], scale.highest, design, options.level)});
    all.push_back(j);
    if (items[j].dimension.empty()) continue;
    auto place = std::ranges::find(
        dimensions, items[j].dimension, &std::pair<std::string, std::vector<std::size_t>>::first);
    if (place == dimensions.end()) {
      place = dimensions.insert(dimensions.end(), {items[j].dimension, {}});
    }
    place->second.push_back(j);
  }
  const GapAnswers unweighted{.expectation = answers.expectation, .perception = answers.perception};
  for (const auto& [name, members] : dimensions) {
    result.dimensions.push_back(dimension_gap(name, unweighted, members, design, options.level));
  }
  const auto rows = complete_rows_of(answers, all, design);
  const auto score = [&](const auto& columns) {
    return composite(columns, answers.importance, all, rows, design, options.weighting);
  };
  result.overall =
      compare(score(answers.expectation), score(answers.perception), design, options.level);
  correct_gaps(result.items);
  correct_gaps(result.dimensions);
  return result;
}

}  // namespace centricity::inline v0::gap
