#include "loyalty/race.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>

#include "support/near.hpp"

namespace cc = centricity;
using cc::loyalty::LogFirst;
using support::expect_relative;

namespace {

/// Shapes of 0.001 to 1,000, and rates of ratio exp(y), at first near one, then up to 1e9.
struct Case {
  double s, n, y;
};

Case random_case(cc::Rng& rng, int i) {
  const auto shape = [&] { return std::pow(10.0, 6.0 * cc::uniform(rng) - 3.0); };
  return {shape(), shape(), (i % 4 == 0 ? 40.0 : 7.0) * (cc::uniform(rng) - 0.5)};
}

LogFirst race(double s, double n, double y) {
  return cc::loyalty::log_first_with_derivatives({s, 1.0}, {n, std::exp(y)}, std::expm1(y));
}

}  // namespace

TEST(Race, SomebodyComesFirst) {
  cc::Rng rng{1};
  for (int i = 0; i < 4000; ++i) {
    const auto [s, n, y] = random_case(rng, i);
    const double one = cc::loyalty::log_first({s, 1.0}, {n, std::exp(y)}, std::expm1(y));
    const double other = cc::loyalty::log_first({n, std::exp(y)}, {s, 1.0}, -std::expm1(y));
    EXPECT_NEAR(std::exp(one) + std::exp(other), 1.0, 4e-12) << s << ", " << n << ", " << y;
    expect_relative(race(s, n, y).value, one, 1e-14, 1e-14);
  }
}

// With equal rates the shapes decide; with n = 1 and s = 1 the integral is elementary.
TEST(Race, IsRightWhereItIsElementary) {
  expect_relative(cc::loyalty::log_first({3.0, 2.0}, {1.0, 2.0}, 0.0), std::log(0.75), 1e-15);
  for (const double ratio : {1e-8, 1e-3, 0.1, 0.9, 1.2, 3.0, 1e3, 1e8}) {
    const double z = ratio - 1.0;
    expect_relative(std::exp(cc::loyalty::log_first({1.0, 1.0}, {1.0, ratio}, z)),
                    ratio * (z - std::log(ratio)) / (z * z),
                    2e-13);
  }
}

TEST(Race, DerivativesAreThoseOfTheValue) {
  cc::Rng rng{2};
  for (int i = 0; i < 2000; ++i) {
    const auto [s, n, y] = random_case(rng, i);
    const std::array<double, 3> point{s, n, y};
    const std::array<double, 3> scale{s, n, 1.0};
    const LogFirst at = race(s, n, y);
    for (std::size_t k = 0; k < 3; ++k) {
      std::array<double, 3> above = point;
      std::array<double, 3> below = point;
      const double h = 1e-5 * scale[k];
      above[k] += h;
      below[k] -= h;
      const LogFirst up = race(above[0], above[1], above[2]);
      const LogFirst down = race(below[0], below[1], below[2]);
      // Differences of values of size |value| lose eleven digits of it.
      const double noise = 1e-7 * (1.0 + std::abs(at.value)) / scale[k];
      expect_relative(at.gradient[k], (up.value - down.value) / (2.0 * h), 1e-7, noise);
      for (std::size_t j = 0; j < 3; ++j) {
        const double difference = (up.gradient[j] - down.gradient[j]) / (2.0 * h);
        expect_relative(at.hessian[3 * k + j], difference, 1e-6, noise / scale[j]);
      }
    }
  }
}
