#include <algorithm>

#include <CLI/CLI.hpp>

#include "survey_command.hpp"

// What the firm believes, specifies, delivers and promises; and what all its stakeholders miss.

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;

struct ProviderInput {
  SurveyInput survey{};
  std::optional<cc::Standard> standard{};
  std::string provider{};
};

/// What the provider said of the items: by item, the rows of each source.
struct ProviderColumns {
  std::vector<double> believed{};
  std::vector<double> specified{};
  std::vector<double> delivered{};
  std::vector<double> promised{};
};

/// Reads a file with the column `source` and one column an item; each row is one manager, standard,
/// visit or promise.
std::vector<ProviderColumns> load_provider(const std::string& file,
                                           const std::vector<std::string_view>& items,
                                           const cc::Host& host) {
  cc::source::CsvReader reader = cc::source::CsvReader::open(file, {}, {}, host);
  const std::size_t source = reader.column("source");
  std::vector<std::optional<std::size_t>> position;
  for (const std::string_view item : items) position.push_back(reader.find(item));
  std::vector<ProviderColumns> columns(items.size());
  const auto refuse = [&](const std::string& what, std::string hint, std::string column) {
    throw cc::Error{cc::ErrorCode::invalid_data,
                    "'" + file + "' " + what,
                    std::move(hint),
                    {.line = reader.line(), .column = std::move(column)}};
  };
  while (reader.next()) {
    if (reader.problem() != cc::source::RowProblem::none)
      refuse("has a broken line", "Mend it", "");
    const std::string_view name = reader.fields()[source];
    const auto member = name == "believed"    ? &ProviderColumns::believed
                        : name == "specified" ? &ProviderColumns::specified
                        : name == "delivered" ? &ProviderColumns::delivered
                        : name == "promised"  ? &ProviderColumns::promised
                                              : nullptr;
    if (member == nullptr) {
      refuse("has no source '" + std::string(name) + "'",
             "Use believed, specified, delivered or promised",
             "source");
    }
    for (std::size_t j = 0; j < items.size(); ++j) {
      if (!position[j]) continue;
      const std::string_view field = reader.fields()[*position[j]];
      const auto answer = cc::source::parse_number(field, reader.dialect());
      if (!answer && !field.empty()) {
        refuse("has '" + std::string(field) + "' where a number belongs",
               "Give an answer on the scale of the item, or leave it empty",
               std::string(items[j]));
      }
      (columns[j].*member).push_back(answer.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
  }
  return columns;
}

Answer provider(const LoadedSurvey& survey, const ProviderInput& input, const cc::Host& host) {
  const auto has_gap = [](const cc::gap::GivenAnswers& given) {
    return given.perception && given.expectation != cc::gap::GivenAnswers{}.expectation;
  };
  const std::vector<std::string_view> names =
      items_of(survey, input.survey, has_gap, "an expectation and a perception");
  const cc::gap::AnswerTable table = cc::gap::join_answers(
      survey.base.assessments(), standard_of(survey, input.standard, names), names);
  const std::vector<ProviderColumns> columns = load_provider(input.provider, names, host);
  std::vector<cc::gap::ProviderItem> items;
  for (std::size_t j = 0; j < names.size(); ++j) {
    items.push_back({.name = std::string(names[j]),
                     .scale = table.items[j].scale,
                     .expected = table.expectation[j],
                     .perceived = table.perception[j],
                     .believed = columns[j].believed,
                     .specified = columns[j].specified,
                     .delivered = columns[j].delivered,
                     .promised = columns[j].promised});
  }
  return {
      describe(cc::gap::measure_provider_gaps(items, survey_design(table), input.survey.level))};
}

struct StakeholdersInput {
  SurveyInput survey{};
  std::optional<cc::Standard> standard{};
  std::string exchange{};
};

/// What each group gives and receives, from a file with the columns stakeholder, given, received.
std::vector<cc::gap::ValueExchange> load_exchange(const std::string& file,
                                                  const std::vector<std::string>& groups,
                                                  const cc::Host& host) {
  cc::source::CsvReader reader = cc::source::CsvReader::open(file, {}, {}, host);
  const std::size_t who = reader.column("stakeholder");
  const std::size_t given = reader.column("given");
  const std::size_t received = reader.column("received");
  std::vector<cc::gap::ValueExchange> exchanges(
      groups.size(),
      {cc::undefined_estimate(cc::Undefined::missing_input),
       cc::undefined_estimate(cc::Undefined::missing_input)});
  while (reader.next()) {
    std::optional<double> gives;
    std::optional<double> takes;
    if (reader.problem() == cc::source::RowProblem::none) {
      gives = cc::source::parse_number(reader.fields()[given], reader.dialect());
      takes = cc::source::parse_number(reader.fields()[received], reader.dialect());
    }
    if (!gives || !takes) {
      throw cc::Error{cc::ErrorCode::invalid_data,
                      "'" + file + "' does not say what is given and received",
                      "Give two numbers, in one unit",
                      {.line = reader.line()}};
    }
    const auto found = std::ranges::find(groups, reader.fields()[who]);
    if (found == groups.end()) continue;
    exchanges[static_cast<std::size_t>(found - groups.begin())] = {
        {.value = gives, .method = cc::Method::count},
        {.value = takes, .method = cc::Method::count}};
  }
  return exchanges;
}

Answer stakeholders(const LoadedSurvey& survey,
                    const StakeholdersInput& input,
                    const cc::Host& host) {
  const auto has_gap = [](const cc::gap::GivenAnswers& given) {
    return given.perception && given.expectation != cc::gap::GivenAnswers{}.expectation;
  };
  const std::vector<std::string_view> names =
      items_of(survey, input.survey, has_gap, "an expectation and a perception");
  const cc::Assessments& assessments = survey.base.assessments();
  // Rows are the same whatever the standard.
  std::vector<cc::gap::AnswerTable> tables;
  for (std::size_t s = 0; s < cc::standards; ++s) {
    tables.push_back(cc::gap::join_answers(assessments, static_cast<cc::Standard>(s), names));
  }
  const std::vector<cc::gap::GivenAnswers> given = cc::gap::given_answers(assessments);
  std::vector<cc::gap::StakeholderItem> items;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto declared = std::ranges::find(assessments.items, names[j], &cc::Item::name);
    const auto& asked =
        given[static_cast<std::size_t>(declared - assessments.items.begin())].expectation;
    items.push_back({.name = std::string(names[j]),
                     .scale = tables.front().items[j].scale,
                     .perception = tables.front().perception[j]});
    for (std::size_t s = 0; s < cc::standards; ++s) {
      if (asked[s]) items.back().expectation[s] = tables[s].expectation[j];
    }
  }
  const cc::gap::RowGroups groups =
      without_empty(group_by_stakeholder(tables.front(), survey.base.parties()));
  std::vector<cc::gap::ValueExchange> exchanges;
  if (!input.exchange.empty()) exchanges = load_exchange(input.exchange, groups.names, host);
  return {describe(
      cc::gap::measure_stakeholder_balance(items,
                                           groups,
                                           survey_design(tables.front()),
                                           {.standard = standard_of(survey, input.standard, names),
                                            .exchanges = exchanges,
                                            .level = input.survey.level}))};
}

}  // namespace

void add_parties(CLI::App& gap, Session& session) {
  const auto provider_command = SurveyCommand<ProviderInput, provider>::add(
      gap,
      session,
      "provider",
      "Where the gap arises: what the firm believes, sets, does, promises");
  add_standard_option(provider_command.app, provider_command.input.standard);
  provider_command.app
      .add_option(
          "--provider",
          provider_command.input.provider,
          "CSV file with the column source (believed, specified, delivered or promised) and "
          "one column an item")
      ->type_name("FILE")
      ->required();

  const auto stakeholders_command = SurveyCommand<StakeholdersInput, stakeholders>::add(
      gap,
      session,
      "stakeholders",
      "Unmet needs of customers, employees, partners: who is weakest?");
  add_standard_option(stakeholders_command.app, stakeholders_command.input.standard);
  stakeholders_command.app
      .add_option("--exchange",
                  stakeholders_command.input.exchange,
                  "CSV file of stakeholder,given,received: value given to and received of the firm")
      ->type_name("FILE");
}

}  // namespace command_line
