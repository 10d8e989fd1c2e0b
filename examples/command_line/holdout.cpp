#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct HoldoutInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  std::optional<cc::Day> calibration_until{};
  cc::loyalty::ModelName model = cc::loyalty::ModelName::mbg_nbd;
  bool json = false;
};

int holdout(const HoldoutInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::loyalty::HoldoutEvaluation evaluation =
      cc::loyalty::evaluate_holdout(ledger,
                                    {.calibration_until = *input.calibration_until,
                                     .until = window.until,
                                     .from = window.from,
                                     .acquired_from = window.acquired_from,
                                     .model = input.model},
                                    host);
  cc::Document page = describe(evaluation);
  const bool usable = report_of(evaluation.fit).usable();
  if (usable) {
    page.sections.push_back(
        describe(cc::loyalty::track_purchases(evaluation.fit,
                                              ledger,
                                              {.calibration_until = *input.calibration_until,
                                               .until = window.until,
                                               .from = window.from,
                                               .acquired_from = window.acquired_from},
                                              host)));
  }
  show(page, input.json);
  return usable ? 0 : 1;
}

}  // namespace

void add_holdout(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "holdout", "Would the model have foretold what came? Beside two simple guesses");
  const auto input = std::make_shared<HoldoutInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  add_date_option(
      *command, "--calibration-until", input->calibration_until, "Last day the model may see")
      ->required();
  add_model_option(*command, input->model);
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, holdout);
}

}  // namespace command_line
