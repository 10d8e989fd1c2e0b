#pragma once

/// @file
/// How a command that answers from a survey is added; all take it in the same way.

#include <memory>
#include <string>

#include <CLI/App.hpp>

#include "commands.hpp"
#include "survey_input.hpp"

namespace command_line {

/// A subcommand that answers from a survey; the input is there for further options.
template <class Input,
          Answer (*body)(
              const centricity::source::LoadedSurvey&, const Input&, const centricity::Host&)>
struct SurveyCommand {
  CLI::App& app;  ///< The command.
  Input& input;   ///< What is typed after it.

  /// Adds the command with the options all have.
  static SurveyCommand add(CLI::App& parent,
                           Session& session,
                           const std::string& name,
                           const std::string& help) {
    CLI::App* const command = parent.add_subcommand(name, help);
    const auto input = std::make_shared<Input>();
    add_options(*command, input->survey);
    on_choice(*command, session, input, ask<Input, body>);
    return {*command, *input};
  }
};

}  // namespace command_line
