/// `centricity`: everything the library computes, from a shell.
///
/// Exit codes: 0 ok, 1 a fit that cannot be used, 2 bad input, 130 interrupted.

#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>

#include <centricity/core/error.hpp>
#include <centricity/version.hpp>

#include "commands.hpp"
#include "console.hpp"

namespace {

constexpr int bad_input = 2;
constexpr int interrupted = 130;

int complain(const char* what, int exit_code) {
  std::fprintf(stderr, "centricity: %s\n", what);
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Customer-centricity metrics: who the customers are, whether they come back, "
      "what they are worth, what they expect and do not get."};
  app.set_version_flag("--version", CENTRICITY_VERSION);
  app.require_subcommand(1);
  app.fallthrough();  // --quiet and --verbose also after the command

  command_line::Session session;
  app.add_flag("--quiet", session.console.quiet, "No progress bar, no warnings on the terminal");
  app.add_flag("--verbose", session.console.verbose, "Say more of what is being done");
  command_line::add_check(app, session);
  command_line::add_fit(app, session);
  command_line::add_predict(app, session);
  command_line::add_value(app, session);
  command_line::add_holdout(app, session);
  command_line::add_compare(app, session);
  command_line::add_drift(app, session);
  command_line::add_rank(app, session);
  command_line::add_segment(app, session);
  command_line::add_timeline(app, session);
  command_line::add_simulate(app, session);
  command_line::add_score(app, session);
  command_line::add_gap(app, session);
  command_line::add_report(app, session);

  try {
    app.parse(argc, argv);
    return session.run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : bad_input;
  } catch (const centricity::Error& error) {
    return error.code() == centricity::ErrorCode::cancelled ? complain("interrupted", interrupted)
                                                            : complain(error.what(), bad_input);
  } catch (const std::exception& error) {
    return complain(error.what(), bad_input);
  }
}
