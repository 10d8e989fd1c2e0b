#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/labels.hpp>

namespace centricity::inline v0 {

/// Position of a label among labels in byte order; absent if it is not one of them.
[[nodiscard]] std::optional<std::size_t> find_sorted(const Labels& labels,
                                                     std::string_view label) noexcept;

/// Some positions of labels, put into the byte order of the labels.
[[nodiscard]] std::vector<std::uint32_t> in_byte_order(const Labels& labels,
                                                       std::vector<std::uint32_t> positions,
                                                       const Host& host);

/// Where labels of two sorted lists stand in their sorted union; equal labels share a place.
struct LabelUnion {
  Labels labels{};                   ///< Of both, in byte order.
  std::vector<std::size_t> left{};   ///< Place of each label of the left list.
  std::vector<std::size_t> right{};  ///< Place of each label of the right list.
};

[[nodiscard]] LabelUnion union_of(const Labels& left, const Labels& right, const Host& host = {});

/// The union of lists that may not share a label.
/// @throws Error `incompatible` if they do.
[[nodiscard]] LabelUnion disjoint_union_of(const Labels& left, const Labels& right);

}  // namespace centricity::inline v0
