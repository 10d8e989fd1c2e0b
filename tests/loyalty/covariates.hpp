#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/summary/covariate_counts.hpp>

/// Customers of different kinds whose truth is known, and their likelihood written out once more.
namespace covariates {

using centricity::loyalty::EffectOn;
using centricity::loyalty::ModelName;

inline constexpr std::array models{ModelName::bg_nbd, ModelName::mbg_nbd, ModelName::pareto_nbd};

/// What a model's customers do: parameters in weeks, effects in the order of `effects_in`, one row
/// a covariate.
struct Truth {
  ModelName model = ModelName::mbg_nbd;
  std::array<double, 4> parameters{};
  std::vector<std::vector<double>> effects{};
};

/// The parameters of somebody, written out once more.
inline std::array<double, 4> parameters_at(const Truth& truth, const std::vector<double>& z) {
  std::array<double, 4> at = truth.parameters;
  for (std::size_t k = 0; k < z.size(); ++k) {
    const std::vector<double>& effects = truth.effects[k];
    at[1] *= std::exp(-effects[0] * z[k]);
    if (truth.model == ModelName::pareto_nbd) {
      at[3] *= std::exp(-effects[1] * z[k]);
    } else {
      at[2] *= std::exp(effects[1] * z[k]);
      at[3] *= std::exp(effects[2] * z[k]);
    }
  }
  return at;
}

/// Somebody's purchases over `age` weeks, by the story each model tells.
inline centricity::PurchaseCount live(ModelName model,
                                      const std::array<double, 4>& at,
                                      double age,
                                      centricity::Rng& rng) {
  centricity::PurchaseCount result{0.0, 0.0, age, 1.0};
  const double rate = centricity::gamma(rng, at[0]) / at[1];
  const bool pareto = model == ModelName::pareto_nbd;
  const double leaving = pareto ? 0.0 : centricity::beta(rng, at[2], at[3]);
  double end = age;
  if (pareto)
    end = std::min(age, centricity::exponential(rng) * at[3] / centricity::gamma(rng, at[2]));
  if (model == ModelName::mbg_nbd && centricity::bernoulli(rng, leaving)) return result;
  for (double time = centricity::exponential(rng) / rate; time < end;
       time += centricity::exponential(rng) / rate) {
    result.repeats += 1.0;
    result.recency = time;
    if (centricity::bernoulli(rng, leaving)) break;
  }
  return result;
}

inline std::vector<centricity::CovariateColumn> columns(std::size_t n) {
  std::vector<centricity::CovariateColumn> result;
  for (std::size_t k = 0; k < n; ++k) result.push_back({.feature = "z" + std::to_string(k)});
  return result;
}

/// Customers by the story: the first covariate is 0 or 1, others are normal.
inline centricity::CovariateCounts simulated(const Truth& truth,
                                             std::size_t customers,
                                             std::uint64_t seed) {
  centricity::Rng rng{seed};
  const std::size_t width = truth.effects.size();
  centricity::CovariateCounts counts{.unit = centricity::TimeUnit::week, .columns = columns(width)};
  for (std::size_t i = 0; i < customers; ++i) {
    std::vector<double> z{double(i % 2)};
    while (z.size() < width) z.push_back(centricity::normal(rng));
    const double age = 40.0 + double(i % 25);
    const auto of = live(truth.model, parameters_at(truth, z), age, rng);
    if (width == 1) {
      if (counts.patterns.empty()) counts.patterns = {0.0, 1.0};
      counts.counts.push_back({of, std::uint32_t(i % 2)});
    } else {
      counts.patterns.insert(counts.patterns.end(), z.begin(), z.end());
      counts.counts.push_back({of, std::uint32_t(i)});
    }
  }
  return counts;
}

inline Truth truth_of(ModelName model, std::size_t covariates = 1) {
  Truth truth{.model = model, .parameters = {0.8, 7.0, 0.9, 2.0}};
  if (model == ModelName::pareto_nbd) truth.parameters = {0.8, 7.0, 0.9, 25.0};
  for (std::size_t k = 0; k < covariates; ++k) {
    truth.effects.push_back(k == 0 ? std::vector{0.7, 0.8, -0.1} : std::vector{-0.3, 0.3, 0.1});
  }
  return truth;
}

inline double naive_log_likelihood(const Truth& truth, const centricity::CovariateCounts& counts) {
  const std::size_t width = counts.columns.size();
  double sum = 0.0;
  for (const centricity::CovariateCount& count : counts.counts) {
    const auto first = counts.patterns.begin() + std::ptrdiff_t(count.pattern * width);
    const auto [p, q, r, s] = parameters_at(truth, {first, first + std::ptrdiff_t(width)});
    const centricity::PurchaseHistory history{
        count.of.repeats, {count.of.recency, counts.unit}, {count.of.age, counts.unit}};
    double each = 0.0;
    if (truth.model == ModelName::bg_nbd) {
      each = log_likelihood(centricity::loyalty::BgNbdParameters{p, q, r, s}, history);
    } else if (truth.model == ModelName::mbg_nbd) {
      each = log_likelihood(centricity::loyalty::MbgNbdParameters{p, q, r, s}, history);
    } else {
      each = log_likelihood(centricity::loyalty::ParetoNbdParameters{p, q, r, s}, history);
    }
    sum += count.of.customers * each;
  }
  return sum;
}

/// What the fit says, as a truth.
inline Truth truth_of(const centricity::loyalty::CovariateFit& fit) {
  Truth truth{.model = fit.model};
  const auto estimates = estimates_of(fit.base);
  for (std::size_t j = 0; j < 4; ++j) truth.parameters[j] = *estimates[j].estimate.value;
  const auto kinds = centricity::loyalty::effects_in(fit.model);
  for (const centricity::CovariateColumn& column : fit.columns) {
    std::vector<double> effects(3);
    for (const centricity::loyalty::CovariateEffect& effect : fit.effects) {
      for (const EffectOn on : effect.on) {
        if (effect.covariate != name_of(column)) continue;
        effects[std::size_t(std::find(kinds.begin(), kinds.end(), on) - kinds.begin())] =
            *effect.effect.value;
      }
    }
    truth.effects.push_back(effects);
  }
  return truth;
}

}  // namespace covariates
