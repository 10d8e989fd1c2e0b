#include "report/ticks.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/time.hpp>

namespace {

using namespace centricity;
using namespace centricity::report;
using testing::ElementsAre;

const Format number{.decimals = 12};

double day(int y, int m, int d) {
  return static_cast<double>(date(y, m, d).time_since_epoch().count());
}

Range days(Day first, Day last) {
  return {static_cast<double>(first.time_since_epoch().count()),
          static_cast<double>(last.time_since_epoch().count())};
}

TEST(Ticks, of_numbers) {
  EXPECT_THAT(ticks_within({0, 10}, number, 6).labels, ElementsAre("0", "2", "4", "6", "8", "10"));
  EXPECT_THAT(ticks_within({0, 0.3}, number, 4).labels, ElementsAre("0.0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(ticks_within({-7, 12}, number, 5).labels, ElementsAre("-5", "0", "5", "10"));
  EXPECT_THAT(ticks_within({0, 1}, {.decimals = 0}, 6).labels, ElementsAre("0", "1"));
  EXPECT_THAT(ticks_within({0, 0.3}, {.quantity = Quantity::percent, .decimals = 0}, 4).labels,
              ElementsAre("0%", "10%", "20%", "30%"));
  const Ticks money = ticks_within({0, 4e6}, {.quantity = Quantity::money, .decimals = 0}, 5);
  EXPECT_THAT(money.labels, ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_EQ(money.multiple, "million");
  EXPECT_THAT(ticks_within({0, 40000}, number, 5).labels,
              ElementsAre("0", "10,000", "20,000", "30,000", "40,000"));
}

TEST(Ticks, of_days) {
  const Format format{.quantity = Quantity::day};
  EXPECT_THAT(ticks_within(days(date(1997, 1, 1), date(1998, 6, 30)), format, 6).labels,
              ElementsAre("Jan 1997", "Apr", "Jul", "Oct", "Jan 1998", "Apr"));
  const Ticks weeks = ticks_within(days(date(2024, 2, 20), date(2024, 3, 20)), format, 5);
  EXPECT_THAT(weeks.labels, ElementsAre("26 Feb 2024", "4 Mar", "11 Mar", "18 Mar"));
  EXPECT_THAT(ticks_within(days(date(1990, 5, 1), date(2020, 5, 1)), format, 8).labels,
              ElementsAre("1995", "2000", "2005", "2010", "2015", "2020"));
  EXPECT_EQ(weeks.at.front(), day(2024, 2, 26));
}

// Spacings are 1, 2 or 5 times a power of ten; the ticks lie within, in order, neither too many nor
// fewer than half as many, and no two of them read the same.
RC_GTEST_PROP(Ticks, OfNumbersKeepTheirLaws, ()) {
  const double magnitude = std::pow(10.0, *rc::gen::inRange(-120, 120));
  const double low = magnitude * *rc::gen::inRange(-1'000'000, 1'000'000) / 1e6;
  const double length = magnitude * std::pow(10.0, -*rc::gen::inRange(0, 7));
  const Range range = drawable(low, low + length, number);
  const int most = *rc::gen::inRange(2, 12);
  const Ticks ticks = ticks_within(range, number, most);
  RC_ASSERT(ticks.at.size() == ticks.labels.size());
  RC_ASSERT(ticks.at.size() <= static_cast<std::size_t>(most));
  RC_ASSERT(5 * ticks.at.size() + 5 >= static_cast<std::size_t>(2 * most));
  RC_ASSERT(std::is_sorted(ticks.at.begin(), ticks.at.end()));
  const std::set<std::string> distinct{ticks.labels.begin(), ticks.labels.end()};
  RC_ASSERT(distinct.size() == ticks.labels.size());
  const double slack = 1e-6 * (range.highest - range.lowest);
  for (const double at : ticks.at) {
    RC_ASSERT(at >= range.lowest - slack);
    RC_ASSERT(at <= range.highest + slack);
  }
  if (ticks.at.size() > 1) {
    const double step = (ticks.at.back() - ticks.at.front()) / double(ticks.at.size() - 1);
    const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-4));
    RC_ASSERT(std::min({std::abs(mantissa - 1), std::abs(mantissa - 2), std::abs(mantissa - 5)}) <
              1e-3);
  }
}

RC_GTEST_PROP(Ticks, OfDaysAreFirstDaysOfTheirUnit, ()) {
  const int first = *rc::gen::inRange(-200'000, 200'000);
  const int length = *rc::gen::oneOf(rc::gen::inRange(1, 60), rc::gen::inRange(60, 100'000));
  const Range range{double(first), double(first) + length};
  const int most = *rc::gen::inRange(3, 12);
  const Ticks ticks = ticks_within(range, {.quantity = Quantity::day}, most);
  RC_ASSERT(ticks.at.size() <= static_cast<std::size_t>(most));
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    RC_ASSERT(ticks.at[i] >= range.lowest);
    RC_ASSERT(ticks.at[i] <= range.highest);
    if (i > 0) RC_ASSERT(ticks.at[i] > ticks.at[i - 1]);
    const Day tick{std::chrono::days{static_cast<int>(ticks.at[i])}};
    const std::chrono::year_month_day date{tick};
    const std::string& label = ticks.labels[i];
    if (label.size() == 4 && label[0] <= '9') {
      RC_ASSERT(unsigned{date.month()} == 1U);
      RC_ASSERT(label == to_text(tick).substr(0, 4));
    }
    if (label[0] > '9' || label.size() == 4) RC_ASSERT(unsigned{date.day()} == 1U);
  }
}

RC_GTEST_PROP(Range, IsDrawableWhateverIsGiven, ()) {
  const auto any = [] {
    const double mantissa = *rc::gen::inRange(-1000, 1000) / 100.0;
    return mantissa * std::pow(10.0, *rc::gen::inRange(-320, 308));
  };
  const double a = any();
  const double b = *rc::gen::arbitrary<bool>() ? a : any();
  const Format format{.decimals = *rc::gen::inRange(0, 13)};
  const Range range = drawable(a, b, format);
  RC_ASSERT(std::isfinite(range.highest - range.lowest));
  RC_ASSERT(range.lowest < range.highest);
  const Range wide = widened(range, format, 6);
  RC_ASSERT(std::isfinite(wide.highest - wide.lowest));
  const double slack = 1e-8 * (range.highest - range.lowest);
  RC_ASSERT(wide.lowest <= range.lowest + slack);
  RC_ASSERT(wide.highest >= range.highest - slack);
  RC_ASSERT(ticks_within(wide, format, 7).at.size() <= 7U);
}

}  // namespace
