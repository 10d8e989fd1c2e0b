#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/statistics/correlation.hpp>

#include "core/text.hpp"
#include "loyalty/gamma_gamma_likelihood.hpp"
#include "numeric/delta_method.hpp"
#include "numeric/likelihood_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// With fewer repeaters than this the parameters rest on a handful of people.
constexpr std::uint64_t few_customers = 30;

/// A correlation beyond this is worth a word even if the sample is small.
constexpr double notable_correlation = 0.1;

gamma_gamma::Shape shape_of(const GammaGammaParameters& parameters) {
  for (const double value : {parameters.p, parameters.q, parameters.gamma}) {
    if (!(value > 0.0) || !std::isfinite(value)) {
      throw Error(ErrorCode::invalid_argument,
                  "a parameter of the gamma-gamma model is not a positive number",
                  "p, q and gamma must all be greater than 0.");
    }
  }
  return {parameters.p, parameters.q, parameters.gamma};
}

gamma_gamma::Observed observed(const SpendHistory& history) {
  const bool possible =
      history.repeats >= 0.0 && std::isfinite(history.repeats) &&
      (history.repeats == 0.0 || (history.mean_spend > 0.0 && std::isfinite(history.mean_spend)));
  if (!possible) {
    throw Error(ErrorCode::invalid_argument,
                "the spend history is impossible",
                "repeats are not negative, and the mean spend of repeats is a positive number.");
  }
  return {history.repeats, history.repeats == 0.0 ? 0.0 : history.mean_spend};
}

Estimate expected(const GammaGammaFit& fit, const gamma_gamma::Observed& seen) {
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
  const auto& [p, q, gamma] = fit.parameters;
  const gamma_gamma::Shape shape{p, q, gamma};
  const double value = gamma_gamma::expected_spend(shape, seen);
  if (!std::isfinite(value)) return undefined_estimate(Undefined::infinite, fit.customers);
  const double error = numeric::delta_error<3>(gamma_gamma::expected_spend_gradient(shape, seen),
                                               fit.log_covariance);
  return numeric::positive_estimate(value, error, fit.level, fit.customers);
}

std::string explain_flat(std::span<const double> parameters, std::span<const double> direction) {
  if (std::abs(direction[0]) > std::abs(direction[1])) {
    return "Amounts of a customer hardly vary: p is not known, only that it is large.";
  }
  return parameters[1] > 1.0
             ? "Customers are homogeneous: the data show no difference between their mean spends. "
               "The mean p gamma / (q - 1) is known, q and gamma are not."
             : "The data do not tell q from gamma: too few customers, or spends too far apart.";
}

/// Mean spend and repeats of everybody the model can learn from.
std::vector<gamma_gamma::Observed> usable(const SpendHistories& histories, GammaGammaFit& fit) {
  std::vector<gamma_gamma::Observed> customers;
  for (const SpendHistory& history : histories.spends) {
    if (history.repeats > 0.0 && history.mean_spend > 0.0 && std::isfinite(history.mean_spend)) {
      customers.push_back({history.repeats, history.mean_spend});
    } else {
      ++fit.set_aside;
    }
  }
  fit.customers = customers.size();
  return customers;
}

Estimate correlation_of(std::span<const gamma_gamma::Observed> customers, double level) {
  std::vector<double> repeats;
  std::vector<double> spend;
  for (const auto& seen : customers) {
    repeats.push_back(seen.purchases);
    spend.push_back(seen.mean_spend);
  }
  return statistics::pearson_correlation(repeats, spend, {}, level);
}

/// Where the search begins: the mean of the data, a coefficient of variation of a half within
/// customers, and a population that has a variance.
std::vector<double> start_of(std::span<const gamma_gamma::Observed> customers) {
  double mean = 0.0;
  for (const auto& seen : customers)
    mean += seen.mean_spend / static_cast<double>(customers.size());
  constexpr double p = 4.0;
  constexpr double q = 3.0;
  return {p, q, mean * (q - 1.0) / p};
}

void say_what_matters(GammaGammaFit& fit) {
  auto& diagnosis = fit.report.diagnosis;
  if (fit.customers < few_customers) {
    diagnosis.push_back("Only " + count_text(fit.customers) +
                        " customers with repeat purchases: the parameters rest on them alone.");
  }
  if (fit.parameters.q <= 1.0) {
    diagnosis.emplace_back(
        "q is not above 1: the mean spend of the population does not exist in this model, and "
        "customers without repeats have no expected spend.");
  }
  if (fit.set_aside > 0) {
    diagnosis.push_back(count_text(fit.set_aside) +
                        " repeaters whose mean spend is not positive were set aside.");
  }
  const Estimate& correlation = fit.correlation;
  if (correlation.defined() && std::abs(*correlation.value) > notable_correlation &&
      correlation.interval && correlation.interval->lower * correlation.interval->upper > 0.0) {
    diagnosis.emplace_back(
        *correlation.value > 0.0
            ? "Frequent buyers spend more a purchase, which the model takes to be independent: the "
              "value of the best customers is understated."
            : "Frequent buyers spend less a purchase, which the model takes to be independent: the "
              "value of the best customers is overstated.");
  }
}

}  // namespace

double log_likelihood(const GammaGammaParameters& parameters, const SpendHistory& history) {
  const gamma_gamma::Shape shape = shape_of(parameters);
  const gamma_gamma::Observed seen = observed(history);
  return seen.purchases == 0.0 ? 0.0 : gamma_gamma::log_likelihood(shape, seen);
}

double expected_spend(const GammaGammaParameters& parameters, const SpendHistory& history) {
  return gamma_gamma::expected_spend(shape_of(parameters), observed(history));
}

Estimate expected_spend(const GammaGammaFit& fit, const SpendHistory& history) {
  return expected(fit, observed(history));
}

GammaGammaFit fit_gamma_gamma(const SpendHistories& histories,
                              const GammaGammaOptions& options,
                              const Host& host) {
  if (!(options.level > 0.0 && options.level < 1.0) || options.max_iterations < 1) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the gamma-gamma fit are out of range",
                "level lies between 0 and 1 and max_iterations is at least 1.");
  }
  GammaGammaFit fit{.level = options.level};
  std::vector<gamma_gamma::Observed> customers = usable(histories, fit);
  if (fit.customers < 2) {
    fit.report.status = FitStatus::failed;
    fit.report.diagnosis.emplace_back(
        "Fewer than two customers have repeat purchases of positive value: nothing to learn from.");
    fit.population_mean = undefined_estimate(Undefined::unusable_fit, fit.customers);
    fit.estimates = {fit.population_mean, fit.population_mean, fit.population_mean};
    fit.correlation = undefined_estimate(Undefined::too_few, fit.customers);
    return fit;
  }
  const gamma_gamma::Likelihood likelihood{std::move(customers), host};
  numeric::LikelihoodFit found =
      numeric::fit_likelihood({.log_likelihood = numeric::in_logs(
                                   [&](std::span<const double> at, numeric::Derivatives& out) {
                                     likelihood.evaluate({at[0], at[1], at[2]}, host, out);
                                   }),
                               .start = start_of(likelihood.customers()),
                               .observations = static_cast<double>(fit.customers),
                               .max_iterations = options.max_iterations,
                               .explain_flat = explain_flat});
  fit.parameters = {
      .p = found.parameters[0], .q = found.parameters[1], .gamma = found.parameters[2]};
  const auto estimate = [&](std::size_t i) {
    return numeric::parameter_estimate(found, i, options.level, fit.customers);
  };
  fit.estimates = {.p = estimate(0), .q = estimate(1), .gamma = estimate(2)};
  std::copy(found.log_covariance.begin(), found.log_covariance.end(), fit.log_covariance.begin());
  fit.log_likelihood = found.log_likelihood;
  fit.report = std::move(found.report);
  fit.population_mean = expected(fit, {.purchases = 0.0, .mean_spend = 0.0});
  fit.correlation = correlation_of(likelihood.customers(), options.level);
  say_what_matters(fit);
  return fit;
}

}  // namespace centricity::inline v0::loyalty
