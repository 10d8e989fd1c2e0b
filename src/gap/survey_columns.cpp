#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/core/money.hpp>
#include <centricity/gap/survey_columns.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Code code_of(const Assessments& assessments, std::string_view name) {
  const auto found = std::ranges::find(assessments.items, name, &Item::name);
  if (found == assessments.items.end()) {
    throw Error(ErrorCode::invalid_argument,
                "no item is called \"" + std::string(name) + "\"",
                "Declare it, or look for a misspelling.",
                {.column = "item"});
  }
  return Code{static_cast<std::uint32_t>(found - assessments.items.begin())};
}

// Weights that are all 1 say nothing.
void drop_if_ones(std::vector<double>& weights) {
  if (std::ranges::all_of(weights, [](double w) { return w == 1.0; })) weights.clear();
}

}  // namespace

ItemColumns select_item(const Assessments& assessments, std::string_view item) {
  const Code code = code_of(assessments, item);
  ItemColumns columns{.item = assessments.items[index(code)]};
  std::uint32_t stranger = index(PartyId::none);  // counts down: far from any party
  for (std::size_t row = 0; row < assessments.size(); ++row) {
    if (assessments.item[row] != code) continue;
    const PartyId party = assessments.respondent[row];
    columns.respondent.push_back(party == PartyId::none ? stranger-- : index(party));
    columns.time.push_back(*assessments.time[row]);
    columns.weight.push_back(assessments.weight[row].value_or(1.0));
    columns.context.push_back(assessments.context[row]);
    const auto price = assessments.price[row];
    columns.price.push_back(price ? to_double(*price) : nan);
    for (std::size_t s = 0; s < standards; ++s) {
      columns.expectation[s].push_back(assessments.expectation[s][row].value_or(nan));
    }
    columns.perception.push_back(assessments.perception[row].value_or(nan));
    columns.importance.push_back(assessments.importance[row].value_or(nan));
    columns.functional.push_back(assessments.functional[row].value_or(std::uint8_t{0}));
    columns.dysfunctional.push_back(assessments.dysfunctional[row].value_or(std::uint8_t{0}));
  }
  drop_if_ones(columns.weight);
  return columns;
}

statistics::SurveyDesign survey_design(const ItemColumns& columns) noexcept {
  return {.weights = columns.weight, .clusters = columns.respondent};
}

MethodSheet method_sheet(const ItemColumns& columns, DayOffset offset) {
  MethodSheet sheet{.wording = columns.item.wording,
                    .scale = columns.item.scale,
                    .weighted = !columns.weight.empty(),
                    .asked = columns.item.asked};
  if (!columns.time.empty()) {
    const auto [first, last] = std::ranges::minmax(columns.time);
    sheet.first_day = day_of(first, offset);
    sheet.last_day = day_of(last, offset);
  }
  return sheet;
}

RowGroups group_by_context(const ItemColumns& columns, const Assessments& assessments) {
  RowGroups result;
  const auto contexts = static_cast<std::uint32_t>(assessments.contexts.size());
  for (std::uint32_t c = 0; c < contexts; ++c) {
    result.names.emplace_back(assessments.contexts.text(Code{c}));
  }
  result.names.emplace_back("unknown context");
  for (const Code context : columns.context) {
    result.group.push_back(context == Code::none ? contexts : index(context));
  }
  return result;
}

RowGroups group_by_price(const ItemColumns& columns, std::span<const double> edges) {
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (!std::isfinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1])) {
      throw Error(ErrorCode::invalid_argument,
                  "price edges must ascend",
                  "Give each edge once, lowest first.",
                  {.row = i, .column = "edges"});
    }
  }
  const auto written = [](double edge) { return to_text(to_money(edge)); };
  RowGroups result;
  for (std::size_t i = 0; i <= edges.size(); ++i) {
    if (edges.empty()) {
      result.names.emplace_back("any price");
    } else if (i == 0) {
      result.names.push_back("below " + written(edges[0]));
    } else if (i == edges.size()) {
      result.names.push_back("from " + written(edges[i - 1]));
    } else {
      result.names.push_back(written(edges[i - 1]) + " to below " + written(edges[i]));
    }
  }
  result.names.emplace_back("unknown price");
  for (const double price : columns.price) {
    const auto band = std::isnan(price) ? static_cast<std::ptrdiff_t>(edges.size()) + 1
                                        : std::ranges::upper_bound(edges, price) - edges.begin();
    result.group.push_back(static_cast<std::uint32_t>(band));
  }
  return result;
}

PerceptionTable join_perceptions(const Assessments& assessments,
                                 std::span<const std::string_view> items) {
  std::vector<std::optional<std::size_t>> column(assessments.items.size());
  for (std::size_t j = 0; j < items.size(); ++j) {
    auto& place = column[index(code_of(assessments, items[j]))];
    if (place) {
      throw Error(ErrorCode::invalid_argument,
                  "item \"" + std::string(items[j]) + "\" is named twice",
                  "",
                  {.column = "items"});
    }
    place = j;
  }

  PerceptionTable table{.perception = std::vector<std::vector<double>>(items.size())};
  std::map<std::pair<PartyId, Instant>, std::size_t> row_of;
  std::vector<std::vector<double>> answers(items.size());  // how many were averaged
  std::vector<double> joined;                              // rows behind a weight
  for (std::size_t row = 0; row < assessments.size(); ++row) {
    const auto j = column[index(assessments.item[row])];
    const auto answer = assessments.perception[row];
    if (!j || !answer) continue;
    const PartyId party = assessments.respondent[row];
    if (party == PartyId::none) {
      ++table.anonymous;
      continue;
    }
    const auto [place, is_new] =
        row_of.try_emplace({party, *assessments.time[row]}, table.respondent.size());
    if (is_new) {
      table.respondent.push_back(index(party));
      table.weight.push_back(0.0);
      joined.push_back(0.0);
      for (std::size_t k = 0; k < items.size(); ++k) {
        table.perception[k].push_back(nan);
        answers[k].push_back(0.0);
      }
    }
    const std::size_t at = place->second;
    double& mean = table.perception[*j][at];
    double& count = answers[*j][at];
    count += 1.0;
    mean = count == 1.0 ? *answer : mean + (*answer - mean) / count;
    joined[at] += 1.0;
    table.weight[at] += (assessments.weight[row].value_or(1.0) - table.weight[at]) / joined[at];
  }
  drop_if_ones(table.weight);
  return table;
}

}  // namespace centricity::inline v0::gap
