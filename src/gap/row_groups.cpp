#include "gap/row_groups.hpp"

#include <string>
#include <unordered_map>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::gap {

std::vector<std::vector<std::size_t>> rows_by_group(const RowGroups& groups) {
  std::vector<std::vector<std::size_t>> rows(groups.names.size());
  for (std::size_t row = 0; row < groups.group.size(); ++row) {
    if (groups.group[row] >= rows.size()) {
      throw Error(ErrorCode::incompatible,
                  "a row is in group " + std::to_string(groups.group[row]) + ", which has no name",
                  "Name every group.",
                  {.row = row, .column = "group"});
    }
    rows[groups.group[row]].push_back(row);
  }
  return rows;
}

bool clusters_shared(std::span<const std::uint32_t> clusters, const RowGroups& groups) {
  std::unordered_map<std::uint32_t, std::uint32_t> group_of;
  for (std::size_t row = 0; row < clusters.size(); ++row) {
    const std::uint32_t group = groups.group[row];
    if (group_of.try_emplace(clusters[row], group).first->second != group) return true;
  }
  return false;
}

}  // namespace centricity::inline v0::gap
