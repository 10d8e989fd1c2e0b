#pragma once

/// @file
/// A score over time: its slope, and the waves at which it jumped.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::gap {

/// One wave of a survey.
struct ScoreWave {
  Day day{};         ///< When it was asked; waves ascend.
  Estimate score{};  ///< Independent of the other waves.
};

/// How to read a trend.
struct ScoreTrendOptions {
  double level = 0.95;  ///< Of intervals; 1 − level is the chance of any false change point.
};

/// A jump between two waves.
struct ChangePoint {
  std::size_t wave = 0;  ///< First wave of the new level.
  Estimate step{};       ///< Mean of the level after − mean of the level before.
};

/// What a series of scores shows.
struct ScoreTrend {
  std::vector<ScoreWave> waves{};              ///< As given.
  Estimate slope{};                            ///< Per year, over waves weighted by 1/SE^2.
  std::vector<ChangePoint> changes{};          ///< In order of time; empty: one level explains all.
  std::vector<std::optional<double>> level{};  ///< Fitted level per wave; absent: no score.
  std::optional<double> p_no_change{};         ///< Chi-square test that all waves are the same.
};

/// Piecewise constant levels by optimal partitioning: a change point must explain more than any of
/// the possible places would by chance (Bonferroni over the places).  Waves without score or
/// positive standard error take no part.
/// @return slope undefined `too_few` below 3 usable waves.
/// @throws Error `invalid_data` naming the wave that is not later than the one before.
/// @par Complexity O(waves^2).
/// @see Jackson et al. (2005), IEEE Signal Processing Letters 12, 105-108.
[[nodiscard]] CENTRICITY_EXPORT ScoreTrend fit_score_trend(std::span<const ScoreWave> waves,
                                                           const ScoreTrendOptions& options = {});

/// The score over time with intervals and levels.
/// @param name of the score, e.g. "NPS"
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ScoreTrend& trend, const std::string& name);

}  // namespace centricity::inline v0::gap
