#include <string>
#include <utility>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/holdout.hpp>

#include "core/text.hpp"
#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

std::string model_title(const HoldoutEvaluation& evaluation) {
  return std::string{title(name_of(evaluation.fit))} + " model";
}

Table score_table(const HoldoutEvaluation& evaluation) {
  Table table{.title = "Forecasts against the truth",
              .caption = "Errors are per customer: the smaller, the better.",
              .columns = {{.name = "Method"},
                          {.name = "Total foretold", .format = {.decimals = 0}},
                          {.name = "Total made", .format = {.decimals = 0}},
                          {.name = "Bias",
                           .format = {.decimals = 3},
                           .help = "Mean foretold less mean made, a customer."},
                          {.name = "Mean absolute error", .format = {.decimals = 3}},
                          {.name = "Root mean square error", .format = {.decimals = 3}},
                          {.name = "Correlation", .format = {.decimals = 3}},
                          {.name = "Normalized Gini",
                           .format = {.decimals = 3},
                           .help = "How well the order of customers is foretold: 1 as the truth, 0 "
                                   "as chance."}}};
  const auto add = [&](std::string name, const ForecastScore& score) {
    table.rows.push_back({std::move(name),
                          score.total,
                          evaluation.actual,
                          score.bias,
                          score.mean_absolute_error,
                          score.root_mean_square_error,
                          score.correlation,
                          score.normalized_gini});
  };
  add(model_title(evaluation), evaluation.model);
  add("Silent customers are gone", evaluation.hiatus);
  add("Same as last period", evaluation.last_period);
  return table;
}

Chart calibration_chart(const HoldoutEvaluation& evaluation) {
  Series actual{.name = "Actual", .mark = Mark::points};
  Series right{.name = "As foretold", .mark = Mark::dashed_line};
  for (const HoldoutTenth& tenth : evaluation.tenths) {
    const double mean = *tenth.actual.value;
    actual.y.emplace_back(mean);
    actual.lower.push_back(tenth.actual.interval ? tenth.actual.interval->lower : mean);
    actual.upper.push_back(tenth.actual.interval ? tenth.actual.interval->upper : mean);
    right.y.emplace_back(tenth.model);
    for (Series* series : {&actual, &right}) {
      series->x.push_back(tenth.model);
      series->cell_sizes.push_back(static_cast<std::int64_t>(tenth.customers));
    }
  }
  return {.title = "Calibration",
          .caption =
              "Customers by tenths, from those of whom least was foretold to those of whom "
              "most was. Where points lie off the line, forecasts of that size are wrong.",
          .x = {.label = "Mean purchases foretold", .format = {.decimals = 1}, .lowest = 0.0},
          .y = {.label = "Mean purchases in the test", .format = {.decimals = 1}, .lowest = 0.0},
          .series = {std::move(actual), std::move(right)}};
}

Figures prediction_figures(const PredictionCheck& check) {
  const std::string level = number_text(100.0 * check.level, 3) + "%";
  const Format percent{.quantity = Quantity::percent, .decimals = 1};
  return {{{.name = "Total, as predicted",
            .estimate = check.total,
            .format = {.decimals = 0},
            .help = "Median and " + level +
                    " prediction interval: the uncertainty of the fit and the chance in what "
                    "customers do."},
           {.name = "Customers within their interval",
            .estimate = check.inside,
            .format = percent,
            .help = "More than " + level + " if the model is right, as counts are whole."},
           {.name = "The same, ends shared out",
            .estimate = check.inside_part,
            .format = percent,
            .help = level + " if the model is right."}}};
}

Chart group_chart(const HoldoutEvaluation& evaluation) {
  Series actual{.name = "Actual", .mark = Mark::points};
  Series model{.name = model_title(evaluation)};
  Series hiatus{.name = "Silent customers are gone", .mark = Mark::dashed_line};
  Series last_period{.name = "Same as last period", .mark = Mark::dashed_line};
  Axis x{.label = "Repeat purchases in the past"};
  for (const HoldoutGroup& group : evaluation.groups) {
    x.categories.push_back(std::to_string(group.repeats) + (group.or_more ? "+" : ""));
    const double mean = *group.actual.value;
    actual.y.emplace_back(mean);
    actual.lower.push_back(group.actual.interval ? group.actual.interval->lower : mean);
    actual.upper.push_back(group.actual.interval ? group.actual.interval->upper : mean);
    model.y.emplace_back(group.model);
    hiatus.y.emplace_back(group.hiatus);
    last_period.y.emplace_back(group.last_period);
    for (Series* series : {&actual, &model, &hiatus, &last_period}) {
      series->cell_sizes.push_back(static_cast<std::int64_t>(group.customers));
    }
  }
  return {
      .title = "Purchases in the test, by purchases in the past",
      .caption = "What customers who had bought so often went on to do, and what was foretold.",
      .x = std::move(x),
      .y = {.label = "Mean purchases in the test", .format = {.decimals = 1}, .lowest = 0.0},
      .series = {std::move(actual), std::move(model), std::move(hiatus), std::move(last_period)}};
}

Severity severity_of(HoldoutVerdict verdict) {
  return verdict == HoldoutVerdict::better ? Severity::note : Severity::warning;
}

}  // namespace

Document describe(const HoldoutEvaluation& evaluation) {
  Document document{.id = "holdout", .title = "Does the model foretell what it has not seen?"};
  document.blocks.emplace_back(Notice{severity_of(evaluation.verdict), evaluation.words});
  append_diagnosis(report_of(evaluation.fit), document.blocks);
  if (evaluation.verdict == HoldoutVerdict::not_made) return document;
  document.blocks.emplace_back(Paragraph{
      "The model was fitted on purchases up to " + to_text(evaluation.calibration_until) +
      " and tested on those up to " + to_text(evaluation.until) + ", for the " +
      count_text(evaluation.customers) +
      " customers known by then. Two guesses that need no model stand beside it: that customers "
      "silent for more than " +
      duration_text(evaluation.hiatus_after, 3) +
      " are gone and the others go on as before (the length was chosen on the past alone), and "
      "that "
      "everybody repeats what they did in the last period of equal length."});
  Figures figures;
  figures.figures.push_back({.name = "Purchases foretold",
                             .estimate = evaluation.expected,
                             .format = {.decimals = 0},
                             .help = "By the model, with the uncertainty of the fit."});
  figures.figures.push_back({.name = "Purchases made",
                             .estimate = counted(evaluation.actual),
                             .format = {.decimals = 0},
                             .help = "By the same customers, in the test."});
  figures.figures.push_back(
      figure("Advantage of the model",
             evaluation.advantage,
             "Squared error a customer of the better heuristic less that of the model."));
  document.blocks.emplace_back(std::move(figures));
  document.blocks.emplace_back(Paragraph{evaluation.predictions.words});
  document.blocks.emplace_back(prediction_figures(evaluation.predictions));
  document.blocks.emplace_back(score_table(evaluation));
  if (!evaluation.tenths.empty()) document.blocks.emplace_back(calibration_chart(evaluation));
  document.blocks.emplace_back(group_chart(evaluation));
  return document;
}

}  // namespace centricity::inline v0::loyalty
