#include <memory>
#include <variant>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "customer_report.hpp"
#include "input.hpp"
#include "output.hpp"
#include "survey_input.hpp"
#include "survey_report.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct ReportInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  customer_report::Options options{};
  SurveyInput survey{};
  double reference_price = 1.0;
  std::string html = "report.html";
  std::string json = "report.json";
  bool show_ids = false;
};

/// Where no file is named: made-up customers of a web shop, always the same, with the parameters
/// that Platzer (2016) and Fader & Hardie (2013) published for CDNOW; and the made-up
/// survey of two clinics.
void simulate_sample(ReportInput& input, const cc::Host& host) {
  input.interactions.load.interactions = "sample.csv";
  input.interactions.format.currency = "USD";
  write("sample.csv",
        cc::source::to_csv(cc::loyalty::to_base(cc::loyalty::simulate({}, host), host), {}, host));
  const cc::source::SurveyCsv survey =
      cc::source::to_survey_csv(cc::gap::simulate_survey(cc::gap::clinic_survey(), host), {}, host);
  input.survey.file = "survey.csv";
  input.survey.codebook = "codebook.csv";
  input.survey.outcome = "recommend";
  input.reference_price = cc::gap::clinic_survey().reference_price;
  write(input.survey.file, survey.answers);
  write(input.survey.codebook, survey.codebook);
}

/// The survey behind the customers: its sections, and its figures on the first page.
void add_survey(const ReportInput& input,
                customer_report::Report& report,
                const cc::Host& silent,
                const cc::Host& host) {
  survey_report::Report made = survey_report::make(
      load(input.survey, silent),
      {.outcome = input.survey.outcome, .reference_price = input.reference_price},
      host);
  for (cc::Document* page : {&report.document, &report.overview}) {
    auto& figures = std::get<cc::Figures>(page->blocks.front()).figures;
    figures.insert(figures.end(), made.figures.begin(), made.figures.end());
    if (!made.remark.empty()) {
      page->blocks.insert(page->blocks.begin() + 1,
                          cc::Notice{.text = "From the survey: " + made.remark});
    }
  }
  report.document.sections.push_back(std::move(made.document));
}

int report(const ReportInput& typed, const cc::Host& host) {
  cc::Host silent = host;
  silent.log = {};  // The page says all of it.
  ReportInput input = typed;
  const bool simulated = input.interactions.load.interactions.empty() && input.survey.file.empty();
  if (simulated) simulate_sample(input, silent);
  customer_report::Options options = input.options;
  options.rules = input.purchases.rules;
  options.window = input.purchases.window;
  const cc::source::Loaded loaded = load(input.interactions, silent);
  customer_report::Report made = customer_report::make(loaded, options, host);
  if (!input.survey.file.empty()) add_survey(input, made, silent, host);
  const cc::report::Privacy privacy{.show_identifiers = input.show_ids};
  write(input.html, cc::report::to_html(made.document, {.privacy = privacy}));
  write(input.json, cc::report::to_json(made.document, {.privacy = privacy}));
  print(made.overview, privacy);
  write({},
        "\n" +
            std::string(simulated ? "The samples:    sample.csv, survey.csv with codebook.csv "
                                    "(simulated)\n"
                                  : "") +
            "The page:       " + input.html + "\nThe data:       " + input.json +
            "\nAll customers:  centricity predict --interactions " +
            input.interactions.load.interactions + " --output customers.csv\n");
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
  add_model_option(*command, input->options.model);
  add_date_option(*command,
                  "--calibration-until",
                  input->options.calibration_until,
                  "Last day of the past from which the model is tested; half of the time");
  add_duration_option(*command, "--horizon", input->options.horizon, "How far to look ahead")
      ->default_str("1 year");
  command->add_option("--top", input->options.top, "Length of the list of customers")
      ->capture_default_str();
  const std::string group = "A survey of the customers";
  command->add_option("--survey", input->survey.file, "CSV file of answers, with --codebook")
      ->type_name("FILE")
      ->group(group);
  command->add_option("--codebook", input->survey.codebook, "CSV file: what its columns mean")
      ->type_name("FILE")
      ->group(group);
  command
      ->add_option("--outcome",
                   input->survey.outcome,
                   "Item by which improvements count, e.g. recommendation from 0 to 10")
      ->type_name("ITEM")
      ->group(group);
  command
      ->add_option("--reference-price",
                   input->reference_price,
                   "Price at which doubling begins to count for expectations")
      ->capture_default_str()
      ->group(group);
  add_date_option(*command,
                  "--asked-on",
                  input->survey.asked_on,
                  "When it was asked, if no column of the survey says so")
      ->group(group);
  command->add_option("--html", input->html, "Where to write the page")->capture_default_str();
  command->add_option("--json", input->json, "Where to write the data")->capture_default_str();
  command->add_flag("--show-ids", input->show_ids, "Show the ids of customers in the report");
  on_choice(*command, session, input, report);
}

}  // namespace command_line
