#include <algorithm>

#include <CLI/CLI.hpp>

#include "survey_command.hpp"

// What was expected, and what of it was not met.

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;

struct ServqualInput {
  SurveyInput survey{};
  std::optional<double> held_from{};  ///< Expectations of this and more are held at all.
  std::optional<cc::Standard> standard{};
  cc::gap::GapWeighting weighting = cc::gap::GapWeighting::unweighted;
};

bool has_gap(const cc::gap::GivenAnswers& answers) {
  return answers.perception && answers.expectation != cc::gap::GivenAnswers{}.expectation;
}

constexpr const char* a_gap = "an expectation and a perception";

/// The items of a gap, side by side.
struct GapRows {
  cc::gap::AnswerTable table{};
  cc::gap::GapOptions options{};
};

GapRows gap_rows(const LoadedSurvey& survey, const ServqualInput& input) {
  const std::vector<std::string_view> items = items_of(survey, input.survey, has_gap, a_gap);
  const cc::Standard standard = standard_of(survey, input.standard, items);
  return {
      .table = cc::gap::join_answers(survey.base.assessments(), standard, items),
      .options = {.weighting = input.weighting, .standard = standard, .level = input.survey.level}};
}

Answer servqual(const LoadedSurvey& survey, const ServqualInput& input, const cc::Host&) {
  const GapRows rows = gap_rows(survey, input);
  return {describe(
      cc::gap::score_gaps(gap_items(rows.table), survey_design(rows.table), rows.options))};
}

/// Which expectations are there at all, in which group.
cc::gap::HeldExpectations held(const GapRows& rows,
                               const cc::gap::RowGroups& groups,
                               double held_from) {
  std::vector<cc::gap::PossibleExpectation> expectations;
  for (std::size_t j = 0; j < rows.table.items.size(); ++j) {
    expectations.push_back({.name = rows.table.items[j].name,
                            .scale = rows.table.items[j].scale,
                            .level = rows.table.expectation[j],
                            .held_from = held_from});
  }
  return cc::gap::measure_held_expectations(
      expectations, groups, survey_design(rows.table), rows.options.level);
}

Answer heterogeneity(const LoadedSurvey& survey, const ServqualInput& input, const cc::Host&) {
  const GapRows rows = gap_rows(survey, input);
  const cc::gap::RowGroups groups = groups_of(survey, input.survey, rows.table);
  Answer answer{describe(cc::gap::score_gaps_by_group(
      gap_items(rows.table), groups, survey_design(rows.table), rows.options))};
  if (input.held_from) {
    answer.page.sections.push_back(describe(held(rows, groups, *input.held_from)));
  }
  return answer;
}

struct ZoneInput {
  SurveyInput survey{};
};

Answer zone(const LoadedSurvey& survey, const ZoneInput& input, const cc::Host&) {
  const auto has_zone = [](const cc::gap::GivenAnswers& answers) {
    return answers.perception &&
           answers.expectation[static_cast<std::size_t>(cc::Standard::adequate)] &&
           answers.expectation[static_cast<std::size_t>(cc::Standard::desired)];
  };
  const std::vector<std::string_view> names =
      items_of(survey, input.survey, has_zone, "an adequate and a desired level and a perception");
  // Rows are the same whatever the standard.
  const cc::Assessments& assessments = survey.base.assessments();
  const cc::gap::AnswerTable least =
      cc::gap::join_answers(assessments, cc::Standard::adequate, names);
  const cc::gap::AnswerTable most =
      cc::gap::join_answers(assessments, cc::Standard::desired, names);
  std::vector<cc::gap::ToleranceItem> items;
  for (std::size_t j = 0; j < names.size(); ++j) {
    items.push_back({.name = std::string(names[j]),
                     .scale = least.items[j].scale,
                     .adequate = least.expectation[j],
                     .desired = most.expectation[j],
                     .perceived = least.perception[j]});
  }
  return {describe(cc::gap::measure_tolerance(items, survey_design(least), input.survey.level))};
}

struct ContextInput {
  SurveyInput survey{};
  std::optional<cc::Standard> standard{};
  double reference_price = 1.0;
  std::optional<double> perceived{};
};

/// How a service would surprise in every context, at the price that is usual there.
cc::Table surprise_table(const cc::gap::ExpectationModel& model,
                         const cc::gap::ItemColumns& columns,
                         const std::vector<std::uint32_t>& context,
                         double perceived) {
  cc::Table table{.title = "Surprise at a service of " + number(perceived),
                  .caption = "In each context at the median price paid there.",
                  .columns = {{.name = "Context"},
                              {.name = "Price", .format = {.decimals = 2}},
                              {.name = "Gap", .help = "Perception minus expectation."},
                              {.name = "Surprise",
                               .format = {.decimals = 2},
                               .help = "Gap in standard deviations of people's expectations."}}};
  for (std::size_t c = 0; c < model.contexts.size(); ++c) {
    std::vector<double> prices;
    for (std::size_t row = 0; row < context.size(); ++row) {
      const double price = columns.price[row];
      if (context[row] == c && price == price) prices.push_back(price);
    }
    if (model.has_price && prices.empty()) continue;
    double price = 0.0;
    if (model.has_price) {
      const auto middle = prices.begin() + static_cast<std::ptrdiff_t>(prices.size() / 2);
      std::nth_element(prices.begin(), middle, prices.end());
      price = *middle;
    }
    const cc::gap::Surprise surprise = surprise_of(model, perceived, c, price);
    table.rows.push_back({model.contexts[c],
                          model.has_price ? cc::Cell{price} : cc::Cell{},
                          surprise.gap,
                          surprise.z ? cc::Cell{*surprise.z} : cc::Cell{}});
  }
  return table;
}

Answer context(const LoadedSurvey& survey, const ContextInput& input, const cc::Host&) {
  const auto has_expectation = [](const cc::gap::GivenAnswers& answers) {
    return answers.expectation != cc::gap::GivenAnswers{}.expectation;
  };
  const std::vector<std::string_view> items =
      items_of(survey, input.survey, has_expectation, "an expectation");
  const auto standard = static_cast<std::size_t>(standard_of(survey, input.standard, items));
  Answer answer{{.id = "expectations", .title = "What is expected, by context and price"}};
  for (const std::string_view item : items) {
    const cc::gap::ItemColumns columns = cc::gap::select_item(survey.base.assessments(), item);
    const cc::gap::RowGroups groups =
        without_empty(group_by_context(columns, survey.base.assessments()));
    const bool has_price = std::ranges::any_of(columns.price, [](double p) { return p == p; });
    const bool has_context = survey.base.assessments().contexts.size() > 0;
    if (!has_price && !has_context) {
      throw cc::Error{cc::ErrorCode::invalid_argument,
                      "'" + input.survey.file + "' says neither context nor price",
                      "Map them in the codebook, or name columns with --context and --price."};
    }
    const cc::gap::ExpectationModel model = cc::gap::fit_expectations(
        {.expectation = columns.expectation[standard],
         .price = has_price ? columns.price : std::span<const double>{},
         .context = has_context ? groups.group : std::span<const std::uint32_t>{},
         .contexts = has_context ? groups.names : std::span<const std::string>{}},
        survey_design(columns),
        {.reference_price = input.reference_price, .level = input.survey.level});
    answer.usable = answer.usable && model.fit.report.usable();
    cc::Document section = describe(model);
    if (input.perceived && model.fit.report.usable()) {
      section.blocks.emplace_back(surprise_table(model, columns, groups.group, *input.perceived));
    }
    if (items.size() == 1) {
      answer.page = std::move(section);
    } else {
      section.id += "_" + std::to_string(answer.page.sections.size() + 1);
      section.title = columns.item.name;
      answer.page.sections.push_back(std::move(section));
    }
  }
  return answer;
}

struct DisconfirmationInput {
  SurveyInput survey{};
  std::optional<cc::Standard> standard{};
};

Answer disconfirmation(const LoadedSurvey& survey,
                       const DisconfirmationInput& input,
                       const cc::Host&) {
  const std::vector<std::string_view> items = items_of(survey, input.survey, has_gap, a_gap);
  const Explained rows =
      explained(survey, input.survey, items, standard_of(survey, input.standard, items));
  const cc::gap::Disconfirmation result = cc::gap::fit_disconfirmation(
      gap_items(rows.table),
      rows.outcome,
      survey_design(rows.table),
      {.covariance = cc::statistics::Covariance::hc3, .level = input.survey.level});
  return {describe(result), result.fit.report.usable()};
}

template <class Input>
void add_weighting_option(CLI::App& command, Input& input) {
  add_choice<cc::gap::GapWeighting>(
      command,
      "--weighting",
      input.weighting,
      {{"unweighted", cc::gap::GapWeighting::unweighted},
       {"mean", cc::gap::GapWeighting::mean_weighted},
       {"individual", cc::gap::GapWeighting::individually_weighted}},
      "How the items of the overall score count: alike, by their mean importance, or by what each "
      "respondent finds important")
      ->default_str("unweighted");
}

}  // namespace

void add_expectations(CLI::App& gap, Session& session) {
  const auto servqual_command = SurveyCommand<ServqualInput, servqual>::add(
      gap, session, "servqual", "Perception minus expectation, by item and dimension");
  add_standard_option(servqual_command.app, servqual_command.input.standard);
  add_weighting_option(servqual_command.app, servqual_command.input);

  SurveyCommand<ZoneInput, zone>::add(
      gap, session, "zone", "Perception between the least allowed and what is hoped for");

  const auto context_command = SurveyCommand<ContextInput, context>::add(
      gap, session, "context", "What is expected, by context and price paid");
  add_standard_option(context_command.app, context_command.input.standard);
  context_command.app
      .add_option("--reference-price",
                  context_command.input.reference_price,
                  "Price at which doubling begins to count")
      ->capture_default_str();
  context_command.app
      .add_option("--perceived",
                  context_command.input.perceived,
                  "Answer that describes a service: how far would it surprise in each context?")
      ->type_name("ANSWER");

  const auto disconfirmation_command = SurveyCommand<DisconfirmationInput, disconfirmation>::add(
      gap, session, "disconfirmation", "What falling short costs and what exceeding earns");
  add_outcome_option(disconfirmation_command.app, disconfirmation_command.input.survey);
  add_standard_option(disconfirmation_command.app, disconfirmation_command.input.standard);

  const auto heterogeneity_command = SurveyCommand<ServqualInput, heterogeneity>::add(
      gap, session, "heterogeneity", "Do groups expect the same? Can one rule serve all?");
  add_by_option(heterogeneity_command.app,
                heterogeneity_command.input.survey,
                "What makes the groups; COL is what a column says of the respondent")
      ->required();
  add_standard_option(heterogeneity_command.app, heterogeneity_command.input.standard);
  add_weighting_option(heterogeneity_command.app, heterogeneity_command.input);
  heterogeneity_command.app
      .add_option("--held-from",
                  heterogeneity_command.input.held_from,
                  "An expectation is held by those who expect this much: which exist at all?")
      ->type_name("ANSWER");
}

}  // namespace command_line
