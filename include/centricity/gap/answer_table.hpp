#pragma once

/// @file
/// Answers to several items side by side: what the comparisons of expectation and perception read.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/records/parties.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One row for each respondent, moment, touchpoint and context; NaN is an answer not given.
struct AnswerTable {
  std::vector<Item> items{};                       ///< What was asked, in the order asked for.
  std::vector<std::vector<double>> expectation{};  ///< By item: of the standard asked for.
  std::vector<std::vector<double>> perception{};   ///< By item: what was experienced.
  std::vector<std::vector<double>> importance{};   ///< By item: how much it matters.
  std::vector<std::uint32_t> respondent{};         ///< Code of the party.
  std::vector<double> weight{};                    ///< Mean of the rows joined; empty: all 1.
  std::vector<Code> touchpoint{};                  ///< Of `Assessments::touchpoints`.
  std::vector<Code> context{};                     ///< Of `Assessments::contexts`.
  std::uint64_t anonymous = 0;  ///< Assessments of nobody, which could not be joined.

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return respondent.size(); }
};

/// Several answers of one respondent to one item in one row are averaged; the scale of the item is
/// then continuous.
/// @throws Error `invalid_argument` if an item is unknown or named twice.  O(rows log rows).
[[nodiscard]] CENTRICITY_EXPORT AnswerTable join_answers(const Assessments& assessments,
                                                         Standard standard,
                                                         std::span<const std::string_view> items);

/// Items as `score_gaps` takes them: views of the table.  Importance is empty if nobody rated it.
[[nodiscard]] CENTRICITY_EXPORT std::vector<GapItem> gap_items(const AnswerTable& table);

/// Weights, and respondents as clusters.  Views of the table.
[[nodiscard]] CENTRICITY_EXPORT statistics::SurveyDesign survey_design(
    const AnswerTable& table) noexcept;

/// Rows by touchpoint or by context, in the order of the assessments.  O(rows).
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_touchpoint(const AnswerTable& table,
                                                              const Assessments& assessments);
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_context(const AnswerTable& table,
                                                           const Assessments& assessments);

/// Rows by what was known of the respondent at a moment, e.g. `factor::geography`; numbers are
/// written out.  Groups in order of first appearance.  O(rows + attributes).
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_attribute(const AnswerTable& table,
                                                             const Parties& parties,
                                                             std::string_view name,
                                                             Instant time);

/// Rows by what the respondent is to the firm: customer, prospect, ...
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_stakeholder(const AnswerTable& table,
                                                               const Parties& parties);

}  // namespace centricity::inline v0::gap
