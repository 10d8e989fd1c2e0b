#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/validation_report.hpp>

using centricity::Error;
using centricity::ErrorCode;
using centricity::Finding;
using centricity::Severity;
using centricity::ValidationReport;

namespace {

void add_bad_date(ValidationReport& report, std::uint64_t line, std::string text) {
  report.add("bad_date",
             Severity::error,
             "The date cannot be read",
             "Write dates as 1997-09-30.",
             {.where = {.line = line, .column = "date"}, .text = std::move(text)});
}

TEST(ValidationReport, is_empty_at_first) {
  const ValidationReport report;
  EXPECT_FALSE(report.has_errors());
  EXPECT_EQ(report.count("bad_date"), 0U);
  EXPECT_EQ(to_text(report), "Nothing unusual was found.\n");
  EXPECT_NO_THROW(report.throw_if_errors());
}

TEST(ValidationReport, counts_all_and_keeps_the_first_few) {
  ValidationReport report;
  for (std::uint64_t line = 2; line < 102; ++line) {
    add_bad_date(report, line, "x" + std::to_string(line));
  }
  ASSERT_EQ(report.findings.size(), 1U);
  const Finding& finding = report.findings.front();
  EXPECT_EQ(finding.count, 100U);
  ASSERT_EQ(finding.examples.size(), ValidationReport::max_examples);
  EXPECT_EQ(finding.examples.front().text, "x2");
  EXPECT_EQ(finding.examples.back().where.line, 6U);
}

TEST(ValidationReport, makes_examples_short_and_visible) {
  ValidationReport report;
  add_bad_date(report, 2, "a\r\n\x1B[31m");
  add_bad_date(report, 3, std::string(79, 'x') + "é and more");
  add_bad_date(report, 4, std::string(80, 'x'));
  const auto& examples = report.findings.front().examples;
  EXPECT_EQ(examples[0].text, "a\\r\\n\\x1B[31m");
  EXPECT_EQ(examples[1].text, std::string(79, 'x') + "…");
  EXPECT_EQ(examples[2].text, std::string(80, 'x'));
}

TEST(ValidationReport, keeps_first_words_and_gravest_severity_of_a_kind) {
  ValidationReport report;
  report.add("odd", Severity::note, "first", "hint");
  report.add("odd", Severity::error, "second", "other");
  report.add("odd", Severity::warning, "third", "another");
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().message, "first");
  EXPECT_EQ(report.findings.front().hint, "hint");
  EXPECT_EQ(report.findings.front().severity, Severity::error);
}

TEST(ValidationReport, counts_by_kind_and_by_severity) {
  ValidationReport report;
  report.add_many("zero_amount", Severity::warning, "No amount", "", 80);
  report.add_many("duplicate", Severity::warning, "Same day", "", 2068);
  report.add_many("none", Severity::error, "Nothing", "", 0);
  EXPECT_EQ(report.count("zero_amount"), 80U);
  EXPECT_EQ(report.count(Severity::warning), 2148U);
  EXPECT_EQ(report.count(Severity::note), 0U);
  EXPECT_EQ(report.findings.size(), 2U);
  EXPECT_FALSE(report.has_errors());
  EXPECT_NO_THROW(report.throw_if_errors());
}

TEST(ValidationReport, throws_the_first_error) {
  ValidationReport report;
  report.add("odd", Severity::note, "A note", "");
  add_bad_date(report, 12, "1997-02-30");
  try {
    report.throw_if_errors();
    FAIL() << "there is an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_data);
    EXPECT_EQ(error.where().line, 12U);
    EXPECT_STREQ(error.what(),
                 "The date cannot be read: \"1997-02-30\" (line 12, column date). "
                 "Write dates as 1997-09-30.");
  }
  add_bad_date(report, 13, "");
  try {
    report.throw_if_errors();
    FAIL() << "there are errors";
  } catch (const Error& error) {
    EXPECT_NE(std::string{error.what()}.find(", the first of 2 errors (line 12"),
              std::string::npos);
  }
}

TEST(ValidationReport, throws_an_error_without_an_example) {
  ValidationReport report;
  report.add_many("short_row", Severity::error, "A row ends early", "", 1);
  EXPECT_THROW(report.throw_if_errors(), Error);
}

TEST(ValidationReport, is_written_for_people) {
  ValidationReport report;
  add_bad_date(report, 12, "1997-02-30");
  add_bad_date(report, 14, "?");
  report.add_many("zero_amount", Severity::note, "The amount is zero", "", 1);
  EXPECT_EQ(to_text(report),
            "error bad_date, 2 times: The date cannot be read\n"
            "  first at line 12, column date: \"1997-02-30\"\n"
            "  Write dates as 1997-09-30.\n"
            "note zero_amount, 1 time: The amount is zero\n");
}

TEST(ValidationReport, merged_with_itself_counts_twice) {
  ValidationReport report;
  add_bad_date(report, 12, "?");
  report.merge(report);
  EXPECT_EQ(report.count("bad_date"), 2U);
}

// Reading a file in two parts gives the report of the whole.
RC_GTEST_PROP(ValidationReport, of_two_parts_merges_to_the_whole, ()) {
  const auto kinds = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  const auto cut = *rc::gen::inRange<std::size_t>(0, kinds.size() + 1);
  ValidationReport whole;
  ValidationReport first;
  ValidationReport second;
  for (std::size_t row = 0; row < kinds.size(); ++row) {
    const int kind = kinds[row];
    const auto add_to = [&](ValidationReport& report) {
      report.add("kind" + std::to_string(kind),
                 static_cast<Severity>(kind % 3),
                 "message",
                 "hint",
                 {.where = {.row = row}, .text = std::string(100, 'x')});
    };
    add_to(whole);
    add_to(row < cut ? first : second);
  }
  first.merge(second);
  RC_ASSERT(first == whole);
}

TEST(Severity, has_its_name) {
  EXPECT_EQ(to_string(Severity::note), "note");
  EXPECT_EQ(to_string(Severity::warning), "warning");
  EXPECT_EQ(to_string(Severity::error), "error");
}

}  // namespace
