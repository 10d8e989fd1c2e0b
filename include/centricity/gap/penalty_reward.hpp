#pragma once

/// @file
/// Penalty-reward contrast: does poor performance cost more than good performance gains?
/// Model page: docs/models/penalty_reward.md.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// Who counts as poorly or well served.
struct PenaltyRewardOptions {
  double low_quantile = 0.25;   ///< Ratings <= this quantile are poor; in (0, high).
  double high_quantile = 0.75;  ///< Ratings >= this quantile are good; in (low, 1).
  statistics::LeastSquaresOptions regression{.covariance =
                                                 statistics::Covariance::hc3};  ///< How to fit.
};

/// What kind of factor an attribute is.
enum class FactorKind : std::uint8_t {
  basic,        ///< Poor costs more than good gains.
  performance,  ///< Both matter, about as much.
  excitement    ///< Good gains more than poor costs.
};

/// One attribute.
struct PenaltyReward {
  std::string name{};                ///< As given.
  double low = 0.0;                  ///< Ratings <= this are poor.
  double high = 0.0;                 ///< Ratings >= this are good.
  Estimate penalty{};                ///< Outcome of the poorly served − the rest, usually < 0.
  Estimate reward{};                 ///< Outcome of the well served − the rest, usually > 0.
  Estimate asymmetry{};              ///< Reward + penalty: < 0 where penalties weigh more.
  std::optional<FactorKind> kind{};  ///< Absent: the data do not say.
};

/// All attributes, in one regression.
struct PenaltyRewards {
  std::vector<PenaltyReward> attributes{};   ///< In the order given.
  statistics::LeastSquaresFit regression{};  ///< Intercept, penalties, then rewards.
};

/// Regression of the outcome on two indicators an attribute.  An association.
///
/// Quantiles are Hyndman & Fan's type 7 over rows that answered everything.  Where both indicators
/// would be true (low = high) the regression is not usable, and its report says so.
/// @throws Error `invalid_argument` unless 0 < low < high < 1; else as fit_least_squares.
/// @see Brandt (1988), in Surprenant (ed.), Add Value to Your Service, 35-41.
[[nodiscard]] CENTRICITY_EXPORT PenaltyRewards
fit_penalty_rewards(std::span<const DriverColumn> attributes,
                    std::span<const double> outcome,
                    const statistics::SurveyDesign& design = {},
                    const PenaltyRewardOptions& options = {});

/// Penalties and rewards side by side.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const PenaltyRewards& result);

}  // namespace centricity::inline v0::gap
