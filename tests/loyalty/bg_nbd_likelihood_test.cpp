#include "loyalty/bg_nbd_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "loyalty/derivatives.hpp"
#include "loyalty/fits.hpp"
#include "loyalty/naive.hpp"
#include "support/executors.hpp"

namespace bg_nbd = centricity::loyalty::bg_nbd;
namespace numeric = centricity::numeric;

namespace {

/// The likelihood as the paper prints it (Fader, Hardie & Lee 2005, eq. 6), row by row.
double sum_of_eq_6(const std::array<double, 4>& p, const std::vector<bg_nbd::Tuple>& tuples) {
  using naive::log_gamma;
  const auto [r, alpha, a, b] = p;
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    const double buy = log_gamma(r + x) - log_gamma(r) + r * std::log(alpha);
    const double stay = log_gamma(a + b) + log_gamma(b + x) - log_gamma(b) - log_gamma(a + b + x);
    const double alive = -(r + x) * std::log(alpha + seen.age);
    const double left =
        x > 0.0 ? std::log(a) - std::log(b + x - 1.0) - (r + x) * std::log(alpha + seen.recency)
                : -INFINITY;
    sum += customers * (buy + stay + naive::log_sum(alive, left));
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

}  // namespace

TEST(BgNbdLikelihood, IsTheNaiveSum) {
  const auto tuples = fits::random_tuples(1, 300);
  const bg_nbd::Likelihood likelihood{tuples};
  naive::expect_values<4>([&](const auto& p) { return evaluate(likelihood, p); },
                          [&](const auto& p) { return sum_of_eq_6(p, tuples); },
                          1e-12);
}

TEST(BgNbdLikelihood, DerivativesAreThoseOfTheValue) {
  const bg_nbd::Likelihood likelihood{fits::random_tuples(3, 300)};
  derivatives::expect_consistent_everywhere<4>(
      [&](const auto& p) { return evaluate(likelihood, p); });
}

TEST(BgNbdLikelihood, DoesNotDependOnOrderOrThreads) {
  auto tuples = fits::random_tuples(5, 20000);
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
