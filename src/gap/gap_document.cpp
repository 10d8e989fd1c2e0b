#include <algorithm>
#include <string>
#include <utility>

#include <centricity/gap/gap_groups.hpp>
#include <centricity/gap/gap_scores.hpp>

#include "core/text.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double high_ceiling = 0.5;

Cell cell_of(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }

std::string number_of(std::size_t count, std::size_t of) {
  return count_text(count) + " of " + count_text(of);
}

void add_bar(Series& bars, const Estimate& gap) {
  const double value = gap.value.value_or(0.0);
  bars.y.push_back(gap.value);
  bars.lower.push_back(gap.interval ? gap.interval->lower : value);
  bars.upper.push_back(gap.interval ? gap.interval->upper : value);
  bars.cell_sizes.push_back(static_cast<std::int64_t>(gap.n));
}

// Widest shortfall first; what is undefined comes last.
std::vector<const ItemGap*> ordered(const GapScores& result) {
  std::vector<const ItemGap*> order;
  for (const ItemGap& item : result.items) order.push_back(&item);
  std::ranges::stable_sort(order, [](const ItemGap* a, const ItemGap* b) {
    const Estimate& left = a->scores.gap.difference;
    const Estimate& right = b->scores.gap.difference;
    if (left.defined() != right.defined()) return left.defined();
    return left.defined() && *left.value < *right.value;
  });
  return order;
}

Column answers() {
  return {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size};
}

Column p_holm() {
  return {.name = "p (Holm)",
          .format = {.decimals = 4},
          .help =
              "Chance of so wide a gap if there were none, corrected for how many gaps are looked "
              "at."};
}

Chart chart_of(const std::vector<const ItemGap*>& order) {
  Chart chart{.title = "Gaps",
              .caption = "Left of zero: less than was expected.",
              .x = {.label = "Item"},
              .y = {.label = "Perception minus expectation"},
              .series = {{.name = "Gap", .mark = Mark::bars}},
              .horizontal = true};
  for (const ItemGap* item : order) {
    chart.x.categories.push_back(item->name);
    add_bar(chart.series[0], item->scores.gap.difference);
  }
  return chart;
}

Table items_of(const std::vector<const ItemGap*>& order) {
  Table table{.title = "Items, widest gap first",
              .columns = {{.name = "Item"},
                          {.name = "Expectation"},
                          {.name = "Perception"},
                          {.name = "Gap"},
                          p_holm(),
                          {.name = "Ceiling",
                           .format = {.quantity = Quantity::percent, .decimals = 0},
                           .help = "Expectations at the top of the scale."},
                          answers()}};
  for (const ItemGap* item : order) {
    table.rows.push_back({item->name,
                          item->scores.expectation,
                          item->scores.perception,
                          item->scores.gap.difference,
                          cell_of(item->scores.gap_p_adjusted),
                          item->ceiling,
                          static_cast<std::int64_t>(item->scores.gap.difference.n)});
  }
  return table;
}

Table dimensions_of(const GapScores& result) {
  Table table{
      .title = "Dimensions",
      .caption = "A gap of scores that go together keeps mostly noise: look at its reliability.",
      .columns = {{.name = "Dimension"},
                  {.name = "Expectation"},
                  {.name = "Perception"},
                  {.name = "Gap"},
                  p_holm(),
                  {.name = "Alpha of expectation"},
                  {.name = "Alpha of perception"},
                  {.name = "Alpha of gaps"},
                  {.name = "Reliability of the difference"},
                  answers()}};
  for (const DimensionGap& d : result.dimensions) {
    table.rows.push_back({d.name,
                          d.scores.expectation,
                          d.scores.perception,
                          d.scores.gap.difference,
                          cell_of(d.scores.gap_p_adjusted),
                          d.expectation_alpha,
                          d.perception_alpha,
                          d.gap_alpha,
                          d.difference_reliability,
                          static_cast<std::int64_t>(d.scores.gap.difference.n)});
  }
  return table;
}

void add_doubts(Document& document, const GapScores& result) {
  const auto is_low = [](const Estimate& e) { return e.defined() && *e.value < least_reliability; };
  const auto unreliable =
      static_cast<std::size_t>(std::ranges::count_if(result.dimensions, [&](const auto& d) {
        return is_low(d.difference_reliability) || is_low(d.gap_alpha);
      }));
  if (unreliable > 0) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "The gaps of " + number_of(unreliable, result.dimensions.size()) +
                   " dimensions are less reliable than 0.7. Look at perception alone (SERVPERF), "
                   "or at a polynomial regression."});
  }
  const auto at_ceiling =
      static_cast<std::size_t>(std::ranges::count_if(result.items, [](const ItemGap& item) {
        return item.ceiling.defined() && *item.ceiling.value > high_ceiling;
      }));
  if (at_ceiling > 0) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "For " + number_of(at_ceiling, result.items.size()) +
                   " items more than half of the expectations are at the top of the scale: such "
                   "gaps mirror perception alone, and cannot be positive."});
  }
  const std::uint64_t complete = result.overall.gap.difference.n;
  if (complete < result.rows) {
    document.blocks.emplace_back(Notice{Severity::note,
                                        "The overall gap is that of the " + count_text(complete) +
                                            " of " + count_text(result.rows) +
                                            " rows that answered every item."});
  }
}

// One sentence: do the groups differ?
std::string verdict(const statistics::Heterogeneity& test, const std::string& what) {
  if (!test.p_value) return "Too few groups to say whether " + what + " differ.";
  const bool differ = *test.p_value < 0.05;
  return std::string(differ ? "One rule cannot serve all: "
                            : "No sign against one rule for all: ") +
         what + (differ ? " differ by more than chance." : " differ no more than chance allows.");
}

Figure squared(const char* name, const statistics::Heterogeneity& test) {
  Estimate value = undefined_estimate(Undefined::too_few);
  if (test.p_value) value = {.value = test.i_squared};
  return {.name = name,
          .estimate = value,
          .format = {.quantity = Quantity::percent, .decimals = 0},
          .help = "I squared: share of the variation between groups that is not chance."};
}

}  // namespace

Document describe(const GapScores& result) {
  const auto order = ordered(result);
  const std::string expected(to_string(result.options.standard));
  Document document{.id = "gap_scores", .title = "What was expected and what was perceived"};
  document.blocks.emplace_back(
      Figures{{{.name = "Overall gap, " + std::string(to_string(result.options.weighting)),
                .estimate = result.overall.gap.difference,
                .help = "Perception minus what was expected (" + expected + ")."},
               {.name = "Overall perception",
                .estimate = result.overall.perception,
                .help = "SERVPERF: without expectations."}}});
  document.blocks.emplace_back(chart_of(order));
  if (!result.dimensions.empty()) document.blocks.emplace_back(dimensions_of(result));
  document.blocks.emplace_back(items_of(order));
  add_doubts(document, result);
  return document;
}

Document describe(const GapGroups& result) {
  Document document{.id = "gap_groups", .title = "Can one rule serve all?"};
  document.blocks.emplace_back(Paragraph{verdict(result.expectation, "expectations")});
  document.blocks.emplace_back(Paragraph{verdict(result.gap, "gaps")});
  document.blocks.emplace_back(
      Figures{{squared("Expectations: real differences", result.expectation),
               squared("Gaps: real differences", result.gap)}});
  Chart chart{.title = "Gap by group",
              .caption = "Left of zero: less than was expected.",
              .x = {.label = "Group"},
              .y = {.label = "Perception minus expectation"},
              .series = {{.name = "Gap", .mark = Mark::bars}},
              .horizontal = true};
  Table table{.title = "Groups",
              .columns = {{.name = "Group"},
                          {.name = "Expectation"},
                          {.name = "Perception"},
                          {.name = "Gap"},
                          p_holm(),
                          {.name = "Gap, shrunken",
                           .help = "Best guess: drawn toward the mean the less is known."},
                          answers()}};
  for (std::size_t g = 0; g < result.groups.size(); ++g) {
    const GapGroup& group = result.groups[g];
    const Gap& overall = group.scores.overall;
    chart.x.categories.push_back(group.name);
    add_bar(chart.series[0], overall.gap.difference);
    table.rows.push_back({group.name,
                          overall.expectation,
                          overall.perception,
                          overall.gap.difference,
                          cell_of(group.gap_p_adjusted),
                          result.gap.shrunken[g],
                          static_cast<std::int64_t>(overall.gap.difference.n)});
  }
  document.blocks.emplace_back(std::move(chart));
  document.blocks.emplace_back(std::move(table));
  if (result.respondents_shared) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Some respondents are in several groups; the tests between groups take groups for "
               "independent."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
