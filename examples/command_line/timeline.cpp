#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct TimelineInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  cc::TimeUnit unit = cc::TimeUnit::month;
  bool json = false;
};

int timeline(const TimelineInput& input, const cc::Host& host) {
  const cc::PurchaseLedger ledger = load_ledger(input.interactions, input.purchases, host);
  show(describe(cc::purchase_timeline(ledger, input.unit, input.purchases.window, host)),
       input.json);
  return 0;
}

}  // namespace

void add_timeline(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("timeline", "Purchases and revenue over time");
  const auto input = std::make_shared<TimelineInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  add_unit_option(*command, input->unit, "Length of a period")->default_str("month");
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, timeline);
}

}  // namespace command_line
