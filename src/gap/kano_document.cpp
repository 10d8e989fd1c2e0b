#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/kano.hpp>

#include "gap/kano_cells.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double many_contradictions = 0.05;

std::string name_of(const std::optional<KanoCategory>& category) {
  return category ? std::string(to_string(*category)) : "no class";
}

Table features_table(std::span<const KanoFeature> features) {
  const Format percent{.quantity = Quantity::percent, .decimals = 0};
  Table table{
      .title = "Features",
      .caption = "The class is given where Fong's test finds one category ahead of the rest.",
      .columns = {{.name = "Feature"},
                  {.name = "Class"},
                  {.name = "Stability",
                   .format = percent,
                   .help = "Share of resamples with the same class."},
                  {.name = "Better", .help = "What presence gains."},
                  {.name = "Worse", .help = "What absence costs."},
                  {.name = "M", .format = percent},
                  {.name = "O", .format = percent},
                  {.name = "A", .format = percent},
                  {.name = "I", .format = percent},
                  {.name = "R", .format = percent},
                  {.name = "Q", .format = percent},
                  {.name = "Respondents", .role = ColumnRole::cell_size}}};
  for (const KanoFeature& feature : features) {
    const KanoAnalysis& a = feature.analysis;
    std::vector<Cell> row{feature.name,
                          name_of(a.category),
                          feature.stability ? Cell{*feature.stability} : Cell{},
                          a.better,
                          a.worse};
    for (const Estimate& share : a.share) row.emplace_back(share);
    row.emplace_back(static_cast<std::int64_t>(a.n));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Chart plane(std::span<const KanoFeature> features) {
  Series points{.name = "Features", .mark = Mark::points};
  for (const KanoFeature& feature : features) {
    const KanoAnalysis& a = feature.analysis;
    if (!a.better.defined() || !a.worse.defined()) continue;
    points.x.push_back(-*a.worse.value);
    points.y.push_back(*a.better.value);
    points.lower.push_back(a.better.interval->lower);
    points.upper.push_back(a.better.interval->upper);
    points.labels.push_back(feature.name);
    points.cell_sizes.push_back(static_cast<std::int64_t>(a.n));
  }
  return {.title = "Kano plane",
          .caption =
              "Right: absence hurts (must-be). Up: presence delights (attractive). Both: "
              "one-dimensional.",
          .x = {.label = "Worse (absence costs)", .lowest = 0.0, .highest = 1.0},
          .y = {.label = "Better (presence gains)", .lowest = 0.0, .highest = 1.0},
          .series = {std::move(points)},
          .reference_lines = {{.at = 0.5}, {.at = 0.5, .vertical = true}}};
}

}  // namespace

Document describe(std::span<const KanoFeature> features) {
  Document document{.id = "kano", .title = "What features are to customers (Kano)"};
  document.blocks.emplace_back(plane(features));
  document.blocks.emplace_back(features_table(features));
  std::string no_class;
  for (const KanoFeature& feature : features) {
    const KanoAnalysis& a = feature.analysis;
    if (a.n > 0 && !a.category) no_class += (no_class.empty() ? "" : ", ") + feature.name;
    const auto say = [&](const std::string& text) {
      document.blocks.emplace_back(Notice{Severity::warning, feature.name + ": " + text});
    };
    if (a.share[at(KanoCategory::questionable)].value.value_or(0.0) > many_contradictions) {
      say("more than 5% of the answers contradict each other; the wording may be misleading.");
    }
    if (a.most_frequent == KanoCategory::reverse) {
      say("most customers want the opposite; better and worse speak of the others only.");
    }
  }
  if (!no_class.empty()) {
    document.blocks.emplace_back(Notice{
        Severity::note,
        "No class: the most frequent category is not ahead of the second by more than chance (" +
            no_class + "). Different customers may want different things: look at segments."});
  }
  if (!features.empty()) {
    const KanoOptions& used = features.front().analysis.options;
    document.blocks.emplace_back(Paragraph{
        std::string{"Method: evaluation table of "} +
        (used.table == KanoTable::berger ? "Berger et al. (1993)" : "Pouliot (1993)") +
        "; contradictory answers " +
        (used.questionable == Questionable::in_base ? "count in the base" : "are left out") +
        "; reverse answers " +
        (used.reverse == Reverse::kept ? "are kept apart" : "are turned into their opposite") +
        "; better and worse without contradictory and reverse answers; Wilson's intervals."});
  }
  return document;
}

Document describe(const KanoContexts& contexts, std::span<const std::string> names) {
  if (names.size() != contexts.groups.size()) {
    throw Error(ErrorCode::incompatible, "there must be one name for each context");
  }
  std::vector<KanoFeature> features;
  for (std::size_t g = 0; g < names.size(); ++g) {
    features.push_back({.name = names[g], .analysis = contexts.groups[g]});
  }
  Document document{.id = "kano_contexts", .title = "One feature in several contexts (Kano)"};
  document.blocks.emplace_back(plane(features));
  document.blocks.emplace_back(features_table(features));
  if (contexts.p_value) {
    document.blocks.emplace_back(
        Table{.title = "Are all contexts alike?",
              .columns = {{.name = "Chi-square"},
                          {.name = "Degrees of freedom", .format = {.decimals = 0}},
                          {.name = "p", .format = {.decimals = 4}}},
              .rows = {{contexts.chi_square, contexts.degrees_of_freedom, *contexts.p_value}}});
  }
  if (contexts.switches) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "The feature belongs to different classes in different contexts: one rule does not "
               "serve them all."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
