#include "report/words.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "report/utf8.hpp"

namespace {

using namespace centricity;
using namespace centricity::report;

TEST(Write, numbers) {
  EXPECT_EQ(write(1234567.891, Format{.decimals = 2}), "1,234,567.89");
  EXPECT_EQ(write(-1234.5, Format{.decimals = 1}), "-1,234.5");
  EXPECT_EQ(write(999.0, Format{.decimals = 0}), "999");
  EXPECT_EQ(write(-0.0, Format{}), "0.00");
  EXPECT_EQ(write(-0.001, Format{}), "-0.001") << "not nothing";
  EXPECT_EQ(write(0.000012345, Format{}), "1.2e-05");
  EXPECT_EQ(write(1e300, Format{}), "1e+300");
  EXPECT_EQ(write(0.1234, Format{.quantity = Quantity::percent, .decimals = 1}), "12.3%");
  EXPECT_EQ(write(12.5, Format{.quantity = Quantity::money}), "12.50");
  EXPECT_EQ(write(9776.0, Format{.quantity = Quantity::day}), "1996-10-07");
  EXPECT_EQ(write(-1e9, Format{.quantity = Quantity::day}), "-1,000,000,000");
  EXPECT_EQ(write(std::nan(""), Format{}), missing_mark);
  EXPECT_EQ(write(std::numeric_limits<double>::infinity(), Format{}), missing_mark);
  EXPECT_EQ(write_with_unit(30.4, Format{.decimals = 1, .unit = "weeks"}), "30.4 weeks");
  EXPECT_EQ(name_with_unit("Age", Format{.unit = "weeks"}), "Age (weeks)");
}

TEST(Write, cells) {
  EXPECT_EQ(write(Cell{}, {}), missing_mark);
  EXPECT_EQ(write(Cell{std::int64_t{-1234567}}, {}), "-1,234,567");
  EXPECT_EQ(write(Cell{Money{12'345'600}}, {}), "1,234.56");
  EXPECT_EQ(write(Cell{date(1997, 9, 30)}, {}), "1997-09-30");
  EXPECT_EQ(write(Cell{Estimate{.value = 0.5}}, {}), "0.50");
  EXPECT_EQ(write(Cell{undefined_estimate(Undefined::too_few)}, {}), "too few observations");
  EXPECT_EQ(write(Cell{undefined_estimate(Undefined::suppressed)}, {}), "withheld");
  EXPECT_EQ(kind_of({.level = 0.9, .kind = IntervalKind::prediction}), "90% prediction interval");
  EXPECT_EQ(kind_of({.level = 0.999}), "99.9% confidence interval");
}

TEST(Width, counts_columns_of_a_terminal) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("für"), 3U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("Z\u0308"), 1U);
  EXPECT_EQ(shorten("Geschäftsführung", 6), "Gesch…");
  EXPECT_EQ(shorten("日本語", 4), "日…");
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcd", 3, "..."), "...");
  EXPECT_EQ(wrap("one two  three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefgh ij", 3), (std::vector<std::string>{"abc", "def", "gh", "ij"}));
  EXPECT_EQ(wrap("", 3), std::vector<std::string>{});
}

}  // namespace
