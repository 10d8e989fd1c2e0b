#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/time.hpp>

using centricity::date;
using centricity::Day;
using centricity::day_of;
using centricity::DayOffset;
using centricity::Duration;
using centricity::Error;
using centricity::Instant;
using centricity::parse_date;
using centricity::parse_time_unit;
using centricity::start_of;
using centricity::TimeUnit;
using centricity::to_text;
using std::chrono::seconds;

namespace {

// The Gregorian calendar as it is taught.
bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  switch (month) {
    case 2:
      return is_leap(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
      return 30;
    default:
      return 31;
  }
}

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

Day day_number(std::int64_t days) { return Day{std::chrono::days{days}}; }

TEST(Date, agrees_with_a_calendar_counted_day_by_day) {
  Day day = day_number(-719'162);  // 0001-01-01
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int number = 1; number <= days_in_month(year, month); ++number) {
        ASSERT_EQ(date(year, month, number), day) << year << '-' << month << '-' << number;
        day += std::chrono::days{1};
      }
    }
  }
  EXPECT_EQ(date(1970, 1, 1), day_number(0));
}

TEST(Date, that_does_not_exist_throws) {
  EXPECT_THROW((void)date(2023, 2, 29), Error);
  EXPECT_THROW((void)date(0, 1, 1), Error);
  EXPECT_THROW((void)date(10'000, 1, 1), Error);
  EXPECT_THROW((void)date(2024, 0, 1), Error);
  EXPECT_THROW((void)date(2024, 13, 1), Error);
  EXPECT_THROW((void)date(2024, -1, -1), Error);
  EXPECT_THROW((void)date(2024, 257, 1), Error);  // 1 in 8 bits
  EXPECT_THROW((void)date(2024, 1, 257), Error);
  EXPECT_THROW((void)date(std::numeric_limits<int>::min(), 1, 1), Error);
  try {
    (void)date(1900, 2, 29);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), centricity::ErrorCode::invalid_argument);
    EXPECT_NE(std::string{error.what()}.find("1900-2-29"), std::string::npos);
  }
}

TEST(ParseDate, takes_every_day_there_is_and_no_other) {
  for (const int year : {1, 1900, 1970, 2000, 2023, 2024, 9999}) {
    std::string prefix = std::to_string(year);
    prefix.insert(0, 4 - prefix.size(), '0');
    for (int month = 0; month <= 99; ++month) {
      for (int day = 0; day <= 99; ++day) {
        const bool exists =
            month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
        const auto expected = exists ? std::optional{date(year, month, day)} : std::nullopt;
        const std::string dashed = prefix + "-" + two_digits(month) + "-" + two_digits(day);
        const std::string compact = prefix + two_digits(month) + two_digits(day);
        ASSERT_EQ(parse_date(dashed), expected) << dashed;
        ASSERT_EQ(parse_date(compact), expected) << compact;
        if (exists) {
          ASSERT_EQ(to_text(*expected), dashed);
        }
      }
    }
  }
}

TEST(ParseDate, refuses_everything_else) {
  for (const std::string text : {"",
                                 "1997",
                                 "1997-09",
                                 "1997-9-30",
                                 "97-09-30",
                                 "1997-09-3",
                                 "1997-09-300",
                                 "1997/09/30",
                                 "30.09.1997",
                                 "1997-0930",
                                 "199709-30",
                                 " 1997-09-30",
                                 "1997-09-30 ",
                                 "+997-09-30",
                                 "-997-09-30",
                                 "1997--9-30",
                                 "1997-+9-30",
                                 "1997- 9-30",
                                 "1997-09-30T00:00:00Z",
                                 "0000-01-01",
                                 "00000101",
                                 "1997-09-3\xD9",
                                 "abcdefgh",
                                 "abcd-ef-gh"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_date(std::string_view{"1997-09-3\0", 10}), std::nullopt);
}

TEST(DayText, carries_a_sign_outside_four_digits) {
  using std::chrono::year;
  EXPECT_EQ(to_text(Day{year{0} / 2 / 29}), "0000-02-29");
  EXPECT_EQ(to_text(Day{year{-44} / 3 / 15}), "-0044-03-15");
  EXPECT_EQ(to_text(Day{year{10'000} / 1 / 1}), "+10000-01-01");
  EXPECT_EQ(to_text(Day{year{-32'767} / 1 / 1}), "-32767-01-01");
  EXPECT_EQ(to_text(Day{year{32'767} / 12 / 31}), "+32767-12-31");
}

TEST(DayText, counts_days_beyond_the_calendar) {
  EXPECT_EQ(to_text(Day{std::chrono::year{32'767} / 12 / 31} + std::chrono::days{1}),
            "day 11248738");
  EXPECT_EQ(to_text(Day{std::chrono::year{-32'767} / 1 / 1} - std::chrono::days{1}),
            "day -12687429");
  EXPECT_EQ(to_text(Day::max()), "day " + std::to_string(Day::max().time_since_epoch().count()));
  EXPECT_EQ(to_text(Day::min()), "day " + std::to_string(Day::min().time_since_epoch().count()));
}

TEST(InstantText, is_the_utc_clock) {
  EXPECT_EQ(to_text(Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Instant{seconds{1}}), "1970-01-01T00:00:01Z");
  EXPECT_EQ(to_text(Instant{seconds{-1}}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(to_text(Instant{seconds{951'827'696}}), "2000-02-29T12:34:56Z");
  EXPECT_EQ(to_text(Instant{date(1997, 9, 30)} + std::chrono::hours{12}), "1997-09-30T12:00:00Z");
}

TEST(InstantText, survives_the_ends_of_64_bits) {
  EXPECT_EQ(to_text(Instant::max()), "day 106751991167300T15:30:07Z");
  EXPECT_EQ(to_text(Instant::min()), "day -106751991167301T08:29:52Z");
}

TEST(Days, begin_and_end_by_the_declared_offset) {
  constexpr DayOffset newfoundland{-210};
  constexpr DayOffset nepal{345};
  const Instant midnight{date(2024, 2, 29)};
  EXPECT_EQ(day_of(midnight), date(2024, 2, 29));
  EXPECT_EQ(day_of(midnight - seconds{1}), date(2024, 2, 28));
  EXPECT_EQ(day_of(midnight, newfoundland), date(2024, 2, 28));
  EXPECT_EQ(day_of(midnight + std::chrono::minutes{210}, newfoundland), date(2024, 2, 29));
  EXPECT_EQ(day_of(midnight - std::chrono::minutes{345}, nepal), date(2024, 2, 29));
  EXPECT_EQ(day_of(midnight - std::chrono::minutes{346}, nepal), date(2024, 2, 28));
}

RC_GTEST_PROP(Days, start_of_is_the_first_moment_of_the_day, ()) {
  const Instant time{seconds{*rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000)}};
  const DayOffset offset{*rc::gen::inRange(-18 * 60, 18 * 60 + 1)};
  const Day day = day_of(time, offset);
  const Instant start = start_of(day, offset);
  RC_ASSERT(start <= time);
  RC_ASSERT(time - start < std::chrono::days{1});
  RC_ASSERT(day_of(start, offset) == day);
  RC_ASSERT(day_of(start - seconds{1}, offset) == day - std::chrono::days{1});
}

TEST(TimeUnit, is_parsed_singular_and_plural) {
  for (const auto unit : {TimeUnit::second,
                          TimeUnit::hour,
                          TimeUnit::day,
                          TimeUnit::week,
                          TimeUnit::month,
                          TimeUnit::year}) {
    const std::string name{to_string(unit)};
    EXPECT_EQ(parse_time_unit(name), unit);
    EXPECT_EQ(parse_time_unit(name + "s"), unit);
    EXPECT_EQ(parse_time_unit(name + "ss"), std::nullopt);
  }
  EXPECT_EQ(to_string(TimeUnit::week), "week");
  for (const auto* const name : {"", "s", "Day", "DAYS", " day", "day ", "da", "d", "fortnight"}) {
    EXPECT_EQ(parse_time_unit(name), std::nullopt) << name;
  }
}

TEST(Duration, knows_its_unit) {
  using centricity::days;
  using centricity::months;
  using centricity::weeks;
  using centricity::years;
  EXPECT_EQ(weeks(2).in(TimeUnit::day), 14.0);
  EXPECT_EQ(days(1).in(TimeUnit::hour), 24.0);
  EXPECT_EQ(years(1).in(TimeUnit::month), 12.0);
  EXPECT_EQ(years(400).in(TimeUnit::day), 146'097.0);  // 400 Gregorian years
  EXPECT_EQ(months(1).in(TimeUnit::day), 30.436875);
  EXPECT_EQ(weeks(38.857142857142854).in(TimeUnit::week), 38.857142857142854);
}

}  // namespace
