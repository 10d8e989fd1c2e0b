#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "covariates.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

/// What `fit` of any model was asked for.
struct FitInput {
  cc::loyalty::ModelName model{};  ///< Of purchase counts.
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  CovariateInput covariates{};
  std::string save{};                        ///< File the fitted model goes to.
  std::string summary{};                     ///< File of a summary instead of interactions.
  cc::TimeUnit unit = cc::TimeUnit::week;    ///< Of ages and parameters.
  std::optional<cc::TimeUnit> resolution{};  ///< Round times to it.
  double penalty = 0.0;                      ///< Of parameters far from a typical model.
  int bootstrap = 0;                         ///< Fits to customers drawn again; 0: none.
  bool json = false;                         ///< JSON instead of a page of text.
};

int exit_code(const cc::FitReport& report) { return report.usable() ? 0 : 1; }

/// What every fit has, then what it is about.
nlohmann::ordered_json fit_json(std::string_view model, const cc::FitReport& report) {
  nlohmann::ordered_json json;
  json["schema"] = 1;
  json["model"] = model;
  json["status"] = cc::to_string(report.status);
  json["iterations"] = report.iterations;
  json["diagnosis"] = report.diagnosis;
  return json;
}

int fit_kinds(const FitInput& input, const cc::Host& host) {
  const cc::PurchaseHistories histories = cc::purchase_histories(
      load_ledger(input.interactions, input.purchases, host), input.purchases.window, host);
  const Kinds kinds = load_kinds(input.covariates, histories, host);
  const cc::loyalty::CovariateFit fit = cc::loyalty::fit_covariates(
      input.model,
      kinds.counts,
      covariate_options(input.covariates, {.unit = input.unit, .penalty = input.penalty}),
      host);
  if (!input.json) {
    print(describe(fit));
    return exit_code(fit.report);
  }
  nlohmann::ordered_json json = fit_json(to_string(input.model), fit.report);
  json["unit"] = cc::to_string(input.unit);
  for (const auto& [name, estimate] : estimates_of(fit.base)) {
    json["parameters"][std::string{name}] = to_json(estimate);
  }
  for (const cc::loyalty::CovariateEffect& effect : fit.effects) {
    json["effects"][name_of(effect)] = to_json(effect.effect);
  }
  json["log_likelihood"] = fit.log_likelihood;
  json["log_likelihood_without"] = log_likelihood(fit.without);
  if (fit.gain && fit.gain->p_value) json["p_value"] = *fit.gain->p_value;
  json["penalty"] = input.penalty;
  json["effect_penalty"] = fit.effect_penalty;
  json["customers"] = histories.size();
  json["patterns"] = fit.patterns;
  write({}, json.dump(2) + "\n");
  return exit_code(fit.report);
}

int fit_counts(const FitInput& input, const cc::Host& host) {
  if (!input.covariates.file.empty()) return fit_kinds(input, host);
  cc::PurchaseCounts counts;
  cc::loyalty::FitOptions options{.unit = input.unit, .penalty = input.penalty};
  if (input.summary.empty()) {
    const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
    const cc::ObservationWindow& window = input.purchases.window;
    counts = cc::purchase_counts(cc::purchase_histories(ledger, window, host), input.resolution);
    options = cc::loyalty::with_waits(options, input.model, ledger, window, host);
  } else {
    cc::source::LoadedCounts loaded = cc::source::load_purchase_counts(
        {.file = input.summary, .unit = input.unit, .resolution = input.resolution}, host);
    log_findings(loaded.report, host);
    counts = std::move(loaded.counts);
  }
  const cc::loyalty::PurchaseModel fit = cc::loyalty::fit_model(input.model, counts, options, host);
  const cc::FitReport& report = report_of(fit);
  if (!input.save.empty() && report.usable()) cc::loyalty::save_model(fit, input.save);
  std::optional<cc::loyalty::ModelBootstrap> drawn;
  if (input.bootstrap > 0 && report.usable()) {
    drawn = cc::loyalty::bootstrap(fit, counts, {.replicates = input.bootstrap}, host);
  }
  if (!input.json) {
    cc::Document page = describe(fit);
    if (report.usable()) {
      page.sections.push_back(describe(cc::loyalty::check_frequencies(fit, counts)));
    }
    if (drawn) page.sections.push_back(describe(*drawn));
    print(page);
    return exit_code(report);
  }
  nlohmann::ordered_json json = fit_json(to_string(input.model), report);
  json["unit"] = cc::to_string(input.unit);
  for (const auto& [name, estimate] : estimates_of(fit)) {
    json["parameters"][std::string{name}] = to_json(estimate);
  }
  if (drawn) {
    for (const auto& [name, estimate] : drawn->parameters) {
      json["bootstrap"]["parameters"][std::string{name}] = to_json(estimate);
    }
    json["bootstrap"]["replicates"] = drawn->replicates.size();
    json["bootstrap"]["failed"] = drawn->failed;
  }
  json["log_likelihood"] = log_likelihood(fit);
  json["penalty"] = input.penalty;
  json["customers"] = std::visit([](const auto& of) { return of.customers; }, fit);
  json["tuples"] = counts.counts.size();
  write({}, json.dump(2) + "\n");
  return exit_code(report);
}

int fit_gamma_gamma(const FitInput& input, const cc::Host& host) {
  const cc::SpendHistories histories =
      input.summary.empty() ? cc::spend_histories(cc::purchase_histories(
                                  load_ledger(input.interactions, input.purchases, host),
                                  input.purchases.window,
                                  host))
                            : load_spend_summary(input.summary, host);
  const cc::loyalty::GammaGammaFit fit = cc::loyalty::fit_gamma_gamma(histories, {}, host);
  if (!input.json) {
    print(describe(fit));
    return exit_code(fit.report);
  }
  nlohmann::ordered_json json = fit_json("gamma-gamma", fit.report);
  json["parameters"] = {{"p", to_json(fit.estimates.p)},
                        {"q", to_json(fit.estimates.q)},
                        {"gamma", to_json(fit.estimates.gamma)}};
  json["population_mean"] = to_json(fit.population_mean);
  json["correlation"] = to_json(fit.correlation);
  json["log_likelihood"] = fit.log_likelihood;
  json["customers"] = fit.customers;
  json["tuples"] = fit.customers;  // Hardly two have the same mean: they are not grouped.
  json["set_aside"] = fit.set_aside;
  write({}, json.dump(2) + "\n");
  return exit_code(fit.report);
}

}  // namespace

void add_fit(CLI::App& app, Session& session) {
  CLI::App* fit = app.add_subcommand("fit", "Fit a model and show how sure it is");
  fit->require_subcommand(1);

  const auto add_model = [&](const FitInput& defaults,
                             std::string_view name,
                             const std::string& help,
                             const std::string& summary,
                             int (*run)(const FitInput&, const cc::Host&)) {
    const auto input = std::make_shared<FitInput>(defaults);
    CLI::App* model = fit->add_subcommand(std::string{name}, help);
    add_options(*model, input->interactions, false);
    add_options(*model, input->purchases);
    add_unit_option(*model, input->unit);
    model->add_option("--summary", input->summary, "Instead of transactions: columns " + summary)
        ->type_name("FILE")
        ->excludes("--interactions");
    model->add_flag("--json", input->json, "JSON instead of a page of text");
    on_choice(*model, session, input, run);
    return std::pair{model, input};
  };

  for (const cc::loyalty::ModelName name : cc::loyalty::model_names()) {
    const auto [model, input] =
        add_model({.model = name},
                  to_string(name),
                  "How often customers buy and when they leave: " + std::string{title(name)},
                  "frequency, recency, age (and count), in --unit",
                  fit_counts);
    add_resolution_option(*model, input->resolution);
    add_penalty_option(*model, input->penalty);
    model
        ->add_option("--bootstrap",
                     input->bootstrap,
                     "Intervals also from so many fits to customers drawn again; 200 or more")
        ->type_name("N");
    model->add_option("--save", input->save, "Where to keep the fitted model, for predict --saved")
        ->type_name("FILE");
    if (!cc::loyalty::effects_in(name).empty()) {
      add_options(*model, input->covariates)
          ->excludes("--summary")
          ->excludes("--resolution")
          ->excludes("--save");
    }
  }
  add_model({},
            "gamma-gamma",
            "What a purchase of a customer is worth",
            "frequency, monetary_value",
            fit_gamma_gamma);
}

}  // namespace command_line
