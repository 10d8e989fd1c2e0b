#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <centricity/statistics/distributions.hpp>

#include "support/near.hpp"

namespace st = centricity::statistics;
using support::expect_relative;

// 20 digits by mpmath 1.3 (40 digits internally) from the incomplete beta and gamma integrals.
TEST(Distributions, TailsAgreeWithFortyDigits) {
  expect_relative(*st::normal_tail(1.5), 0.066807201268858066004, 1e-13);
  expect_relative(*st::normal_tail(10.0), 7.619853024160526066e-24, 1e-12);
  expect_relative(*st::normal_tail(-3.0), 0.99865010196836990547, 1e-14);
  expect_relative(*st::student_t_tail(2.0, 3.0), 0.069662984279421588424, 1e-12);
  expect_relative(*st::student_t_tail(0.5, 10.0), 0.31394680287148647135, 1e-12);
  expect_relative(*st::student_t_tail(40.0, 2.5), 7.0978171452466914564e-5, 1e-12);
  expect_relative(*st::student_t_tail(8.0, 206.0), 4.4403409400186041537e-14, 1e-12);
  expect_relative(*st::chi_square_tail(0.1, 1.0), 0.75182963404584928249, 1e-12);
  expect_relative(*st::chi_square_tail(152.233, 12.0), 1.9967721373353100768e-26, 1e-12);
  expect_relative(*st::chi_square_tail(900.0, 800.5), 0.0080405744593639740876, 1e-12);
  expect_relative(*st::f_tail(2.5, 3.0, 17.0), 0.094282805078947954024, 1e-12);
  expect_relative(*st::f_tail(60.0, 2.0, 4.0), 0.0010405827263267429761, 1e-12);
  expect_relative(*st::beta_tail(0.3, 2.0, 5.0), 0.420175, 1e-12);
  expect_relative(*st::beta_tail(0.01, 0.5, 0.5), 0.93623143914148015208, 1e-12);
  expect_relative(*st::beta_tail(0.9, 120.0, 3.5), 0.99939329118986022593, 1e-12);
}

TEST(Distributions, QuantilesUndoTails) {
  for (const double p : {1e-9, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9999}) {
    SCOPED_TRACE(p);
    expect_relative(1.0 - *st::normal_tail(*st::normal_quantile(p)), p, 1e-10, 1e-16);
    expect_relative(
        1.0 - *st::beta_tail(*st::beta_quantile(p, 2.5, 0.7), 2.5, 0.7), p, 1e-10, 1e-14);
    for (const double df : {1.5, 12.0, 5000.0}) {
      const double infinity = std::numeric_limits<double>::infinity();
      expect_relative(
          1.0 - *st::student_t_tail(*st::student_t_quantile(p, df), df), p, 1e-7, 1e-14);
      expect_relative(
          1.0 - *st::chi_square_tail(*st::chi_square_quantile(p, df), df), p, 1e-7, 1e-14);
      expect_relative(1.0 - *st::f_tail(*st::f_quantile(p, df, 9.0), df, 9.0), p, 1e-7, 1e-14);
      expect_relative(*st::student_t_quantile(p, infinity), *st::normal_quantile(p), 1e-15);
    }
  }
  expect_relative(*st::normal_quantile(0.975), 1.9599639845400542355, 1e-15);
  expect_relative(*st::chi_square_quantile(0.95, 3.0), 7.8147279032511765, 1e-12);
}

TEST(Distributions, NothingThrowsOutsideTheRange) {
  const double nan = std::nan("");
  EXPECT_FALSE(st::normal_quantile(0.0));
  EXPECT_FALSE(st::normal_quantile(nan));
  EXPECT_FALSE(st::student_t_quantile(0.5, 0.0));
  EXPECT_FALSE(st::student_t_tail(nan, 3.0));
  EXPECT_FALSE(st::chi_square_tail(-1.0, 3.0));
  EXPECT_FALSE(st::chi_square_quantile(1.0, 3.0));
  EXPECT_FALSE(st::f_tail(1.0, -1.0, 3.0));
  EXPECT_FALSE(st::beta_tail(1.5, 1.0, 1.0));
  EXPECT_FALSE(st::beta_quantile(0.5, nan, 1.0));
}
