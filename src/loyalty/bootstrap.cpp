#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bootstrap.hpp>

#include "core/progress.hpp"
#include "loyalty/all_models.hpp"
#include "statistics/replicates.hpp"

namespace centricity::inline v0::loyalty {
namespace {

void check(const PurchaseModel& model,
           const PurchaseCounts& counts,
           const BootstrapOptions& options) {
  if (options.replicates < 50 || !(options.level > 0.0 && options.level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the bootstrap are out of range",
                "replicates are at least 50 and level lies between 0 and 1.");
  }
  if (!report_of(model).usable()) {
    throw Error(ErrorCode::invalid_argument,
                "a bootstrap needs a usable fit to begin at",
                "look at the diagnosis of the fit.");
  }
  require_whole(counts);
  const auto people = static_cast<std::uint64_t>(std::llround(customers(counts)));
  const bool same = std::visit(
      [&](const auto& fit) {
        return fit.customers == people && fit.tuples == counts.counts.size();
      },
      model);
  if (!same) {
    throw Error(ErrorCode::incompatible,
                "the customers are not those of the fit",
                "give the counts the model was fitted to.");
  }
}

/// Every customer drawn Poisson(1) times.
PurchaseCounts draw_customers(const PurchaseCounts& counts, Rng rng) {
  PurchaseCounts drawn{.resolution = counts.resolution, .unit = counts.unit};
  drawn.counts.reserve(counts.counts.size());
  for (const PurchaseCount& count : counts.counts) {
    const auto times = static_cast<double>(poisson(rng, count.customers));
    if (times == 0.0) continue;
    drawn.counts.push_back(count);
    drawn.counts.back().customers = times;
  }
  return drawn;
}

std::string some_of(std::uint64_t some, const ModelBootstrap& drawn) {
  return std::to_string(some) + " of " + std::to_string(drawn.replicates.size()) +
         " fits to customers drawn again";
}

std::vector<std::string> words_about(const ModelBootstrap& drawn) {
  std::vector<std::string> words;
  if (drawn.failed > 0) {
    const auto first = std::ranges::find_if(
        drawn.replicates, [](const PurchaseModel& model) { return !report_of(model).usable(); });
    const std::vector<std::string>& why = report_of(*first).diagnosis;
    words.push_back(some_of(drawn.failed, drawn) + " could not be used and are left out." +
                    (why.empty() ? std::string{} : " One says: " + why.front()));
  }
  if (drawn.at_edge > 0) {
    words.push_back(some_of(drawn.at_edge, drawn) +
                    " have no proper maximum: parameters ran far away along a direction the data "
                    "say nothing about. Look at intervals rather than at standard errors, and at "
                    "predictions rather than at parameters.");
  }
  if (words.empty()) {
    words.push_back("All " + std::to_string(drawn.replicates.size()) +
                    " fits to customers drawn again found their maximum.");
  }
  return words;
}

/// The i-th parameter as a quantity.
ModelQuantity parameter(std::size_t i) {
  return [i](const PurchaseModel& model) -> std::optional<double> {
    return std::visit(
        [i](const auto& fit) {
          return ModelOfFit<std::decay_t<decltype(fit)>>::values(fit.parameters).at(i);
        },
        model);
  };
}

/// The ends of an interval as parts of the fitted value.
Series relative_intervals(std::string name, const std::vector<Estimate>& estimates) {
  Series series{.name = std::move(name), .mark = Mark::points};
  for (const Estimate& estimate : estimates) {
    const double value = estimate.value.value_or(1.0);
    const Interval interval = estimate.interval.value_or(Interval{value, value});
    series.y.emplace_back(1.0);
    series.lower.push_back(interval.lower / value);
    series.upper.push_back(interval.upper / value);
  }
  return series;
}

}  // namespace

ModelBootstrap bootstrap(const PurchaseModel& fit,
                         const PurchaseCounts& counts,
                         const BootstrapOptions& options,
                         const Host& host) {
  check(fit, counts, options);
  ModelBootstrap drawn{
      .options = options,
      .fit = fit,
      .replicates = std::vector<PurchaseModel>(static_cast<std::size_t>(options.replicates))};
  const double penalty = std::visit([](const auto& of) { return of.penalty; }, fit);
  const FitOptions each{
      .level = options.level, .max_iterations = options.max_iterations, .penalty = penalty};
  const Host serial{.cancelled = host.cancelled};  // The threads are busy with replicates.
  const Rng rng{options.seed};
  run(host, "drawing customers again", drawn.replicates.size(), [&](std::size_t i) {
    drawn.replicates[i] = refit(fit, draw_customers(counts, rng.stream(i)), each, serial);
  });
  for (const PurchaseModel& model : drawn.replicates) {
    if (!report_of(model).usable()) ++drawn.failed;
    if (report_of(model).status == FitStatus::boundary) ++drawn.at_edge;
  }
  drawn.parameters = estimates_of(fit);
  for (std::size_t i = 0; i < drawn.parameters.size(); ++i) {
    drawn.parameters[i].estimate = bootstrap_estimate(drawn, parameter(i));
  }
  drawn.words = words_about(drawn);
  return drawn;
}

Estimate bootstrap_estimate(const ModelBootstrap& drawn, const ModelQuantity& quantity) {
  const auto n = std::visit([](const auto& fit) { return fit.customers; }, drawn.fit);
  const std::optional<double> value = quantity(drawn.fit);
  if (!value || !std::isfinite(*value)) return undefined_estimate(Undefined::missing_input, n);
  Estimate estimate{.value = value, .n = n, .method = Method::bootstrap};
  std::vector<double> values;
  for (const PurchaseModel& model : drawn.replicates) {
    if (!report_of(model).usable()) continue;
    const std::optional<double> here = quantity(model);
    if (here && std::isfinite(*here)) values.push_back(*here);
  }
  if (n < 2 || !statistics::enough_defined(values.size(), drawn.replicates.size())) return estimate;
  std::ranges::sort(values);
  const double tail = statistics::expanded_tail(drawn.options.level, n);
  estimate.standard_error = statistics::standard_deviation(values);
  estimate.interval = Interval{.lower = statistics::quantile(values, tail),
                               .upper = statistics::quantile(values, 1.0 - tail),
                               .level = drawn.options.level};
  return estimate;
}

Document describe(const ModelBootstrap& drawn) {
  Document document{.id = "model_bootstrap", .title = "How sure, without a formula"};
  for (const std::string& words : drawn.words) document.blocks.emplace_back(Paragraph{words});
  constexpr int decimals = 4;
  Table table{.title = "Parameters of " + std::string{title(name_of(drawn.fit))},
              .caption =
                  "Likelihood: from the curvature of the likelihood. Drawn again: from fits "
                  "to customers drawn again, each any number of times. Where the two "
                  "differ much, trust the second.",
              .columns = {{.name = "Parameter"},
                          {.name = "Likelihood", .format = {.decimals = decimals}},
                          {.name = "Drawn again", .format = {.decimals = decimals}},
                          {.name = "Error by likelihood", .format = {.decimals = decimals}},
                          {.name = "Error drawn again", .format = {.decimals = decimals}}}};
  Chart chart{.title = "Intervals by parts of the fitted value",
              .caption = "Both should be of much the same length.",
              .x = {.label = "Parameter"},
              .y = {.label = "Parts of the fitted value"}};
  const auto error_of = [](const Estimate& estimate) {
    return estimate.standard_error ? Cell{*estimate.standard_error} : Cell{};
  };
  std::vector<Estimate> by_likelihood;
  std::vector<Estimate> by_replicates;
  const std::vector<NamedEstimate> fitted = estimates_of(drawn.fit);
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    const Estimate& again = drawn.parameters[i].estimate;
    table.rows.push_back({std::string{fitted[i].name},
                          fitted[i].estimate,
                          again,
                          error_of(fitted[i].estimate),
                          error_of(again)});
    if (!fitted[i].estimate.interval || !again.interval) continue;
    chart.x.categories.emplace_back(fitted[i].name);
    by_likelihood.push_back(fitted[i].estimate);
    by_replicates.push_back(again);
  }
  document.blocks.emplace_back(std::move(table));
  if (by_likelihood.empty()) return document;
  chart.series = {relative_intervals("Likelihood", by_likelihood),
                  relative_intervals("Drawn again", by_replicates)};
  chart.reference_lines.push_back({.at = 1.0, .label = "Fitted value"});
  document.blocks.emplace_back(std::move(chart));
  return document;
}

}  // namespace centricity::inline v0::loyalty
