#pragma once

/// @file
/// Perception minus expectation (SERVQUAL), and perception alone (SERVPERF), item by item and in
/// dimensions.  Model page: docs/models/gap_scores.md.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One item; columns of shape [n], NaN is an answer not given.
struct GapItem {
  std::string name{};                     ///< For tables and charts.
  std::string dimension{};                ///< Group of items; empty: none.
  Scale scale{};                          ///< Of expectation and perception.
  Scale importance_scale{};               ///< Of importance; lowest >= 0.
  std::span<const double> expectation{};  ///< Against one standard.
  std::span<const double> perception{};   ///< What was experienced.
  std::span<const double> importance{};   ///< How much it matters; empty: nobody was asked.
};

/// How items are put together.  The three answer three questions and differ on the same data
/// (-1.10, -1.18 and -1.24 in the survey of the model page), so each score says which it is.
enum class GapWeighting : std::uint8_t {
  unweighted,            ///< Every item counts the same.
  mean_weighted,         ///< An item counts as much as it matters on average.
  individually_weighted  ///< An item counts as much as it matters to the respondent.
};

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(GapWeighting weighting) noexcept;

/// How to score.
struct GapOptions {
  GapWeighting weighting = GapWeighting::unweighted;  ///< Of the overall score.
  Standard standard = Standard::desired;              ///< What was expected, for the words.
  double level = 0.95;                                ///< Coverage, in (0, 1).
};

/// Expectation, perception and their difference, of the rows that gave both.
struct Gap {
  Estimate expectation{};                  ///< Mean; high is good, also on a reversed scale.
  Estimate perception{};                   ///< Mean: SERVPERF (Cronin & Taylor 1992).
  statistics::Comparison gap{};            ///< Perception − expectation, paired by respondent.
  std::optional<double> gap_p_adjusted{};  ///< Holm, over the items or the dimensions.
};

/// One item.
struct ItemGap {
  std::string name{};  ///< As given.
  Gap scores{};        ///< Of the item.
  Estimate ceiling{};  ///< Share of expectations at the top of the scale.
};

/// One dimension: the mean of its items, of the rows that answered all of them.
struct DimensionGap {
  std::string name{};                 ///< As given.
  std::size_t items = 0;              ///< How many.
  Gap scores{};                       ///< Of the mean of the items.
  Estimate expectation_alpha{};       ///< Cronbach's alpha of the expectations.
  Estimate perception_alpha{};        ///< Of the perceptions.
  Estimate gap_alpha{};               ///< Of the gaps themselves.
  Estimate correlation{};             ///< Of expectation and perception.
  Estimate difference_reliability{};  ///< Of the gap, from the four above; see the model page.
};

/// A gap less reliable than this says so.
inline constexpr double least_reliability = 0.7;

/// All items.
struct GapScores {
  std::vector<ItemGap> items{};            ///< In the order given.
  std::vector<DimensionGap> dimensions{};  ///< In order of first appearance.
  Gap overall{};                           ///< Of the rows that answered every item.
  GapOptions options{};                    ///< As used.
  std::uint64_t rows = 0;                  ///< As given.
};

/// Reliabilities are not weighted.  Errors treat the respondents as clusters if the design says so.
/// @return scores undefined `missing_input` where no row has all answers they need.
/// @throws Error `invalid_argument` without items, or if the weighting needs an importance that was
///         not asked or may be negative; `incompatible` if lengths or scales differ (orientation
///         may); `invalid_data` naming row and item of an answer off its scale; as `mean`.
/// @par Complexity O(n k) for k items.
/// @see Parasuraman, Zeithaml & Berry (1988), Journal of Retailing 64, 12-40; Cronin & Taylor
///      (1992), Journal of Marketing 56(3), 55-68.
[[nodiscard]] CENTRICITY_EXPORT GapScores score_gaps(std::span<const GapItem> items,
                                                     const statistics::SurveyDesign& design = {},
                                                     const GapOptions& options = {});

/// Bars with intervals, widest gap first; dimensions with their reliabilities; and what to doubt.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const GapScores& result);

}  // namespace centricity::inline v0::gap
