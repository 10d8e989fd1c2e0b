#pragma once

/// @file
/// What falling short costs and what exceeding earns: the asymmetric effect of gaps on an outcome.
/// Model page: docs/models/disconfirmation.md.

#include <cstdint>
#include <span>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/response_surface.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// outcome = b0 + b_E expectation + b_+ gain + b_- loss + error, of the rows that answered every
/// item.  Expectation is the mean over the items, gain that of max(gap, 0), loss of max(-gap, 0).
/// An association, as every regression.
struct Disconfirmation {
  Estimate expectation{};    ///< b_E: effect of a point of expectation.
  Estimate gain{};           ///< b_+: effect of a point above the expectations.
  Estimate loss{};           ///< b_-: effect of a point below them; usually negative.
  Estimate loss_aversion{};  ///< -b_- / b_+ with Fieller's interval; undefined `division_by_zero`
                             ///< where b_+ may be zero.  Never assumed.
  Estimate asymmetry{};      ///< -b_- - b_+, defined also then: above 0, losses weigh more.
  statistics::LeastSquaresFit fit{};      ///< b0, b_E, b_+, b_-.
  statistics::ResponseSurface surface{};  ///< Outcome on mean expectation (x) and perception (y),
                                          ///< without any difference; centred at mid-scale.
};

/// @param items   as for score_gaps; importance is not read
/// @param outcome shape [n], e.g. satisfaction; NaN: not given
/// @return with failed fits, and everything undefined, if nobody was above (or below) an
///         expectation, or rows are too few.
/// @throws Error as score_gaps and fit_least_squares.
/// @par Complexity O(n k) for k items.
/// @see Oliver (1980), Journal of Marketing Research 17, 460-469; Anderson & Sullivan (1993),
///      Marketing Science 12, 125-143; Fieller (1954), JRSS B 16, 175-185.
[[nodiscard]] CENTRICITY_EXPORT Disconfirmation fit_disconfirmation(
    std::span<const GapItem> items,
    std::span<const double> outcome,
    const statistics::SurveyDesign& design = {},
    const statistics::LeastSquaresOptions& options = {.covariance = statistics::Covariance::hc3});

/// The two slopes as a curve, the ratio if there is one, and the surface behind it.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Disconfirmation& result);

}  // namespace centricity::inline v0::gap
