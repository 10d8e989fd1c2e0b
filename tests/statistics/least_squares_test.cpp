#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/response_surface.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;
using Columns = std::vector<std::span<const double>>;

namespace {

// Longley (1967), with NIST's certified values (StRD, "Longley").
constexpr std::array employed{60323.,
                              61122.,
                              60171.,
                              61187.,
                              63221.,
                              63639.,
                              64989.,
                              63761.,
                              66019.,
                              67857.,
                              68169.,
                              66513.,
                              68655.,
                              69564.,
                              69331.,
                              70551.};
constexpr double longley[6][16] = {{83.0,
                                    88.5,
                                    88.2,
                                    89.5,
                                    96.2,
                                    98.1,
                                    99.0,
                                    100.0,
                                    101.2,
                                    104.6,
                                    108.4,
                                    110.8,
                                    112.6,
                                    114.2,
                                    115.7,
                                    116.9},
                                   {234289,
                                    259426,
                                    258054,
                                    284599,
                                    328975,
                                    346999,
                                    365385,
                                    363112,
                                    397469,
                                    419180,
                                    442769,
                                    444546,
                                    482704,
                                    502601,
                                    518173,
                                    554894},
                                   {2356,
                                    2325,
                                    3682,
                                    3351,
                                    2099,
                                    1932,
                                    1870,
                                    3578,
                                    2904,
                                    2822,
                                    2936,
                                    4681,
                                    3813,
                                    3931,
                                    4806,
                                    4007},
                                   {1590,
                                    1456,
                                    1616,
                                    1650,
                                    3099,
                                    3594,
                                    3547,
                                    3350,
                                    3048,
                                    2857,
                                    2798,
                                    2637,
                                    2552,
                                    2514,
                                    2572,
                                    2827},
                                   {107608,
                                    108632,
                                    109773,
                                    110929,
                                    112075,
                                    113270,
                                    115094,
                                    116219,
                                    117388,
                                    118734,
                                    120445,
                                    121950,
                                    123366,
                                    125368,
                                    127852,
                                    130081},
                                   {1947,
                                    1948,
                                    1949,
                                    1950,
                                    1951,
                                    1952,
                                    1953,
                                    1954,
                                    1955,
                                    1956,
                                    1957,
                                    1958,
                                    1959,
                                    1960,
                                    1961,
                                    1962}};

struct Data {
  std::vector<double> x, z, y, w;
  std::vector<std::uint32_t> cluster;
};

Data clustered(std::size_t n) {
  cc::Rng rng(11);
  Data d;
  double person = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i % 3 == 0) person = cc::normal(rng);
    d.x.push_back(cc::normal(rng));
    d.z.push_back(person + cc::normal(rng));
    d.y.push_back(1.0 + 2.0 * d.x[i] - d.z[i] + person + std::abs(d.x[i]) * cc::normal(rng));
    d.w.push_back(0.5 + cc::uniform(rng));
    d.cluster.push_back(static_cast<std::uint32_t>(i / 3));
  }
  return d;
}

using Matrix = std::array<std::array<double, 3>, 3>;

Matrix inverse(const Matrix& m) {  // by cofactors
  Matrix r{};
  double determinant = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      r[j][i] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3] -
                m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
    }
  }
  for (std::size_t j = 0; j < 3; ++j) determinant += m[0][j] * r[j][0];
  for (auto& row : r) {
    for (double& v : row) v /= determinant;
  }
  return r;
}

// Coefficients and covariances from the normal equations; `group` sums scores, `loo` is HC3.
struct Naive {
  std::array<double, 3> b{};
  Matrix covariance{};
};

Naive naive_sandwich(const Data& d, const std::vector<std::uint32_t>& group, bool loo) {
  Matrix a{};
  std::array<double, 3> right{};
  const auto row = [&](std::size_t k) { return std::array{1.0, d.x[k], d.z[k]}; };
  for (std::size_t k = 0; k < d.y.size(); ++k) {
    for (std::size_t i = 0; i < 3; ++i) {
      right[i] += d.w[k] * row(k)[i] * d.y[k];
      for (std::size_t j = 0; j < 3; ++j) a[i][j] += d.w[k] * row(k)[i] * row(k)[j];
    }
  }
  const Matrix bread = inverse(a);
  Naive naive;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) naive.b[i] += bread[i][j] * right[j];
  }
  std::map<std::uint32_t, std::array<double, 3>> score;
  for (std::size_t k = 0; k < d.y.size(); ++k) {
    double e = d.y[k];
    double h = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      e -= naive.b[i] * row(k)[i];
      for (std::size_t j = 0; j < 3; ++j) h += d.w[k] * row(k)[i] * bread[i][j] * row(k)[j];
    }
    if (loo) e /= 1.0 - h;
    for (std::size_t i = 0; i < 3; ++i) score[group[k]][i] += d.w[k] * row(k)[i] * e;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (const auto& [g, s] : score) {
        double left = 0.0;
        double other = 0.0;
        for (std::size_t m = 0; m < 3; ++m) {
          left += bread[i][m] * s[m];
          other += bread[j][m] * s[m];
        }
        naive.covariance[i][j] += left * other;
      }
    }
  }
  return naive;
}

}  // namespace

TEST(LeastSquares, AgreesWithTheCertifiedValuesOfLongley) {
  const auto fit = st::fit_least_squares(Columns(std::begin(longley), std::end(longley)), employed);
  ASSERT_TRUE(fit.report.usable());
  constexpr double certified[7][2] = {{-3482258.63459582, 890420.383607373},
                                      {15.0618722713733, 84.9149257747669},
                                      {-0.358191792925910e-01, 0.334910077722432e-01},
                                      {-2.02022980381683, 0.488399681651699},
                                      {-1.03322686717359, 0.214274163161675},
                                      {-0.511041056535807e-01, 0.226073200069370},
                                      {1829.15146461355, 455.478499142212}};
  for (std::size_t j = 0; j < 7; ++j) {
    expect_relative(*fit.coefficients[j].value, certified[j][0], 1e-8);
    expect_relative(*fit.coefficients[j].standard_error, certified[j][1], 1e-8);
  }
  expect_relative(fit.residual_deviation, 304.854073561965, 1e-10);
  expect_relative(*fit.r_squared, 0.995479004577296, 1e-12);
}

TEST(LeastSquares, RobustAndClusteredErrorsAgreeWithTheNormalEquations) {
  const Data d = clustered(90);
  const Columns predictors{d.x, d.z};
  std::vector<std::uint32_t> each(90);
  for (std::uint32_t i = 0; i < 90; ++i) each[i] = i;
  const auto compare = [&](st::Covariance kind, const Naive& naive, double factor) {
    const auto fit = st::fit_least_squares(
        predictors, d.y, {.weights = d.w, .clusters = d.cluster}, {.covariance = kind});
    for (std::size_t i = 0; i < 3; ++i) {
      expect_relative(*fit.coefficients[i].value, naive.b[i], 1e-11);
      for (std::size_t j = 0; j < 3; ++j) {
        expect_relative(fit.covariance[3 * i + j], factor * naive.covariance[i][j], 1e-9, 1e-14);
      }
    }
  };
  compare(st::Covariance::hc1, naive_sandwich(d, each, false), 90.0 / 87.0);
  compare(st::Covariance::hc3, naive_sandwich(d, each, true), 1.0);
  compare(st::Covariance::design, naive_sandwich(d, d.cluster, false), 30.0 / 29.0);
}

TEST(LeastSquares, SaysWhichPredictorIsRedundant) {
  const Data d = clustered(30);
  std::vector<double> sum(30);
  for (std::size_t i = 0; i < 30; ++i) sum[i] = 3.0 * d.x[i] - 1e-3 * d.z[i] + 5.0;
  const auto fit = st::fit_least_squares(Columns{d.x, d.z, sum}, d.y);
  EXPECT_EQ(fit.report.status, cc::FitStatus::failed);
  EXPECT_EQ(fit.report.diagnosis.front().rfind("Predictor", 0), 0u);
  EXPECT_EQ(fit.coefficients[1].undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(st::linear_combination(fit, std::array{1.0, 0.0, 0.0, 0.0}).undefined,
            cc::Undefined::unusable_fit);
  const std::vector<double> zero(30, 0.0);
  EXPECT_EQ(st::fit_least_squares(Columns{zero}, d.y).report.status, cc::FitStatus::failed);
}

TEST(LeastSquares, MissingRowsAndBadInput) {
  Data d = clustered(30);
  const auto all =
      st::fit_least_squares(Columns{std::span(d.x).first(29)}, std::span(d.y).first(29));
  d.x[29] = std::nan("");
  const auto fit = st::fit_least_squares(Columns{d.x}, d.y);
  EXPECT_EQ(fit.missing, 1u);
  EXPECT_EQ(fit.coefficients, all.coefficients);
  EXPECT_EQ(
      st::fit_least_squares(Columns{d.x}, std::vector<double>(30, std::nan(""))).report.status,
      cc::FitStatus::failed);
  EXPECT_THROW((void)st::fit_least_squares(Columns{std::span(d.x).first(5)}, d.y), cc::Error);
  d.y[3] = INFINITY;
  EXPECT_THROW((void)st::fit_least_squares(Columns{d.x}, d.y), cc::Error);
}

// A known surface without noise, centred at 4.
TEST(ResponseSurface, FindsTheSurface) {
  cc::Rng rng(2);
  std::vector<double> x, y, z;
  for (int i = 0; i < 60; ++i) {
    x.push_back(static_cast<double>(1 + cc::uniform_index(rng, 7)));
    y.push_back(static_cast<double>(1 + cc::uniform_index(rng, 7)));
    const double a = x.back() - 4.0;
    const double b = y.back() - 4.0;
    z.push_back(3.0 - 0.5 * a + 1.5 * b + 0.1 * a * a + 0.3 * a * b - 0.2 * b * b);
  }
  const auto surface = st::fit_response_surface(x, y, z, 4.0);
  EXPECT_NEAR(*surface.congruence_slope.value, 1.0, 1e-12);
  EXPECT_NEAR(*surface.congruence_curvature.value, 0.2, 1e-12);
  EXPECT_NEAR(*surface.incongruence_slope.value, -2.0, 1e-12);
  EXPECT_NEAR(*surface.incongruence_curvature.value, -0.4, 1e-12);
}
