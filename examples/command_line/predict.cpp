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
  cc::TimeUnit unit = cc::TimeUnit::week;
  cc::Duration horizon = cc::years(1.0);
  std::string output{};
};

/// Four cells: value, standard error and interval.
void append(std::vector<std::string>& row, const cc::Estimate& estimate) {
  row.push_back(number(estimate.value));
  row.push_back(number(estimate.standard_error));
  row.push_back(estimate.interval ? number(estimate.interval->lower) : std::string{});
  row.push_back(estimate.interval ? number(estimate.interval->upper) : std::string{});
}

int predict(const PredictInput& input, const cc::Host& host) {
  const cc::PurchaseHistories histories = cc::purchase_histories(
      load_ledger(input.interactions, input.purchases, host), input.purchases.window, host);
  const cc::loyalty::BgNbdFit buying =
      cc::loyalty::fit_bg_nbd(cc::purchase_counts(histories), {.unit = input.unit}, host);
  if (!usable(buying.report, host)) return 1;
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
  add_unit_option(*command, input->unit);
  add_duration_option(*command, "--horizon", input->horizon, "How far to look ahead")
      ->default_str("1 year");
  command->add_option("--output", input->output, "Where to write; standard output if not given")
      ->type_name("FILE");
  on_choice(*command, session, input, predict);
}

}  // namespace command_line
