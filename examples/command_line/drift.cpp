#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct DriftInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  std::string saved{};  ///< File of the model.
  std::optional<cc::Day> calibrated_until{};
  cc::loyalty::DriftOptions options{};
  bool json = false;
};

int drift(const DriftInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::ObservationWindow& window = input.purchases.window;
  cc::loyalty::DriftOptions options = input.options;
  options.calibrated_until = *input.calibrated_until;
  options.until = window.until;
  options.from = window.from;
  options.acquired_from = window.acquired_from;
  const cc::loyalty::PurchaseModel model = cc::loyalty::load_model(input.saved);
  show(describe(cc::loyalty::check_drift(model, ledger, options, host)), input.json);
  return 0;
}

}  // namespace

void add_drift(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "drift", "Does a model kept by fit --save still hold for what has come since?");
  const auto input = std::make_shared<DriftInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  command->add_option("--saved", input->saved, "Model kept by fit --save")
      ->type_name("FILE")
      ->required();
  add_date_option(
      *command, "--calibrated-until", input->calibrated_until, "Last day the model has seen")
      ->required();
  command
      ->add_option("--false-alarms",
                   input->options.false_alarms,
                   "Share of checks that may find a drift there is not")
      ->capture_default_str();
  command
      ->add_option("--noticeable",
                   input->options.noticeable,
                   "A change of purchases by this part must not go unnoticed")
      ->capture_default_str();
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, drift);
}

}  // namespace command_line
