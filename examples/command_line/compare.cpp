#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct CompareInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  std::optional<cc::Day> calibration_until{};
  cc::TimeUnit unit = cc::TimeUnit::week;
  bool json = false;
};

int compare(const CompareInput& input, const cc::Host& host) {
  const cc::ObservationWindow& window = input.purchases.window;
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  const cc::loyalty::ModelComparison comparison =
      cc::loyalty::compare_models(ledger,
                                  {.calibration_until = input.calibration_until,
                                   .until = window.until,
                                   .from = window.from,
                                   .acquired_from = window.acquired_from,
                                   .fit = {.unit = input.unit}},
                                  host);
  cc::ObservationWindow seen = window;
  seen.until = comparison.calibration_until;
  cc::Document page = describe(comparison);
  page.sections.push_back(
      describe(cc::loyalty::estimate_regularity(cc::purchase_waits(ledger, seen, host))));
  show(page, input.json);
  for (const cc::loyalty::ComparedModel& model : comparison.models) {
    if (report_of(model.fit).usable()) return 0;
  }
  return 1;
}

}  // namespace

void add_compare(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "compare", "Which model fits best, and which foretells best? All of them side by side");
  const auto input = std::make_shared<CompareInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  add_date_option(*command,
                  "--calibration-until",
                  input->calibration_until,
                  "Last day the models may see; all days if not given, and no test");
  add_unit_option(*command, input->unit, "Unit of likelihoods");
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, compare);
}

}  // namespace command_line
