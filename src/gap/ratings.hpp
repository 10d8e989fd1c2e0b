#pragma once

/// @file
/// Checks that all scores share.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/gap/method_sheet.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// NaN is on every scale.
/// @throws Error `invalid_data` naming the row and column of an answer off the scale.
void check_rating(double rating, const Scale& scale, std::size_t row, std::string_view column);

/// Answers read so that high is good; NaN stays NaN.
/// @throws Error `invalid_data` naming the row and column of an answer off the scale.
[[nodiscard]] std::vector<double> oriented_ratings(std::span<const double> ratings,
                                                   const Scale& scale,
                                                   std::string_view column);

/// The caller's sheet with what the data say.
[[nodiscard]] MethodSheet completed(MethodSheet sheet,
                                    const Scale& scale,
                                    const statistics::SurveyDesign& design,
                                    const statistics::DesignEstimate& estimate);

/// Notices every score may need: few answers, heavy design.
void add_notices(Document& document, const Estimate& score, double design_effect);

}  // namespace centricity::inline v0::gap
