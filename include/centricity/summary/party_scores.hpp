#pragma once

/// @file
/// One estimate for each party: what a model says of them, for whoever wants to use it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// One estimate for each party, in the byte order of the parties' labels.
struct PartyScores {
  std::string name{};              ///< What is estimated, e.g. "expected purchases in 52 weeks".
  std::string unit{};              ///< Its unit, e.g. "EUR"; empty: none.
  Labels labels{};                 ///< The caller's ids.
  std::vector<Estimate> scores{};  ///< One a party.

  /// Number of parties.
  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }

  friend bool operator==(const PartyScores&, const PartyScores&) = default;
};

/// Everything that is wrong: columns of unequal length, labels empty, twice or out of order, a
/// value that is not finite, an undefined score with a value or a defined one without.  O(parties).
[[nodiscard]] CENTRICITY_EXPORT ValidationReport validate(const PartyScores& scores);

/// The same parties in the byte order of their labels.  O(n log n).
/// @throws Error `invalid_data` that names the first problem `validate` finds afterwards.
[[nodiscard]] CENTRICITY_EXPORT PartyScores in_label_order(PartyScores scores);

/// Two party-disjoint parts in one.  O(both).
/// @throws Error `incompatible` if name or unit differ and neither is empty, or if a party is in
/// both.
[[nodiscard]] CENTRICITY_EXPORT PartyScores merge(const PartyScores& left,
                                                  const PartyScores& right);

/// Position of the party with this label; absent if there is none.  O(log parties).
[[nodiscard]] CENTRICITY_EXPORT std::optional<std::size_t> find(const PartyScores& scores,
                                                                std::string_view label) noexcept;

}  // namespace centricity::inline v0
