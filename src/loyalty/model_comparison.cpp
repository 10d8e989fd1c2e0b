#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/model_comparison.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/holdout_data.hpp"
#include "loyalty/nesting.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Those that can say something others can be held against: BG/BB its forecasts alone.
std::vector<ModelName> applicable(const PurchaseLedger& ledger, const ComparisonOptions& options) {
  const bool forecasts_of_opportunities =
      options.calibration_until && ledger.definition().rules.merge != MergeGrain::none;
  std::vector<ModelName> names;
  for (const ModelName name : model_names()) {
    if (name != ModelName::bg_bb || forecasts_of_opportunities) names.push_back(name);
  }
  return names;
}

std::size_t parameter_count(const PurchaseModel& model) {
  return std::visit([]<class P, class E, std::size_t N>(const PurchaseFit<P, E, N>&) { return N; },
                    model);
}

/// What the models learn from, with a test where days are left over.
HoldoutData data_of(const PurchaseLedger& ledger,
                    const ComparisonOptions& options,
                    const Host& host) {
  if (options.calibration_until) {
    return holdout_data(ledger,
                        {.calibration_until = *options.calibration_until,
                         .until = options.until,
                         .from = options.from,
                         .acquired_from = options.acquired_from},
                        host);
  }
  const std::optional<Day> last = options.until ? options.until : ledger.last_day();
  HoldoutData data{.days = days_of(ledger, options.from, last.value_or(Day{}), last)};
  data.past = purchase_histories(
      ledger,
      {.from = data.days.from, .until = data.days.until, .acquired_from = options.acquired_from},
      host);
  data.counts = purchase_counts(data.past, {}, host);
  return data;
}

ComparedModel compare(ModelName name,
                      const PurchaseLedger& ledger,
                      const HoldoutData& data,
                      const ComparisonOptions& options,
                      const Host& host) {
  const FitOptions fit = options_for(name, options.fit, ledger, data, host);
  ComparedModel result{.fit = fit_model(name, data.counts, fit, host)};
  result.parameters = parameter_count(result.fit);
  if (!report_of(result.fit).usable()) return result;
  if (name != ModelName::bg_bb && options.fit.penalty == 0.0) {
    const double deviance = -2.0 * log_likelihood(result.fit);
    const auto parameters = static_cast<double>(result.parameters);
    result.aic = deviance + 2.0 * parameters;
    result.bic = deviance + parameters * std::log(customers(data.counts));
  }
  if (!data.actual.empty()) {
    std::vector<double> forecast(data.past.size());
    score_customers(
        parameters_of(result.fit), data.past, data.horizon, {.purchases = forecast}, host);
    result.holdout = score_forecast(forecast, data.actual, options.fit.level, host);
  }
  return result;
}

std::string title_of(const ComparedModel& model) { return std::string{title(name_of(model.fit))}; }

/// The model for which a number is smallest; nullptr if none has it.
template <class Number>
const ComparedModel* smallest(const std::vector<ComparedModel>& models, const Number& number) {
  const ComparedModel* best = nullptr;
  for (const ComparedModel& model : models) {
    const std::optional<double> value = number(model);
    if (value && (best == nullptr || *value < *number(*best))) best = &model;
  }
  return best;
}

/// Who foretells best, and who as well as that: within 1% of the smallest error.
std::string words_about_errors(const std::vector<ComparedModel>& models) {
  const auto error = [](const ComparedModel& model) {
    return model.holdout ? std::optional{model.holdout->root_mean_square_error} : std::nullopt;
  };
  const ComparedModel* best = smallest(models, error);
  if (best == nullptr) return {};
  std::string names;
  bool alone = true;
  for (const ComparedModel& model : models) {
    if (!error(model) || *error(model) > 1.01 * *error(*best)) continue;
    alone = names.empty();
    names += (alone ? "" : ", ") + title_of(model);
  }
  return alone ? names +
                     " foretells customers best: it has the smallest root mean square error in "
                     "the test."
               : names +
                     " foretell customers best: their root mean square errors in the test are "
                     "within 1% of the smallest.";
}

std::vector<std::string> words_about(const ModelComparison& comparison) {
  std::vector<std::string> words;
  const std::vector<ComparedModel>& models = comparison.models;
  const auto bic = [](const ComparedModel& model) { return model.bic; };
  if (const ComparedModel* best = smallest(models, bic)) {
    words.push_back(title_of(*best) + " fits best: it has the smallest BIC.");
  }
  if (std::string said = words_about_errors(models); !said.empty()) {
    words.push_back(std::move(said));
  }
  const bool penalized = std::any_of(models.begin(), models.end(), [](const ComparedModel& model) {
    return report_of(model.fit).usable() && !model.bic && name_of(model.fit) != ModelName::bg_bb;
  });
  if (penalized) words.emplace_back("Fitted with a penalty, models have neither AIC nor BIC.");
  for (const ComparedModel& model : models) {
    if (!report_of(model.fit).usable()) {
      words.push_back(title_of(model) + " could not be fitted: look at its diagnosis.");
      continue;
    }
    if (name_of(model.fit) == ModelName::bg_bb) {
      words.push_back(title_of(model) +
                      " takes each unit of time for an opportunity to buy: its likelihood is that "
                      "of other data, so that it is compared by its forecasts alone.");
    }
    if (!model.bic) continue;
    for (const ComparedModel& inner : models) {
      if (!inner.bic || nesting(name_of(model.fit), name_of(inner.fit)) == Nesting::none) {
        continue;
      }
      const double behind = log_likelihood(inner.fit) - log_likelihood(model.fit);
      if (behind > same_likelihood) {
        words.push_back(title_of(model) + " contains " + title_of(inner) +
                        ", yet its log-likelihood is lower by " + number_text(behind, 3) +
                        ": its maximum was not found, or lies at the edge where it is " +
                        title_of(inner) + ".");
      }
    }
  }
  return words;
}

Table likelihood_table(const ModelComparison& comparison) {
  Table table{.title = "Fit",
              .caption = "The smaller AIC and BIC, the better.",
              .columns = {{.name = "Model"},
                          {.name = "Parameters", .format = {.decimals = 0}},
                          {.name = "Log likelihood", .format = {.decimals = 2}},
                          {.name = "AIC", .format = {.decimals = 2}},
                          {.name = "BIC", .format = {.decimals = 2}}}};
  for (const ComparedModel& model : comparison.models) {
    if (name_of(model.fit) == ModelName::bg_bb) continue;  // Its likelihood is of other data.
    std::vector<Cell> row{title_of(model), static_cast<double>(model.parameters)};
    if (model.bic) {
      row.insert(row.end(), {log_likelihood(model.fit), *model.aic, *model.bic});
    } else if (report_of(model.fit).usable()) {
      row.insert(row.end(), {log_likelihood(model.fit), Cell{}, Cell{}});
    } else {
      row.insert(row.end(), 3, undefined_estimate(Undefined::unusable_fit, comparison.customers));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table holdout_table(const ModelComparison& comparison) {
  Table table{.title = "Forecast of the days not seen",
              .caption = number_text(comparison.actual, 9) +
                         " purchases were made. Errors are per customer: the smaller, the better.",
              .columns = {{.name = "Model"},
                          {.name = "Total foretold", .format = {.decimals = 0}},
                          {.name = "Error of the total",
                           .format = {.quantity = Quantity::percent, .decimals = 1}},
                          {.name = "Mean absolute error", .format = {.decimals = 4}},
                          {.name = "Root mean square error", .format = {.decimals = 4}},
                          {.name = "Normalized Gini", .format = {.decimals = 4}}}};
  for (const ComparedModel& model : comparison.models) {
    if (!model.holdout) continue;
    const ForecastScore& score = *model.holdout;
    table.rows.push_back(
        {title_of(model),
         score.total,
         comparison.actual > 0.0
             ? Estimate{.value = score.total / comparison.actual - 1.0, .method = Method::count}
             : undefined_estimate(Undefined::division_by_zero),
         score.mean_absolute_error,
         score.root_mean_square_error,
         score.normalized_gini});
  }
  return table;
}

Chart bic_chart(const ModelComparison& comparison) {
  Chart chart{.title = "How far behind the best fit",
              .caption = "Above 10 the model is hardly to be preferred (Kass & Raftery 1995).",
              .x = {.label = "Model"},
              .y = {.label = "BIC above the smallest", .format = {.decimals = 1}, .lowest = 0.0},
              .series = {{.name = "BIC above the smallest", .mark = Mark::bars}}};
  const ComparedModel* best =
      smallest(comparison.models, [](const ComparedModel& model) { return model.bic; });
  for (const ComparedModel& model : comparison.models) {
    if (!model.bic) continue;
    chart.x.categories.push_back(title_of(model));
    chart.series[0].y.emplace_back(*model.bic - *best->bic);
  }
  return chart;
}

}  // namespace

ModelComparison compare_models(const PurchaseLedger& ledger,
                               const ComparisonOptions& options,
                               const Host& host) {
  const HoldoutData data = data_of(ledger, options, host);
  ModelComparison comparison{
      .calibration_until = options.calibration_until.value_or(data.days.until),
      .customers = data.past.size()};
  if (options.calibration_until) comparison.until = data.days.until;
  for (const double actual : data.actual) comparison.actual += actual;
  for (const ModelName name :
       options.models.empty() ? applicable(ledger, options) : options.models) {
    comparison.models.push_back(compare(name, ledger, data, options, host));
  }
  comparison.words = words_about(comparison);
  return comparison;
}

Document describe(const ModelComparison& comparison) {
  Document document{.id = "model_comparison", .title = "Which model?"};
  for (const std::string& words : comparison.words) {
    document.blocks.emplace_back(Paragraph{words});
  }
  document.blocks.emplace_back(
      Paragraph{"All models were fitted to the same " + count_text(comparison.customers) +
                " customers, on purchases up to " + to_text(comparison.calibration_until) +
                (comparison.until ? ", and tested on those up to " + to_text(*comparison.until)
                                  : std::string{}) +
                "."});
  document.blocks.emplace_back(likelihood_table(comparison));
  if (Chart chart = bic_chart(comparison); !chart.x.categories.empty()) {
    document.blocks.emplace_back(std::move(chart));
  }
  if (comparison.until) document.blocks.emplace_back(holdout_table(comparison));
  return document;
}

}  // namespace centricity::inline v0::loyalty
