#pragma once

/// @file
/// Assessments as plain columns: what the analyses of this room read.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/method_sheet.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// All answers to one item, a row each, in the order they came.  An answer not given is NaN, or 0
/// in the columns of a Kano pair.
struct ItemColumns {
  Item item{};                              ///< What was asked, and on which scale.
  std::vector<std::uint32_t> respondent{};  ///< Code of the party; anonymous rows have one each.
  std::vector<Instant> time{};              ///< When it was asked.
  std::vector<double> weight{};             ///< Empty: all 1.
  std::vector<Code> context{};              ///< Of `Assessments::contexts`.
  std::vector<double> price{};              ///< In currency units.
  std::array<std::vector<double>, standards> expectation{};  ///< By Standard.
  std::vector<double> perception{};                          ///< What was experienced.
  std::vector<double> importance{};                          ///< How much it matters.
  std::vector<std::uint8_t> functional{};                    ///< 1 to 5.
  std::vector<std::uint8_t> dysfunctional{};                 ///< 1 to 5.

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return respondent.size(); }
};

/// @throws Error `invalid_argument` if no item has this name.  O(rows).
[[nodiscard]] CENTRICITY_EXPORT ItemColumns select_item(const Assessments& assessments,
                                                        std::string_view item);

/// Weights, and respondents as clusters.  Views of `columns`.
[[nodiscard]] CENTRICITY_EXPORT statistics::SurveyDesign survey_design(
    const ItemColumns& columns) noexcept;

/// What the records know of the method: wording, scale, first and last day, when asked.
/// @param offset local clock that decides what a day is
[[nodiscard]] CENTRICITY_EXPORT MethodSheet method_sheet(const ItemColumns& columns,
                                                         DayOffset offset = DayOffset{0});

/// Rows in groups, e.g. for count_kano_answers_by_group.
struct RowGroups {
  std::vector<std::uint32_t> group{};  ///< One a row: position in `names`.
  std::vector<std::string> names{};    ///< The last group holds rows about which it is unknown.
};

/// By context, in the order of `Assessments::contexts`.  O(rows).
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_context(const ItemColumns& columns,
                                                           const Assessments& assessments);

/// By price: below the first edge, from each edge to below the next, from the last edge on.
/// @param edges ascending, finite
/// @throws Error `invalid_argument` if they are not.  O(rows log edges).
[[nodiscard]] CENTRICITY_EXPORT RowGroups group_by_price(const ItemColumns& columns,
                                                         std::span<const double> edges);

/// Perceptions of several items side by side: one row for each respondent and moment.
struct PerceptionTable {
  std::vector<std::vector<double>> perception{};  ///< By item as asked for; NaN: not given.
  std::vector<std::uint32_t> respondent{};        ///< Code of the party.
  std::vector<double> weight{};                   ///< Mean of the rows joined; empty: all 1.
  std::uint64_t anonymous = 0;  ///< Answers that belong to nobody and could not be joined.
};

/// Several answers of one respondent to one item at one moment are averaged.
/// @throws Error `invalid_argument` if an item is unknown or named twice.  O(rows) expected.
[[nodiscard]] CENTRICITY_EXPORT PerceptionTable
join_perceptions(const Assessments& assessments, std::span<const std::string_view> items);

}  // namespace centricity::inline v0::gap
