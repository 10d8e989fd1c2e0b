#include <limits>

#include <gtest/gtest.h>

#include <centricity/core/scale.hpp>

using centricity::contains;
using centricity::oriented;
using centricity::Scale;

namespace {

TEST(Scale, contains_its_steps_and_nothing_else) {
  const Scale likert{};
  for (int answer = -10; answer <= 20; ++answer) {
    EXPECT_EQ(contains(likert, answer), answer >= 1 && answer <= 7) << answer;
  }
  EXPECT_FALSE(contains(likert, 3.5));
  EXPECT_FALSE(contains(likert, 7.1));
}

TEST(Scale, forgives_the_rounding_of_a_double) {
  const Scale tenths{.lowest = 0.0, .highest = 1.0, .step = 0.1};
  EXPECT_TRUE(contains(tenths, 0.1 + 0.2));
  EXPECT_TRUE(contains(tenths, 1.0 + 1e-12));
  EXPECT_TRUE(contains(tenths, -1e-12));
  EXPECT_FALSE(contains(tenths, 0.1 + 1e-8));
}

TEST(Scale, whose_steps_miss_the_highest_answer_ends_before_it) {
  const Scale odd{.lowest = 1.0, .highest = 6.0, .step = 2.0};
  EXPECT_TRUE(contains(odd, 5.0));
  EXPECT_FALSE(contains(odd, 6.0));
  EXPECT_FALSE(contains(odd, 7.0));
}

TEST(Scale, without_steps_is_continuous) {
  const Scale continuous{.lowest = 0.0, .highest = 100.0, .step = 0.0};
  EXPECT_TRUE(contains(continuous, 0.0));
  EXPECT_TRUE(contains(continuous, 33.333));
  EXPECT_TRUE(contains(continuous, 100.0));
  EXPECT_FALSE(contains(continuous, 100.001));
}

TEST(Scale, contains_no_nan_and_no_infinity) {
  for (const double step : {0.0, 1.0}) {
    EXPECT_FALSE(contains({.step = step}, std::numeric_limits<double>::quiet_NaN()));
    EXPECT_FALSE(contains({.step = step}, std::numeric_limits<double>::infinity()));
    EXPECT_FALSE(contains({.step = step}, -std::numeric_limits<double>::infinity()));
  }
}

TEST(Scale, reversed_is_turned_so_that_high_is_good) {
  EXPECT_EQ(oriented({.reversed = false}, 2.0), 2.0);
  EXPECT_EQ(oriented({.reversed = true}, 2.0), 6.0);
  EXPECT_EQ(oriented({.lowest = 0, .highest = 10, .reversed = true}, 10.0), 0.0);
}

TEST(Scale, is_written_for_people) {
  EXPECT_EQ(to_text(Scale{}), "1 to 7");
  EXPECT_EQ(to_text(Scale{.lowest = 0, .highest = 10, .reversed = true}), "0 to 10, reversed");
  EXPECT_EQ(to_text(Scale{.lowest = 0, .highest = 1, .step = 0.1}), "0 to 1 in steps of 0.1");
  EXPECT_EQ(to_text(Scale{.lowest = -3, .highest = 100, .step = 0}), "-3 to 100, continuous");
}

}  // namespace
