#pragma once

/// @file
/// Which survey, and what is asked of it: one set of options for every command that reads answers.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>

#include <centricity/centricity.hpp>

#include "input.hpp"
#include "output.hpp"

namespace command_line {

/// A survey as the user typed it.
struct SurveyInput {
  std::string file{};      ///< The answers, wide or long.
  std::string codebook{};  ///< What the columns mean; empty: the items are perceptions.
  std::string scale{};     ///< Without a codebook: "1-7", from the worst answer to the best.
  std::map<centricity::source::SurveyMeaning, std::string> columns{};  ///< Named one by one.
  std::optional<centricity::Day> asked_on{};                           ///< When no column says so.
  std::vector<std::string> items{};  ///< Items or dimensions; empty: all that fit.
  std::string outcome{};             ///< Item that says how satisfied people are.
  std::string by{};                  ///< What makes the groups.
  std::string population{};          ///< Customers by attribute, to weight to.
  double level = 0.95;               ///< Coverage of intervals.
  FormatInput format{};              ///< How the file is written.
  bool json = false;                 ///< JSON instead of a page of text.
  std::string html{};                ///< Where to write a page as well.
};

/// Adds FILE, --codebook, --items, the columns, --level, --json, --html and how the file is
/// written.
void add_options(CLI::App& command, SurveyInput& input);

/// Adds --outcome, for commands that explain one.
void add_outcome_option(CLI::App& command, SurveyInput& input);

/// Adds --standard, for commands that compare with an expectation.
void add_standard_option(CLI::App& command, std::optional<centricity::Standard>& standard);

/// Adds --by, for commands that compare groups.
CLI::Option* add_by_option(CLI::App& command, SurveyInput& input, const std::string& help);

/// Loads the survey; what is unusual about it goes to the log.
[[nodiscard]] centricity::source::LoadedSurvey load(const SurveyInput& input,
                                                    const centricity::Host& host);

/// The items named, dimensions written out; if none are, those (but the outcome) whose answers
/// satisfy `fits`.
/// @param what the answers needed, for the message, e.g. "an importance and a perception"
/// @throws centricity::Error naming the items there are, if an item is unknown or none fits.
[[nodiscard]] std::vector<std::string_view> items_of(
    const centricity::source::LoadedSurvey& survey,
    const SurveyInput& input,
    bool (*fits)(const centricity::gap::GivenAnswers&),
    const std::string& what);

/// The standard asked for, or the only one the items have.
/// @throws centricity::Error if they have several or none.
[[nodiscard]] centricity::Standard standard_of(const centricity::source::LoadedSurvey& survey,
                                               std::optional<centricity::Standard> asked_for,
                                               const std::vector<std::string_view>& items);

/// Turns the answers of a reversed scale round, so that high is good.
void read_good_as_high(const centricity::Scale& scale, std::vector<double>& answers);

/// Answers side by side, and the outcome beside them; read so that high is good.
struct Explained {
  centricity::gap::AnswerTable table{};                  ///< Of the items.
  std::vector<double> outcome{};                         ///< One a row; NaN: not given.
  std::vector<std::vector<double>> perception{};         ///< Of the table.
  std::vector<centricity::gap::DriverColumn> columns{};  ///< Views of `perception`.
};

/// @throws centricity::Error if no outcome was named.
[[nodiscard]] Explained explained(const centricity::source::LoadedSurvey& survey,
                                  const SurveyInput& input,
                                  const std::vector<std::string_view>& items,
                                  centricity::Standard standard);

/// The groups that have rows.
[[nodiscard]] centricity::gap::RowGroups without_empty(const centricity::gap::RowGroups& groups);

/// Rows by context, touchpoint, stakeholder or an attribute, without empty groups.
[[nodiscard]] centricity::gap::RowGroups groups_of(const centricity::source::LoadedSurvey& survey,
                                                   const SurveyInput& input,
                                                   const centricity::gap::AnswerTable& table);

/// The same for the answers to one item.
[[nodiscard]] centricity::gap::RowGroups groups_of(const centricity::source::LoadedSurvey& survey,
                                                   const SurveyInput& input,
                                                   const centricity::gap::ItemColumns& columns);

/// An amount for every item, from a file with the columns item and amount.
/// @throws centricity::Error naming the item that has none.
[[nodiscard]] std::vector<double> load_amounts(const std::string& file,
                                               const std::vector<std::string>& items,
                                               const centricity::Host& host);

/// What a command found.
struct Answer {
  centricity::Document page{};  ///< To be shown.
  bool usable = true;           ///< False: exit code 1.
};

/// Text or JSON on standard output, and the page with the survey that was read where asked for.
/// @return the exit code.
int show(const Answer& answer,
         const centricity::source::LoadedSurvey& survey,
         const SurveyInput& input);

/// Loads the survey of `input`, asks `body` and shows the answer: what every survey command does.
template <
    class Input,
    Answer (*body)(const centricity::source::LoadedSurvey&, const Input&, const centricity::Host&)>
int ask(const Input& input, const centricity::Host& host) {
  const centricity::source::LoadedSurvey survey = load(input.survey, host);
  return show(body(survey, input, host), survey, input.survey);
}

}  // namespace command_line
