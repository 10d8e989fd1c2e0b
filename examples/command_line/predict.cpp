#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct PredictInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  cc::loyalty::ModelName model = cc::loyalty::ModelName::mbg_nbd;
  std::string saved{};  ///< File of a model fitted before.
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

/// Four cells: value, standard error and interval.
void append(std::vector<std::string>& row, const cc::Estimate& estimate) {
  row.push_back(number(estimate.value));
  row.push_back(number(estimate.standard_error));
  row.push_back(estimate.interval ? number(estimate.interval->lower) : std::string{});
  row.push_back(estimate.interval ? number(estimate.interval->upper) : std::string{});
}

int predict(const PredictInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::PurchaseHistories histories = cc::purchase_histories(ledger, window, host);
  const cc::loyalty::PurchaseModel buying =
      input.saved.empty()
          ? cc::loyalty::fit_model(
                input.model,
                cc::purchase_counts(histories),
                cc::loyalty::with_waits({.unit = input.unit}, input.model, ledger, window, host),
                host)
          : cc::loyalty::load_model(input.saved);
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
  const cc::loyalty::GammaGammaFit spending =
      cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);
  // Without a spend model there are purchases, but no value: its cells stay empty.
  static_cast<void>(usable(spending.report, host));
  const cc::loyalty::CustomerForecasts forecasts =
      cc::loyalty::forecast_customers(buying, spending, histories, input.horizon, host);

  std::vector<std::string> header{"customer", "repeats", "recency", "age"};
  for (const std::string quantity : {"alive", "purchases", "spend", "value"}) {
    for (const char* part : {"", "_std_error", "_lower", "_upper"}) {
      header.push_back(quantity + part);
    }
  }
  std::string text;
  append_row(text, header);
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (i % 1024 == 0) cc::stop_if_cancelled(host);
    const cc::PurchaseHistory history = cc::history(histories, i);
    std::vector<std::string> row{std::string(histories.labels[i]),
                                 number(history.repeats),
                                 number(history.recency.in(input.unit)),
                                 number(history.age.in(input.unit))};
    const cc::loyalty::CustomerForecast& forecast = forecasts.forecasts[i];
    for (const cc::Estimate& estimate :
         {forecast.alive, forecast.purchases, forecast.spend, forecast.value}) {
      append(row, estimate);
    }
    append_row(text, row);
  }
  write(input.output, text);
  return 0;
}

}  // namespace

void add_predict(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "predict", "For each customer: still there? how many purchases, of what value? (CSV)");
  const auto input = std::make_shared<PredictInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  command->add_option("--saved", input->saved, "Model kept by fit --save, instead of fitting one")
      ->type_name("FILE")
      ->excludes(add_model_option(*command, input->model));
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
  on_choice(*command, session, input, predict);
}

}  // namespace command_line
