#pragma once

/// @file
/// Maximum likelihood for any model whose parameters are positive: search in their logs, standard
/// errors from the observed information, and a diagnosis where the data cannot tell.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>

#include "numeric/maximize.hpp"

namespace centricity::inline v0::numeric {

/// A model to fit. `n` parameters, all positive.
struct LikelihoodModel {
  /// Log-likelihood of all observations, with derivatives, at the logs of the parameters.
  Objective log_likelihood{};
  std::vector<double> start{};    ///< Where to begin, [n].
  double observations = 1.0;      ///< What the log-likelihood is divided by, > 0.
  int max_iterations = 200;       ///< Of the search.
  std::vector<double> penalty{};  ///< Nats a squared log unit away from `center`, [n], >= 0; or {}.
  std::vector<double> center{};   ///< Where there is no penalty, [n]; looked at with one only.
  /// Says in words which property of the data the likelihood is blind to, given the parameters
  /// reached and the direction (a unit vector in log parameters) along which it is flat.
  std::function<std::string(std::span<const double> parameters, std::span<const double> direction)>
      explain_flat{};
};

/// What the search found.
struct LikelihoodFit {
  std::vector<double> parameters{};      ///< [n]; where the search ended, also when it failed.
  std::vector<double> log_covariance{};  ///< Of log parameters, [n * n]; flat directions left out.
  std::vector<bool> identified{};        ///< [n]; false: moves along a flat direction.
  double log_likelihood = 0.0;           ///< Of all observations, without the penalty.
  double penalty = 0.0;                  ///< Nats paid; the search made the difference largest.
  FitReport report{};
};

/// The same function of the logs of the parameters, from one with derivatives in the parameters
/// themselves.
[[nodiscard]] Objective in_logs(Objective of_parameters);

/// Fits a model. A penalty is like a normal prior of variance 1 / (2 penalty) on the logs: the
/// covariance is the inverse of the information with it. What the likelihood throws passes through.
[[nodiscard]] LikelihoodFit fit_likelihood(const LikelihoodModel& model);

/// Fits from the first of the starts that leads to a proper maximum, or else from all of them, of
/// which the one that reaches highest is taken; `model.start` is not looked at.
[[nodiscard]] LikelihoodFit fit_likelihood(LikelihoodModel model,
                                           std::span<const std::vector<double>> starts);

/// Parameter `i` of a fit: standard error by the delta method, interval symmetric in the log.
/// @param n observations behind it
[[nodiscard]] Estimate parameter_estimate(const LikelihoodFit& fit,
                                          std::size_t i,
                                          double level,
                                          std::uint64_t n);

}  // namespace centricity::inline v0::numeric
