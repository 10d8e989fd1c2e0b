#include "survey_weights.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace command_line {
namespace {

namespace cc = centricity;

[[noreturn]] void refuse(const std::string& what, std::string hint) {
  throw cc::Error{cc::ErrorCode::invalid_data, what, std::move(hint)};
}

cc::statistics::Margin margin_of(const cc::Parties& parties, const PopulationMargin& population) {
  cc::statistics::Margin margin{.name = population.attribute, .target = population.customers};
  for (const auto& value : attribute_as_of(parties, population.attribute, cc::Instant::max())) {
    const auto* const text = value ? std::get_if<std::string>(&*value) : nullptr;
    const std::string known = text != nullptr ? *text : std::string{};
    const auto found = std::ranges::find(population.value, known);
    if (found == population.value.end()) {
      refuse("the population does not say how many customers have '" + known + "' as " +
                 population.attribute,
             "Add a line for it, also for an empty value");
    }
    margin.category.push_back(static_cast<std::uint32_t>(found - population.value.begin()));
  }
  return margin;
}

/// Weight of each party in its first answer.
std::vector<double> weights_of(const cc::CustomerBase& base) {
  const cc::Assessments& rows = base.assessments();
  std::vector<std::optional<double>> first(base.parties().size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.respondent[row] == cc::PartyId::none) {
      refuse("some answers belong to nobody, so they cannot be weighted",
             "Map a column that means `respondent`");
    }
    std::optional<double>& weight = first[index(rows.respondent[row])];
    if (!weight) weight = rows.weight[row].value_or(1.0);
  }
  std::vector<double> weights;
  for (const std::optional<double>& weight : first) weights.push_back(weight.value_or(0.0));
  return weights;
}

/// The same base, with one weight a party.
cc::CustomerBase with_weights(const cc::CustomerBase& base, const std::vector<double>& weights) {
  cc::CustomerBase weighted{base.definition()};
  const cc::Parties& parties = base.parties();
  const cc::Assessments& rows = base.assessments();
  for (const cc::Item& item : rows.items) weighted.declare(item);
  for (std::uint32_t party = 0; party < parties.size(); ++party) {
    weighted.add(cc::Party{.label = parties.label(cc::PartyId{party}),
                           .stakeholder = parties.stakeholder[party]});
  }
  for (std::uint32_t code = 0; code < parties.attribute_names.size(); ++code) {
    const std::string_view name = parties.attribute_names.text(cc::Code{code});
    const auto values = attribute_as_of(parties, name, cc::Instant::max());
    for (std::uint32_t party = 0; party < parties.size(); ++party) {
      if (!values[party]) continue;
      weighted.add(cc::Attribute{
          .party = parties.label(cc::PartyId{party}), .name = name, .value = *values[party]});
    }
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const cc::PartyId party = rows.respondent[row];
    cc::Assessment answer{.respondent = parties.label(party),
                          .time = *rows.time[row],
                          .item = rows.items[index(rows.item[row])].name,
                          .touchpoint = rows.touchpoints.text(rows.touchpoint[row]),
                          .product = rows.products.text(rows.product[row]),
                          .context = rows.contexts.text(rows.context[row]),
                          .price = rows.price[row],
                          .weight = weights[index(party)],
                          .perception = rows.perception[row],
                          .importance = rows.importance[row],
                          .functional = rows.functional[row],
                          .dysfunctional = rows.dysfunctional[row]};
    for (std::size_t s = 0; s < cc::standards; ++s) {
      answer.expectation[s] = rows.expectation[s][row];
    }
    weighted.add(answer);
  }
  return weighted;
}

}  // namespace

std::vector<PopulationMargin> load_population(const std::string& file, const cc::Host& host) {
  cc::source::CsvReader reader = cc::source::CsvReader::open(file, {}, {}, host);
  const std::size_t attribute = reader.column("attribute");
  const std::size_t value = reader.column("value");
  const std::size_t customers = reader.column("customers");
  std::vector<PopulationMargin> margins;
  while (reader.next()) {
    std::optional<double> count;
    if (reader.problem() == cc::source::RowProblem::none) {
      count = cc::source::parse_number(reader.fields()[customers], reader.dialect());
    }
    if (!count || *count < 0.0) {
      throw cc::Error{cc::ErrorCode::invalid_data,
                      "'" + file + "' has a line without a number of customers",
                      "Give attribute, value and a number of 0 or more",
                      {.line = reader.line(), .column = "customers"}};
    }
    const std::string name{reader.fields()[attribute]};
    auto margin = std::ranges::find(margins, name, &PopulationMargin::attribute);
    if (margin == margins.end()) margin = margins.insert(margins.end(), {.attribute = name});
    margin->value.emplace_back(reader.fields()[value]);
    margin->customers.push_back(*count);
  }
  return margins;
}

cc::CustomerBase raked(const cc::CustomerBase& base,
                       const std::vector<PopulationMargin>& population) {
  std::vector<cc::statistics::Margin> margins;
  for (const PopulationMargin& each : population) {
    margins.push_back(margin_of(base.parties(), each));
  }
  const cc::statistics::Raking raking = cc::statistics::rake(margins, weights_of(base));
  if (!raking.report.usable()) {
    refuse("the respondents cannot be weighted to the population",
           raking.report.diagnosis.empty() ? "" : raking.report.diagnosis.front());
  }
  return with_weights(base, raking.weights);
}

}  // namespace command_line
