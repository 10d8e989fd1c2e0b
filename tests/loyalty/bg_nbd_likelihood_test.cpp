#include "loyalty/bg_nbd_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>

#include "support/executors.hpp"
#include "support/near.hpp"

namespace bg_nbd = centricity::loyalty::bg_nbd;
namespace numeric = centricity::numeric;
using centricity::Rng;
using support::expect_relative;

namespace {

std::vector<bg_nbd::Tuple> random_tuples(std::uint64_t seed, std::size_t n) {
  Rng rng{seed};
  std::vector<bg_nbd::Tuple> tuples;
  for (std::size_t i = 0; i < n; ++i) {
    const double age = 1.0 + std::floor(60.0 * centricity::uniform(rng));
    const double repeats = std::floor(centricity::exponential(rng) * 3.0);
    const double recency = repeats > 0.0 ? std::floor(age * centricity::uniform(rng)) : 0.0;
    tuples.push_back({{repeats, recency, age}, 1.0 + std::floor(9.0 * centricity::uniform(rng))});
  }
  // A few customers of another world.
  tuples.push_back({{5000.0, 59.0, 60.0}, 1.0});
  tuples.push_back({{120.0, 3.0, 60.0}, 2.0});
  return tuples;
}

/// The likelihood as the paper prints it (Fader, Hardie & Lee 2005, eq. 6), row by row.
double naive(const bg_nbd::Shape& p, const std::vector<bg_nbd::Tuple>& tuples) {
  const auto log_gamma = [](double x) {
    int sign = 0;
    return lgamma_r(x, &sign);
  };
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    const double buy = log_gamma(p.r + x) - log_gamma(p.r) + p.r * std::log(p.alpha);
    const double stay =
        log_gamma(p.a + p.b) + log_gamma(p.b + x) - log_gamma(p.b) - log_gamma(p.a + p.b + x);
    const double alive = -(p.r + x) * std::log(p.alpha + seen.age);
    const double left = x > 0.0 ? std::log(p.a) - std::log(p.b + x - 1.0) -
                                      (p.r + x) * std::log(p.alpha + seen.recency)
                                : -INFINITY;
    const double top = std::max(alive, left);
    sum += customers * (buy + stay + top + std::log(std::exp(alive - top) + std::exp(left - top)));
  }
  return sum;
}

numeric::Derivatives evaluate(const bg_nbd::Likelihood& likelihood,
                              const std::array<double, 4>& p,
                              const centricity::Host& host = {}) {
  numeric::Derivatives out(4);
  likelihood.evaluate({p[0], p[1], p[2], p[3]}, host, out);
  return out;
}

std::array<double, 4> random_point(Rng& rng) {
  std::array<double, 4> point{};
  for (double& value : point) value = std::exp(1.5 * centricity::normal(rng));
  return point;
}

}  // namespace

TEST(BgNbdLikelihood, IsTheNaiveSum) {
  const auto tuples = random_tuples(1, 300);
  const bg_nbd::Likelihood likelihood{tuples};
  Rng rng{2};
  for (int i = 0; i < 200; ++i) {
    const auto p = random_point(rng);
    const double expected = naive({p[0], p[1], p[2], p[3]}, tuples);
    expect_relative(evaluate(likelihood, p).value, expected, 1e-12);
  }
}

TEST(BgNbdLikelihood, DerivativesAreThoseOfTheValue) {
  const bg_nbd::Likelihood likelihood{random_tuples(3, 300)};
  Rng rng{4};
  for (int trial = 0; trial < 200; ++trial) {
    const auto p = random_point(rng);
    const auto at = evaluate(likelihood, p);
    for (std::size_t i = 0; i < 4; ++i) {
      const double h = 1e-5 * p[i];
      auto above = p;
      auto below = p;
      above[i] += h;
      below[i] -= h;
      const auto up = evaluate(likelihood, above);
      const auto down = evaluate(likelihood, below);
      const double scale = std::abs(at.value) / p[i];
      expect_relative(at.gradient[i], (up.value - down.value) / (2.0 * h), 1e-7, 1e-7 * scale);
      for (std::size_t j = 0; j < 4; ++j) {
        const double difference = (up.gradient[j] - down.gradient[j]) / (2.0 * h);
        expect_relative(at.hessian[i * 4 + j], difference, 1e-6, 1e-7 * scale / p[j]);
      }
    }
  }
}

TEST(BgNbdLikelihood, DoesNotDependOnOrderOrThreads) {
  auto tuples = random_tuples(5, 20000);
  const std::array<double, 4> p{0.3, 5.0, 0.7, 2.0};
  const auto serial = evaluate(bg_nbd::Likelihood{tuples}, p);
  for (std::size_t width = 1; width <= 8; ++width) {
    std::shuffle(tuples.begin(), tuples.end(), std::mt19937_64{width});
    const auto threaded =
        evaluate(bg_nbd::Likelihood{tuples}, p, support::threaded_host(width, width));
    EXPECT_EQ(threaded.value, serial.value);
    EXPECT_EQ(threaded.gradient, serial.gradient);
    EXPECT_EQ(threaded.hessian, serial.hessian);
  }
}

// Beyond 2^53 adding one changes nothing.
TEST(BgNbdLikelihood, ComesToAnEndForAbsurdCounts) {
  const bg_nbd::Likelihood likelihood{{{{1e17, 3.0, 10.0}, 1.0}, {{1e17 + 16.0, 3.0, 10.0}, 1.0}}};
  EXPECT_TRUE(std::isfinite(evaluate(likelihood, {1.0, 1.0, 1.0, 1.0}).value));
}
