#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/covariate_fit.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/covariate_axes.hpp"
#include "loyalty/covariate_columns.hpp"
#include "loyalty/covariate_likelihood.hpp"
#include "loyalty/fit_counts.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::size_t n = base_parameters;

/// Marks what an option speaks of: `mark(column, target)`.
template <class Mark>
void for_each_of(const EffectsOf& of,
                 std::span<const CovariateColumn> columns,
                 std::span<const EffectOn> targets,
                 const Mark& mark) {
  bool found = false;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (!of.covariate.empty() && of.covariate != name_of(columns[k]) &&
        of.covariate != columns[k].feature) {
      continue;
    }
    found = true;
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (of.on.empty() || std::count(of.on.begin(), of.on.end(), targets[t]) > 0) mark(k, t);
    }
  }
  const auto known = [&](EffectOn on) {
    return std::count(targets.begin(), targets.end(), on) > 0;
  };
  if (!found || !std::all_of(of.on.begin(), of.on.end(), known)) {
    throw Error(
        ErrorCode::invalid_argument,
        found ? "the model has no such effect" : "there is no covariate " + printable(of.covariate),
        found ? "effects are on purchase-rate, and on dropout-rate in Pareto/NBD or "
                "dropout-a and dropout-b in BG/NBD and MBG/NBD."
              : "Name a column that is in the fit.");
  }
}

/// The effects to be fitted, by column and then by what they are on.
std::vector<EffectAxis> axes_of(std::span<const CovariateColumn> columns,
                                std::span<const EffectOn> targets,
                                const CovariateOptions& options) {
  constexpr std::size_t left_out = static_cast<std::size_t>(-1);
  const std::size_t each = targets.size();
  std::vector<std::size_t> group(columns.size() * each);  // The first that it is equal to.
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = i;
  for (const EffectsOf& of : options.equal) {
    std::vector<std::size_t> first(columns.size(), left_out);
    for_each_of(of, columns, targets, [&](std::size_t k, std::size_t t) {
      const std::size_t joined = group[k * each + t];
      if (first[k] == left_out) first[k] = joined;
      std::replace(group.begin(), group.end(), joined, first[k]);
    });
  }
  for (const EffectsOf& of : options.none) {
    for_each_of(of, columns, targets, [&](std::size_t k, std::size_t t) {
      group[k * each + t] = left_out;
    });
  }
  std::vector<EffectAxis> axes;
  for (std::size_t first = 0; first < group.size(); ++first) {
    EffectAxis axis{.column = first / each};
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (group[i] != first) continue;
      add_effect(axis, targets[i % each]);
    }
    if (!axis.on.empty()) axes.push_back(std::move(axis));
  }
  return axes;
}

/// The tuples of each pattern, in the unit of the parameters.
std::vector<std::vector<Tuple>> tuples_by_pattern(const CovariateCounts& counts, TimeUnit unit) {
  PurchaseCounts all{.unit = counts.unit};
  for (const CovariateCount& count : counts.counts) all.counts.push_back(count.of);
  const std::vector<Tuple> tuples = tuples_of(all, unit);
  std::vector<std::vector<Tuple>> result(counts.patterns.size() / counts.columns.size());
  for (std::size_t i = 0; i < tuples.size(); ++i) {
    result.at(counts.counts[i].pattern).push_back(tuples[i]);
  }
  return result;
}

/// From a customer with mean covariates, measured in standard deviations, to one with covariates of
/// 0, measured in their own unit: linear in the logs of parameters and the effects.
class Unscaling {
 public:
  Unscaling(std::span<const CovariateRange> ranges, std::span<const EffectAxis> axes)
      : order_{n + axes.size()}, matrix_(order_ * order_) {
    for (std::size_t j = 0; j < n; ++j) matrix_[j * order_ + j] = 1.0;
    for (std::size_t m = 0; m < axes.size(); ++m) {
      const CovariateRange& range = ranges[axes[m].column];
      const double unit = 1.0 / range.standard_deviation;
      matrix_[(n + m) * order_ + n + m] = unit;
      for (std::size_t j = 0; j < n; ++j) {
        matrix_[j * order_ + n + m] = -axes[m].direction[j] * range.mean * unit;
      }
    }
  }

  [[nodiscard]] std::vector<double> point(std::span<const double> scaled) const {
    std::vector<double> result(order_);
    for (std::size_t i = 0; i < order_; ++i) {
      for (std::size_t j = 0; j < order_; ++j) result[i] += matrix_[i * order_ + j] * scaled[j];
    }
    return result;
  }

  [[nodiscard]] std::vector<double> covariance(std::span<const double> scaled) const {
    std::vector<double> half(order_ * order_);
    std::vector<double> result(order_ * order_);
    for (std::size_t i = 0; i < order_; ++i) {
      for (std::size_t k = 0; k < order_; ++k) {
        if (matrix_[i * order_ + k] == 0.0) continue;
        for (std::size_t j = 0; j < order_; ++j) {
          half[i * order_ + j] += matrix_[i * order_ + k] * scaled[k * order_ + j];
        }
      }
    }
    for (std::size_t i = 0; i < order_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0.0;
        for (std::size_t k = 0; k < order_; ++k) {
          sum += half[i * order_ + k] * matrix_[j * order_ + k];
        }
        result[i * order_ + j] = result[j * order_ + i] = sum;
      }
    }
    return result;
  }

  /// What depends on nothing that is not identified.
  [[nodiscard]] std::vector<bool> identified(const std::vector<bool>& scaled) const {
    std::vector<bool> result(order_, true);
    for (std::size_t i = 0; i < order_; ++i) {
      for (std::size_t j = 0; j < order_; ++j) {
        if (matrix_[i * order_ + j] != 0.0 && !scaled[j]) result[i] = false;
      }
    }
    return result;
  }

 private:
  std::size_t order_;
  std::vector<double> matrix_;
};

/// An effect and its factor.
CovariateEffect effect_of(const EffectAxis& axis,
                          std::span<const CovariateColumn> columns,
                          double value,
                          std::optional<double> variance,
                          double level,
                          std::uint64_t customers) {
  CovariateEffect result{.covariate = name_of(columns[axis.column]), .on = axis.on};
  result.effect = {.value = value, .n = customers, .method = Method::likelihood};
  result.factor = {.value = std::exp(value), .n = customers, .method = Method::likelihood};
  if (variance) {
    const double error = std::sqrt(std::fmax(*variance, 0.0));
    const double reach = numeric::two_sided_normal(level) * error;
    result.effect.standard_error = error;
    result.effect.interval = Interval{value - reach, value + reach, level};
    result.factor.standard_error = std::exp(value) * error;
    result.factor.interval = Interval{std::exp(value - reach), std::exp(value + reach), level};
  }
  return result;
}

/// A fit without estimates, and why.
template <class Fit>
CovariateFit fail(CovariateFit result, Fit base, std::span<const EffectAxis> axes, FitReport why) {
  result.report = base.report = std::move(why);
  const Estimate none = undefined_estimate(Undefined::unusable_fit, base.customers);
  base.estimates = {none, none, none, none};
  for (const EffectAxis& axis : axes) {
    result.effects.push_back({name_of(result.columns[axis.column]), axis.on, none, none});
  }
  result.log_covariance.assign((n + axes.size()) * (n + axes.size()), 0.0);
  result.base = base;
  return result;
}

/// Which effect or parameter the likelihood is blind to.
template <class Fit, class Whole>
std::string words_for_flat(const Whole& whole,
                           std::span<const CovariateColumn> columns,
                           std::span<const EffectAxis> axes,
                           std::span<const double> at,
                           std::span<const double> direction) {
  const auto largest = static_cast<std::size_t>(
      std::max_element(direction.begin(),
                       direction.end(),
                       [](double left, double right) { return std::abs(left) < std::abs(right); }) -
      direction.begin());
  if (largest >= n) {
    const EffectAxis& axis = axes[largest - n];
    return "The data do not tell the effect of " + name_of(columns[axis.column]) + " on " +
           words_of(axis.on) + ": give it a penalty, or leave it out.";
  }
  if constexpr (std::is_same_v<Fit, ParetoNbdFit>) {
    return whole.explain_flat(at.first(n), direction.first(n));
  } else {
    return bg_nbd::explain_flat(at.first(n), direction.first(n));
  }
}

/// Searches among customers measured from their mean, in standard deviations.
template <class Fit>
numeric::LikelihoodFit search(const CovariateCounts& counts,
                              const PurchaseCounts& all,
                              const CovariateFit& result,
                              const Fit& without,
                              std::span<const EffectAxis> axes,
                              const CovariateOptions& options,
                              const Host& host) {
  using Parameters = decltype(Fit::parameters);
  const TimeUnit unit = options.fit.unit;
  const auto whole = CovariateModel<Parameters>::likelihood(tuples_of(all, unit), host);
  const CovariateLikelihood<Parameters> likelihood{tuples_by_pattern(counts, unit),
                                                   standardized(counts, result.ranges),
                                                   {axes.begin(), axes.end()},
                                                   host};
  std::vector<std::vector<double>> starts;
  const auto begin_at = [&](const BaseVector& values) {
    std::vector<double> start(values.begin(), values.end());
    start.resize(n + axes.size(), 1.0);
    starts.push_back(std::move(start));
  };
  if (without.report.usable()) begin_at(ModelOf<Parameters>::values(without.parameters));
  const std::size_t first = starts.size();
  for (const BaseVector& start : whole.starts()) begin_at(start);
  const std::vector<double> center = starts[first];
  std::vector<double> penalty(n, options.fit.penalty);
  penalty.resize(n + axes.size(), options.effect_penalty);
  return numeric::fit_likelihood(
      {.log_likelihood = [&](std::span<const double> at,
                             numeric::Derivatives& out) { likelihood.evaluate(at, host, out); },
       .observations = whole.customers(),
       .max_iterations = options.fit.max_iterations,
       .penalty = penalty,
       .center = center,
       .explain_flat =
           [&](std::span<const double> at, std::span<const double> direction) {
             return words_for_flat<Fit>(whole, counts.columns, axes, at, direction);
           }},
      starts);
}

/// Base and effects, for covariates of 0 and in their own unit, from what the search found.
template <class Fit>
CovariateFit answer(CovariateFit result,
                    Fit base,
                    std::span<const EffectAxis> axes,
                    numeric::LikelihoodFit found) {
  std::vector<double> logs;
  for (const double value : found.parameters) logs.push_back(std::log(value));
  const Unscaling unscaling{result.ranges, axes};
  const std::vector<double> point = unscaling.point(logs);
  const std::vector<bool> identified = unscaling.identified(found.identified);
  const std::size_t order = point.size();
  result.log_covariance = unscaling.covariance(found.log_covariance);
  result.log_likelihood = base.log_likelihood = found.log_likelihood;
  result.report = std::move(found.report);
  if (base.penalty > 0.0 || result.effect_penalty > 0.0) {
    result.report.diagnosis.emplace_back(penalized_words);
  }
  if (base.repeaters < few_repeaters) {
    result.report.diagnosis.push_back("Only " + std::to_string(base.repeaters) +
                                      " customers bought again: the fit rests on them alone.");
  }
  base.report = result.report;
  set_parameters(base, point, result.log_covariance, order, identified);
  for (std::size_t m = 0; m < axes.size(); ++m) {
    std::optional<double> variance;
    if (identified[n + m]) variance = result.log_covariance[(n + m) * order + n + m];
    result.effects.push_back(
        effect_of(axes[m], result.columns, point[n + m], variance, base.level, base.customers));
  }
  result.base = base;
  return result;
}

template <class Fit>
CovariateFit fit_with(ModelName model,
                      const CovariateCounts& counts,
                      const CovariateOptions& options,
                      const Host& host) {
  const PurchaseCounts all = without_covariates(counts);
  const Fit without = ModelOf<decltype(Fit::parameters)>::fit(all, options.fit, host);
  const std::vector<EffectAxis> axes = axes_of(counts.columns, effects_in(model), options);
  CovariateFit result{.model = model,
                      .columns = counts.columns,
                      .ranges = ranges_of(counts),
                      .without = without,
                      .patterns = counts.patterns.size() / counts.columns.size(),
                      .effect_penalty = options.effect_penalty};
  Fit base = without;
  base.report = {};
  if (without.customers == 0 || without.repeaters == 0) {
    return fail(std::move(result), std::move(base), axes, without.report);
  }
  if (std::vector<std::string> why = unusable_columns(counts, result.ranges); !why.empty()) {
    return fail(std::move(result),
                std::move(base),
                axes,
                {.status = FitStatus::failed, .diagnosis = std::move(why)});
  }
  auto found = search(counts, all, result, without, axes, options, host);
  if (!found.report.usable()) {
    return fail(std::move(result), std::move(base), axes, std::move(found.report));
  }
  base.tuples = counts.counts.size();
  result = answer(std::move(result), std::move(base), axes, std::move(found));
  const auto proper = [](const FitReport& report) { return report.status == FitStatus::converged; };
  const bool penalized = options.fit.penalty > 0.0 || options.effect_penalty > 0.0;
  if (!penalized && !axes.empty() && proper(result.report) && proper(without.report)) {
    result.gain = likelihood_ratio(
        without.log_likelihood, result.log_likelihood, static_cast<int>(axes.size()));
  }
  return result;
}

}  // namespace

CovariateFit fit_covariates(ModelName model,
                            const CovariateCounts& counts,
                            const CovariateOptions& options,
                            const Host& host) {
  if (effects_in(model).empty()) {
    throw Error(ErrorCode::invalid_argument,
                std::string{title(model)} + " takes no covariates",
                "Pareto/NBD, BG/NBD and MBG/NBD do.");
  }
  if (!(options.effect_penalty >= 0.0) || !std::isfinite(options.effect_penalty)) {
    throw Error(ErrorCode::invalid_argument,
                "the penalty of the effects is out of range",
                "it is a number that is not negative.");
  }
  check_shape(counts);
  switch (model) {
    case ModelName::pareto_nbd:
      return fit_with<ParetoNbdFit>(model, counts, options, host);
    case ModelName::bg_nbd:
      return fit_with<BgNbdFit>(model, counts, options, host);
    default:
      return fit_with<MbgNbdFit>(model, counts, options, host);
  }
}

}  // namespace centricity::inline v0::loyalty
