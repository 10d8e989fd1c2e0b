#pragma once

/// @file
/// Effects of covariates as directions in the logs of a model's parameters.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <centricity/loyalty/covariate_fit.hpp>

#include "numeric/likelihood_fit.hpp"

namespace centricity::inline v0::loyalty {

/// All models with covariates have four parameters, the second that of the purchase rates.
inline constexpr std::size_t base_parameters = 4;
using BaseVector = std::array<double, base_parameters>;

/// An effect to be fitted: of one covariate, on one thing or on several alike.
struct EffectAxis {
  std::size_t column = 0;
  std::vector<EffectOn> on{};
  BaseVector direction{};  ///< How the logs of the parameters move, by one unit of both.
};

/// Lets the effect be on this as well.
void add_effect(EffectAxis& axis, EffectOn on);

/// "purchase-rate, dropout-rate".
[[nodiscard]] std::string words_of(const std::vector<EffectOn>& on);

/// The axes of a fit, one for each effect.
[[nodiscard]] std::vector<EffectAxis> axes_of(const CovariateFit& fit);

/// The logs of a pattern's parameters, given those of the base and then the effects.
[[nodiscard]] inline BaseVector shifted(std::span<const double> point,
                                        std::span<const EffectAxis> axes,
                                        std::span<const double> covariates) {
  BaseVector logs{};
  for (std::size_t j = 0; j < base_parameters; ++j) logs[j] = point[j];
  for (std::size_t m = 0; m < axes.size(); ++m) {
    const double size = point[base_parameters + m] * covariates[axes[m].column];
    for (std::size_t j = 0; j < base_parameters; ++j) logs[j] += size * axes[m].direction[j];
  }
  return logs;
}

/// Writes parameters, estimates and covariance into a fit.
/// @param logs  of the parameters
/// @param covariance  of at least these, `order` numbers a row
template <class Fit>
void set_parameters(Fit& fit,
                    std::span<const double> logs,
                    std::span<const double> covariance,
                    std::size_t order,
                    const std::vector<bool>& identified) {
  numeric::LikelihoodFit of{
      .log_covariance = std::vector<double>(base_parameters * base_parameters),
      .identified = identified,
      .report = {.status = fit.report.status}};
  for (std::size_t i = 0; i < base_parameters; ++i) {
    of.parameters.push_back(std::exp(logs[i]));
    for (std::size_t j = 0; j < base_parameters; ++j)
      of.log_covariance[i * base_parameters + j] = covariance[i * order + j];
  }
  std::copy(of.log_covariance.begin(), of.log_covariance.end(), fit.log_covariance.begin());
  const auto estimate = [&](std::size_t i) {
    return numeric::parameter_estimate(of, i, fit.level, fit.customers);
  };
  fit.parameters = {
      of.parameters[0], of.parameters[1], of.parameters[2], of.parameters[3], fit.parameters.unit};
  fit.estimates = {estimate(0), estimate(1), estimate(2), estimate(3)};
}

}  // namespace centricity::inline v0::loyalty
