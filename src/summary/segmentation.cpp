#include <algorithm>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/segmentation.hpp>

#include "summary/label_columns.hpp"

namespace centricity::inline v0 {

ValidationReport validate(const Segmentation& segmentation) {
  ValidationReport report;
  check_length(report, segmentation.group.size(), segmentation.size());
  check_labels(report, segmentation.labels, true);
  for (auto name = segmentation.groups.begin(); name != segmentation.groups.end(); ++name) {
    if (std::find(segmentation.groups.begin(), name, *name) != name) {
      add_error(report, "repeated_group", "two groups have the same name", "Name them apart.");
    }
  }
  for (const std::uint32_t group : segmentation.group) {
    if (group >= segmentation.groups.size()) {
      add_error(report,
                "unknown_group",
                "a party belongs to a group that does not exist",
                "Give the position of one of the groups.");
    }
  }
  return report;
}

Segmentation in_label_order(Segmentation segmentation) {
  if (segmentation.group.size() == segmentation.size()) {
    const auto places = in_byte_order(segmentation.labels, positions(segmentation.size()), {});
    segmentation.labels = at(segmentation.labels, places);
    segmentation.group = at(segmentation.group, places);
  }
  validate(segmentation).throw_if_errors();
  return segmentation;
}

Segmentation merge(const Segmentation& left, const Segmentation& right) {
  if (left.size() == 0) {
    return right;
  }
  if (right.size() == 0) {
    return left;
  }
  if (left.name != right.name || left.groups != right.groups) {
    throw Error{ErrorCode::incompatible,
                "the segmentations " + left.name + " and " + right.name + " have different groups",
                "Merge parts of one segmentation."};
  }
  LabelUnion both = disjoint_union_of(left.labels, right.labels);
  Segmentation result{.name = left.name, .groups = left.groups};
  result.group = merged(left.group, right.group, both);
  result.labels = std::move(both.labels);
  return result;
}

std::optional<std::size_t> find(const Segmentation& segmentation, std::string_view label) noexcept {
  return find_sorted(segmentation.labels, label);
}

std::vector<std::uint64_t> sizes(const Segmentation& segmentation) {
  std::vector<std::uint64_t> result(segmentation.groups.size(), 0);
  for (const std::uint32_t group : segmentation.group) {
    ++result.at(group);
  }
  return result;
}

}  // namespace centricity::inline v0
