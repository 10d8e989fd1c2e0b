#pragma once

/// @file
/// Which group each party belongs to: how rooms that know nothing of one another meet.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/labels.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// One group for each party, in the byte order of the parties' labels.
struct Segmentation {
  std::string name{};                  ///< What divides them, e.g. "RFM segment".
  std::vector<std::string> groups{};   ///< Names in the order in which they are shown.
  Labels labels{};                     ///< The caller's ids.
  std::vector<std::uint32_t> group{};  ///< Position in `groups`, a party.

  /// Number of parties.
  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }

  friend bool operator==(const Segmentation&, const Segmentation&) = default;
};

/// Everything that is wrong: columns of unequal length, labels empty, twice or out of order,
/// groups of the same name, a group that does not exist.  O(parties).
[[nodiscard]] CENTRICITY_EXPORT ValidationReport validate(const Segmentation& segmentation);

/// The same parties in the byte order of their labels.  O(n log n).
/// @throws Error `invalid_data` that names the first problem `validate` finds afterwards.
[[nodiscard]] CENTRICITY_EXPORT Segmentation in_label_order(Segmentation segmentation);

/// Two party-disjoint parts in one.  O(both).
/// @throws Error `incompatible` if name or groups differ and neither is empty, or if a party is in
/// both.
[[nodiscard]] CENTRICITY_EXPORT Segmentation merge(const Segmentation& left,
                                                   const Segmentation& right);

/// Position of the party with this label; absent if there is none.  O(log parties).
[[nodiscard]] CENTRICITY_EXPORT std::optional<std::size_t> find(const Segmentation& segmentation,
                                                                std::string_view label) noexcept;

/// Parties in each group.  Shape [groups].
[[nodiscard]] CENTRICITY_EXPORT std::vector<std::uint64_t> sizes(const Segmentation& segmentation);

}  // namespace centricity::inline v0
