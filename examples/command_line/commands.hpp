#pragma once

/// @file
/// The subcommands.  Each adds its options to the application and, when chosen, sets what the
/// session is to run.

#include <functional>
#include <memory>

#include <CLI/App.hpp>

#include "console.hpp"

namespace command_line {

/// What the command line asked for.
struct Session {
  ConsoleOptions console{};    ///< How much to say.
  std::function<int()> run{};  ///< The chosen command; returns the exit code.
};

/// When the command is chosen, runs `body(input, host)` with this terminal as the host.
template <class Input>
void on_choice(CLI::App& command,
               Session& session,
               const std::shared_ptr<Input>& input,
               int (*body)(const Input&, const centricity::Host&)) {
  command.callback([&command, &session, input, body] {
    if (!command.get_subcommands().empty()) return;  // The command within it was chosen.
    session.run = [&session, input, body] {
      Console console{session.console};
      return body(*input, console.host());
    };
  });
}

void add_check(CLI::App& app, Session& session);     ///< What is in a file and what is wrong.
void add_fit(CLI::App& app, Session& session);       ///< Fit a model.
void add_predict(CLI::App& app, Session& session);   ///< Expected purchases of each customer.
void add_value(CLI::App& app, Session& session);     ///< What they are worth.
void add_holdout(CLI::App& app, Session& session);   ///< How well would it have predicted?
void add_compare(CLI::App& app, Session& session);   ///< Which model fits and foretells best?
void add_drift(CLI::App& app, Session& session);     ///< Does a saved model still hold?
void add_rank(CLI::App& app, Session& session);      ///< Who is worth most, and how sure is it?
void add_segment(CLI::App& app, Session& session);   ///< Who the customers are.
void add_simulate(CLI::App& app, Session& session);  ///< Transactions with a known truth.
void add_timeline(CLI::App& app, Session& session);  ///< Purchases and revenue over time.
void add_score(CLI::App& app, Session& session);     ///< NPS, CSAT, CES of a survey.
void add_gap(CLI::App& app, Session& session);       ///< What a survey says was missed.
void add_report(CLI::App& app, Session& session);    ///< Everything, as a page.

// The subcommands of `gap`, by what they are about.
void add_expectations(CLI::App& gap, Session& session);  ///< servqual, zone, context, ...
void add_priorities(CLI::App& gap, Session& session);    ///< kano, ipa, drivers.
void add_improvements(CLI::App& gap, Session& session);  ///< improvements.
void add_parties(CLI::App& gap, Session& session);       ///< provider, stakeholders.

}  // namespace command_line
