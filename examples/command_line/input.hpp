#pragma once

/// @file
/// What the data are: the options that every command shares, and what becomes of them.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Validators.hpp>

#include <centricity/centricity.hpp>

namespace command_line {

/// How a file is written, as the user typed it.
struct FormatInput {
  centricity::source::CsvDialect dialect{};  ///< Signs, codes that mean no answer.
  std::string delimiter{};                   ///< One character, or "tab"; empty: guessed.
  std::string dates = "ymd";                 ///< Order of the parts of a date.
  std::string currency{};                    ///< Of the amounts.
  double utc_offset = 0.0;                   ///< Hours; decides what a day is.
};

/// A file of interactions and how to read it, as the user typed it.
struct InteractionsInput {
  centricity::source::LoadOptions load{};  ///< File, columns, refunds.
  FormatInput format{};                    ///< How it is written.
};

/// Which purchases and days, as the user typed it.
struct PurchaseInput {
  centricity::PurchaseRules rules{};       ///< Merge grain, refunds.
  centricity::ObservationWindow window{};  ///< From, until, burn-in.
};

/// Adds --customer, --time, --amount, ...; the file is the option --interactions or, where the
/// command has nothing else to work on, the first argument.
void add_options(CLI::App& command, InteractionsInput& input, bool file_is_argument);

/// Adds --delimiter, --dates, --missing, ...
void add_options(CLI::App& command, FormatInput& input);

/// The dialect with the delimiter and dates that were typed.
[[nodiscard]] centricity::source::CsvDialect dialect_of(const FormatInput& input);

/// Currency and clock.
[[nodiscard]] centricity::BaseDefinition definition_of(const FormatInput& input);

/// Adds --merge, --refunds, --from, --until, --acquired-from.
void add_options(CLI::App& command, PurchaseInput& input);

/// A model of purchases: which to fit, or one that was kept.
struct ModelInput {
  centricity::loyalty::ModelName name = centricity::loyalty::ModelName::mbg_nbd;
  std::string saved{};   ///< Its file; empty: fit one.
  double penalty = 0.0;  ///< Of the fit.
};

/// Adds --model, --saved and --penalty.
void add_options(CLI::App& command, ModelInput& input);

/// Adds an option whose value is one of a few words.
template <class Value, class Target>
CLI::Option* add_choice(CLI::App& command,
                        const std::string& name,
                        Target& target,
                        const std::vector<std::pair<std::string, Value>>& words,
                        const std::string& help) {
  std::vector<std::string> known;
  for (const auto& [word, value] : words) known.push_back(word);
  return command
      .add_option_function<std::string>(
          name,
          [&target, words](const std::string& typed) {
            for (const auto& [word, value] : words) {
              if (word == typed) target = value;
            }
          },
          help)
      ->check(CLI::IsMember(known));
}

/// Adds --unit day|week|month.
CLI::Option* add_unit_option(CLI::App& command,
                             centricity::TimeUnit& unit,
                             const std::string& help = "Unit of ages and parameters");

/// Adds --model bg-nbd|mbg-nbd|...
CLI::Option* add_model_option(CLI::App& command, centricity::loyalty::ModelName& model);

/// Adds --penalty.
CLI::Option* add_penalty_option(CLI::App& command, double& penalty);

/// Adds --resolution day|week|month.
void add_resolution_option(CLI::App& command, std::optional<centricity::TimeUnit>& resolution);

/// Adds an option that takes a date, e.g. 1997-09-30.
CLI::Option* add_date_option(CLI::App& command,
                             const std::string& name,
                             std::optional<centricity::Day>& day,
                             const std::string& help);

/// Adds an option that takes a length of time, e.g. "52 weeks", "1 year", 39w.
CLI::Option* add_duration_option(CLI::App& command,
                                 const std::string& name,
                                 centricity::Duration& duration,
                                 const std::string& help);

/// Loads the file.  What is unusual about it goes to the log, a line a finding.
[[nodiscard]] centricity::source::Loaded load(const InteractionsInput& input,
                                              const centricity::Host& host);

/// Tells the log what is unusual about a file, a line a finding.
void log_findings(const centricity::ValidationReport& report, const centricity::Host& host);

/// The purchases of the file, by customer.
[[nodiscard]] centricity::PurchaseLedger load_ledger(const InteractionsInput& file,
                                                     const PurchaseInput& purchases,
                                                     const centricity::Host& host);

/// A file of repeat purchases and mean spend, a line a customer: columns frequency or x, and
/// monetary_value, monetary or zbar.
[[nodiscard]] centricity::SpendHistories load_spend_summary(const std::string& file,
                                                            const centricity::Host& host);

/// The model, fitted to these histories of the ledger unless it was kept.
[[nodiscard]] centricity::loyalty::PurchaseModel buying_model(
    const ModelInput& input,
    const centricity::PurchaseLedger& ledger,
    const centricity::PurchaseHistories& histories,
    centricity::TimeUnit unit,
    const centricity::Host& host);

/// True if the fit can be used; its diagnosis goes to the log.
[[nodiscard]] bool usable(const centricity::FitReport& fit, const centricity::Host& host);

}  // namespace command_line
