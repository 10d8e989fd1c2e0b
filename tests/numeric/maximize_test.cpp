#include "numeric/maximize.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace numeric = centricity::numeric;

namespace {

/// -(100 (y - x^2)^2 + (1 - x)^2), Rosenbrock (1960) turned over; its maximum is at (1, 1).
void rosenbrock(std::span<const double> at, numeric::Derivatives& out) {
  const double x = at[0];
  const double y = at[1];
  out.value = -(100.0 * (y - x * x) * (y - x * x) + (1.0 - x) * (1.0 - x));
  out.gradient = {400.0 * x * (y - x * x) + 2.0 * (1.0 - x), -200.0 * (y - x * x)};
  out.hessian = {400.0 * y - 1200.0 * x * x - 2.0, 400.0 * x, 400.0 * x, -200.0};
}

}  // namespace

TEST(Maximize, ClimbsRosenbrocksValley) {
  const auto maximum = numeric::maximize(rosenbrock, std::vector{-1.2, 1.0});
  EXPECT_EQ(maximum.stop, numeric::Stop::converged);
  EXPECT_NEAR(maximum.point[0], 1.0, 1e-10);
  EXPECT_NEAR(maximum.point[1], 1.0, 1e-10);
  EXPECT_LT(maximum.iterations, 60);
}

TEST(Maximize, LeavesASaddle) {
  // x^2 - x^4 - y^2 has a saddle at 0 and maxima at x = +-1/sqrt(2).
  const auto saddle = [](std::span<const double> at, numeric::Derivatives& out) {
    const double x = at[0];
    out.value = x * x - x * x * x * x - at[1] * at[1];
    out.gradient = {2.0 * x - 4.0 * x * x * x, -2.0 * at[1]};
    out.hessian = {2.0 - 12.0 * x * x, 0.0, 0.0, -2.0};
  };
  const auto maximum = numeric::maximize(saddle, std::vector{1e-6, 0.5});
  EXPECT_EQ(maximum.stop, numeric::Stop::converged);
  EXPECT_NEAR(maximum.point[0], std::sqrt(0.5), 1e-10);
}

TEST(Maximize, ShortensItsStepAtTheEdgeOfTheDomain) {
  // log x - x, not a number for x <= 0; a Newton step from 3 lands at -3.
  const auto edge = [](std::span<const double> at, numeric::Derivatives& out) {
    const double x = at[0];
    out.value = x > 0.0 ? std::log(x) - x : std::numeric_limits<double>::quiet_NaN();
    out.gradient = {1.0 / x - 1.0};
    out.hessian = {-1.0 / (x * x)};
  };
  const auto maximum = numeric::maximize(edge, std::vector{3.0}, {.max_step = 10.0});
  EXPECT_EQ(maximum.stop, numeric::Stop::converged);
  EXPECT_NEAR(maximum.point[0], 1.0, 1e-9);
}

TEST(Maximize, SaysWhyItStopped) {
  const auto uphill = [](std::span<const double> at, numeric::Derivatives& out) {
    out.value = at[0];
    out.gradient = {1.0};
    out.hessian = {0.0};
  };
  EXPECT_EQ(numeric::maximize(uphill, std::vector{0.0}, {.max_iterations = 20}).stop,
            numeric::Stop::iteration_limit);
  const auto nowhere = [](std::span<const double>, numeric::Derivatives& out) {
    out.value = std::numeric_limits<double>::infinity();
  };
  EXPECT_EQ(numeric::maximize(nowhere, std::vector{0.0}).stop, numeric::Stop::not_finite);
}

TEST(Maximize, LetsExceptionsOfTheObjectivePass) {
  const auto thrower = [](std::span<const double>, numeric::Derivatives&) {
    throw std::runtime_error("stop");
  };
  EXPECT_THROW((void)numeric::maximize(thrower, std::vector{0.0}), std::runtime_error);
}

TEST(SymmetricEigen, DiagonalisesTwoByTwo) {
  const auto eigen = numeric::symmetric_eigen(std::vector{2.0, 1.0, 1.0, 2.0}, 2);
  EXPECT_NEAR(eigen.values[0], 1.0, 1e-15);
  EXPECT_NEAR(eigen.values[1], 3.0, 1e-15);
  EXPECT_NEAR(eigen.vectors[0][0] + eigen.vectors[0][1], 0.0, 1e-15);
}
