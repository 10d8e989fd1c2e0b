#include <algorithm>
#include <string>
#include <utility>

#include <centricity/gap/held_expectations.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr double widely = 0.5;  // share of those asked

Format percent() { return {.quantity = Quantity::percent, .decimals = 0}; }

using Order = std::vector<const HeldExpectation*>;

// Most widely held first; what nobody was asked comes last.
Order ordered(const HeldExpectations& result) {
  Order order;
  for (const HeldExpectation& e : result.expectations) order.push_back(&e);
  std::ranges::stable_sort(order, std::ranges::greater{}, [](const HeldExpectation* e) {
    return e->all.share.value.value_or(-1.0);
  });
  return order;
}

template <class Condition>
std::string names_of(const Order& order, const Condition& condition) {
  std::string names;
  for (const HeldExpectation* e : order) {
    if (condition(*e)) names += (names.empty() ? "\"" : ", \"") + e->name + "\"";
  }
  return names;
}

Chart shares_of(const Order& order) {
  Series bars{.name = "Hold it", .mark = Mark::bars};
  Axis names{.label = "Expectation"};
  for (const HeldExpectation* e : order) {
    const Estimate& share = e->all.share;
    const double value = share.value.value_or(0.0);
    names.categories.push_back(e->name);
    bars.y.push_back(share.value);
    bars.lower.push_back(share.interval ? share.interval->lower : value);
    bars.upper.push_back(share.interval ? share.interval->upper : value);
    bars.cell_sizes.push_back(static_cast<std::int64_t>(share.n));
  }
  return {.title = "Which expectations exist",
          .caption = "Share of those asked who hold the expectation at all.",
          .x = std::move(names),
          .y = {.label = "Share", .format = percent(), .lowest = 0.0, .highest = 1.0},
          .series = {std::move(bars)},
          .horizontal = true};
}

HeatMap map_of(const HeldExpectations& result, const Order& order) {
  HeatMap map{.title = "Who expects what",
              .caption = "Rows of one color throughout: one rule may serve all segments.",
              .x = {.label = "Segment", .categories = result.segments},
              .y = {.label = "Expectation"},
              .format = percent()};
  for (const HeldExpectation* e : order) {
    map.y.categories.push_back(e->name);
    for (const HeldBySegment& segment : e->segments) {
      map.values.push_back(segment.share.value);
      map.cell_sizes.push_back(static_cast<std::int64_t>(segment.share.n));
    }
  }
  return map;
}

Cell cell_of(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }

Cell i_squared(const OneRule& rule) {
  return rule.test.p_value ? Cell{rule.test.i_squared} : Cell{};
}

std::string word_of(std::optional<bool> feasible) {
  return !feasible ? "unknown" : *feasible ? "yes" : "no";
}

Table expectations_of(const Order& order) {
  const Format p{.decimals = 4};
  Table table{
      .title = "Expectations, most widely held first",
      .columns = {{.name = "Expectation"},
                  {.name = "Held by", .format = percent()},
                  {.name = "Level", .help = "Mean among those who hold it."},
                  {.name = "Feasible", .help = "Whether the firm can meet it."},
                  {.name = "Same share: p (Holm)",
                   .format = p,
                   .help = "Small: segments differ in how many hold it."},
                  {.name = "I squared, share", .format = percent()},
                  {.name = "Same level: p (Holm)",
                   .format = p,
                   .help = "Small: holders of different segments expect different levels."},
                  {.name = "I squared, level", .format = percent()},
                  {.name = "Not asked", .format = {.decimals = 0}},
                  {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size}}};
  for (const HeldExpectation* e : order) {
    table.rows.push_back({e->name,
                          e->all.share,
                          e->all.level,
                          word_of(e->feasible),
                          cell_of(e->share.p_adjusted),
                          i_squared(e->share),
                          cell_of(e->level.p_adjusted),
                          i_squared(e->level),
                          static_cast<std::int64_t>(e->missing),
                          static_cast<std::int64_t>(e->all.share.n)});
  }
  return table;
}

Table segments_of(const HeldExpectations& result, const Order& order) {
  Table table{
      .title = "By segment",
      .columns = {{.name = "Expectation"},
                  {.name = "Segment"},
                  {.name = "Held by", .format = percent()},
                  {.name = "Held by, shrunken",
                   .format = percent(),
                   .help = "Best guess: drawn toward the mean the less is known."},
                  {.name = "Level"},
                  {.name = "Level, shrunken"},
                  {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size}}};
  for (const HeldExpectation* e : order) {
    for (std::size_t s = 0; s < e->segments.size(); ++s) {
      table.rows.push_back({e->name,
                            result.segments[s],
                            e->segments[s].share,
                            e->share.test.shrunken[s],
                            e->segments[s].level,
                            e->level.test.shrunken[s],
                            static_cast<std::int64_t>(e->segments[s].share.n)});
    }
  }
  return table;
}

void add_verdict(Document& document, const HeldExpectations& result, const Order& order) {
  const auto differs = [&](const OneRule& rule) {
    return rule.p_adjusted && *rule.p_adjusted <= 1.0 - result.level;
  };
  const bool tested = std::ranges::any_of(order, [](const HeldExpectation* e) {
    return e->share.test.p_value || e->level.test.p_value;
  });
  const std::string shares = names_of(order, [&](const auto& e) { return differs(e.share); });
  const std::string levels = names_of(order, [&](const auto& e) { return differs(e.level); });
  if (!tested) {
    document.blocks.emplace_back(
        Paragraph{"Too few segments answered to say whether one rule can serve all."});
  } else if (shares.empty() && levels.empty()) {
    document.blocks.emplace_back(Paragraph{
        "No sign against one rule for all segments: they differ no more than chance allows."});
  }
  if (!shares.empty()) {
    document.blocks.emplace_back(Paragraph{
        "One rule cannot serve all: segments differ in whether they expect " + shares + "."});
  }
  if (!levels.empty()) {
    document.blocks.emplace_back(Paragraph{
        "One rule cannot serve all: segments differ in how much they expect of " + levels + "."});
  }
  const std::string hopeless = names_of(order, [](const auto& e) {
    return e.feasible == false && e.all.share.value.value_or(0.0) > widely;
  });
  if (!hopeless.empty()) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Held by most and not feasible: " + hopeless +
                   ". What cannot be met must be said before it disappoints."});
  }
}

}  // namespace

Document describe(const HeldExpectations& result) {
  const Order order = ordered(result);
  Document document{.id = "held_expectations", .title = "Which expectations exist at all"};
  add_verdict(document, result, order);
  document.blocks.emplace_back(shares_of(order));
  if (result.segments.size() > 1) document.blocks.emplace_back(map_of(result, order));
  document.blocks.emplace_back(expectations_of(order));
  if (result.segments.size() > 1) document.blocks.emplace_back(segments_of(result, order));
  if (result.respondents_shared) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Some respondents are in several segments; the tests between segments take them for "
               "independent."});
  }
  for (const Finding& finding : result.report.findings) {
    document.blocks.emplace_back(Notice{
        finding.severity,
        finding.message + " (" + std::to_string(finding.count) + "). " + finding.hint + "."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
