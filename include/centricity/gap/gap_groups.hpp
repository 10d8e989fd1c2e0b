#pragma once

/// @file
/// Gaps of segments, touchpoints, contexts or stakeholders: can one rule serve all?
/// Model page: docs/models/gap_scores.md.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/statistics/heterogeneity.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One group.
struct GapGroup {
  std::string name{};                      ///< As given.
  GapScores scores{};                      ///< Of its rows.
  std::optional<double> gap_p_adjusted{};  ///< Of the overall gap, Holm over the groups.
};

/// All groups.
struct GapGroups {
  std::vector<GapGroup> groups{};           ///< In the order given; without rows: undefined.
  statistics::Heterogeneity expectation{};  ///< Do the groups expect the same?
  statistics::Heterogeneity gap{};          ///< Is the same missing in all groups?
  bool respondents_shared = false;  ///< True if a respondent is in several groups; the tests of
                                    ///< heterogeneity take groups for independent.
};

/// Scores every group and tests whether they differ by more than chance.
/// @param groups one entry a row of the items
/// @throws Error `incompatible` if lengths differ or a row is in no group that has a name; as
///         `score_gaps`.
/// @par Complexity O(n k) for k items.
[[nodiscard]] CENTRICITY_EXPORT GapGroups
score_gaps_by_group(std::span<const GapItem> items,
                    const RowGroups& groups,
                    const statistics::SurveyDesign& design = {},
                    const GapOptions& options = {});

/// Expectation, perception and gap by group, and whether one rule can serve all of them.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const GapGroups& result);

}  // namespace centricity::inline v0::gap
