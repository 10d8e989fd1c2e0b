#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/gap/answer_table.hpp>

#include "core/text.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse(const std::string& what, std::string hint) {
  throw Error(ErrorCode::invalid_argument, what, std::move(hint), {.column = "items"});
}

// Mean of answers that arrive one by one.
struct Mean {
  double value = nan;
  double count = 0.0;

  void add(const std::optional<double>& answer) {
    if (!answer) return;
    count += 1.0;
    value = count == 1.0 ? *answer : value + (*answer - value) / count;
  }
};

RowGroups group_by_code(std::span<const Code> codes,
                        const Dictionary& words,
                        const std::string& unknown) {
  RowGroups result;
  const auto known = static_cast<std::uint32_t>(words.size());
  for (std::uint32_t code = 0; code < known; ++code) {
    result.names.emplace_back(words.text(Code{code}));
  }
  result.names.push_back(unknown);
  for (const Code code : codes) {
    result.group.push_back(code == Code::none ? known : index(code));
  }
  return result;
}

}  // namespace

AnswerTable join_answers(const Assessments& assessments,
                         Standard standard,
                         std::span<const std::string_view> items) {
  AnswerTable table;
  std::vector<std::optional<std::size_t>> column(assessments.items.size());
  for (std::size_t j = 0; j < items.size(); ++j) {
    const auto found = std::ranges::find(assessments.items, items[j], &Item::name);
    if (found == assessments.items.end()) {
      refuse("no item is called \"" + std::string(items[j]) + "\"",
             "Declare it, or look for a misspelling.");
    }
    auto& place = column[static_cast<std::size_t>(found - assessments.items.begin())];
    if (place) refuse("item \"" + std::string(items[j]) + "\" is named twice", "");
    place = j;
    table.items.push_back(*found);
  }
  const std::size_t k = items.size();
  std::map<std::tuple<PartyId, Instant, Code, Code>, std::size_t> row_of;
  std::vector<Mean> answers;  // 3 k a row
  std::vector<Mean> weights;
  const auto& expectations = assessments.expectation[static_cast<std::size_t>(standard)];
  for (std::size_t row = 0; row < assessments.size(); ++row) {
    const auto j = column[index(assessments.item[row])];
    if (!j) continue;
    const PartyId party = assessments.respondent[row];
    if (party == PartyId::none) {
      ++table.anonymous;
      continue;
    }
    const Code touchpoint = assessments.touchpoint[row];
    const Code context = assessments.context[row];
    const auto [place, is_new] = row_of.try_emplace(
        {party, *assessments.time[row], touchpoint, context}, table.respondent.size());
    if (is_new) {
      table.respondent.push_back(index(party));
      table.touchpoint.push_back(touchpoint);
      table.context.push_back(context);
      answers.resize(answers.size() + 3 * k);
      weights.emplace_back();
    }
    Mean* const cells = &answers[3 * k * place->second + 3 * *j];
    cells[0].add(expectations[row]);
    cells[1].add(assessments.perception[row]);
    cells[2].add(assessments.importance[row]);
    if (std::max(cells[0].count, cells[1].count) > 1.0) table.items[*j].scale.step = 0.0;
    if (cells[2].count > 1.0) table.items[*j].importance_scale.step = 0.0;
    weights[place->second].add(assessments.weight[row].value_or(1.0));
  }
  const auto column_of = [&](std::size_t cell) {
    std::vector<double> values(table.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
      values[row] = answers[3 * k * row + cell].value;
    }
    return values;
  };
  for (std::size_t j = 0; j < k; ++j) {
    table.expectation.push_back(column_of(3 * j));
    table.perception.push_back(column_of(3 * j + 1));
    table.importance.push_back(column_of(3 * j + 2));
  }
  // Weights that are all 1 say nothing.
  if (std::ranges::any_of(weights, [](const Mean& w) { return w.value != 1.0; })) {
    for (const Mean& w : weights) table.weight.push_back(w.value);
  }
  return table;
}

std::vector<GapItem> gap_items(const AnswerTable& table) {
  std::vector<GapItem> items;
  for (std::size_t j = 0; j < table.items.size(); ++j) {
    const Item& item = table.items[j];
    const auto is_nan = [](double answer) { return std::isnan(answer); };
    const bool asked = !std::ranges::all_of(table.importance[j], is_nan);
    items.push_back({.name = item.name,
                     .dimension = item.dimension,
                     .scale = item.scale,
                     .importance_scale = item.importance_scale,
                     .expectation = table.expectation[j],
                     .perception = table.perception[j],
                     .importance = asked ? std::span<const double>(table.importance[j])
                                         : std::span<const double>()});
  }
  return items;
}

statistics::SurveyDesign survey_design(const AnswerTable& table) noexcept {
  return {.weights = table.weight, .clusters = table.respondent};
}

RowGroups group_by_touchpoint(const AnswerTable& table, const Assessments& assessments) {
  return group_by_code(table.touchpoint, assessments.touchpoints, "unknown touchpoint");
}

RowGroups group_by_context(const AnswerTable& table, const Assessments& assessments) {
  return group_by_code(table.context, assessments.contexts, "unknown context");
}

RowGroups group_by_attribute(const AnswerTable& table,
                             const Parties& parties,
                             std::string_view name,
                             Instant time) {
  constexpr int digits = 6;
  const auto values = attribute_as_of(parties, name, time);
  Dictionary names;
  std::vector<Code> codes;
  for (const std::uint32_t party : table.respondent) {
    const auto& value = values.at(party);
    if (!value) {
      codes.push_back(Code::none);
    } else if (const auto* text = std::get_if<std::string>(&*value)) {
      codes.push_back(names.encode(*text));
    } else {
      codes.push_back(names.encode(number_text(std::get<double>(*value), digits)));
    }
  }
  return group_by_code(codes, names, "unknown " + std::string(name));
}

RowGroups group_by_stakeholder(const AnswerTable& table, const Parties& parties) {
  RowGroups result;
  for (const auto stakeholder : {Stakeholder::customer,
                                 Stakeholder::prospect,
                                 Stakeholder::partner,
                                 Stakeholder::employee,
                                 Stakeholder::shareholder}) {
    result.names.emplace_back(to_string(stakeholder));
  }
  for (const std::uint32_t party : table.respondent) {
    result.group.push_back(static_cast<std::uint32_t>(parties.stakeholder[party]));
  }
  return result;
}

}  // namespace centricity::inline v0::gap
