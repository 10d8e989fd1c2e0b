#pragma once

/// @file
/// What the data are: the options that every command shares, and what becomes of them.

#include <optional>
#include <string>

#include <CLI/App.hpp>

#include <centricity/centricity.hpp>

namespace command_line {

/// A file of interactions and how to read it, as the user typed it.
struct InteractionsInput {
  centricity::source::LoadOptions load{};  ///< File, columns, dialect, currency.
  std::string delimiter{};                 ///< One character, or "tab"; empty: guessed.
  std::string dates = "ymd";               ///< Order of the parts of a date.
  double utc_offset = 0.0;                 ///< Hours; decides what a day is.
};

/// Which purchases and days, as the user typed it.
struct PurchaseInput {
  centricity::PurchaseRules rules{};       ///< Merge grain, refunds.
  centricity::ObservationWindow window{};  ///< From, until, burn-in.
};

/// Adds --customer, --time, --amount, ...; the file is the option --interactions or, where the
/// command has nothing else to work on, the first argument.
void add_options(CLI::App& command, InteractionsInput& input, bool file_is_argument);

/// Adds --merge, --refunds, --from, --until, --acquired-from.
void add_options(CLI::App& command, PurchaseInput& input);

/// Adds --unit day|week|month.
CLI::Option* add_unit_option(CLI::App& command,
                             centricity::TimeUnit& unit,
                             const std::string& help = "Unit of ages and parameters");

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

/// The purchases of the file, by customer.
[[nodiscard]] centricity::PurchaseLedger load_ledger(const InteractionsInput& file,
                                                     const PurchaseInput& purchases,
                                                     const centricity::Host& host);

/// A file of repeat purchases and mean spend, a line a customer: columns frequency or x, and
/// monetary_value, monetary or zbar.
[[nodiscard]] centricity::SpendHistories load_spend_summary(const std::string& file,
                                                            const centricity::Host& host);

/// True if the fit can be used; its diagnosis goes to the log.
[[nodiscard]] bool usable(const centricity::FitReport& fit, const centricity::Host& host);

}  // namespace command_line
