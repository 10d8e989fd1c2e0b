#pragma once

/// @file
/// What the fits of all purchase-count models have in common: checks, starts and the search.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "numeric/likelihood_fit.hpp"

namespace centricity::inline v0::loyalty {

/// With fewer repeaters than this the parameters rest on a handful of people.
constexpr std::uint64_t few_repeaters = 30;

inline void check_options(const FitOptions& options, std::string_view model) {
  if (!(options.level > 0.0 && options.level < 1.0) || options.max_iterations < 1 ||
      !(options.penalty >= 0.0) || !std::isfinite(options.penalty)) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the " + std::string{model} + " fit are out of range",
                "level lies between 0 and 1, max_iterations is at least 1 and a penalty not "
                "negative.");
  }
}

/// What must be known of a fit with a penalty.
inline constexpr std::string_view penalized_words =
    "Fitted with a penalty: parameters are drawn toward where the search began. The likelihood is "
    "not the largest, so that AIC, BIC and likelihood ratios do not hold; standard errors take "
    "the penalty for knowledge.";

inline void check_start(std::span<const double> start, std::size_t parameters) {
  const auto possible = [](double value) { return value > 0.0 && std::isfinite(value); };
  if (start.empty()) return;
  if (start.size() != parameters || !std::all_of(start.begin(), start.end(), possible)) {
    throw Error(ErrorCode::invalid_argument,
                "the search cannot begin at these values",
                "start is empty or has " + std::to_string(parameters) + " positive numbers.");
  }
}

/// A fit without estimates, and why.
template <class Fit, std::size_t... I>
[[nodiscard]] Fit failed(Fit fit, std::string why, std::index_sequence<I...>) {
  fit.report.status = FitStatus::failed;
  fit.report.diagnosis.push_back(std::move(why));
  fit.estimates = {
      (static_cast<void>(I), undefined_estimate(Undefined::unusable_fit, fit.customers))...};
  return fit;
}

/// Fits a model with N parameters, from the start given or the first of the others that leads to a
/// proper maximum, or else from all of the others; a penalty draws toward the first of these. The
/// members of `Fit::parameters` are those N in order and their unit, those of `Fit::estimates` the
/// N.
/// @param evaluate  the log-likelihood of the base with its derivatives at N parameters
/// @param explain  see numeric::LikelihoodModel
template <class Fit, class Likelihood, std::size_t N, std::size_t Starts>
[[nodiscard]] Fit fit_counts(const PurchaseCounts& counts,
                             const FitOptions& options,
                             const Likelihood& likelihood,
                             const std::array<std::array<double, N>, Starts>& starts,
                             const numeric::Objective& evaluate,
                             const decltype(numeric::LikelihoodModel::explain_flat)& explain) {
  Fit fit{};
  fit.parameters.unit = options.unit;
  fit.customers = static_cast<std::uint64_t>(std::llround(likelihood.customers()));
  fit.repeaters = static_cast<std::uint64_t>(std::llround(likelihood.repeaters()));
  fit.tuples = counts.counts.size();
  fit.level = options.level;
  fit.penalty = options.penalty;
  constexpr auto members = std::make_index_sequence<N>{};
  check_start(options.start, N);
  if (fit.customers == 0) {
    return failed(std::move(fit), "There are no customers to learn from.", members);
  }
  if (fit.repeaters == 0) {
    return failed(
        std::move(fit), "Nobody bought a second time: there is nothing to learn from.", members);
  }
  std::vector<std::vector<double>> points;
  for (const auto& start : starts) points.emplace_back(start.begin(), start.end());
  const std::vector<double> penalty(options.penalty > 0.0 ? N : 0, options.penalty);
  numeric::LikelihoodModel model{.log_likelihood = numeric::in_logs(evaluate),
                                 .start = options.start,
                                 .observations = likelihood.customers(),
                                 .max_iterations = options.max_iterations,
                                 .penalty = penalty,
                                 .center = points.front(),
                                 .explain_flat = explain};
  numeric::LikelihoodFit found;
  if (!options.start.empty()) found = numeric::fit_likelihood(model);
  if (found.report.status != FitStatus::converged) {
    found = numeric::fit_likelihood(std::move(model), points);
  }
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    fit.parameters = {found.parameters[I]..., options.unit};
    fit.estimates = {numeric::parameter_estimate(found, I, options.level, fit.customers)...};
  }
  (std::make_index_sequence<N>{});
  std::copy(found.log_covariance.begin(), found.log_covariance.end(), fit.log_covariance.begin());
  fit.log_likelihood = found.log_likelihood;
  fit.report = std::move(found.report);
  if (fit.penalty > 0.0) fit.report.diagnosis.emplace_back(penalized_words);
  if (fit.repeaters < few_repeaters) {
    fit.report.diagnosis.push_back("Only " + std::to_string(fit.repeaters) +
                                   " customers bought again: the parameters rest on them alone.");
  }
  return fit;
}

}  // namespace centricity::inline v0::loyalty
