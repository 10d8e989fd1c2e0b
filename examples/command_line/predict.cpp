#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "covariates.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct PredictInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  ModelInput model{};
  CovariateInput covariates{};
  cc::TimeUnit unit = cc::TimeUnit::week;
  cc::Duration horizon = cc::years(1.0);
  std::string output{};
  std::optional<double> repeats{};  ///< One customer: repeat purchases, ...
  double recency = 0.0;             ///< ... time from the first to the last, ...
  double age = 0.0;                 ///< ... and to the end, in `unit`.
  bool new_customer = false;        ///< One who has just bought for the first time.
  bool json = false;                ///< Of the page about one customer.
};

/// One who did this so far.
cc::Document describe_customer(const cc::loyalty::PurchaseModel& fit,
                               const cc::PurchaseHistory& history,
                               cc::Duration horizon) {
  return {.id = "one_customer",
          .title = "One customer",
          .blocks = {cc::Figures{{{.name = "Still a customer",
                                   .estimate = probability_alive(fit, history),
                                   .format = {.quantity = cc::Quantity::percent, .decimals = 0}},
                                  {.name = "Purchases to come",
                                   .estimate = expected_purchases(fit, history, horizon),
                                   .format = {.decimals = 2},
                                   .help = "Expected within the horizon."}}}}};
}

/// One who begins, and how often such customers buy again.
cc::Document describe_new_customer(const cc::loyalty::PurchaseModel& fit, cc::Duration horizon) {
  constexpr double nearly_all = 0.99;
  constexpr std::uint64_t most = 25;
  cc::Chart chart{
      .title = "How often new customers buy again within the horizon",
      .caption = "Probability of exactly so many repeat purchases.",
      .x = {.label = "Repeat purchases"},
      .y = {.label = "Probability", .format = {.quantity = cc::Quantity::percent, .decimals = 1}},
      .series = {{.name = "Probability", .mark = cc::Mark::bars}},
      .horizontal = true};
  double reached = 0.0;
  for (std::uint64_t k = 0; k < most && reached < nearly_all; ++k) {
    const double probability = *probability_of_purchases(fit, {}, k, horizon).value;
    chart.x.categories.push_back(std::to_string(k));
    chart.series[0].y.emplace_back(probability);
    reached += probability;
  }
  chart.x.categories.emplace_back("more");
  chart.series[0].y.emplace_back(std::max(0.0, 1.0 - reached));
  return {.id = "new_customer",
          .title = "A new customer",
          .blocks = {cc::Figures{{{.name = "Repeat purchases to come",
                                   .estimate = expected_purchases(fit, horizon),
                                   .format = {.decimals = 2},
                                   .help = "Expected within the horizon."}}},
                     std::move(chart)}};
}

/// The spend model, whatever became of it: without one there are purchases, but no value.
cc::loyalty::GammaGammaFit spending_of(const cc::PurchaseHistories& histories,
                                       const cc::Host& host) {
  cc::loyalty::GammaGammaFit fit =
      cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);
  static_cast<void>(usable(fit.report, host));
  return fit;
}

/// All customers, each by the model of those like them.
int predict_kinds(const PredictInput& input,
                  const cc::PurchaseHistories& histories,
                  const cc::Host& host) {
  const Kinds kinds = load_kinds(input.covariates, histories, host);
  const cc::loyalty::CovariateFit buying = cc::loyalty::fit_covariates(
      input.model.name,
      kinds.counts,
      covariate_options(input.covariates, {.unit = input.unit, .penalty = input.model.penalty}),
      host);
  if (!usable(buying.report, host)) return 1;
  const cc::loyalty::CustomerForecasts forecasts = forecast_customers(
      buying, spending_of(histories, host), histories, kinds.patterns, input.horizon, host);
  write(input.output, forecast_table(forecasts, histories, input.unit, host));
  return 0;
}

int predict(const PredictInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::PurchaseHistories histories = cc::purchase_histories(ledger, window, host);
  if (!input.covariates.file.empty()) return predict_kinds(input, histories, host);
  const cc::loyalty::PurchaseModel buying =
      buying_model(input.model, ledger, histories, input.unit, host);
  if (!usable(report_of(buying), host)) return 1;
  if (input.new_customer) {
    show(describe_new_customer(buying, input.horizon), input.json);
    return 0;
  }
  if (input.repeats) {
    const cc::PurchaseHistory history{.repeats = *input.repeats,
                                      .recency = cc::Duration{input.recency, input.unit},
                                      .age = cc::Duration{input.age, input.unit}};
    show(describe_customer(buying, history, input.horizon), input.json);
    return 0;
  }
  const cc::loyalty::CustomerForecasts forecasts =
      forecast_customers(buying, spending_of(histories, host), histories, input.horizon, host);
  write(input.output, forecast_table(forecasts, histories, input.unit, host));
  return 0;
}

}  // namespace

void add_predict(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "predict", "For each customer: still there? how many purchases, of what value? (CSV)");
  const auto input = std::make_shared<PredictInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  add_options(*command, input->model);
  add_unit_option(*command, input->unit);
  add_duration_option(*command, "--horizon", input->horizon, "How far to look ahead")
      ->default_str("1 year");
  command->add_option("--output", input->output, "Where to write; standard output if not given")
      ->type_name("FILE");

  const std::string group = "One customer instead of all (a page, not CSV)";
  auto* const repeats =
      command->add_option("--repeats", input->repeats, "Repeat purchases so far")->group(group);
  auto* const recency =
      command
          ->add_option(
              "--recency", input->recency, "From the first purchase to the last, in --unit")
          ->group(group);
  auto* const age =
      command->add_option("--age", input->age, "From the first purchase to now, in --unit")
          ->group(group)
          ->needs(repeats);
  repeats->needs(recency)->needs(age);
  recency->needs(repeats);
  command->add_flag("--new-customer", input->new_customer, "How often will somebody new buy again?")
      ->group(group)
      ->excludes(repeats);
  command->add_flag("--json", input->json, "JSON instead of a page of text")->group(group);
  add_options(*command, input->covariates)
      ->excludes("--saved")
      ->excludes("--repeats")
      ->excludes("--new-customer");
  on_choice(*command, session, input, predict);
}

}  // namespace command_line
