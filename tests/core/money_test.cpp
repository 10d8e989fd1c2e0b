#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/money.hpp>

using centricity::Error;
using centricity::ErrorCode;
using centricity::Money;
using centricity::parse_money;
using centricity::to_money;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

// The result, or nothing where the operation throws limit_exceeded.
template <class Operation>
std::optional<std::int64_t> ticks_of(Operation operation) {
  try {
    return Money{operation()}.ticks;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::limit_exceeded);
    return std::nullopt;
  }
}

// 64-bit numbers of all sizes, with the ends of the range among them.
rc::Gen<std::int64_t> any_ticks() {
  return rc::gen::oneOf(
      rc::gen::arbitrary<std::int64_t>(),
      rc::gen::map(rc::gen::inRange(0, 64), [](int shift) { return most >> shift; }),
      rc::gen::map(rc::gen::inRange(0, 64), [](int shift) { return least >> shift; }),
      rc::gen::element(most, least, std::int64_t{0}, std::int64_t{-1}));
}

// The compiler's checked arithmetic, a second implementation.
RC_GTEST_PROP(Money, arithmetic_is_exact_or_throws, ()) {
  const std::int64_t a = *any_ticks();
  const std::int64_t b = *any_ticks();
  const Money left{a};
  const Money right{b};
  std::int64_t expected = 0;
  const auto checked = [&](bool overflow) {
    return overflow ? std::nullopt : std::optional{expected};
  };
  const auto sum = checked(__builtin_add_overflow(a, b, &expected));
  RC_ASSERT(ticks_of([&] { return left + right; }) == sum);
  const auto difference = checked(__builtin_sub_overflow(a, b, &expected));
  RC_ASSERT(ticks_of([&] { return left - right; }) == difference);
  const auto product = checked(__builtin_mul_overflow(a, b, &expected));
  RC_ASSERT(ticks_of([&] { return left * b; }) == product);
}

TEST(Money, arithmetic_at_the_ends_of_the_range) {
  EXPECT_EQ((Money{least} + Money{most}).ticks, -1);
  EXPECT_EQ((Money{-1} - Money{least}).ticks, most);
  EXPECT_EQ((Money{least} * 1).ticks, least);
  EXPECT_EQ((Money{most} * -1).ticks, -most);
  EXPECT_EQ((Money{1} * least).ticks, least);
  EXPECT_THROW((void)(Money{0} - Money{least}), Error);
  EXPECT_THROW((void)(Money{least} * -1), Error);
  EXPECT_THROW((void)(Money{-1} * least), Error);
}

TEST(Money, a_sum_that_does_not_fit_changes_nothing) {
  Money total{most};
  EXPECT_THROW(total += Money{1}, Error);
  EXPECT_EQ(total.ticks, most);
  total -= Money{1};
  EXPECT_EQ(total.ticks, most - 1);
}

TEST(Money, from_a_double_is_the_nearest_amount) {
  EXPECT_EQ(to_money(14.99).ticks, 149'900);
  EXPECT_EQ(to_money(-0.1).ticks, -1'000);
  EXPECT_EQ(to_money(0.00004).ticks, 0);
  EXPECT_EQ(to_money(0.00006).ticks, 1);
  EXPECT_EQ(to_money(1.00005).ticks, 10'001);
  EXPECT_EQ(to_money(-1.00005).ticks, -10'001);
  EXPECT_DOUBLE_EQ(to_double(to_money(2'500'315.63)), 2'500'315.63);
}

TEST(Money, from_a_double_out_of_range_throws) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double units : {1e15,
                             -1e15,
                             922'337'203'685'477.6,
                             infinity,
                             -infinity,
                             std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(ticks_of([&] { return to_money(units); }), std::nullopt) << units;
  }
  EXPECT_EQ(ticks_of([] { return to_money(-922'337'203'685'477.5808); }), least);
}

TEST(Money, parses_exactly) {
  struct Case {
    const char* text;
    std::int64_t ticks;
  };

  for (const auto& [text, ticks] : {Case{"12", 120'000},
                                    Case{"-12.5", -125'000},
                                    Case{"+0.005", 50},
                                    Case{".5", 5'000},
                                    Case{"5.", 50'000},
                                    Case{"-0", 0},
                                    Case{"0.1", 1'000},
                                    Case{"0.0001", 1},
                                    Case{"1.00000000000000000000000", 10'000},
                                    Case{"000000000000000000000000012", 120'000},
                                    Case{"922337203685477.5807", most},
                                    Case{"-922337203685477.5808", least}}) {
    EXPECT_EQ(parse_money(text), Money{ticks}) << text;
  }
}

TEST(Money, refuses_everything_else) {
  for (const std::string text : {"",
                                 "-",
                                 "+",
                                 ".",
                                 "-.",
                                 "--1",
                                 "+-1",
                                 "1-",
                                 " 1",
                                 "1 ",
                                 "1.2.3",
                                 "1,000",
                                 "1,5",
                                 "1e3",
                                 "0x10",
                                 "nan",
                                 "inf",
                                 "0.00001",
                                 "1.23456",
                                 "922337203685477.5808",
                                 "-922337203685477.5809",
                                 "922337203685478",
                                 "1844674407370955.1616",  // 2^64 ticks
                                 "18446744073709551616",
                                 "99999999999999999999999999",
                                 "\xE2\x88\x92"
                                 "1",  // U+2212
                                 "１"}) {
    EXPECT_EQ(parse_money(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_money(std::string_view{"1\0", 2}), std::nullopt);
}

RC_GTEST_PROP(Money, text_without_grouping_parses_back, ()) {
  const Money amount{*any_ticks()};
  std::string text = to_text(amount);
  std::erase(text, ',');
  RC_ASSERT(parse_money(text) == amount);
}

TEST(Money, is_written_for_people) {
  EXPECT_EQ(to_text(Money{}), "0.00");
  EXPECT_EQ(to_text(Money{1}), "0.0001");
  EXPECT_EQ(to_text(Money{-50}), "-0.005");
  EXPECT_EQ(to_text(Money{9'990'000}), "999.00");
  EXPECT_EQ(to_text(Money{10'000'000}), "1,000.00");
  EXPECT_EQ(to_text(Money{-1'234'567'0000}), "-1,234,567.00");
  EXPECT_EQ(to_text(Money{25'003'156'300}), "2,500,315.63");
  EXPECT_EQ(to_text(Money{most}), "922,337,203,685,477.5807");
  EXPECT_EQ(to_text(Money{least}), "-922,337,203,685,477.5808");
}

}  // namespace
