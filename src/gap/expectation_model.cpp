#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/expectation_model.hpp>

#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t curve_points = 9;

double log_price(double price, double reference_price) {
  return std::log1p(price / reference_price);
}

void check(const ExpectationRows& rows, const ExpectationModelOptions& options) {
  if (!(options.reference_price > 0.0) || !std::isfinite(options.reference_price)) {
    throw Error(ErrorCode::invalid_argument,
                "the reference price must be positive",
                "Give an amount about as large as usual prices.");
  }
  const std::size_t n = rows.expectation.size();
  if ((!rows.price.empty() && rows.price.size() != n) ||
      (!rows.context.empty() && rows.context.size() != n)) {
    throw Error(ErrorCode::incompatible,
                "expectations, prices and contexts differ in length",
                "Give one entry a row.");
  }
  for (std::size_t row = 0; row < rows.price.size(); ++row) {
    if (rows.price[row] < 0.0 || std::isinf(rows.price[row])) {
      throw Error(ErrorCode::invalid_data,
                  "a price is negative or infinite",
                  "Mark a price that is not known with NaN.",
                  {.row = row, .column = "price"});
    }
  }
  for (std::size_t row = 0; row < rows.context.size(); ++row) {
    if (rows.context[row] >= rows.contexts.size()) {
      throw Error(
          ErrorCode::incompatible,
          "a row is in context " + std::to_string(rows.context[row]) + ", which has no name",
          "Name every context.",
          {.row = row, .column = "context"});
    }
  }
}

// Complete rows of positive weight, by context.
std::vector<std::uint64_t> rows_by_context(const ExpectationRows& rows,
                                           const statistics::SurveyDesign& design,
                                           std::size_t contexts) {
  std::vector<std::uint64_t> count(contexts, 0);
  for (std::size_t row = 0; row < rows.expectation.size(); ++row) {
    const bool missing = std::isnan(rows.expectation[row]) ||
                         (!rows.price.empty() && std::isnan(rows.price[row])) ||
                         (!design.weights.empty() && design.weights[row] == 0.0);
    if (!missing) ++count[rows.context.empty() ? 0 : rows.context[row]];
  }
  return count;
}

std::vector<double> factors_of(const ExpectationModel& model, std::size_t context, double price) {
  std::vector<double> factors(model.fit.coefficients.size(), 0.0);
  factors[0] = 1.0;
  if (model.column[context] > 0) factors[model.column[context]] = 1.0;
  if (model.has_price) factors.back() = log_price(price, model.reference_price);
  return factors;
}

Series curve_of(const ExpectationModel& model, std::size_t context) {
  Series curve{.name = model.contexts[context].empty() ? "Expectation" : model.contexts[context],
               .mark = Mark::line};
  for (std::size_t i = 0; i < curve_points; ++i) {
    const double price =
        model.highest_price * static_cast<double>(i) / static_cast<double>(curve_points - 1);
    curve.x.push_back(price);
    curve.y.push_back(expected_at(model, context, price).value);
  }
  return curve;
}

}  // namespace

ExpectationModel fit_expectations(const ExpectationRows& rows,
                                  const statistics::SurveyDesign& design,
                                  const ExpectationModelOptions& options) {
  check(rows, options);
  statistics::check_answers(rows.expectation, "expectation");
  ExpectationModel model{.contexts = {rows.contexts.begin(), rows.contexts.end()},
                         .has_price = !rows.price.empty(),
                         .reference_price = options.reference_price};
  if (rows.context.empty()) model.contexts = {""};
  const std::size_t n = rows.expectation.size();
  if (!design.weights.empty() && design.weights.size() != n) {
    throw Error(ErrorCode::incompatible, "weights and expectations differ in length");
  }
  const auto answered = rows_by_context(rows, design, model.contexts.size());
  model.column.assign(model.contexts.size(), 0);
  const auto first =
      std::ranges::find_if(answered, [](auto count) { return count > 0; }) - answered.begin();
  std::vector<std::vector<double>> predictors;
  for (std::size_t c = static_cast<std::size_t>(first) + 1; c < answered.size(); ++c) {
    if (answered[c] == 0) continue;
    std::vector<double>& is_here = predictors.emplace_back(n);
    for (std::size_t row = 0; row < n; ++row) is_here[row] = rows.context[row] == c ? 1.0 : 0.0;
    model.column[c] = predictors.size();
  }
  if (model.has_price) {
    std::vector<double>& prices = predictors.emplace_back(n, nan);
    for (std::size_t row = 0; row < n; ++row) {
      if (std::isnan(rows.price[row])) continue;
      prices[row] = log_price(rows.price[row], options.reference_price);
      model.highest_price = std::max(model.highest_price, rows.price[row]);
    }
  }
  const std::vector<std::span<const double>> views(predictors.begin(), predictors.end());
  model.fit = statistics::fit_least_squares(
      views,
      rows.expectation,
      design,
      {.covariance = statistics::Covariance::design, .level = options.level});
  model.levels.resize(model.contexts.size());
  for (std::size_t c = 0; c < model.levels.size(); ++c) {
    if (answered[c] == 0) {
      model.levels[c] = undefined_estimate(Undefined::too_few);
    } else if (!model.fit.report.usable()) {
      model.levels[c] = undefined_estimate(Undefined::unusable_fit, model.fit.n);
    } else {
      model.levels[c] = statistics::linear_combination(model.fit, factors_of(model, c, 0.0));
      model.levels[c].n = answered[c];
    }
  }
  model.price_slope = !model.has_price ? undefined_estimate(Undefined::missing_input)
                      : model.fit.report.usable()
                          ? model.fit.coefficients.back()
                          : undefined_estimate(Undefined::unusable_fit, model.fit.n);
  model.difference = statistics::heterogeneity(model.levels, {.level = options.level});
  return model;
}

Estimate expected_at(const ExpectationModel& model, std::size_t context, double price) {
  if (context >= model.levels.size()) {
    throw Error(ErrorCode::invalid_argument,
                "there is no context " + std::to_string(context),
                "Give a position in `contexts`.");
  }
  if (model.has_price && (!(price >= 0.0) || !std::isfinite(price))) {
    throw Error(
        ErrorCode::invalid_argument, "a price is negative or not finite", "Give a price >= 0.");
  }
  if (!model.levels[context].defined()) return model.levels[context];
  return statistics::linear_combination(model.fit, factors_of(model, context, price));
}

Surprise surprise_of(const ExpectationModel& model,
                     double perception,
                     std::size_t context,
                     double price) {
  if (!std::isfinite(perception)) {
    throw Error(ErrorCode::invalid_argument, "a perception is not finite");
  }
  Surprise surprise{.gap = expected_at(model, context, price)};
  Estimate& gap = surprise.gap;
  if (!gap.defined()) return surprise;
  *gap.value = perception - *gap.value;
  if (gap.interval) {
    const double lower = perception - gap.interval->upper;
    gap.interval->upper = perception - gap.interval->lower;
    gap.interval->lower = lower;
  }
  const double deviation =
      std::hypot(model.fit.residual_deviation, gap.standard_error.value_or(0.0));
  if (deviation > 0.0) surprise.z = *gap.value / deviation;
  return surprise;
}

double value_of(double gap, const GapValue& value) {
  const auto is_exponent = [](double e) { return e > 0.0 && e <= 1.0; };
  if (!std::isfinite(gap) || !(value.loss_aversion > 0.0) || !std::isfinite(value.loss_aversion) ||
      !is_exponent(value.gain_exponent) || !is_exponent(value.loss_exponent)) {
    throw Error(ErrorCode::invalid_argument,
                "the value of a gap needs a finite gap, a positive loss aversion and exponents in "
                "(0, 1]");
  }
  return gap >= 0.0 ? std::pow(gap, value.gain_exponent)
                    : -value.loss_aversion * std::pow(-gap, value.loss_exponent);
}

Document describe(const ExpectationModel& model) {
  Document document{.id = "expectation_model",
                    .title = "What is expected where, and at what price"};
  if (!model.fit.report.usable()) {
    std::string why = "The expectations could not be fitted.";
    for (const std::string& sentence : model.fit.report.diagnosis) why += " " + sentence;
    document.blocks.emplace_back(Notice{
        Severity::error,
        why + " If every context has one price, leave out either the contexts or the price."});
    return document;
  }
  Table table{
      .title = "Contexts",
      .columns = {{.name = "Context"},
                  {.name = "Expectation at price 0"},
                  {.name = "Drawn to the mean",
                   .help = "Best guess: the less is known, the nearer to the mean."},
                  {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size}}};
  for (std::size_t c = 0; c < model.levels.size(); ++c) {
    table.rows.push_back({model.contexts[c].empty() ? "all" : model.contexts[c],
                          model.levels[c],
                          model.difference.shrunken[c],
                          static_cast<std::int64_t>(model.levels[c].n)});
  }
  document.blocks.emplace_back(std::move(table));
  if (model.difference.p_value) {
    document.blocks.emplace_back(
        Paragraph{*model.difference.p_value < 0.05
                      ? "One rule cannot serve all: expectations differ between contexts by more "
                        "than chance."
                      : "No sign against one rule for all contexts: expectations differ no more "
                        "than chance allows."});
  }
  if (model.has_price) {
    document.blocks.emplace_back(Figures{
        {{.name = "Effect of price",
          .estimate = model.price_slope,
          .help = "Points of expectation for each unit of ln(1 + price / reference price)."}}});
  }
  if (model.has_price && model.highest_price > 0.0) {
    Chart chart{.title = "Expectation by price",
                .caption = "Up to the highest price anybody paid.",
                .x = {.label = "Price"},
                .y = {.label = "Expectation"}};
    for (std::size_t c = 0; c < model.levels.size(); ++c) {
      if (model.levels[c].defined()) chart.series.push_back(curve_of(model, c));
    }
    document.blocks.emplace_back(std::move(chart));
  }
  return document;
}

}  // namespace centricity::inline v0::gap
