#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "customer_report.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct ReportInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  customer_report::Options options{};
  std::string html = "report.html";
  std::string json = "report.json";
  bool show_ids = false;
};

/// Where no file is named: made-up customers of a web shop, always the same, with the parameters
/// that Fader, Hardie & Lee (2005) and Fader & Hardie (2013) published for CDNOW.
InteractionsInput sample(const cc::Host& host) {
  InteractionsInput input;
  input.load.interactions = "sample.csv";
  input.format.currency = "USD";
  write(input.load.interactions,
        cc::source::to_csv(cc::loyalty::to_base(cc::loyalty::simulate({}, host), host)));
  return input;
}

int report(const ReportInput& input, const cc::Host& host) {
  const bool simulated = input.interactions.load.interactions.empty();
  customer_report::Options options = input.options;
  options.rules = input.purchases.rules;
  options.window = input.purchases.window;
  cc::Host silent = host;
  silent.log = {};  // The page says all of it.
  const cc::source::Loaded loaded = load(simulated ? sample(host) : input.interactions, silent);
  const customer_report::Report made = customer_report::make(loaded, options, host);
  const cc::report::Privacy privacy{.show_identifiers = input.show_ids};
  write(input.html, cc::report::to_html(made.document, {.privacy = privacy}));
  write(input.json, cc::report::to_json(made.document, {.privacy = privacy}));
  print(made.overview, privacy);
  write({},
        "\n" + std::string(simulated ? "The sample:     sample.csv (simulated)\n" : "") +
            "The page:       " + input.html + "\nThe data:       " + input.json +
            "\nAll customers:  centricity predict --interactions " +
            (simulated ? "sample.csv" : input.interactions.load.interactions) +
            " --output customers.csv\n");
  return made.usable ? 0 : 1;
}

}  // namespace

void add_report(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "report",
      "Everything about the customers, as a page; of a simulated sample if no file is named");
  const auto input = std::make_shared<ReportInput>();
  add_options(*command, input->interactions, true);
  add_options(*command, input->purchases);
  add_date_option(*command,
                  "--calibration-until",
                  input->options.calibration_until,
                  "Last day of the past from which the model is tested; half of the time");
  add_duration_option(*command, "--horizon", input->options.horizon, "How far to look ahead")
      ->default_str("1 year");
  command->add_option("--top", input->options.top, "Length of the list of customers")
      ->capture_default_str();
  command->add_option("--html", input->html, "Where to write the page")->capture_default_str();
  command->add_option("--json", input->json, "Where to write the data")->capture_default_str();
  command->add_flag("--show-ids", input->show_ids, "Show the ids of customers in the report");
  on_choice(*command, session, input, report);
}

}  // namespace command_line
