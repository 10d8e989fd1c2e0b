#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/load_csv.hpp>

namespace {

using namespace std::string_literals;

namespace cc = centricity;
using cc::ErrorCode;
using cc::source::Loaded;
using cc::source::LoadOptions;

// A file that somebody could hand us, and how reading it must end.
struct Hostile {
  std::string name{};
  std::function<std::string()> text{};
  LoadOptions options{};

  // It ends in an error:
  std::optional<ErrorCode> code{};
  std::string message{};  // A part of it.

  // or in a value:
  std::uint64_t kept = 0;
  std::string finding{};  // Kind; empty: nothing unusual.
  std::uint64_t count = 1;

  // The place of the error or of the first example.
  std::optional<std::uint64_t> line{};
  std::string column{};

  friend void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }
};

std::function<std::string()> is(std::string text) {
  return [text = std::move(text)] { return text; };
}

// One good row, then this one, then another good one.
std::function<std::string()> row(const std::string& bad) {
  return is("customer,date,amount\na,2020-01-01,1\n" + bad + "\nb,2020-01-02,2\n");
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    text += part;
  }
  return text;
}

Hostile bad_row(std::string name,
                const std::string& text,
                std::string finding,
                std::string column) {
  return {.name = std::move(name),
          .text = row(text),
          .kept = 2,
          .finding = std::move(finding),
          .line = 3,
          .column = std::move(column)};
}

Hostile odd_row(std::string name,
                const std::string& text,
                std::string finding,
                std::string column) {
  Hostile hostile = bad_row(std::move(name), text, std::move(finding), std::move(column));
  hostile.kept = 3;
  return hostile;
}

Hostile refused(std::string name,
                std::function<std::string()> text,
                std::string message,
                std::optional<std::uint64_t> line = {},
                ErrorCode code = ErrorCode::invalid_data,
                LoadOptions options = {}) {
  return {.name = std::move(name),
          .text = std::move(text),
          .options = std::move(options),
          .code = code,
          .message = std::move(message),
          .line = line};
}

std::vector<Hostile> hostile_files() {
  const std::string header = "customer,date,amount\n";
  return {
      // Nothing, or something else than CSV.
      refused("empty", is(""), "is empty"),
      refused("byte_order_mark_only", is("\xEF\xBB\xBF"), "is empty"),
      refused("one_line_end", is("\n"), "is empty"),
      refused("spaces_only", is("     "), "is empty"),
      refused(
          "million_blank_lines", [] { return repeated("\n", 1'000'000); }, "is empty"),
      refused("gzip", is("\x1F\x8B\x08\x00\x00"s), "compressed with gzip"),
      refused("zstd", is("\x28\xB5\x2F\xFDxx"), "compressed with zstd"),
      refused("zip_or_workbook", is("PK\x03\x04\x14"s), "a zip archive or a workbook"),
      refused("old_workbook", is("\xD0\xCF\x11\xE0\xA1"), "a workbook"),
      refused("parquet", is("PAR1\x15"), "a Parquet file"),
      refused("sqlite", is("SQLite format 3\0"s), "a database"),
      refused("utf16_little_endian",
              is("\xFF\xFE"
                 "c\0u\0s\0t\0"s),
              "UTF-16"),
      refused("utf16_big_endian", is("\xFE\xFF\0c\0u"s), "UTF-16"),
      refused("utf16_without_mark", is("c\0u\0s\0t\0\n\0"s), "nul_byte", 1),
      refused("executable",
              is("\x7F"
                 "ELF\x02\x01\x01\0\0\0\n"s),
              "nul_byte",
              1),

      // Headers.
      refused("header_of_delimiters", is(",,,\n1,2,3,4\n"), "names no column", 1),
      refused("header_without_meaning", is("x,y\n1,2\n"), "which column is the customer"),
      refused("header_without_time", is("customer,amount\n1,2\n"), "which column is the time"),
      refused("duplicate_header", is("customer,date,date\n1,2,3\n"), "same name", 1),
      refused("header_with_open_quote", is("customer,\"date\n1,2020-01-01\n"), "broken_quote", 1),
      refused(
          "million_columns",
          [] { return repeated("c,", 1'000'000) + "\n"; },
          "has 1000001 columns",
          1,
          ErrorCode::limit_exceeded),
      refused(
          "endless_header",
          [] { return repeated("c", 9'000'000); },
          "longer than 8388608 bytes",
          1,
          ErrorCode::limit_exceeded),
      refused("column_that_is_not_there",
              is(header),
              "no column 'price\\n' to read as price",
              {},
              ErrorCode::invalid_data,
              {.columns = {.price = "price\n"}}),
      {.name = "header_only", .text = is("customer,date,amount")},
      {.name = "header_with_line_break",
       .text = is("\"customer\n\",\"x\"\"y\",date\na,x,2020-01-01\n"),
       .kept = 1},
      {.name = "duplicate_header_not_in_use",
       .text = is("customer,date,x,x\na,2020-01-01,1,2\n"),
       .kept = 1},

      // Structure.
      bad_row("too_few_fields", "a,2020-01-01", "too_few_fields", ""),
      bad_row("more_fields_than_columns", "a,2020-01-01,3,4", "too_many_fields", ""),
      bad_row("more_fields_and_backslash", "a,2020-01-01,3,\\c", "too_many_fields", ""),
      bad_row("million_fields", "a" + repeated(",b", 1'000'000), "too_many_fields", ""),
      bad_row("unclosed_quote", "\"a,2020-01-01,3", "broken_quote", ""),
      bad_row("unclosed_quote_at_the_end_of_a_row", "a,2020-01-01,\"3", "broken_quote", ""),
      bad_row("text_behind_a_quote", "\"a\"b,2020-01-01,3", "broken_quote", ""),
      bad_row("nul_byte", "a\0,2020-01-01,3"s, "nul_byte", ""),
      bad_row("nul_only", "\0\0\0"s, "nul_byte", ""),
      bad_row("delimiters_only", ",,", "empty_row", ""),
      bad_row("giant_field", repeated("a", 2'000'000) + ",2020-01-01,3", "long_field", ""),
      bad_row("giant_quoted_field",
              "\"" + repeated("a", 2'000'000) + "\",2020-01-01,3",
              "long_field",
              ""),
      refused(
          "giant_row",
          [header] { return header + repeated("a", 20'000'000) + ",2020-01-01,3\n"; },
          "longer than 8388608 bytes",
          2,
          ErrorCode::limit_exceeded),
      refused("too_many_bytes",
              is(header + "a,2020-01-01,3\n"),
              "more than 10 bytes",
              {},
              ErrorCode::limit_exceeded,
              {.limits = {.bytes = 10}}),
      refused("too_many_rows",
              [header] { return header + repeated("a,2020-01-01,3\n", 11); },
              "more than 10 rows",
              12,
              ErrorCode::limit_exceeded,
              {.limits = {.rows = 10}}),
      {.name = "unclosed_quotes_in_every_row",
       .text = [header] { return header + repeated("\"a,2020-01-01,3\n", 99'999); },
       .finding = "broken_quote",
       .count = 99'999,
       .line = 2},
      {.name = "quotes_that_open_in_every_row",
       .text = [header] { return header + repeated("\",x\",\"\n", 300'000); },
       .finding = "broken_quote",
       .line = 2},
      {.name = "million_blank_lines_between",
       .text = [header] { return header + repeated("\r\n", 1'000'000) + "a,2020-01-01,3\n"; },
       .kept = 1},
      {.name = "no_line_end", .text = is(header + "a,2020-01-01,3"), .kept = 1},
      {.name = "truncated",
       .text = is(header + "a,2020-01-01,3\nb,2020-0"),
       .kept = 1,
       .finding = "too_few_fields",
       .line = 3},
      {.name = "mixed_line_ends",
       .text = is("customer,date,amount\ra,2020-01-01,1\r\nb,2020-01-01,2\n\rc,2020-01-01,3\n"),
       .kept = 3},

      // Times.
      bad_row("no_time", "a,,3", "no_time", "date"),
      bad_row("february_29_of_another_year", "a,2023-02-29,3", "bad_time", "date"),
      bad_row("month_13", "a,2020-13-01,3", "bad_time", "date"),
      bad_row("day_0", "a,2020-01-00,3", "bad_time", "date"),
      bad_row("year_0", "a,0000-01-01,3", "bad_time", "date"),
      bad_row("year_99999", "a,99999-01-01,3", "bad_time", "date"),
      bad_row("negative_year", "a,-2020-01-01,3", "bad_time", "date"),
      bad_row("hour_24", "a,2020-01-01 24:00,3", "bad_time", "date"),
      bad_row("second_61", "a,2020-01-01 00:00:61,3", "bad_time", "date"),
      bad_row("offset_of_days", "a,2020-01-01T00:00+99:00,3", "bad_time", "date"),
      bad_row("before_year_1", "a,0001-01-01T00:00+14:00,3", "bad_time", "date"),
      bad_row("time_with_a_tail", "a,2020-01-01T00:00Zulu,3", "bad_time", "date"),
      bad_row("endless_fraction_and_a_tail",
              "a,2020-01-01T00:00:00." + repeated("9", 10'000) + "x,3",
              "bad_time",
              "date"),
      bad_row("day_or_month_first", "a,01/02/2020,3", "ambiguous_time", "date"),
      bad_row("seconds_since_1970", "a,1577836800,3", "bad_time", "date"),
      refused("dates_that_are_two_days",
              is(header + "a,01/02/2020,3\n"),
              "'01/02/2020' may be day/month or month/day",
              2),

      // Amounts.
      bad_row("word", "a,2020-01-01,lots", "bad_amount", "amount"),
      bad_row("infinity", "a,2020-01-01,inf", "bad_amount", "amount"),
      bad_row("not_a_number", "a,2020-01-01,NaN", "bad_amount", "amount"),
      bad_row("hexadecimal", "a,2020-01-01,0x1F", "bad_amount", "amount"),
      bad_row("two_points", "a,2020-01-01,1.2.3", "bad_amount", "amount"),
      bad_row("two_signs", "a,2020-01-01,--3", "bad_amount", "amount"),
      bad_row("sign_only", "a,2020-01-01,-", "bad_amount", "amount"),
      bad_row("point_only", "a,2020-01-01,.", "bad_amount", "amount"),
      bad_row("exponent_only", "a,2020-01-01,e5", "bad_amount", "amount"),
      bad_row("huge_exponent", "a,2020-01-01,1e999", "bad_amount", "amount"),
      bad_row("exponent_beyond_int", "a,2020-01-01,1e99999999999", "bad_amount", "amount"),
      bad_row("beyond_64_bits", "a,2020-01-01,9223372036854775808", "bad_amount", "amount"),
      bad_row("beyond_money", "a,2020-01-01,922337203685478", "amount_too_large", "amount"),
      bad_row("below_money", "a,2020-01-01,-922337203685478", "amount_too_large", "amount"),
      bad_row("thousand_digits", "a,2020-01-01," + repeated("9", 1000), "bad_amount", "amount"),
      bad_row("arabic_digits", "a,2020-01-01,\xD9\xA3", "bad_amount", "amount"),
      bad_row("formula", "a,2020-01-01,=1+1", "bad_amount", "amount"),
      bad_row("currency", "a,2020-01-01,$3", "bad_amount", "amount"),
      odd_row("five_decimals", "a,2020-01-02,0.00005", "rounded_amount", "amount"),
      odd_row("thousand_zeros", "a,2020-01-02,0." + repeated("0", 1000), "zero_amount", "amount"),
      odd_row("no_amount", "a,2020-01-02,", "no_amount", "amount"),
      odd_row("no_customer", ",2020-01-02,3", "no_customer", "customer"),
      odd_row("invalid_utf8", "\xC3\x28,2020-01-02,3", "latin1_text", ""),
      odd_row("overlong_utf8", "\xC0\x80,2020-01-02,3", "latin1_text", ""),
      refused(
          "revenue_beyond_money",
          [header] { return header + repeated("a,2020-01-01,900000000000000\n", 2); },
          "revenue of the file",
          {},
          ErrorCode::limit_exceeded),

      // Strange, and all right.
      {.name = "right_to_left",
       .text = row("\xD8\xA7\xD9\x84\xE2\x80\xAE,2020-01-01,3"),
       .kept = 3},
      {.name = "formula_as_customer", .text = row("=cmd|'/C calc'!A0,2020-01-01,3"), .kept = 3},
      {.name = "spaces_everywhere", .text = row("  a  , 2020-01-09 ,  3 "), .kept = 3},
      {.name = "long_customer", .text = row(repeated("a", 1'000'000) + ",2020-01-01,3"), .kept = 3},
  };
}

class HostileCsv : public testing::TestWithParam<Hostile> {};

TEST_P(HostileCsv, ends_in_a_value_or_a_clear_error) {
  const Hostile& hostile = GetParam();
  const std::string text = hostile.text();
  try {
    const Loaded loaded = cc::source::parse_csv(text, hostile.options);
    ASSERT_FALSE(hostile.code) << "it was read";
    const auto& findings = loaded.report.findings;
    EXPECT_EQ(loaded.summary.kept, hostile.kept);
    EXPECT_EQ(loaded.base.interactions().size(), hostile.kept);
    EXPECT_EQ(loaded.summary.bytes, text.size());
    if (hostile.finding.empty()) {
      EXPECT_TRUE(findings.empty()) << to_text(loaded.report);
      return;
    }
    ASSERT_EQ(findings.size(), 1U) << to_text(loaded.report);
    EXPECT_EQ(findings[0].kind, hostile.finding);
    EXPECT_EQ(findings[0].count, hostile.count);
    EXPECT_EQ(findings[0].examples[0].where.line, hostile.line);
    EXPECT_EQ(findings[0].examples[0].where.column, hostile.column);
  } catch (const cc::Error& error) {
    ASSERT_TRUE(hostile.code) << error.what();
    EXPECT_EQ(error.code(), *hostile.code) << error.what();
    EXPECT_THAT(error.what(), testing::HasSubstr(hostile.message));
    EXPECT_EQ(error.where().line, hostile.line) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Files,
                         HostileCsv,
                         testing::ValuesIn(hostile_files()),
                         [](const auto& instance) { return instance.param.name; });

TEST(HostileCsv, are_at_least_sixty) { EXPECT_GE(hostile_files().size(), 60U); }

}  // namespace
