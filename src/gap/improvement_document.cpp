#include <algorithm>
#include <string>
#include <utility>

#include <centricity/gap/improvement_list.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr std::size_t few = 3;  // names in a sentence

Format percent() { return {.quantity = Quantity::percent, .decimals = 0}; }

std::string quoted(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    text += '"' + names[i] + '"';
  }
  return text;
}

template <class Condition>
std::vector<std::string> names_of(const ImprovementList& result, const Condition& condition) {
  std::vector<std::string> names;
  for (const Improvement& i : result.improvements) {
    if (condition(i)) names.push_back(i.name);
  }
  return names;
}

std::string verdict(const ImprovementList& result) {
  if (result.ranked == 0) return "Nothing can be ranked: a gain or its uncertainty is unknown.";
  auto leaders = names_of(result, [](const auto& i) { return i.best_rank == 1; });
  const std::size_t others = leaders.size() - 1;
  if (others == 0) return "Improve " + quoted(leaders) + " first.";
  if (others <= few) {
    return "What to improve first cannot be told apart among " + quoted(leaders) +
           "; the list shows the best guess.";
  }
  const std::string guess = leaders.front();
  leaders.erase(leaders.begin());
  leaders.resize(few);
  return "What to improve first is not sure: \"" + guess + "\" is the best guess, but " +
         std::to_string(others) + " others cannot be excluded, " + quoted(leaders) +
         " before the rest.";
}

Chart gains_of(const ImprovementList& result, const std::string& gain, bool per_cost) {
  Series bars{.name = "Gain", .mark = Mark::bars};
  Axis names{.label = "Attribute"};
  for (const Improvement& i : result.improvements) {
    const Estimate& e = per_cost ? i.gain_per_cost : i.gain;
    const double value = e.value.value_or(0.0);
    names.categories.push_back(i.name);
    bars.y.push_back(e.value);
    bars.lower.push_back(e.interval ? e.interval->lower : value);
    bars.upper.push_back(e.interval ? e.interval->upper : value);
    bars.cell_sizes.push_back(static_cast<std::int64_t>(e.n));
  }
  return {.title = "What closing each gap is worth",
          .caption = "Where intervals overlap widely, the order is a guess.",
          .x = std::move(names),
          .y = {.label = gain},
          .series = {std::move(bars)},
          .horizontal = true};
}

Chart chances_of(const ImprovementList& result) {
  Series first{.name = "First", .mark = Mark::bars};
  Series top{.name = "Among the first " + std::to_string(result.options.top), .mark = Mark::bars};
  Axis names{.label = "Attribute"};
  for (std::size_t r = 0; r < result.ranked; ++r) {
    const Improvement& i = result.improvements[r];
    names.categories.push_back(i.name);
    for (Series* s : {&first, &top}) {
      s->y.push_back((s == &first ? i.first : i.among_top).value);
      s->cell_sizes.push_back(static_cast<std::int64_t>(i.gain.n));
    }
  }
  return {.title = "How sure the order is",
          .caption = "One high bar: sure. Many low ones: more answers are needed.",
          .x = std::move(names),
          .y = {.label = "Probability", .format = percent(), .lowest = 0.0, .highest = 1.0},
          .series = {std::move(first), std::move(top)},
          .horizontal = true};
}

Table table_of(const ImprovementList& result, const std::string& gain) {
  const bool costs = std::ranges::any_of(result.improvements,
                                         [](const auto& i) { return i.terms.cost.has_value(); });
  const bool classes = std::ranges::any_of(result.improvements,
                                           [](const auto& i) { return i.terms.kano.has_value(); });
  Table table{.title = "Improvements, best first",
              .columns = {{.name = "Attribute"},
                          {.name = "Shortfall", .help = "Expectation minus perception."},
                          {.name = "Weight", .format = {.decimals = 3}},
                          {.name = gain},
                          {.name = "First", .format = percent()},
                          {.name = "Among the first " + std::to_string(result.options.top),
                           .format = percent()},
                          {.name = "Possible ranks",
                           .help = "Ranks that the data do not exclude, for all at once."},
                          {.name = "Told apart from the next"},
                          {.name = "Feasible"}}};
  if (classes) table.columns.push_back({.name = "Kano class"});
  if (costs) table.columns.push_back({.name = "Gain per cost", .format = {.decimals = 4}});
  table.columns.push_back(
      {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size});
  for (const Improvement& i : result.improvements) {
    const bool ranked = i.best_rank > 0;
    std::vector<Cell> row{i.name,
                          i.shortfall,
                          i.weight,
                          i.gain,
                          i.first,
                          i.among_top,
                          ranked
                              ? std::to_string(i.best_rank) + " to " + std::to_string(i.worst_rank)
                              : std::string{"not ranked"},
                          std::string{i.ahead_of_next ? "yes" : "no"},
                          std::string{i.terms.feasible ? "yes" : "no"}};
    if (classes) {
      row.push_back(i.terms.kano ? Cell{std::string(to_string(*i.terms.kano))} : Cell{});
    }
    if (costs) row.emplace_back(i.gain_per_cost);
    row.emplace_back(static_cast<std::int64_t>(i.gain.n));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_doubts(Document& document, const ImprovementList& result) {
  const auto add = [&](Severity severity, std::string text) {
    document.blocks.emplace_back(Notice{severity, std::move(text)});
  };
  const bool effect = result.options.weight == ImprovementWeight::effect;
  if (effect) {
    add(Severity::note,
        "A gain is what goes with a closed gap, an association: it does not say that closing the "
        "gap causes it, and it takes every point to be worth the same.");
  } else {
    add(Severity::note,
        "A gain is a part of the importance-weighted gap: points of the scale, not of an outcome.");
  }
  if (!result.joint) {
    add(Severity::note,
        "The estimates were taken for independent of each other. If the same respondents gave "
        "them, rank the answers themselves.");
  }
  const auto negative = names_of(
      result, [](const auto& i) { return i.weight.interval && i.weight.interval->upper < 0.0; });
  if (effect && !negative.empty()) {
    add(Severity::warning,
        "The outcome is lower where " + quoted(negative) +
            " is better, the others being equal: usually a sign that attributes go together too "
            "closely to be weighed apart.");
  }
  const auto against = names_of(result, [](const auto& i) {
    return i.terms.kano &&
           (*i.terms.kano == KanoCategory::indifferent || *i.terms.kano == KanoCategory::reverse) &&
           i.gain.value.value_or(0.0) > 0.0;
  });
  if (!against.empty()) {
    add(Severity::warning,
        "Customers call " + quoted(against) +
            " indifferent or unwanted: the gain of it is doubtful.");
  }
  const auto basic = names_of(result, [](const auto& i) {
    return i.terms.kano == KanoCategory::must_be && i.gain.value.value_or(0.0) > 0.0;
  });
  if (!basic.empty()) {
    add(Severity::note,
        "Taken for granted: " + quoted(basic) +
            ". Closing the gap ends anger; going beyond it earns nothing.");
  }
  const auto infeasible = names_of(result, [](const auto& i) { return !i.terms.feasible; });
  if (!infeasible.empty()) {
    add(Severity::note,
        "Not feasible, so not ranked: " + quoted(infeasible) +
            ". Here the expectation must be managed, not met.");
  }
}

}  // namespace

Document describe(const ImprovementList& result) {
  const bool effect = result.options.weight == ImprovementWeight::effect;
  const std::string gain = effect ? "Gain in outcome" : "Gain in weighted points";
  const bool per_cost = result.options.per_cost;
  Document document{.id = "improvement_list", .title = "What to improve first"};
  document.blocks.emplace_back(Paragraph{verdict(result)});
  document.blocks.emplace_back(gains_of(result, per_cost ? gain + " per cost" : gain, per_cost));
  if (result.ranked > 0) document.blocks.emplace_back(chances_of(result));
  document.blocks.emplace_back(table_of(result, gain));
  add_doubts(document, result);
  return document;
}

}  // namespace centricity::inline v0::gap
