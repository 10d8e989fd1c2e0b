#include <string>
#include <unordered_map>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/gap_groups.hpp>

#include "gap/holm.hpp"

namespace centricity::inline v0::gap {
namespace {

// The rows of one group, copied side by side.
struct Part {
  std::vector<std::size_t> rows{};
  std::vector<std::vector<double>> columns{};
  std::vector<double> weights{};
  std::vector<std::uint32_t> clusters{};
  std::vector<std::uint32_t> strata{};

  template <class T>
  [[nodiscard]] std::vector<T> pick(std::span<const T> column) const {
    std::vector<T> picked;
    picked.reserve(rows.size());
    for (const std::size_t row : rows) {
      if (!column.empty()) picked.push_back(column[row]);
    }
    return picked;
  }
};

GapScores score(Part& part,
                std::span<const GapItem> items,
                const statistics::SurveyDesign& design,
                const GapOptions& options) {
  std::vector<GapItem> own(items.begin(), items.end());
  part.columns.reserve(3 * items.size());  // the items hold views of it
  for (GapItem& item : own) {
    item.expectation = part.columns.emplace_back(part.pick(item.expectation));
    item.perception = part.columns.emplace_back(part.pick(item.perception));
    item.importance = part.columns.emplace_back(part.pick(item.importance));
  }
  part.weights = part.pick(design.weights);
  part.clusters = part.pick(design.clusters);
  part.strata = part.pick(design.strata);
  if (part.rows.empty()) {
    // Importance of nobody is no importance that was not asked.
    GapOptions plain = options;
    plain.weighting = GapWeighting::unweighted;
    GapScores none = score_gaps(own, {}, plain);
    none.options = options;
    return none;
  }
  return score_gaps(
      own, {.weights = part.weights, .clusters = part.clusters, .strata = part.strata}, options);
}

bool are_shared(std::span<const std::uint32_t> clusters, std::span<const std::uint32_t> groups) {
  std::unordered_map<std::uint32_t, std::uint32_t> group_of;
  for (std::size_t row = 0; row < clusters.size(); ++row) {
    if (group_of.try_emplace(clusters[row], groups[row]).first->second != groups[row]) return true;
  }
  return false;
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
  check_length("weights", design.weights.size(), rows);
  check_length("clusters", design.clusters.size(), rows);
  check_length("strata", design.strata.size(), rows);
  std::vector<Part> parts(groups.names.size());
  for (std::size_t row = 0; row < rows; ++row) {
    if (groups.group[row] >= parts.size()) {
      throw Error(ErrorCode::incompatible,
                  "a row is in group " + std::to_string(groups.group[row]) + ", which has no name",
                  "Name every group.",
                  {.row = row, .column = "group"});
    }
    parts[groups.group[row]].rows.push_back(row);
  }
  GapGroups result;
  std::vector<std::optional<double>> p_values;
  std::vector<Estimate> expectations;
  std::vector<Estimate> gaps;
  for (std::size_t g = 0; g < parts.size(); ++g) {
    GapScores scores = score(parts[g], items, design, options);
    parts[g] = {};
    p_values.push_back(scores.overall.gap.p_value);
    expectations.push_back(scores.overall.expectation);
    gaps.push_back(scores.overall.gap.difference);
    result.groups.push_back({.name = groups.names[g], .scores = std::move(scores)});
  }
  const auto adjusted = holm_of(p_values);
  for (std::size_t g = 0; g < parts.size(); ++g) result.groups[g].gap_p_adjusted = adjusted[g];
  result.expectation = statistics::heterogeneity(expectations, {.level = options.level});
  result.gap = statistics::heterogeneity(gaps, {.level = options.level});
  result.respondents_shared = are_shared(design.clusters, groups.group);
  return result;
}

}  // namespace centricity::inline v0::gap
