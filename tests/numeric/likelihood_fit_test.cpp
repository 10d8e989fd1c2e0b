#include "numeric/likelihood_fit.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace numeric = centricity::numeric;

namespace {

/// Of `n` observations whose logs are normal around those of two parameters, with variance 1, and
/// whose means are those of 2 and 5; with derivatives in the parameters.
constexpr double n = 40.0;

void log_normal(std::span<const double> at, numeric::Derivatives& out) {
  const double x = std::log(at[0] / 2.0);
  const double y = std::log(at[1] / 5.0);
  out.value = -0.5 * n * (x * x + y * y);
  out.gradient = {-n * x / at[0], -n * y / at[1]};
  out.hessian = {n * (x - 1.0) / (at[0] * at[0]), 0.0, 0.0, n * (y - 1.0) / (at[1] * at[1])};
}

numeric::LikelihoodFit fit(std::vector<double> penalty) {
  return numeric::fit_likelihood({.log_likelihood = numeric::in_logs(log_normal),
                                  .start = {1.0, 1.0},
                                  .observations = n,
                                  .penalty = std::move(penalty),
                                  .center = {1.0, 7.0}});
}

}  // namespace

TEST(LikelihoodFit, FindsTheMeansAndTheirErrors) {
  const auto found = fit({});
  EXPECT_EQ(found.report.status, centricity::FitStatus::converged);
  EXPECT_NEAR(found.parameters[0], 2.0, 1e-9);
  EXPECT_NEAR(found.parameters[1], 5.0, 1e-9);
  EXPECT_NEAR(found.log_covariance[0], 1.0 / n, 1e-12);
  EXPECT_EQ(found.penalty, 0.0);
}

TEST(LikelihoodFit, GoesTowardTheCenterByAsMuchAsThePenaltyWeighs) {
  // The maximum of -n (l - m)^2 / 2 - w (l - c)^2 is the mean of m and c weighted by n and 2 w.
  const std::vector<double> penalty{3.0, 50.0};
  const auto found = fit(penalty);
  EXPECT_EQ(found.report.status, centricity::FitStatus::converged);
  const std::vector<double> means{std::log(2.0), std::log(5.0)};
  const std::vector<double> centers{0.0, std::log(7.0)};
  double likelihood = 0.0;
  double paid = 0.0;
  for (std::size_t i = 0; i < 2; ++i) {
    const double weight = 2.0 * penalty[i];
    const double best = (n * means[i] + weight * centers[i]) / (n + weight);
    EXPECT_NEAR(std::log(found.parameters[i]), best, 1e-10);
    EXPECT_NEAR(found.log_covariance[i * 2 + i], 1.0 / (n + weight), 1e-12);
    likelihood -= 0.5 * n * (best - means[i]) * (best - means[i]);
    paid += penalty[i] * (best - centers[i]) * (best - centers[i]);
  }
  EXPECT_NEAR(found.log_likelihood, likelihood, 1e-10);
  EXPECT_NEAR(found.penalty, paid, 1e-10);
}
