#pragma once

/// @file
/// Which expectations exist at all: how many hold one, at what level, whether it can be met, and
/// whether one rule can serve all segments.  Model page: docs/models/held_expectations.md.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/statistics/heterogeneity.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One expectation that people may or may not hold; columns of shape [n].
struct PossibleExpectation {
  std::string name{};                 ///< For tables and charts.
  Scale scale{};                      ///< Of the level.
  std::span<const double> held{};     ///< 1: holds it, 0: does not, NaN: not asked.  Empty: whoever
                                      ///< gave a level of `held_from` or more holds it.
  std::span<const double> level{};    ///< How much is expected; NaN: not given.
  std::optional<bool> feasible{};     ///< Whether the firm can meet it; absent: unknown.
  std::optional<double> held_from{};  ///< On the level read so that high is good; needed without
                                      ///< `held`.
};

/// One expectation in one segment.
struct HeldBySegment {
  Estimate share{};  ///< Of those asked, who hold it; Wilson's interval.
  Estimate level{};  ///< Mean among the holders; undefined `missing_input` if there is none.
};

/// Can one rule serve all segments?
struct OneRule {
  statistics::Heterogeneity test{};    ///< tau^2, I^2, Q, and segments drawn to their mean.
  std::optional<double> p_adjusted{};  ///< Holm, over the expectations.
};

/// One expectation.
struct HeldExpectation {
  std::string name{};                     ///< As given.
  std::optional<bool> feasible{};         ///< As given.
  HeldBySegment all{};                    ///< Of all rows.
  std::vector<HeldBySegment> segments{};  ///< By segment.
  OneRule share{};                        ///< Does the same share hold it?  On the scale
                                          ///< arcsin sqrt(share); `shrunken` are shares again.
  OneRule level{};                        ///< Do the holders expect the same?
  std::uint64_t missing = 0;              ///< Rows not asked.
  std::uint64_t contradictory = 0;        ///< Rows that give a level but do not hold it.
};

/// All expectations.
struct HeldExpectations {
  std::vector<std::string> segments{};          ///< Names, as given.
  std::vector<HeldExpectation> expectations{};  ///< In the order given.
  ValidationReport report{};                    ///< `level_without_expectation`, row and column.
  double level = 0.95;                          ///< As used.
  bool respondents_shared = false;              ///< True if a respondent is in several segments;
                                                ///< the tests take segments for independent.
};

/// @param segments one entry a row
/// @throws Error `invalid_argument` if neither `held` nor `held_from` is given; `incompatible` if
///         lengths differ or a row is in no segment that has a name; `invalid_data` naming row and
///         column of a level off its scale or a `held` that is neither 0 nor 1; as `mean`.
/// @par Complexity O(n) an expectation.
/// @see Higgins & Thompson (2002), Statistics in Medicine 21, 1539-1558; Anscombe (1948),
///      Biometrika 35, 246-254 (the scale of shares).
[[nodiscard]] CENTRICITY_EXPORT HeldExpectations
measure_held_expectations(std::span<const PossibleExpectation> expectations,
                          const RowGroups& segments,
                          const statistics::SurveyDesign& design = {},
                          double level = 0.95);

/// Shares by segment, level and feasibility, most widely held first, and where one rule cannot
/// serve all.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const HeldExpectations& result);

}  // namespace centricity::inline v0::gap
