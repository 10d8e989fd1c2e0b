#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/statistics/correlation.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

// Hollander & Wolfe (1973), p. 187f: assessment of tuna, as in R's help of cor.test.
constexpr std::array x{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
constexpr std::array y{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};

// All pairs, one by one.
double naive_tau_b(const std::vector<double>& a, const std::vector<double>& b) {
  double score = 0.0;
  double not_tied_a = 0.0;
  double not_tied_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double sa = a[i] > a[j] ? 1.0 : a[i] < a[j] ? -1.0 : 0.0;
      const double sb = b[i] > b[j] ? 1.0 : b[i] < b[j] ? -1.0 : 0.0;
      score += sa * sb;
      not_tied_a += sa * sa;
      not_tied_b += sb * sb;
    }
  }
  return score / std::sqrt(not_tied_a * not_tied_b);
}

}  // namespace

// R: cor.test(x, y): 0.5711816, interval -0.1497426 0.8955795; tau 0.4444444; rho 0.6.
TEST(Correlation, AgreesWithR) {
  const cc::Estimate r = st::pearson_correlation(x, y);
  EXPECT_NEAR(*r.value, 0.5711816, 5e-8);
  EXPECT_NEAR(r.interval->lower, -0.1497426, 5e-8);
  EXPECT_NEAR(r.interval->upper, 0.8955795, 5e-8);
  expect_relative(*st::kendall_tau_b(x, y).value, 4.0 / 9.0, 1e-14);
  expect_relative(*st::spearman_correlation(x, y).value, 0.6, 1e-14);
}

TEST(Correlation, KendallAgreesWithAllPairs) {
  cc::Rng rng(5);
  for (const std::size_t n : {3u, 17u, 64u, 201u}) {
    std::vector<double> a(n), b(n);
    for (std::size_t i = 0; i < n; ++i) {
      a[i] = static_cast<double>(cc::uniform_index(rng, 7));
      b[i] = 0.5 * a[i] + static_cast<double>(cc::uniform_index(rng, 5));
    }
    const cc::Estimate tau = st::kendall_tau_b(a, b);
    if (tau.defined()) expect_relative(*tau.value, naive_tau_b(a, b), 1e-12, 1e-12);
  }
}

TEST(Correlation, WeightsAreRepetitions) {
  const std::array a{1.0, 2.0, 4.0, 7.0};
  const std::array b{2.0, 1.0, 5.0, 4.0};
  const std::array w{1.0, 2.0, 3.0, 1.0};
  const std::array a7{1.0, 2.0, 2.0, 4.0, 4.0, 4.0, 7.0};
  const std::array b7{2.0, 1.0, 1.0, 5.0, 5.0, 5.0, 4.0};
  expect_relative(
      *st::pearson_correlation(a, b, w).value, *st::pearson_correlation(a7, b7).value, 1e-14);
}

TEST(Correlation, SaysWhyItIsUndefined) {
  const double nan = std::nan("");
  const std::array constant{3.0, 3.0, 3.0, 3.0};
  const std::array vary{1.0, 2.0, 3.0, 5.0};
  EXPECT_EQ(st::pearson_correlation(constant, vary).undefined, cc::Undefined::no_variation);
  EXPECT_EQ(st::kendall_tau_b(vary, constant).undefined, cc::Undefined::no_variation);
  EXPECT_EQ(
      st::spearman_correlation(std::array{1.0, 2.0, nan}, std::array{1.0, 2.0, 3.0}).undefined,
      cc::Undefined::too_few);
  EXPECT_EQ(*st::pearson_correlation(vary, vary).value, 1.0);
  EXPECT_FALSE(st::pearson_correlation(vary, vary).interval);
  EXPECT_THROW((void)st::pearson_correlation(vary, x), cc::Error);
}
