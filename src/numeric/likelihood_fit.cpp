#include "numeric/likelihood_fit.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "numeric/distributions.hpp"

namespace centricity::inline v0::numeric {
namespace {

/// A direction whose standard error in log parameters is larger than this (a factor of e^5 = 150
/// either way) is one the data say nothing about.
constexpr double flat_standard_error = 5.0;

/// A search that stopped with a larger gradient than this, beside a value of one or more, is not at
/// a maximum nor on a ridge.
constexpr double small_gradient = 1e-5;

/// Of two fits, nobody can tell from the data which is right if their log-likelihoods are closer.
constexpr double indistinguishable = 0.01;

/// How much is to be paid at these logs.
double penalty_at(const LikelihoodModel& model, std::span<const double> logs) {
  double paid = 0.0;
  for (std::size_t i = 0; i < model.penalty.size(); ++i) {
    const double away = logs[i] - std::log(model.center[i]);
    paid += model.penalty[i] * away * away;
  }
  return paid;
}

/// Pays it.
void take_penalty(const LikelihoodModel& model, std::span<const double> logs, Derivatives& at) {
  at.value -= penalty_at(model, logs);
  for (std::size_t i = 0; i < model.penalty.size(); ++i) {
    at.gradient[i] -= 2.0 * model.penalty[i] * (logs[i] - std::log(model.center[i]));
    at.hessian[i * logs.size() + i] -= 2.0 * model.penalty[i];
  }
}

std::vector<double> exponentials(std::span<const double> logs) {
  std::vector<double> values(logs.size());
  std::transform(logs.begin(), logs.end(), values.begin(), [](double v) { return std::exp(v); });
  return values;
}

/// Inverse of the information without its flat directions, which go into the report.
void judge(const LikelihoodModel& model, const Maximum& maximum, LikelihoodFit& fit) {
  const std::size_t n = fit.parameters.size();
  std::vector<double> information(maximum.at.hessian);
  for (double& value : information) value *= -model.observations;
  const SymmetricEigen eigen = symmetric_eigen(information, n);
  fit.log_covariance.assign(n * n, 0.0);
  fit.identified.assign(n, true);
  const double flat = 1.0 / (flat_standard_error * flat_standard_error);
  for (std::size_t k = 0; k < n; ++k) {
    const std::span<const double> direction = eigen.vectors[k];
    if (eigen.values[k] > flat) {
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          fit.log_covariance[i * n + j] += direction[i] * direction[j] / eigen.values[k];
        }
      }
    } else {
      fit.report.status = FitStatus::boundary;
      if (model.explain_flat) {
        std::string sentence = model.explain_flat(fit.parameters, direction);
        auto& said = fit.report.diagnosis;  // Two directions may tell the same.
        if (std::find(said.begin(), said.end(), sentence) == said.end()) {
          said.push_back(std::move(sentence));
        }
      }
      for (std::size_t i = 0; i < n; ++i) {
        if (std::abs(direction[i]) > 0.1) fit.identified[i] = false;
      }
    }
  }
  if (eigen.values.front() > 0.0) {
    fit.report.condition_number = eigen.values.back() / eigen.values.front();
  }
}

}  // namespace

Objective in_logs(Objective of_parameters) {
  return [of = std::move(of_parameters)](std::span<const double> logs, Derivatives& out) {
    const std::vector<double> parameters = exponentials(logs);
    of(parameters, out);
    const std::size_t n = logs.size();
    for (std::size_t i = 0; i < n; ++i) out.gradient[i] *= parameters[i];
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) out.hessian[i * n + j] *= parameters[i] * parameters[j];
      out.hessian[i * n + i] += out.gradient[i];
    }
  };
}

LikelihoodFit fit_likelihood(const LikelihoodModel& model) {
  const Objective objective = [&](std::span<const double> logs, Derivatives& out) {
    model.log_likelihood(logs, out);
    take_penalty(model, logs, out);
    const auto divide = [&](double value) { return value / model.observations; };
    out.value = divide(out.value);
    std::transform(out.gradient.begin(), out.gradient.end(), out.gradient.begin(), divide);
    std::transform(out.hessian.begin(), out.hessian.end(), out.hessian.begin(), divide);
  };
  std::vector<double> start(model.start.size());
  std::transform(
      model.start.begin(), model.start.end(), start.begin(), [](double v) { return std::log(v); });
  const Maximum maximum = maximize(objective, start, {.max_iterations = model.max_iterations});

  LikelihoodFit fit{.parameters = exponentials(maximum.point),
                    .identified = std::vector<bool>(start.size(), false),
                    .log_likelihood = maximum.at.value * model.observations};
  fit.penalty = penalty_at(model, maximum.point);
  fit.log_likelihood += fit.penalty;
  fit.report.iterations = maximum.iterations;
  fit.report.evaluations = maximum.iterations + 1;
  if (maximum.stop == Stop::not_finite) {
    fit.log_likelihood = 0.0;
    fit.report.status = FitStatus::failed;
    fit.report.diagnosis.emplace_back(
        "The likelihood is not a finite number at the starting point: look for impossible values "
        "in the data.");
    return fit;
  }
  fit.report.gradient_norm = maximum.gradient_norm;
  const bool level =
      maximum.gradient_norm < small_gradient * std::max(1.0, std::abs(maximum.at.value));
  if (maximum.stop == Stop::converged || (level && maximum.stop != Stop::iteration_limit)) {
    fit.report.status = FitStatus::converged;
    judge(model, maximum, fit);
    return fit;
  }
  if (level) judge(model, maximum, fit);  // A ridge without an end: more steps lead nowhere.
  if (fit.report.status == FitStatus::boundary) return fit;
  if (maximum.stop == Stop::iteration_limit) {
    fit.report.status = FitStatus::iteration_limit;
    fit.report.diagnosis.emplace_back(
        "The search was stopped before it arrived: allow more iterations.");
  } else {
    fit.report.status = FitStatus::failed;
    fit.report.diagnosis.emplace_back(
        "The search could not climb any further although the likelihood is not at a maximum.");
  }
  return fit;
}

LikelihoodFit fit_likelihood(LikelihoodModel model, std::span<const std::vector<double>> starts) {
  const auto reached = [](const LikelihoodFit& of) { return of.log_likelihood - of.penalty; };
  LikelihoodFit found;
  for (const std::vector<double>& start : starts) {
    model.start = start;
    LikelihoodFit here = fit_likelihood(model);
    const bool better =
        !found.report.usable() || reached(here) > reached(found) + indistinguishable;
    if (&start == &starts.front() || (here.report.usable() && better)) found = std::move(here);
    if (found.report.status == FitStatus::converged) break;
  }
  return found;
}

Estimate parameter_estimate(const LikelihoodFit& fit,
                            std::size_t i,
                            double level,
                            std::uint64_t n) {
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, n);
  const double value = fit.parameters[i];
  Estimate estimate{.value = value, .n = n, .method = Method::likelihood};
  if (!fit.identified[i]) return estimate;
  const std::size_t order = fit.parameters.size();
  const double log_error = std::sqrt(fit.log_covariance[i * order + i]);
  const double reach = two_sided_normal(level) * log_error;
  estimate.standard_error = value * log_error;
  estimate.interval = Interval{value * std::exp(-reach), value * std::exp(reach), level};
  return estimate;
}

}  // namespace centricity::inline v0::numeric
