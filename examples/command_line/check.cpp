#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct CheckInput {
  InteractionsInput interactions{};
  bool json = false;
};

int check(const CheckInput& input, const cc::Host& host) {
  const cc::source::Loaded loaded = load(input.interactions, host);
  const cc::Document page = describe(loaded);
  if (input.json) {
    write({}, cc::report::to_json(page) + "\n");
  } else {
    print(page);
  }
  return loaded.report.has_errors() ? 2 : 0;
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("check", "What is in a file, and what is wrong with it");
  const auto input = std::make_shared<CheckInput>();
  add_options(*command, input->interactions, true);
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  command->callback([&session, input] {
    session.run = [&session, input] {
      ConsoleOptions options = session.console;
      options.quiet = true;  // The page says all of it.
      Console console{options};
      return check(*input, console.host());
    };
  });
}

}  // namespace command_line
