#pragma once

/// @file
/// The rows of each group, and the design of the sample within it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <centricity/gap/survey_columns.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// @throws Error `incompatible` naming a row in a group that has no name.
[[nodiscard]] std::vector<std::vector<std::size_t>> rows_by_group(const RowGroups& groups);

/// Entries of these rows; none of an empty column.
template <class T>
[[nodiscard]] std::vector<T> picked(std::span<const T> column, std::span<const std::size_t> rows) {
  std::vector<T> result;
  if (column.empty()) return result;
  result.reserve(rows.size());
  for (const std::size_t row : rows) result.push_back(column[row]);
  return result;
}

/// The design of some rows.
struct DesignOfRows {
  std::vector<double> weights{};
  std::vector<std::uint32_t> clusters{};
  std::vector<std::uint32_t> strata{};

  [[nodiscard]] statistics::SurveyDesign view() const {
    return {.weights = weights, .clusters = clusters, .strata = strata};
  }
};

[[nodiscard]] inline DesignOfRows picked(const statistics::SurveyDesign& design,
                                         std::span<const std::size_t> rows) {
  return {.weights = picked(design.weights, rows),
          .clusters = picked(design.clusters, rows),
          .strata = picked(design.strata, rows)};
}

/// True if a cluster (a respondent) has rows in several groups.
[[nodiscard]] bool clusters_shared(std::span<const std::uint32_t> clusters,
                                   const RowGroups& groups);

}  // namespace centricity::inline v0::gap
