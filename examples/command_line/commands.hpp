#pragma once

/// @file
/// The subcommands.  Each adds its options to the application and, when chosen, sets what the
/// session is to run.

#include <functional>

#include <CLI/App.hpp>

#include "console.hpp"

namespace command_line {

/// What the command line asked for.
struct Session {
  ConsoleOptions console{};    ///< How much to say.
  std::function<int()> run{};  ///< The chosen command; returns the exit code.
};

void add_check(CLI::App& app, Session& session);     ///< What is in a file and what is wrong.
void add_fit(CLI::App& app, Session& session);       ///< Fit a model.
void add_predict(CLI::App& app, Session& session);   ///< Expected purchases of each customer.
void add_holdout(CLI::App& app, Session& session);   ///< How well would it have predicted?
void add_segment(CLI::App& app, Session& session);   ///< Who the customers are.
void add_simulate(CLI::App& app, Session& session);  ///< Transactions with a known truth.
void add_report(CLI::App& app, Session& session);    ///< Everything, as a page.

}  // namespace command_line
