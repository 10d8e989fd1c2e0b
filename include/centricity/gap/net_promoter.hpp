#pragma once

/// @file
/// Net Promoter Score: promoters minus detractors, with an interval that holds for small samples.
/// Model page: docs/models/net_promoter.md.

#include <cstdint>
#include <optional>
#include <span>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/method_sheet.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// Who counts as what, on answers read so that high is good.
struct CutPoints {
  double highest_detractor = 6.0;  ///< Answers <= this are detractors.
  double lowest_promoter = 9.0;    ///< Answers >= this are promoters; > highest_detractor.
};

/// Which interval a score gets.
enum class NetPromoterInterval : std::uint8_t {
  wald,           ///< score +- z SE: too short for small samples.
  adjusted_wald,  ///< Wald after adding 3/4 promoter, 3/4 detractor and 3/2 passives.
  score           ///< Tango (1998): the default; asymmetric, never leaves [-1, 1].
};

/// How to score.
struct NetPromoterOptions {
  std::optional<CutPoints> cut_points{};  ///< Absent: 6 and 9, on a scale 0 to 10 only.
  NetPromoterInterval interval = NetPromoterInterval::score;  ///< Which interval.
  double level = 0.95;                                        ///< Coverage, in (0, 1).
  MethodSheet sheet{};                                        ///< What is known about the survey.
};

/// What unequal weights leave of the answers: their squares, added up.
struct NetPromoterSquares {
  double promoters = 0.0;     ///< Sum of squared weights, >= 0.
  double passives = 0.0;      ///< Of passives.
  double detractors = 0.0;    ///< Of detractors.
  std::uint64_t answers = 0;  ///< How many answered.
};

/// Everything a score needs of a sample, however many answered.  Respondent-disjoint samples add
/// up: scoring the sum is scoring all answers together.
struct NetPromoterCounts {
  double promoters = 0.0;                       ///< Sum of weights, >= 0.
  double passives = 0.0;                        ///< Of passives.
  double detractors = 0.0;                      ///< Of detractors.
  std::optional<NetPromoterSquares> squares{};  ///< Absent: every answer weighs 1.

  /// Adds the answers of other respondents.
  CENTRICITY_EXPORT NetPromoterCounts& operator+=(const NetPromoterCounts& other);
};

/// A score.  Shares and score are fractions: 0.14 is "NPS 14".
struct NetPromoter {
  Estimate score{};            ///< Promoters − detractors, in [-1, 1].
  Estimate promoters{};        ///< Share, Wilson's interval.
  Estimate passives{};         ///< Share.
  Estimate detractors{};       ///< Share.
  double design_effect = 1.0;  ///< Variance relative to a simple random sample.
  double effective_n = 0.0;    ///< Answers of a simple random sample with the same variance.
  MethodSheet sheet{};         ///< How it was asked.
};

/// Counts ratings of shape [n]; NaN is an answer not given.  One pass, O(n) time, O(1) memory.
/// @param weights finite, >= 0; empty: all 1, and no squares are kept
/// @throws Error as `score_net_promoter` of ratings.
[[nodiscard]] CENTRICITY_EXPORT NetPromoterCounts
count_net_promoters(std::span<const double> ratings,
                    const Scale& scale,
                    std::span<const double> weights = {},
                    const NetPromoterOptions& options = {});

/// Scores counts.  Standard error sqrt((p + d - (p - d)^2) / n), with weights by their effective
/// number, as from the ratings themselves.
/// @return undefined `too_few` without answers.
/// @throws Error `invalid_argument` for a negative or non-finite count or square.
/// @see Reichheld (2003), Harvard Business Review 81(12); Rocks (2016), American Statistician 70,
///      365-372 (intervals); Tango (1998), Statistics in Medicine 17, 891-908 (score interval).
[[nodiscard]] CENTRICITY_EXPORT NetPromoter
score_net_promoter(const NetPromoterCounts& counts, const NetPromoterOptions& options = {});

/// Scores ratings of shape [n]; NaN is an answer not given.  Weights, clusters and strata enter
/// through the effective sample size.
/// @throws Error `invalid_argument` if the scale is not 0 to 10 and no cut points are given;
///         `invalid_data` naming the row of an answer off the scale; design errors as in `mean`.
/// @par Complexity O(n).
[[nodiscard]] CENTRICITY_EXPORT NetPromoter
score_net_promoter(std::span<const double> ratings,
                   const Scale& scale,
                   const statistics::SurveyDesign& design = {},
                   const NetPromoterOptions& options = {});

/// Difference first − second of two independent samples.
[[nodiscard]] CENTRICITY_EXPORT statistics::Comparison compare_net_promoters(
    const NetPromoter& first, const NetPromoter& second, double level = 0.95);

/// Difference of two ratings of the same respondents (first − second), row by row; shape [n].
[[nodiscard]] CENTRICITY_EXPORT statistics::Comparison compare_net_promoters_paired(
    std::span<const double> first,
    std::span<const double> second,
    const Scale& scale,
    const statistics::SurveyDesign& design = {},
    const NetPromoterOptions& options = {});

/// Score, shares, method sheet and what to beware of.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const NetPromoter& result);

}  // namespace centricity::inline v0::gap
