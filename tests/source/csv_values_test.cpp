#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/source/csv_values.hpp>

namespace {

namespace cc = centricity;
using namespace centricity::source;
using cc::Money;

std::optional<Decimal> plain(std::string_view text) { return parse_decimal(text, {}); }

TEST(CsvValues, reads_decimals_exactly) {
  struct Case {
    std::string_view text;
    Decimal value;
  };

  for (const auto& [text, value] : {
           Case{"0", {0, 0}},
           Case{"-0.00", {0, 0}},
           Case{"12", {12, 0}},
           Case{"+12", {12, 0}},
           Case{" 12.50 ", {125, 1}},
           Case{"-.5", {-5, 1}},
           Case{"5.", {5, 0}},
           Case{"(5)", {-5, 0}},
           Case{"5-", {-5, 0}},
           Case{"1e3", {1000, 0}},
           Case{"1.5E+2", {150, 0}},
           Case{"25e-1", {25, 1}},
           Case{"0e9999", {0, 0}},
           Case{"000000000000000000000007", {7, 0}},
           Case{"999999999999999999", {999'999'999'999'999'999, 0}},
           Case{"0.000000000000000001", {1, 18}},
           Case{"1.0000000000000000000000000", {1, 0}},
       }) {
    EXPECT_EQ(plain(text), value) << text;
  }
  for (const std::string_view text : {"",
                                      " ",
                                      "-",
                                      "+",
                                      ".",
                                      "()",
                                      "(-5)",
                                      "--5",
                                      "-5-",
                                      "5+",
                                      "1,5",
                                      "1 5",
                                      "1e",
                                      "1e+",
                                      "1e+-2",
                                      "e1",
                                      "1.2.3",
                                      "inf",
                                      "-inf",
                                      "nan",
                                      "0x10",
                                      "1_000",
                                      "1000000000000000000",
                                      "1e18",
                                      "0.0000000000000000001",
                                      "$5",
                                      "5 EUR",
                                      "\xD9\xA3"}) {
    EXPECT_EQ(plain(text), std::nullopt) << text;
  }
}

TEST(CsvValues, reads_the_thousands_and_currencies_of_the_dialect) {
  const CsvDialect english{.grouping = ',', .currency_sign = "$"};
  EXPECT_EQ(parse_decimal("$1,234,567.5", english), (Decimal{12'345'675, 1}));
  EXPECT_EQ(parse_decimal("-$1,234", english), (Decimal{-1234, 0}));
  EXPECT_EQ(parse_decimal("$-1,234", english), (Decimal{-1234, 0}));
  EXPECT_EQ(parse_decimal("($12)", english), (Decimal{-12, 0}));
  for (const std::string_view text :
       {"1,5", "1,23", ",123", "1234,567", "1,,234", "12,34,567", "1,"}) {
    EXPECT_EQ(parse_decimal(text, english), std::nullopt) << text;
  }
  const CsvDialect french{.decimal_point = ',', .grouping = ' ', .currency_sign = "\xE2\x82\xAC"};
  EXPECT_EQ(parse_decimal("1 234,5 \xE2\x82\xAC", french), (Decimal{12'345, 1}));
  EXPECT_EQ(parse_decimal("1\xC2\xA0"
                          "234,5\xE2\x82\xAC",
                          french),
            (Decimal{12'345, 1}));
  EXPECT_EQ(parse_decimal("1\xE2\x80\xAF"
                          "234",
                          french),
            (Decimal{1234, 0}));
}

TEST(CsvValues, reads_the_nearest_double) {
  EXPECT_EQ(parse_number("0.1", {}), 0.1);
  EXPECT_EQ(parse_number("3.141592653589793238462643383279", {}), 3.141592653589793);
  EXPECT_EQ(parse_number("123456789012345678901234567890", {}), 123456789012345678901234567890.0);
  EXPECT_EQ(parse_number("38.8571428571429", {}), 38.8571428571429);
  EXPECT_EQ(parse_number("1e300", {}), 1e300);
  EXPECT_EQ(parse_number("1e999", {}), std::nullopt);
  EXPECT_EQ(parse_number("inf", {}), std::nullopt);
  EXPECT_EQ(parse_number("nan", {}), std::nullopt);
  EXPECT_EQ(parse_number("1.234.567,25", {.decimal_point = ',', .grouping = '.'}), 1234567.25);
}

RC_GTEST_PROP(CsvValuesLaws, what_is_written_is_read, (double value)) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  RC_ASSERT(parse_number(text, {}) == std::optional{value});
}

TEST(CsvValues, reads_moments) {
  const auto at = [](std::string_view text, DateOrder order = DateOrder::year_month_day) {
    const auto time = parse_instant(text, order);
    return time ? cc::to_text(*time) : std::string{"none"};
  };
  EXPECT_EQ(at("1997-09-30"), "1997-09-30T00:00:00Z");
  EXPECT_EQ(at("19970930"), "1997-09-30T00:00:00Z");
  EXPECT_EQ(at("1997/9/3"), "1997-09-03T00:00:00Z");
  EXPECT_EQ(at("1997-09-30T08:26"), "1997-09-30T08:26:00Z");
  EXPECT_EQ(at("1997-09-30 8:26:05"), "1997-09-30T08:26:05Z");
  EXPECT_EQ(at("1997-09-30T08:26:05.999999999999Z"), "1997-09-30T08:26:05Z");
  EXPECT_EQ(at("1997-09-30T08:26:05+02:00"), "1997-09-30T06:26:05Z");
  EXPECT_EQ(at("1997-09-30T00:26-0330"), "1997-09-30T03:56:00Z");
  EXPECT_EQ(at("1997-09-30 12:00 AM"), "1997-09-30T00:00:00Z");
  EXPECT_EQ(at("1997-09-30 12:00:01pm"), "1997-09-30T12:00:01Z");
  EXPECT_EQ(at("2000-02-29"), "2000-02-29T00:00:00Z");
  EXPECT_EQ(at("0001-01-01"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(at("9999-12-31T23:59:59"), "9999-12-31T23:59:59Z");
  EXPECT_EQ(at("3/4/2010", DateOrder::day_month_year), "2010-04-03T00:00:00Z");
  EXPECT_EQ(at("03.04.2010 10:30", DateOrder::day_month_year), "2010-04-03T10:30:00Z");
  EXPECT_EQ(at("03-04-2010", DateOrder::month_day_year), "2010-03-04T00:00:00Z");
  EXPECT_EQ(at("2010-03-04", DateOrder::month_day_year), "2010-03-04T00:00:00Z");
  for (const std::string_view text : {"",
                                      "1997",
                                      "1997-09",
                                      "1997-9",
                                      "1900-02-29",
                                      "1997-09-31",
                                      "1997-00-10",
                                      "1997-09/30",
                                      "1997-09-30T",
                                      "1997-09-30T8",
                                      "1997-09-30T08:6",
                                      "1997-09-30T24:00",
                                      "1997-09-30T08:60",
                                      "1997-09-30T08:26:60",
                                      "1997-09-30T08:26:05.",
                                      "1997-09-30T08:26ZZ",
                                      "1997-09-30T08:26+",
                                      "1997-09-30T08:26+1",
                                      "1997-09-30T08:26+19:00",
                                      "1997-09-30 13:00 PM",
                                      "1997-09-30 0:00 AM",
                                      "1997-09-30x",
                                      "19970931",
                                      "199709301",
                                      "3/4/2010",
                                      "0000-01-01",
                                      "12345-01-01"}) {
    EXPECT_EQ(at(text), "none") << text;
  }
  for (const std::string_view text : {"31/4/2010", "3/13/2010", "3/4/10", "3/4", "3/4-2010"}) {
    EXPECT_EQ(at(text, DateOrder::day_month_year), "none") << text;
  }
}

TEST(CsvValues, puts_local_times_on_the_clock_of_the_base) {
  const auto local = parse_instant("2020-01-01", DateOrder::year_month_day, cc::DayOffset{120});
  EXPECT_EQ(cc::to_text(local.value()), "2019-12-31T22:00:00Z");
  const auto stated =
      parse_instant("2020-01-01T00:00Z", DateOrder::year_month_day, cc::DayOffset{120});
  EXPECT_EQ(cc::to_text(stated.value()), "2020-01-01T00:00:00Z");
}

TEST(CsvValues, rounds_money_once) {
  const auto ticks = [](std::string_view quantity, std::string_view price) {
    const auto money = multiply(plain(quantity).value(), plain(price).value());
    return money ? std::optional{std::pair{money->money.ticks, money->rounded}} : std::nullopt;
  };
  using Result = std::optional<std::pair<std::int64_t, bool>>;
  EXPECT_EQ(ticks("3", "0.335"), Result({10'050, false}));
  EXPECT_EQ(ticks("0.5", "0.0001"), Result({1, true}));
  EXPECT_EQ(ticks("-0.5", "0.0001"), Result({-1, true}));
  EXPECT_EQ(ticks("0.4999", "0.0001"), Result({0, true}));
  EXPECT_EQ(ticks("999999999999999999", "0.000000000000000001"), Result({10'000, true}));
  EXPECT_EQ(ticks("999999999999999999", "999999999999999999"), std::nullopt);
  EXPECT_EQ(ticks("92233720368547.758", "10"), Result({9'223'372'036'854'775'800, false}));
  EXPECT_EQ(ticks("92233720368547.7581", "10"), std::nullopt);
}

TEST(CsvValues, know_what_is_missing) {
  const CsvDialect dialect{.missing = {"NA", "-"}};
  EXPECT_TRUE(is_missing("", dialect));
  EXPECT_TRUE(is_missing("NA", dialect));
  EXPECT_FALSE(is_missing("na", dialect));
  EXPECT_FALSE(is_missing("0", dialect));
}

}  // namespace
