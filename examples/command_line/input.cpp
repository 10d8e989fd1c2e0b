#include "input.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <string_view>
#include <vector>

namespace command_line {
namespace {

namespace cc = centricity;

constexpr const char* format_group = "How the file is written";

/// Days of a window are typed as dates and checked while the command line is read.
CLI::Validator date_validator() {
  return CLI::Validator{[](std::string& text) {
                          return cc::parse_date(text)
                                     ? std::string{}
                                     : "'" + text + "' is not a date like 1997-09-30";
                        },
                        "DATE"};
}

std::optional<cc::Duration> parse_duration(std::string_view text) {
  double value = 0.0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || !std::isfinite(value) || value < 0.0) return {};
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  if (const std::optional<cc::TimeUnit> named = cc::parse_time_unit(unit)) {
    return cc::Duration{value, *named};
  }
  static const std::map<std::string_view, cc::TimeUnit> letters = {
      {"d", cc::TimeUnit::day}, {"w", cc::TimeUnit::week}, {"y", cc::TimeUnit::year}};
  const auto letter = letters.find(unit);
  if (letter == letters.end()) return {};
  return cc::Duration{value, letter->second};
}

char parse_delimiter(const std::string& text) {
  if (text == "tab" || text == "\\t") return '\t';
  if (text.size() == 1) return text.front();
  throw cc::Error{cc::ErrorCode::invalid_argument,
                  "'" + text + "' is not a delimiter",
                  "Give one character, or the word tab."};
}

const std::vector<std::pair<std::string, cc::TimeUnit>> units{
    {"day", cc::TimeUnit::day}, {"week", cc::TimeUnit::week}, {"month", cc::TimeUnit::month}};

cc::LogLevel level_of(cc::Severity severity) {
  return severity == cc::Severity::error     ? cc::LogLevel::error
         : severity == cc::Severity::warning ? cc::LogLevel::warning
                                             : cc::LogLevel::info;
}

}  // namespace

void add_options(CLI::App& command, InteractionsInput& input, bool file_is_argument) {
  cc::source::InteractionColumnNames& columns = input.load.columns;
  command
      .add_option(file_is_argument ? "file,--interactions" : "--interactions",
                  input.load.interactions,
                  "CSV file of transactions, one a line, with a header")
      ->type_name("FILE");

  const std::string group = "Columns (guessed from the header where not given)";
  const auto column = [&](const std::string& name, std::string& target, const std::string& help) {
    command.add_option(name, target, help)->type_name("COL")->group(group);
  };
  column("--customer", columns.customer, "Who bought");
  column("--time", columns.time, "When");
  column("--amount", columns.amount, "Money of the line");
  column("--quantity", columns.quantity, "Units; with --price where there is no amount");
  column("--price", columns.price, "Price of one unit");
  column("--order", columns.order, "Order, invoice or receipt");
  column("--product", columns.product, "Product or service");
  column("--kind", columns.kind, "What happened: purchase, refund, complaint, ...");

  command
      .add_option("--refund-prefix",
                  input.load.refund_prefix,
                  "Orders that begin with this are refunds, e.g. C")
      ->type_name("TEXT")
      ->group(format_group);
  add_options(command, input.format);
}

void add_options(CLI::App& command, FormatInput& input) {
  cc::source::CsvDialect& dialect = input.dialect;
  command.add_option("--delimiter", input.delimiter, "Between fields; guessed if not given")
      ->type_name("CHAR|tab")
      ->group(format_group);
  command.add_option("--dates", input.dates, "Order of the parts of a date")
      ->check(CLI::IsMember({"ymd", "dmy", "mdy"}))
      ->capture_default_str()
      ->group(format_group);
  command.add_option("--decimal-point", dialect.decimal_point, "Point or comma")
      ->capture_default_str()
      ->group(format_group);
  command.add_option("--thousands", dialect.grouping, "Separator of thousands, if there is one")
      ->type_name("CHAR")
      ->group(format_group);
  command.add_option("--currency-sign", dialect.currency_sign, "Sign to ignore beside amounts")
      ->group(format_group);
  command.add_option("--currency", input.currency, "Currency of the amounts")
      ->type_name("ISO")
      ->group(format_group);
  command.add_option("--missing", dialect.missing, "Codes that mean no value, e.g. 99,n/a")
      ->type_name("TEXT,...")
      ->delimiter(',')
      ->group(format_group);
  command
      .add_option("--utc-offset",
                  input.utc_offset,
                  "Hours of the local clock before UTC; decides what a day is")
      ->check(CLI::Range(-18.0, 18.0))
      ->capture_default_str()
      ->group(format_group);
}

cc::source::CsvDialect dialect_of(const FormatInput& input) {
  cc::source::CsvDialect dialect = input.dialect;
  if (!input.delimiter.empty()) dialect.delimiter = parse_delimiter(input.delimiter);
  dialect.dates = input.dates == "dmy"   ? cc::source::DateOrder::day_month_year
                  : input.dates == "mdy" ? cc::source::DateOrder::month_day_year
                                         : cc::source::DateOrder::year_month_day;
  return dialect;
}

cc::BaseDefinition definition_of(const FormatInput& input) {
  return {.currency = input.currency,
          .day_offset = cc::DayOffset{static_cast<int>(std::lround(input.utc_offset * 60.0))}};
}

void add_options(CLI::App& command, PurchaseInput& input) {
  const std::string group = "What counts as a purchase";
  add_choice<cc::MergeGrain>(command,
                             "--merge",
                             input.rules.merge,
                             {{"none", cc::MergeGrain::none},
                              {"day", cc::MergeGrain::day},
                              {"week", cc::MergeGrain::week},
                              {"month", cc::MergeGrain::month}},
                             "Purchases of a customer within it count as one")
      ->default_str("day")
      ->group(group);
  add_choice<cc::RefundPolicy>(command,
                               "--refunds",
                               input.rules.refunds,
                               {{"net_day", cc::RefundPolicy::net_day},
                                {"net_order", cc::RefundPolicy::net_order},
                                {"keep", cc::RefundPolicy::keep},
                                {"drop", cc::RefundPolicy::drop}},
                               "What a refund does")
      ->default_str("net_day")
      ->group(group);
  add_date_option(command, "--from", input.window.from, "First day looked at")->group(group);
  add_date_option(command, "--until", input.window.until, "Last day looked at, inclusive")
      ->group(group);
  add_date_option(command,
                  "--acquired-from",
                  input.window.acquired_from,
                  "Leave out customers first seen before this day")
      ->group(group);
}

CLI::Option* add_unit_option(CLI::App& command, cc::TimeUnit& unit, const std::string& help) {
  return add_choice(command, "--unit", unit, units, help)->default_str("week");
}

CLI::Option* add_model_option(CLI::App& command, cc::loyalty::ModelName& model) {
  std::vector<std::pair<std::string, cc::loyalty::ModelName>> choices;
  for (const cc::loyalty::ModelName name : cc::loyalty::model_names()) {
    choices.emplace_back(cc::loyalty::to_string(name), name);
  }
  return add_choice(command, "--model", model, choices, "How they buy and leave")
      ->default_str(std::string{cc::loyalty::to_string(model)});
}

CLI::Option* add_penalty_option(CLI::App& command, double& penalty) {
  return command
      .add_option("--penalty",
                  penalty,
                  "Nats for each squared log unit a parameter is away from a typical model; 0.05 "
                  "or so where the data do not tell")
      ->check(CLI::NonNegativeNumber);
}

void add_options(CLI::App& command, ModelInput& input) {
  command.add_option("--saved", input.saved, "Model kept by fit --save, instead of fitting one")
      ->type_name("FILE")
      ->excludes(add_model_option(command, input.name))
      ->excludes(add_penalty_option(command, input.penalty));
}

void add_resolution_option(CLI::App& command, std::optional<cc::TimeUnit>& resolution) {
  add_choice(command,
             "--resolution",
             resolution,
             units,
             "Round times to it: faster for millions of customers, slightly less exact");
}

CLI::Option* add_date_option(CLI::App& command,
                             const std::string& name,
                             std::optional<cc::Day>& day,
                             const std::string& help) {
  return command
      .add_option_function<std::string>(
          name, [&day](const std::string& text) { day = cc::parse_date(text); }, help)
      ->check(date_validator())
      ->type_name("DATE");
}

CLI::Option* add_duration_option(CLI::App& command,
                                 const std::string& name,
                                 cc::Duration& duration,
                                 const std::string& help) {
  return command
      .add_option_function<std::string>(
          name,
          [&duration](const std::string& text) {
            const std::optional<cc::Duration> parsed = parse_duration(text);
            if (!parsed) {
              throw CLI::ValidationError("'" + text +
                                         "' is not a length of time like \"52 weeks\"");
            }
            duration = *parsed;
          },
          help)
      ->type_name("DURATION");
}

cc::source::Loaded load(const InteractionsInput& input, const cc::Host& host) {
  if (input.load.interactions.empty()) {
    throw cc::Error{cc::ErrorCode::invalid_argument,
                    "there is no file of transactions",
                    "Name one with --interactions FILE."};
  }
  cc::source::LoadOptions options = input.load;
  options.dialect = dialect_of(input.format);
  options.definition = definition_of(input.format);

  cc::source::Loaded loaded = cc::source::load_csv(options, host);
  for (const cc::source::ColumnUse& use : loaded.summary.columns) {
    if (!use.guessed) continue;
    cc::log(host,
            cc::LogLevel::info,
            "source",
            "column '" + use.column + "' is the " + use.meaning + ": " + use.reason);
  }
  log_findings(loaded.report, host);
  return loaded;
}

void log_findings(const cc::ValidationReport& report, const cc::Host& host) {
  for (const cc::Finding& finding : report.findings) {
    cc::log(host,
            level_of(finding.severity),
            "source",
            std::to_string(finding.count) + " × " + finding.message);
  }
}

cc::PurchaseLedger load_ledger(const InteractionsInput& file,
                               const PurchaseInput& purchases,
                               const cc::Host& host) {
  cc::PurchaseLedger ledger{purchases.rules};
  const cc::source::Loaded loaded = load(file, host);
  ledger.add(loaded.base, host);
  return ledger;
}

cc::loyalty::PurchaseModel buying_model(const ModelInput& input,
                                        const cc::PurchaseLedger& ledger,
                                        const cc::PurchaseHistories& histories,
                                        cc::TimeUnit unit,
                                        const cc::Host& host) {
  if (!input.saved.empty()) return cc::loyalty::load_model(input.saved);
  return cc::loyalty::fit_model(
      input.name,
      cc::purchase_counts(histories),
      cc::loyalty::with_waits(
          {.unit = unit, .penalty = input.penalty}, input.name, ledger, histories.window, host),
      host);
}

bool usable(const cc::FitReport& fit, const cc::Host& host) {
  const cc::LogLevel level = fit.usable() ? cc::LogLevel::warning : cc::LogLevel::error;
  for (const std::string& sentence : fit.diagnosis) cc::log(host, level, "loyalty", sentence);
  return fit.usable();
}

}  // namespace command_line
