#include <CLI/CLI.hpp>

#include "commands.hpp"

namespace command_line {

void add_gap(CLI::App& app, Session& session) {
  CLI::App* const gap =
      app.add_subcommand("gap", "What was expected, what was perceived, what matters");
  gap->require_subcommand(1);
  add_expectations(*gap, session);
  add_priorities(*gap, session);
  add_improvements(*gap, session);
  add_parties(*gap, session);
}

}  // namespace command_line
