#include <algorithm>

#include <CLI/CLI.hpp>

#include "survey_command.hpp"

// What matters, and how much.

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;

struct KanoInput {
  SurveyInput survey{};
  cc::gap::KanoOptions options{};
  std::uint64_t seed = 1;
};

Answer kano(const LoadedSurvey& survey, const KanoInput& input, const cc::Host& host) {
  const auto has_pair = [](const cc::gap::GivenAnswers& answers) { return answers.kano; };
  cc::gap::KanoOptions options = input.options;
  options.level = input.survey.level;
  std::vector<cc::gap::KanoFeature> features;
  std::vector<cc::Document> by_group;
  for (const std::string_view item :
       items_of(survey, input.survey, has_pair, "both answers of a Kano pair")) {
    const cc::gap::ItemColumns columns = cc::gap::select_item(survey.base.assessments(), item);
    const cc::gap::KanoAnswers answers =
        cc::gap::count_kano_answers(columns.functional, columns.dysfunctional, columns.weight);
    const cc::gap::KanoAnalysis analysis = cc::gap::analyze_kano(answers, options);
    const cc::gap::KanoStability stability =
        cc::gap::kano_stability(answers, {.seed = input.seed, .kano = options}, host);
    features.push_back({columns.item.name, analysis, agreement(stability, analysis)});
    if (input.survey.by.empty()) continue;
    const cc::gap::RowGroups groups = groups_of(survey, input.survey, columns);
    by_group.push_back(describe(
        cc::gap::analyze_kano_contexts(
            cc::gap::count_kano_answers_by_group(columns.functional,
                                                 columns.dysfunctional,
                                                 groups.group,
                                                 static_cast<std::uint32_t>(groups.names.size()),
                                                 columns.weight),
            options),
        groups.names));
    by_group.back().id += "_" + std::to_string(by_group.size());
    by_group.back().title = columns.item.name;
  }
  Answer answer{describe(features)};
  answer.page.sections = std::move(by_group);
  return answer;
}

struct IpaInput {
  SurveyInput survey{};
  cc::gap::CrossHair cross_hair = cc::gap::CrossHair::mean;
  std::vector<double> at{};  ///< Importance and performance of the cross-hair.
  std::string spending{};    ///< File of item and amount.
};

Answer ipa(const LoadedSurvey& survey, const IpaInput& input, const cc::Host& host) {
  const bool derived = !input.survey.outcome.empty();
  const std::vector<std::string_view> names =
      derived ? items_of(
                    survey,
                    input.survey,
                    [](const cc::gap::GivenAnswers& answers) { return answers.perception; },
                    "a perception")
              : items_of(
                    survey,
                    input.survey,
                    [](const cc::gap::GivenAnswers& answers) {
                      return answers.perception && answers.importance;
                    },
                    "an importance and a perception (without an --outcome importance must be "
                    "stated)");
  cc::gap::ImportancePerformanceOptions options{.cross_hair = input.cross_hair,
                                                .level = input.survey.level};
  if (!input.at.empty()) {
    options.cross_hair = cc::gap::CrossHair::given;
    options.importance_cross = input.at[0];
    options.performance_cross = input.at[1];
  }
  const cc::gap::ImportancePerformance placed = [&] {
    std::vector<cc::gap::RatedAttribute> attributes;
    if (derived) {
      const Explained rows = explained(survey, input.survey, names, cc::Standard::desired);
      for (const cc::gap::DriverColumn& column : rows.columns) {
        attributes.push_back({.name = column.name, .performance = column.values});
      }
      return cc::gap::place_by_derived_importance(
          attributes, rows.outcome, survey_design(rows.table), options);
    }
    cc::gap::AnswerTable table =
        cc::gap::join_answers(survey.base.assessments(), cc::Standard::desired, names);
    for (std::size_t j = 0; j < names.size(); ++j) {
      read_good_as_high(table.items[j].importance_scale, table.importance[j]);
      read_good_as_high(table.items[j].scale, table.perception[j]);
    }
    for (std::size_t j = 0; j < names.size(); ++j) {
      attributes.push_back({.name = std::string(names[j]),
                            .importance = table.importance[j],
                            .performance = table.perception[j]});
    }
    return cc::gap::place_by_stated_importance(attributes, survey_design(table), options);
  }();
  Answer answer{describe(placed)};
  if (!input.spending.empty()) {
    std::vector<std::string> items;
    std::vector<cc::Estimate> importance;
    for (const cc::gap::PlacedAttribute& attribute : placed.attributes) {
      items.push_back(attribute.name);
      importance.push_back(attribute.importance);
    }
    answer.page.sections.push_back(
        describe(cc::gap::misallocation(
                     load_amounts(input.spending, items, host), importance, options.level),
                 items));
  }
  return answer;
}

struct DriversInput {
  SurveyInput survey{};
  cc::gap::DriverOptions options{};
  std::optional<double> dissatisfied_at{};
};

Answer drivers(const LoadedSurvey& survey, const DriversInput& input, const cc::Host& host) {
  const auto has_perception = [](const cc::gap::GivenAnswers& answers) {
    return answers.perception;
  };
  const Explained rows = explained(survey,
                                   input.survey,
                                   items_of(survey, input.survey, has_perception, "a perception"),
                                   cc::Standard::desired);
  cc::gap::DriverOptions options = input.options;
  options.bootstrap.level = input.survey.level;
  Answer answer{describe(
      cc::gap::fit_drivers(rows.columns,
                           rows.outcome,
                           {.weights = rows.table.weight, .respondent = rows.table.respondent},
                           options,
                           host))};
  answer.page.sections.push_back(describe(
      cc::gap::fit_penalty_rewards(rows.columns,
                                   rows.outcome,
                                   survey_design(rows.table),
                                   {.regression = {.covariance = cc::statistics::Covariance::hc3,
                                                   .level = input.survey.level}})));
  if (input.dissatisfied_at) {
    answer.page.sections.push_back(
        describe(cc::gap::find_key_attributes(rows.columns,
                                              rows.outcome,
                                              rows.table.weight,
                                              {.overall_threshold = *input.dissatisfied_at,
                                               .attribute_threshold = *input.dissatisfied_at,
                                               .level = input.survey.level})));
  }
  return answer;
}

}  // namespace

void add_priorities(CLI::App& gap, Session& session) {
  const auto kano_command = SurveyCommand<KanoInput, kano>::add(
      gap, session, "kano", "Taken for granted, compared, or a delight?");
  add_by_option(kano_command.app,
                kano_command.input.survey,
                "Is it the same to all groups? COL is what a column says of the respondent");
  cc::gap::KanoOptions& kano_options = kano_command.input.options;
  add_choice<cc::gap::KanoTable>(
      kano_command.app,
      "--table",
      kano_options.table,
      {{"berger", cc::gap::KanoTable::berger}, {"pouliot", cc::gap::KanoTable::pouliot}},
      "Evaluation table")
      ->default_str("berger");
  add_choice<cc::gap::Questionable>(
      kano_command.app,
      "--questionable",
      kano_options.questionable,
      {{"in_base", cc::gap::Questionable::in_base}, {"dropped", cc::gap::Questionable::dropped}},
      "What becomes of contradictory answers")
      ->default_str("in_base");
  add_choice<cc::gap::Reverse>(
      kano_command.app,
      "--reverse",
      kano_options.reverse,
      {{"kept", cc::gap::Reverse::kept}, {"turned", cc::gap::Reverse::turned}},
      "What becomes of answers that want the opposite")
      ->default_str("kept");
  kano_command.app.add_option("--seed", kano_command.input.seed, "Of the resampled customers")
      ->capture_default_str();

  const auto ipa_command = SurveyCommand<IpaInput, ipa>::add(
      gap, session, "ipa", "What matters and is not good enough; is money spent there?");
  ipa_command.app
      .add_option("--outcome",
                  ipa_command.input.survey.outcome,
                  "Derive importance from how items go with this one, instead of as stated")
      ->type_name("ITEM");
  auto* const cross_hair = add_choice<cc::gap::CrossHair>(
      ipa_command.app,
      "--cross-hair",
      ipa_command.input.cross_hair,
      {{"mean", cc::gap::CrossHair::mean}, {"median", cc::gap::CrossHair::median}},
      "Where the quadrants meet");
  cross_hair->default_str("mean");
  ipa_command.app
      .add_option("--cross-at", ipa_command.input.at, "The same, as importance,performance")
      ->delimiter(',')
      ->expected(2)
      ->excludes(cross_hair);
  ipa_command.app.add_option("--spending", ipa_command.input.spending, "CSV file of item,amount")
      ->type_name("FILE");

  const auto drivers_command = SurveyCommand<DriversInput, drivers>::add(
      gap, session, "drivers", "What goes with satisfaction, and what with dissatisfaction");
  add_outcome_option(drivers_command.app, drivers_command.input.survey);
  cc::gap::DriverOptions& driver_options = drivers_command.input.options;
  add_choice<cc::gap::DriverMethod>(
      drivers_command.app,
      "--method",
      driver_options.method,
      {{"lmg", cc::gap::DriverMethod::lmg}, {"johnson", cc::gap::DriverMethod::johnson}},
      "How R2 is divided; johnson for more than 20 items")
      ->default_str("lmg");
  drivers_command.app
      .add_option("--replicates", driver_options.bootstrap.replicates, "Of the bootstrap")
      ->capture_default_str();
  drivers_command.app.add_option("--seed", driver_options.bootstrap.seed, "Of the bootstrap")
      ->capture_default_str();
  drivers_command.app
      .add_option("--dissatisfied-at",
                  drivers_command.input.dissatisfied_at,
                  "Answers up to this are dissatisfied: which items fail those?")
      ->type_name("ANSWER");
}

}  // namespace command_line
