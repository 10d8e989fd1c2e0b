#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/fit_report.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "loyalty/all_models.hpp"
#include "support/near.hpp"

/// The customers on which fits of all models of purchase counts are tried, and what they must give.
namespace fits {

/// CDNOW 1/10 sample as its sufficient statistics would look for nine groups of customers.
inline centricity::PurchaseCounts small_base() {
  return {.unit = centricity::TimeUnit::week,
          .counts = {{0, 0, 27, 400},
                     {0, 0, 38, 500},
                     {1, 4, 38, 90},
                     {1, 30, 38, 110},
                     {2, 12, 30, 60},
                     {2, 25, 30, 55},
                     {3, 20, 38, 45},
                     {5, 36, 38, 30},
                     {11, 37, 38, 20}}};
}

/// Customers of up to 60 weeks, and two groups of another world.
/// @param most  repeats of the busiest
inline std::vector<centricity::loyalty::Tuple> random_tuples(std::uint64_t seed,
                                                             std::size_t n,
                                                             double most = 5000.0) {
  centricity::Rng rng{seed};
  std::vector<centricity::loyalty::Tuple> tuples;
  for (std::size_t i = 0; i < n; ++i) {
    const double age = 1.0 + std::floor(60.0 * centricity::uniform(rng));
    const double repeats = std::floor(centricity::exponential(rng) * 3.0);
    const double recency = repeats > 0.0 ? std::floor(age * centricity::uniform(rng)) : 0.0;
    tuples.push_back({{repeats, recency, age}, 1.0 + std::floor(9.0 * centricity::uniform(rng))});
  }
  tuples.push_back({{most, 59.0, 60.0}, 1.0});
  tuples.push_back({{120.0, 3.0, 60.0}, 2.0});
  return tuples;
}

/// Expects the maximum found elsewhere of a model of four parameters, whatever comes after them.
/// @param errors  standard errors
template <class Fit>
void expect_fit(const Fit& fit,
                const std::array<double, 4>& parameters,
                const std::array<double, 4>& errors,
                double log_likelihood) {
  EXPECT_EQ(fit.report.status, centricity::FitStatus::converged);
  support::expect_relative(fit.log_likelihood, log_likelihood, 1e-12);
  const auto values = centricity::loyalty::ModelOfFit<Fit>::values(fit.parameters);
  const auto estimates = centricity::loyalty::estimates_in_order(fit);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    EXPECT_NEAR(values[i], parameters[i], 1e-6);
    support::expect_relative(estimates[i].standard_error.value(), errors[i], 1e-5);
  }
}

/// The same parameters of weeks, of days.
template <class Parameters>
Parameters in_days(Parameters parameters) {
  parameters.unit = centricity::TimeUnit::day;
  parameters.alpha *= 7.0;
  if constexpr (requires { parameters.s; }) parameters.beta *= 7.0;
  return parameters;
}

/// For the names of tests: "mbg_nbd".
inline std::string test_name(centricity::loyalty::ModelName model) {
  std::string name{centricity::loyalty::to_string(model)};
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace fits
