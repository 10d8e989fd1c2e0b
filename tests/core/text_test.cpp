#include "core/text.hpp"

#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

using centricity::number_text;
using centricity::printable;

namespace {

TEST(Printable, keeps_plain_text_of_any_language) {
  const std::string text = "Zoë, 東京, 🙂, ~ and space";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, writes_control_characters_out) {
  EXPECT_EQ(printable(std::string{"a\0b", 3}), "a\\x00b");
  EXPECT_EQ(printable("\t\r\n\x1B\x7F"), "\\t\\r\\n\\x1B\\x7F");
  EXPECT_EQ(printable("\xC2\x9B"), "\\xC2\\x9B");  // U+009B, which starts a terminal command
  EXPECT_EQ(printable("\xC2\xA0"), "\xC2\xA0");    // U+00A0 is a space
}

TEST(Printable, writes_bytes_that_are_not_utf_8_out) {
  EXPECT_EQ(printable("\xFF\x80"), "\\xFF\\x80");
  EXPECT_EQ(printable("caf\xE9"), "caf\\xE9");                       // Latin-1, at the end
  EXPECT_EQ(printable("\xC0\xAF"), "\\xC0\\xAF");                    // overlong
  EXPECT_EQ(printable("\xE0\x80\xAF"), "\\xE0\\x80\\xAF");           // overlong
  EXPECT_EQ(printable("\xF0\x80\x80\xAF"), "\\xF0\\x80\\x80\\xAF");  // overlong
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80");           // half a surrogate pair
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");  // beyond U+10FFFF
  EXPECT_EQ(printable("\xF4\x8F\xBF\xBF"), "\xF4\x8F\xBF\xBF");      // U+10FFFF itself
}

TEST(Printable, cuts_between_characters) {
  EXPECT_EQ(printable("abcd", 4), "abcd");
  EXPECT_EQ(printable("abcde", 4), "abcd…");
  EXPECT_EQ(printable("aé", 2), "a…");  // é is bytes 1 and 2
  EXPECT_EQ(printable("aéb", 3), "aé…");
  EXPECT_EQ(printable("a🙂", 4), "a…");  // 🙂 is bytes 1 to 4
  EXPECT_EQ(printable("a🙂b", 5), "a🙂…");
  EXPECT_EQ(printable("🙂", 0), "…");
  EXPECT_EQ(printable("", 0), "");
}

// nlohmann::json throws for text that is not UTF-8: a second judge of what printable lets through.
RC_GTEST_PROP(Printable, is_valid_utf_8_in_one_line_and_settled, (const std::string& bytes)) {
  const auto longest = *rc::gen::inRange<std::size_t>(0, 100);
  const std::string once = printable(bytes, longest);
  const std::string json = nlohmann::json(once).dump();
  RC_ASSERT(printable(once) == once);
  for (const char byte : once) {
    RC_ASSERT(static_cast<unsigned char>(byte) >= 0x20);
  }
  if (bytes.size() <= longest) {
    RC_ASSERT(once == printable(bytes));
  }
}

RC_GTEST_PROP(Printable, keeps_all_valid_text, ()) {
  // Code points above the controls, written as UTF-8 by the shortest form.
  std::string text;
  for (const auto point : *rc::gen::container<std::vector<unsigned>>(rc::gen::suchThat(
           rc::gen::inRange(0xA0U, 0x110000U),
           [](unsigned candidate) { return candidate < 0xD800 || candidate > 0xDFFF; }))) {
    const auto append = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (point < 0x800) {
      append(0xC0 | point >> 6);
    } else {
      if (point < 0x10000) {
        append(0xE0 | point >> 12);
      } else {
        append(0xF0 | point >> 18);
        append(0x80 | (point >> 12 & 0x3F));
      }
      append(0x80 | (point >> 6 & 0x3F));
    }
    append(0x80 | (point & 0x3F));
  }
  RC_ASSERT(printable(text) == text);
}

TEST(NumberText, has_significant_digits_without_trailing_zeros) {
  EXPECT_EQ(number_text(0.24259451, 4), "0.2426");
  EXPECT_EQ(number_text(0.5, 4), "0.5");
  EXPECT_EQ(number_text(-4.4136, 3), "-4.41");
  EXPECT_EQ(number_text(1e-5, 4), "0.00001");
  EXPECT_EQ(number_text(9.99996, 4), "10");
}

TEST(NumberText, keeps_all_digits_left_of_the_point) {
  EXPECT_EQ(number_text(23570, 2), "23570");
  EXPECT_EQ(number_text(-9582.43, 4), "-9582");
  EXPECT_EQ(number_text(100, 1), "100");
  EXPECT_EQ(number_text(123456789012345.0, 3), "123456789012345");
}

TEST(NumberText, uses_powers_of_ten_far_from_one) {
  EXPECT_EQ(number_text(1.5e-7, 4), "1.5e-07");
  EXPECT_EQ(number_text(1.23456e20, 4), "1.235e+20");
}

TEST(NumberText, has_no_surprise_for_special_numbers) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(number_text(0.0, 4), "0");
  EXPECT_EQ(number_text(-0.0, 4), "0");
  EXPECT_EQ(number_text(infinity, 4), "inf");
  EXPECT_EQ(number_text(-infinity, 4), "-inf");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN(), 4), "nan");
  EXPECT_EQ(number_text(std::numeric_limits<double>::denorm_min(), 17), "4.9406564584124654e-324");
}

TEST(NumberText, takes_the_nearest_possible_number_of_digits) {
  EXPECT_EQ(number_text(0.123, -5), "0.1");
  EXPECT_EQ(number_text(0.1, 1000), "0.10000000000000001");
}

TEST(CountText, has_a_comma_between_thousands) {
  EXPECT_EQ(centricity::count_text(0), "0");
  EXPECT_EQ(centricity::count_text(999), "999");
  EXPECT_EQ(centricity::count_text(2357), "2,357");
  EXPECT_EQ(centricity::count_text(1234567), "1,234,567");
  EXPECT_EQ(centricity::with_thousands("-12345.5678"), "-12,345.5678");
}

TEST(DurationText, knows_one_from_many) {
  EXPECT_EQ(centricity::duration_text(centricity::years(1)), "1 year");
  EXPECT_EQ(centricity::duration_text(centricity::weeks(26)), "26 weeks");
  EXPECT_EQ(centricity::duration_text(centricity::days(13.6923), 3), "13.7 days");
}

RC_GTEST_PROP(NumberText, with_17_digits_loses_nothing, (double value)) {
  RC_ASSERT(std::strtod(number_text(value, 17).c_str(), nullptr) == value);
}

}  // namespace
