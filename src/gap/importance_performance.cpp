#include <algorithm>
#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/importance_performance.hpp>
#include <centricity/statistics/correlation.hpp>

#include "gap/holm.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

std::optional<double> cross_of(std::vector<double> values, CrossHair kind, double given) {
  if (values.empty()) return std::nullopt;
  switch (kind) {
    case CrossHair::given:
      return given;
    case CrossHair::median: {
      std::ranges::sort(values);
      const std::size_t half = values.size() / 2;
      return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
    }
    case CrossHair::mean:
      break;
  }
  double sum = 0.0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

bool clear_of(const Estimate& estimate, double cross) {
  return estimate.interval &&
         (estimate.interval->lower > cross || estimate.interval->upper < cross);
}

void place(ImportancePerformance& result, const ImportancePerformanceOptions& options) {
  std::vector<double> importance;
  std::vector<double> performance;
  for (const PlacedAttribute& a : result.attributes) {
    if (a.importance.defined()) importance.push_back(*a.importance.value);
    if (a.performance.defined()) performance.push_back(*a.performance.value);
  }
  result.importance_cross =
      cross_of(std::move(importance), options.cross_hair, options.importance_cross);
  result.performance_cross =
      cross_of(std::move(performance), options.cross_hair, options.performance_cross);
  for (PlacedAttribute& a : result.attributes) {
    if (!a.importance.defined() || !a.performance.defined()) continue;
    const bool important = *a.importance.value >= *result.importance_cross;
    const bool good = *a.performance.value >= *result.performance_cross;
    a.quadrant = important ? (good ? Quadrant::keep_up_the_good_work : Quadrant::concentrate_here)
                           : (good ? Quadrant::possible_overkill : Quadrant::low_priority);
    a.certain = clear_of(a.importance, *result.importance_cross) &&
                clear_of(a.performance, *result.performance_cross);
  }
}

void correct_for_multiplicity(std::vector<PlacedAttribute>& attributes) {
  std::vector<std::optional<double>> p_values;
  for (const PlacedAttribute& a : attributes) p_values.push_back(a.gap.p_value);
  const auto adjusted = holm_of(p_values);
  for (std::size_t i = 0; i < attributes.size(); ++i) attributes[i].gap_p_adjusted = adjusted[i];
}

void check_not_empty(std::span<const RatedAttribute> attributes) {
  if (attributes.empty()) {
    throw Error(ErrorCode::invalid_argument, "importance-performance analysis needs an attribute");
  }
}

void check_performance(const RatedAttribute& a) {
  statistics::check_answers(a.performance, "performance of " + a.name);
}

int urgency(const PlacedAttribute& a) { return a.quadrant ? static_cast<int>(*a.quadrant) : 4; }

}  // namespace

std::string_view to_string(Quadrant quadrant) noexcept {
  switch (quadrant) {
    case Quadrant::concentrate_here:
      return "concentrate here";
    case Quadrant::keep_up_the_good_work:
      return "keep up the good work";
    case Quadrant::low_priority:
      return "low priority";
    case Quadrant::possible_overkill:
      return "possible overkill";
  }
  return "unknown";
}

ImportancePerformance place_by_stated_importance(std::span<const RatedAttribute> attributes,
                                                 const statistics::SurveyDesign& design,
                                                 const ImportancePerformanceOptions& options) {
  check_not_empty(attributes);
  ImportancePerformance result;
  for (const RatedAttribute& a : attributes) {
    if (a.importance.empty()) {
      throw Error(ErrorCode::invalid_argument,
                  "attribute \"" + a.name + "\" has no stated importance",
                  "Give its column, or derive importance from an outcome.",
                  {.column = a.name});
    }
    check_performance(a);
    statistics::check_answers(a.importance, "importance of " + a.name);
    result.attributes.push_back(
        {.name = a.name,
         .importance = statistics::mean(a.importance, design, options.level).estimate,
         .performance = statistics::mean(a.performance, design, options.level).estimate,
         .gap = statistics::compare_paired(a.performance, a.importance, design, options.level)});
  }
  place(result, options);
  correct_for_multiplicity(result.attributes);
  return result;
}

ImportancePerformance place_by_derived_importance(std::span<const RatedAttribute> attributes,
                                                  std::span<const double> outcome,
                                                  const statistics::SurveyDesign& design,
                                                  const ImportancePerformanceOptions& options) {
  check_not_empty(attributes);
  ImportancePerformance result{.derived = true};
  statistics::check_answers(outcome, "outcome");
  for (const RatedAttribute& a : attributes) {
    check_performance(a);
    result.attributes.push_back(
        {.name = a.name,
         .importance =
             statistics::pearson_correlation(a.performance, outcome, design.weights, options.level),
         .performance = statistics::mean(a.performance, design, options.level).estimate,
         .gap = {.difference = undefined_estimate(Undefined::missing_input)}});
  }
  place(result, options);
  return result;
}

Document describe(const ImportancePerformance& result) {
  const char* importance_name = result.derived ? "Derived importance" : "Stated importance";
  Series points{.name = "Attributes", .mark = Mark::points};
  std::vector<const PlacedAttribute*> order;
  for (const PlacedAttribute& a : result.attributes) {
    order.push_back(&a);
    if (!a.quadrant) continue;
    points.x.push_back(*a.performance.value);
    points.y.push_back(*a.importance.value);
    points.labels.push_back(a.name);
    points.cell_sizes.push_back(static_cast<std::int64_t>(a.performance.n));
  }
  std::ranges::stable_sort(order, [](const PlacedAttribute* a, const PlacedAttribute* b) {
    if (urgency(*a) != urgency(*b)) return urgency(*a) < urgency(*b);
    return a->importance.value.value_or(0.0) > b->importance.value.value_or(0.0);
  });
  Chart chart{.title = "Importance and performance",
              .caption = "Top left: important and not good enough.",
              .x = {.label = "Performance"},
              .y = {.label = importance_name},
              .series = {std::move(points)}};
  if (result.performance_cross) {
    chart.reference_lines.push_back({.at = *result.performance_cross, .vertical = true});
  }
  if (result.importance_cross) chart.reference_lines.push_back({.at = *result.importance_cross});

  Table table{.title = "Attributes, most urgent first",
              .columns = {{.name = "Attribute"},
                          {.name = "Quadrant"},
                          {.name = "Certain", .help = "Neither interval crosses the cross-hair."},
                          {.name = importance_name},
                          {.name = "Performance"},
                          {.name = "Gap", .help = "Performance minus stated importance."},
                          {.name = "p (Holm)", .format = {.decimals = 4}},
                          {.name = "Answers", .role = ColumnRole::cell_size}}};
  for (const PlacedAttribute* a : order) {
    table.rows.push_back(
        {a->name,
         a->quadrant ? std::string(to_string(*a->quadrant)) : std::string{"undefined"},
         std::string{a->certain ? "yes" : "no"},
         a->importance,
         a->performance,
         a->gap.difference,
         a->gap_p_adjusted ? Cell{*a->gap_p_adjusted} : Cell{},
         static_cast<std::int64_t>(a->performance.n)});
  }
  Document document{.id = "importance_performance", .title = "What matters, and how good it is"};
  document.blocks.emplace_back(std::move(chart));
  document.blocks.emplace_back(std::move(table));
  document.blocks.emplace_back(Notice{
      Severity::note, "The cross-hair is a choice: quadrants that are not certain move with it."});
  if (result.derived) {
    document.blocks.emplace_back(Notice{
        Severity::note,
        "Derived importance is a correlation, an association: it does not say that improving "
        "an attribute improves the outcome."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
