#include <algorithm>

#include <CLI/CLI.hpp>

#include "survey_command.hpp"

// From a survey file to the list of what to improve first.

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;

struct ImprovementsInput {
  SurveyInput survey{};
  std::optional<cc::Standard> standard{};
  cc::gap::ImprovementOptions options{};
  std::string costs{};  ///< File of item and amount.
};

bool has_gap(const cc::gap::GivenAnswers& given) {
  return given.perception && given.expectation != cc::gap::GivenAnswers{}.expectation;
}

/// The Kano class of an item, if the survey asked for it and it has one.
std::optional<cc::gap::KanoCategory> kano_class(const LoadedSurvey& survey, std::string_view item) {
  const cc::gap::ItemColumns columns = cc::gap::select_item(survey.base.assessments(), item);
  return cc::gap::analyze_kano(
             cc::gap::count_kano_answers(columns.functional, columns.dysfunctional, columns.weight))
      .category;
}

Answer improvements(const LoadedSurvey& survey,
                    const ImprovementsInput& input,
                    const cc::Host& host) {
  const std::vector<std::string_view> names =
      items_of(survey, input.survey, has_gap, "an expectation and a perception");
  const cc::Standard standard = standard_of(survey, input.standard, names);
  const bool has_outcome = !input.survey.outcome.empty();
  const Explained rows =
      has_outcome
          ? explained(survey, input.survey, names, standard)
          : Explained{.table = cc::gap::join_answers(survey.base.assessments(), standard, names)};
  cc::gap::ImprovementOptions options = input.options;
  options.weight =
      has_outcome ? cc::gap::ImprovementWeight::effect : cc::gap::ImprovementWeight::share;
  options.per_cost = !input.costs.empty();
  options.level = input.survey.level;
  const std::vector<cc::gap::GapItem> items = gap_items(rows.table);
  if (!has_outcome && std::ranges::any_of(items, [](const cc::gap::GapItem& item) {
        return item.importance.empty();
      })) {
    throw cc::Error{cc::ErrorCode::invalid_argument,
                    "nothing says how much the items matter",
                    "Name an --outcome, or map a column of importance for every item."};
  }
  std::vector<double> costs;
  if (options.per_cost) {
    costs = load_amounts(input.costs, std::vector<std::string>(names.begin(), names.end()), host);
  }
  std::vector<cc::gap::ImprovementTerms> terms;
  for (std::size_t j = 0; j < names.size(); ++j) {
    terms.push_back({.kano = kano_class(survey, names[j])});
    if (options.per_cost) terms.back().cost = costs[j];
  }
  return {describe(cc::gap::list_improvements(
      items,
      rows.outcome,
      {.weights = rows.table.weight, .respondent = rows.table.respondent},
      terms,
      options,
      host))};
}

}  // namespace

void add_improvements(CLI::App& gap, Session& session) {
  const auto command = SurveyCommand<ImprovementsInput, improvements>::add(
      gap, session, "improvements", "What to improve first, by how much, and how sure that is");
  command.app
      .add_option("--outcome",
                  command.input.survey.outcome,
                  "Item by which a gain counts; without it, stated importance does")
      ->type_name("ITEM");
  add_standard_option(command.app, command.input.standard);
  command.app
      .add_option("--costs", command.input.costs, "CSV file of item,amount: rank by gain per cost")
      ->type_name("FILE");
  command.app.add_option("--top", command.input.options.top, "Length of \"the top\"")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.app.add_option("--seed", command.input.options.seed, "Of the resampled respondents")
      ->capture_default_str();
}

}  // namespace command_line
