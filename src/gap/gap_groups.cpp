#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/gap_groups.hpp>

#include "gap/gap_answers.hpp"
#include "gap/holm.hpp"
#include "gap/row_groups.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

GapScores score(std::span<const std::size_t> rows,
                std::span<const GapItem> items,
                const statistics::SurveyDesign& design,
                const GapOptions& options) {
  std::vector<GapItem> own(items.begin(), items.end());
  std::vector<std::vector<double>> columns;
  columns.reserve(3 * items.size());  // the items hold views of it
  for (GapItem& item : own) {
    item.expectation = columns.emplace_back(picked(item.expectation, rows));
    item.perception = columns.emplace_back(picked(item.perception, rows));
    item.importance = columns.emplace_back(picked(item.importance, rows));
  }
  if (rows.empty()) {
    // Importance of nobody is no importance that was not asked.
    GapOptions plain = options;
    plain.weighting = GapWeighting::unweighted;
    GapScores none = score_gaps(own, {}, plain);
    none.options = options;
    return none;
  }
  return score_gaps(own, picked(design, rows).view(), options);
}

void check_length(const char* what, std::size_t size, std::size_t rows) {
  if (size != 0 && size != rows) {
    throw Error(ErrorCode::incompatible,
                "the " + std::string(what) + " and the groups differ in length",
                "Give one entry a row.",
                {.column = what});
  }
}

}  // namespace

GapGroups score_gaps_by_group(std::span<const GapItem> items,
                              const RowGroups& groups,
                              const statistics::SurveyDesign& design,
                              const GapOptions& options) {
  const std::size_t rows = groups.group.size();
  for (const GapItem& item : items) {
    if (item.perception.size() != rows || item.expectation.size() != rows) {
      throw Error(ErrorCode::incompatible,
                  "item \"" + item.name + "\" and the groups differ in length",
                  "Give every row a group.",
                  {.column = item.name});
    }
    check_length("importance", item.importance.size(), rows);
  }
  // Bad answers and weights are named by their row here, not by that within a group.
  (void)read_gap_answers(items, options.weighting != GapWeighting::unweighted);
  statistics::check_design(design, rows);
  const auto parts = rows_by_group(groups);
  GapGroups result;
  std::vector<std::optional<double>> p_values;
  std::vector<Estimate> expectations;
  std::vector<Estimate> gaps;
  for (std::size_t g = 0; g < parts.size(); ++g) {
    GapScores scores = score(parts[g], items, design, options);
    p_values.push_back(scores.overall.gap.p_value);
    expectations.push_back(scores.overall.expectation);
    gaps.push_back(scores.overall.gap.difference);
    result.groups.push_back({.name = groups.names[g], .scores = std::move(scores)});
  }
  const auto adjusted = holm_of(p_values);
  for (std::size_t g = 0; g < parts.size(); ++g) result.groups[g].gap_p_adjusted = adjusted[g];
  result.expectation = statistics::heterogeneity(expectations, {.level = options.level});
  result.gap = statistics::heterogeneity(gaps, {.level = options.level});
  result.respondents_shared = clusters_shared(design.clusters, groups);
  return result;
}

}  // namespace centricity::inline v0::gap
