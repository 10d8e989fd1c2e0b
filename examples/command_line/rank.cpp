#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct RankInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  ModelInput model{};
  cc::loyalty::RankingOptions options{};
  bool show_ids = false;
  bool json = false;
};

int rank(const RankInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::PurchaseHistories histories = cc::purchase_histories(ledger, window, host);
  const cc::PurchaseCounts counts = cc::purchase_counts(histories);
  const cc::loyalty::PurchaseModel buying =
      buying_model(input.model, ledger, histories, cc::TimeUnit::week, host);
  const cc::loyalty::GammaGammaFit spending =
      cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);
  if (!usable(report_of(buying), host) || !usable(spending.report, host)) return 1;

  cc::Document page =
      describe(cc::loyalty::rank_customers(buying, spending, histories, input.options, host));
  page.sections.push_back(
      describe(cc::loyalty::outlook(buying, counts, input.options.horizon, host)));
  show(page, input.json, {.show_identifiers = input.show_ids});
  return 0;
}

}  // namespace

void add_rank(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("rank", "Who will be worth most, and how far can the order be trusted?");
  const auto input = std::make_shared<RankInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  add_options(*command, input->model);
  add_duration_option(*command, "--horizon", input->options.horizon, "How far to look ahead")
      ->default_str("1 year");
  command->add_option("--top", input->options.top, "Length of the list")->capture_default_str();
  command->add_option("--seed", input->options.seed, "Of the simulated futures")
      ->capture_default_str();
  command->add_flag("--show-ids", input->show_ids, "Show the ids of customers");
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, rank);
}

}  // namespace command_line
