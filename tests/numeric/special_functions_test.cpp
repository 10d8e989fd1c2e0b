#include "numeric/special_functions.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "numeric/sum.hpp"
#include "support/near.hpp"

namespace numeric = centricity::numeric;
using support::expect_relative;

namespace {

// mpmath 1.3.0, 40 digits: loggamma(x + n) - loggamma(x).
struct Rising {
  double x, n, value;
};

constexpr Rising rising[] = {
    {0.243, 1.0, -1.4146938356415886},
    {0.243, 10000.0, 82100.63755637044},
    {1e-6, 2.0, -13.815509557964774},
    {2.5, 1e-12, 7.031566406454884e-13},
    {1e8, 3.0, 55.2620422618571},
    {1e8, 1e-6, 1.842068073895237e-05},
    {12.0, 0.5, 1.2320396660625599},
    {11.999, 0.5, 1.231997130282834},
    {30000.0, 10000.0, 104596.66566278349},
};

}  // namespace

TEST(LogRisingFactorial, AgreesWithFortyDigits) {
  for (const Rising& row : rising) {
    SCOPED_TRACE(row.x);
    expect_relative(numeric::log_rising_factorial(row.x, row.n), row.value, 2e-15, 1e-17);
  }
}

TEST(LogRisingFactorial, IsTheLogOfTheProduct) {
  for (const double x : {1e-3, 0.5, 3.0, 11.0, 400.0}) {
    double product = 0.0;
    for (int n = 0; n < 60; ++n) {
      expect_relative(numeric::log_rising_factorial(x, n), product, 1e-14, 1e-14);
      product += std::log(x + n);
    }
  }
}

TEST(Logistic, KeepsItsDigitsInTheTails) {
  expect_relative(numeric::logistic(-700.0), std::exp(-700.0), 1e-15);
  EXPECT_EQ(numeric::logistic(800.0), 1.0);
  EXPECT_EQ(numeric::logistic(-800.0), 0.0);
  EXPECT_EQ(numeric::softplus(800.0), 800.0);
  expect_relative(numeric::softplus(-40.0), std::exp(-40.0), 1e-15);
  expect_relative(numeric::log1mexp(-1e-10), std::log(1e-10), 1e-11);
  expect_relative(numeric::log1mexp(-40.0), -std::exp(-40.0), 1e-15);
}

TEST(NormalQuantile, AgreesWithTables) {
  EXPECT_NEAR(numeric::normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_EQ(numeric::normal_quantile(0.5), 0.0);
}

TEST(IncompleteBeta, AgreesWithTheBinomialSum) {
  // I_x(2, 3) = P(at least 2 of 4).
  const double x = 0.3;
  EXPECT_NEAR(numeric::incomplete_beta(2.0, 3.0, x),
              6 * x * x * (1 - x) * (1 - x) + 4 * x * x * x * (1 - x) + x * x * x * x,
              1e-15);
}

TEST(Sum, LosesNothing) {
  numeric::Sum sum;
  sum.add(1e16);
  for (int i = 0; i < 10; ++i) sum.add(0.1);
  sum.add(-1e16);
  EXPECT_DOUBLE_EQ(sum.value(), 1.0);
}
