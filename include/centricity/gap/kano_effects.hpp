#pragma once

/// @file
/// Better and worse of a feature under a survey design.  Model page: docs/models/kano.md.

#include <cstdint>
#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// The two of `KanoAnalysis`, with errors of the design.
struct KanoEffects {
  Estimate better{};  ///< (A+O)/(A+O+M+I), in [0, 1].
  Estimate worse{};   ///< -(O+M)/(A+O+M+I), in [-1, 0].
};

/// For respondents who belong together (a branch, an interviewer) or were drawn by strata: the 25
/// cells of `KanoAnswers` do not keep that.  Values are those of `analyze_kano`.
/// @param functional    shape [n]; 0 is an answer not given
/// @param dysfunctional shape [n]
/// @return undefined `division_by_zero` if all answers are R or Q, `too_few` without answers.
/// @throws Error as `count_kano_answers`, `analyze_kano` and `mean`.
/// @par Complexity O(n).
[[nodiscard]] CENTRICITY_EXPORT KanoEffects
measure_kano_effects(std::span<const std::uint8_t> functional,
                     std::span<const std::uint8_t> dysfunctional,
                     const statistics::SurveyDesign& design,
                     const KanoOptions& options = {});

}  // namespace centricity::inline v0::gap
