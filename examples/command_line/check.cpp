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
  cc::Host silent = host;
  silent.log = {};  // The page says all of it.
  const cc::source::Loaded loaded = load(input.interactions, silent);
  const cc::Document page = describe(loaded);
  show(page, input.json);
  return loaded.report.has_errors() ? 2 : 0;
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("check", "What is in a file, and what is wrong with it");
  const auto input = std::make_shared<CheckInput>();
  add_options(*command, input->interactions, true);
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  on_choice(*command, session, input, check);
}

}  // namespace command_line
