#include <limits>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;
using cc::loyalty::CashFlowTiming;

struct ValueInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  ModelInput model{};
  cc::TimeUnit unit = cc::TimeUnit::week;
  cc::loyalty::ValueTerms terms{};
  std::optional<double> rate{};
  bool for_ever = false;
  cc::loyalty::EquityOptions futures{};
  std::uint64_t new_customers = 0;
  double acquisition_cost = 0.0;
  std::string output{};
  bool json = false;
};

/// What nobody can guess, and what changes every value.
cc::loyalty::ValueTerms terms_of(const ValueInput& input) {
  cc::loyalty::ValueTerms terms = input.terms;
  if (!input.rate) {
    throw cc::Error{cc::ErrorCode::invalid_argument,
                    "it is not said what a year of waiting for money costs",
                    "Give --rate, e.g. 0.1 for 10% a year, or 0 to discount nothing."};
  }
  if (!terms.discounting.timing) {
    throw cc::Error{cc::ErrorCode::invalid_argument,
                    "it is not said when the money of a period comes, which changes every value",
                    "Give --timing when-bought, period-start, period-middle or period-end; a "
                    "period is a month unless --period says otherwise."};
  }
  terms.discounting.annual_rate = *input.rate;
  if (input.for_ever) terms.window.to = cc::years(std::numeric_limits<double>::infinity());
  return terms;
}

int value(const ValueInput& input, const cc::Host& host) {
  const cc::loyalty::ValueTerms terms = terms_of(input);
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::PurchaseHistories histories = cc::purchase_histories(ledger, window, host);
  const cc::loyalty::PurchaseModel buying =
      buying_model(input.model, ledger, histories, input.unit, host);
  const cc::loyalty::GammaGammaFit spending =
      cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);
  if (!usable(report_of(buying), host) || !usable(spending.report, host)) return 1;

  const cc::loyalty::CustomerForecasts values =
      cc::loyalty::value_customers(buying, spending, histories, terms, host);
  cc::loyalty::CustomerEquity equity = cc::loyalty::customer_equity(values);
  equity.predicted =
      cc::loyalty::predict_equity(buying, spending, histories, terms, input.futures, host);
  cc::Document page = describe(equity);
  if (input.new_customers > 0) {
    cc::loyalty::CohortValue cohort = cc::loyalty::value_new_customers(
        buying, spending, input.new_customers, terms, input.acquisition_cost);
    cohort.currency = equity.currency;
    page.sections.push_back(describe(cohort));
  }
  if (!input.output.empty()) {
    write(input.output, forecast_table(values, histories, input.unit, host));
  }
  show(page, input.json);
  return 0;
}

}  // namespace

void add_value(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "value", "What is each customer worth today, and all of them? (customer equity)");
  const auto input = std::make_shared<ValueInput>();
  add_options(*command, input->interactions, true);
  add_options(*command, input->purchases);
  add_options(*command, input->model);
  add_unit_option(*command, input->unit);
  command->add_option("--output", input->output, "Where to write a line a customer, as CSV")
      ->type_name("FILE");
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  command->add_option("--seed", input->futures.seed, "Of the simulated futures")
      ->capture_default_str();

  const std::string worth = "What a value is of";
  command->add_option("--rate", input->rate, "Effective interest a year; 0.1 is 10%")->group(worth);
  add_choice<CashFlowTiming>(*command,
                             "--timing",
                             input->terms.discounting.timing,
                             {{"when-bought", CashFlowTiming::when_bought},
                              {"period-start", CashFlowTiming::period_start},
                              {"period-middle", CashFlowTiming::period_middle},
                              {"period-end", CashFlowTiming::period_end}},
                             "When the money of a period comes")
      ->group(worth);
  add_duration_option(
      *command, "--period", input->terms.discounting.period, "Of the last three timings")
      ->default_str("1 month")
      ->group(worth);
  CLI::Option* horizon =
      add_duration_option(
          *command, "--horizon", input->terms.window.to, "Purchases from now until then count")
          ->default_str("1 year")
          ->group(worth);
  command->add_flag("--for-ever", input->for_ever, "All purchases count; --rate must be above 0")
      ->excludes(horizon)
      ->group(worth);
  add_duration_option(
      *command, "--after", input->terms.window.from, "Purchases before that do not count")
      ->default_str("0 days")
      ->group(worth);
  command->add_option("--margin", input->terms.margin, "Share of the revenue that is kept")
      ->capture_default_str()
      ->group(worth);

  const std::string cohort = "Customers yet to be won";
  command->add_option("--new-customers", input->new_customers, "How many")->group(cohort);
  command->add_option("--acquisition-cost", input->acquisition_cost, "Of winning one")
      ->capture_default_str()
      ->group(cohort);
  on_choice(*command, session, input, value);
}

}  // namespace command_line
