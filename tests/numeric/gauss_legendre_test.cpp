#include "numeric/gauss_legendre.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace {

template <class Function>
double integral(const Function& f, double from, double to) {
  double sum = 0.0;
  centricity::numeric::gauss_legendre(
      from, to, [&](double node, double weight) { sum += weight * f(node); });
  return sum;
}

TEST(GaussLegendre, IsExactUpToDegreeNineteen) {
  for (int degree = 0; degree <= 19; ++degree) {
    const auto power = [&](double x) { return std::pow(x, degree); };
    const double exact = (std::pow(1.5, degree + 1) - std::pow(-0.5, degree + 1)) / (degree + 1);
    EXPECT_NEAR(integral(power, -0.5, 1.5), exact, 1e-15 * (1.0 + exact)) << degree;
  }
  // One degree more, and it is not: the table has no more points than it claims.
  const auto power = [](double x) { return std::pow(x, 20); };
  EXPECT_GT(std::abs(integral(power, -1.0, 1.0) - 2.0 / 21.0), 1e-8);
}

}  // namespace
