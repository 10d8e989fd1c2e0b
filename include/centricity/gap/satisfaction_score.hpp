#pragma once

/// @file
/// Customer satisfaction (share of the best answers), customer effort (mean) and the ACSI index.
/// Model page: docs/models/satisfaction_scores.md.

#include <optional>
#include <span>
#include <string>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/method_sheet.hpp>
#include <centricity/statistics/proportion.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// How to score.
struct SatisfactionOptions {
  int top_boxes = 2;  ///< How many of the best answers count as satisfied; >= 1.
  statistics::ProportionInterval interval = statistics::ProportionInterval::score;  ///< Of shares.
  double level = 0.95;  ///< Coverage, in (0, 1).
  MethodSheet sheet{};  ///< What is known about the survey.
};

/// A score of one question.
struct SatisfactionScore {
  std::string name{};          ///< "CSAT", "CES", ...
  Estimate score{};            ///< A share in [0, 1], or a mean in units of the scale.
  bool is_share = false;       ///< Which of the two.
  double design_effect = 1.0;  ///< Variance relative to a simple random sample.
  double effective_n = 0.0;    ///< Answers of a simple random sample with the same variance.
  MethodSheet sheet{};         ///< How it was asked.
};

/// CSAT: the share of answers among the `top_boxes` best of the scale, read so that high is good.
/// @param ratings shape [n]; NaN is an answer not given
/// @return undefined `missing_input` without answers.
/// @throws Error `invalid_argument` for a continuous scale or more boxes than it has answers;
///         `invalid_data` naming the row of an answer off the scale; design errors as in `mean`.
[[nodiscard]] CENTRICITY_EXPORT SatisfactionScore
score_satisfaction(std::span<const double> ratings,
                   const Scale& scale,
                   const statistics::SurveyDesign& design = {},
                   const SatisfactionOptions& options = {});

/// CES: the mean answer with Student's t interval, read so that high is good (low effort).
/// @see Dixon, Freeman & Toman (2010), Harvard Business Review 88(7).
[[nodiscard]] CENTRICITY_EXPORT SatisfactionScore
score_effort(std::span<const double> ratings,
             const Scale& scale,
             const statistics::SurveyDesign& design = {},
             const SatisfactionOptions& options = {});

/// The American Customer Satisfaction Index, 0 to 100: the weighted mean of satisfaction,
/// disconfirmation and closeness to the ideal, each answered from 1 to 10.
/// @param means   of the three questions, each in [1, 10]
/// @param weights >= 0, scaled to add up to 1; empty: equal
/// @return undefined `missing_input` if a mean is NaN, `division_by_zero` if all weights are 0.
/// @throws Error `incompatible` if lengths differ, `invalid_data` naming a mean off the scale.
/// @see Fornell, Johnson, Anderson, Cha & Bryant (1996), Journal of Marketing 60(4), 7-18.
[[nodiscard]] CENTRICITY_EXPORT Estimate acsi_index(std::span<const double> means,
                                                    std::span<const double> weights = {});

/// Score, method sheet and what to beware of.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const SatisfactionScore& result);

}  // namespace centricity::inline v0::gap
