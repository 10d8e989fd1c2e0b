#include <chrono>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/report/text.hpp>
#include <centricity/source/load_survey.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"

namespace {

namespace cc = centricity;
using cc::source::Codebook;
using cc::source::LoadedSurvey;
using cc::source::parse_codebook;
using cc::source::parse_survey;
using testing::HasSubstr;

const cc::Instant monday{std::chrono::sys_days{std::chrono::year{2024} / 3 / 4}};

constexpr std::string_view wide_codebook =
    "column,meaning,item,dimension,lowest,highest,reversed,asked\n"
    "id,respondent,,,,,,\n"
    "region,attribute,,,,,,\n"
    "what,stakeholder,,,,,,\n"
    "w,weight,,,,,,\n"
    "where,context,,,,,,\n"
    "paid,price,,,,,,\n"
    "E1,desired,fast,reliability,1,7,,before\n"
    "P1,perception,fast,,,,,\n"
    "I1,importance,fast,,0,10,,\n"
    "F1,functional,fast,,,,,\n"
    "D1,dysfunctional,fast,,,,,\n"
    "P2,perception,tiring,,1,5,yes,\n";

constexpr std::string_view wide =
    "id,region,what,w,where,paid,E1,P1,I1,F1,D1,P2,comment\n"
    "ann,north,customer,1.5,free,0,7,5,10,1,5,2,x\n"
    "bob,south,partner,1,paid,60.50,8,,10.5,6,1.5,many,\n"
    ",,,1,,,6,6,6,3,3,3,\n"
    "cy,,,1,,,,,,,,,\n"
    "dee,,,-1,,,6,6,6,3,3,3,\n"
    "eve,,pet,1,,,6,6,6,3,3,3,\n"
    "fay,,,1,,free of charge,6,6,6,3,3,3,\n"
    "gus,,,,,,6,6,6,3,3,3,\n"
    "ann,north,customer,1.5,free,0,7,5,10,1,5,2,again\n";

std::string message_of(std::string_view codebook) {
  try {
    (void)parse_codebook(codebook);
  } catch (const cc::Error& error) {
    return error.what();
  }
  return "no error";
}

const cc::Example& first_example(const LoadedSurvey& loaded, std::string_view kind) {
  for (const cc::Finding& finding : loaded.report.findings) {
    if (finding.kind == kind) return finding.examples.at(0);
  }
  throw std::runtime_error{"no finding " + std::string{kind}};
}

TEST(LoadSurvey, reads_the_wide_form) {
  const Codebook codebook = parse_codebook(wide_codebook);
  const LoadedSurvey loaded = parse_survey(wide, {.codebook = codebook, .time = monday});
  const cc::Assessments& said = loaded.base.assessments();
  ASSERT_EQ(said.size(), 8U);  // ann, bob, the one of line 4, ann again: two items each
  EXPECT_EQ(said.items[0].dimension, "reliability");
  EXPECT_EQ(said.items[0].asked, cc::Asked::before);
  EXPECT_EQ(said.items[0].importance_scale.highest, 10.0);
  EXPECT_TRUE(said.items[1].scale.reversed);
  EXPECT_EQ(said.expectation[static_cast<std::size_t>(cc::Standard::desired)][0], 7.0);
  EXPECT_EQ(said.perception[0], 5.0);
  EXPECT_EQ(said.importance[0], 10.0);
  EXPECT_EQ(said.functional[0], std::uint8_t{1});
  EXPECT_EQ(said.perception[1], 2.0);  // as given; scores read it reversed
  EXPECT_EQ(said.weight[1], 1.5);
  EXPECT_EQ(said.contexts.text(said.context[2]), "paid");
  EXPECT_EQ(said.price[2], cc::to_money(60.5));
  EXPECT_EQ(said.time[0], monday);
  EXPECT_EQ(loaded.base.parties().stakeholder[1], cc::Stakeholder::partner);
  EXPECT_EQ(loaded.base.parties().label(said.respondent[4]), "line 4");
  const auto regions = cc::attribute_as_of(loaded.base.parties(), "region", monday);
  EXPECT_EQ(std::get<std::string>(*regions[1]), "south");
  EXPECT_EQ(loaded.rows, 9U);
  EXPECT_EQ(loaded.kept, 4U);
  EXPECT_EQ(loaded.answers, 6U + 0U + 6U + 6U);
  EXPECT_THAT(cc::report::to_text(describe(loaded)), HasSubstr("Respondents"));
}

TEST(LoadSurvey, names_line_and_column_of_what_it_cannot_use) {
  const LoadedSurvey loaded =
      parse_survey(wide, {.codebook = parse_codebook(wide_codebook), .time = monday});
  const auto expect = [&loaded](std::string_view kind, std::uint64_t count, cc::Location where) {
    EXPECT_EQ(loaded.report.count(kind), count) << kind;
    EXPECT_EQ(first_example(loaded, kind).where, where) << kind;
  };
  expect("off_scale", 2, {.line = 3, .row = 1, .column = "E1"});  // 8 of 7, 10.5 of 10
  expect("no_answer", 1, {.line = 3, .row = 1, .column = "P1"});
  expect("unknown_code", 2, {.line = 3, .row = 1, .column = "F1"});
  expect("bad_answer", 1, {.line = 3, .row = 1, .column = "P2"});
  expect("no_answers", 1, {.line = 5, .row = 3, .column = ""});
  expect("negative_weight", 1, {.line = 6, .row = 4, .column = "w"});
  expect("unknown_stakeholder", 1, {.line = 7, .row = 5, .column = "what"});
  expect("bad_price", 1, {.line = 8, .row = 6, .column = "paid"});
  expect("no_value", 1, {.line = 9, .row = 7, .column = "w"});
  expect("repeated_answer", 1, {.line = 10, .row = 8, .column = ""});
  EXPECT_EQ(first_example(loaded, "off_scale").text, "8");
  EXPECT_FALSE(loaded.base.assessments().perception[2]);  // missing, not 0
}

TEST(LoadSurvey, reads_the_long_form) {
  const Codebook codebook = parse_codebook(
      "column,meaning,item,lowest,highest\n"
      "who,respondent,,,\nday,time,,,\nwhat,item,,,\nat,touchpoint,,,\n"
      "wanted,desired,,,\nleast,adequate,,,\ngot,perception,,,\n"
      ",,speed,1,7\n,,care,1,5\n");
  const LoadedSurvey loaded = parse_survey(
      "who;day;what;at;wanted;least;got\n"
      "ann;2024-03-04;speed;desk;7;3;5\n"
      "ann;2024-03-04;care;desk;5;NA;6\n"
      "ann;2024-03-04;speed;desk;7;3;6\n"
      "ann;2024-03-05;speed;desk;7;3;6\n"
      "bob;2024-03-04;sped;desk;7;3;5\n"
      "bob;;speed;desk;7;3;5\n"
      "bob;04/03/2024;speed;desk;7;3;5\n"
      ";2024-03-04;speed;desk;7;3;5\n"
      "bob;2024-03-04;speed\n",
      {.codebook = codebook, .dialect = {.missing = {"NA"}}});
  const cc::Assessments& said = loaded.base.assessments();
  EXPECT_EQ(said.size(), 5U);
  EXPECT_EQ(loaded.report.count("repeated_answer"), 1U);
  EXPECT_EQ(first_example(loaded, "off_scale").where,
            (cc::Location{.line = 3, .row = 1, .column = "got"}));
  EXPECT_EQ(loaded.report.count("unknown_item"), 1U);
  EXPECT_EQ(loaded.report.count("no_time"), 1U);
  EXPECT_EQ(loaded.report.count("ambiguous_time"), 1U);
  EXPECT_EQ(loaded.report.count("too_few_fields"), 1U);
  EXPECT_EQ(loaded.report.count("no_answer"), 1U);
  EXPECT_EQ(said.respondent[4], cc::PartyId::none);  // anonymous
  EXPECT_EQ(said.touchpoints.text(said.touchpoint[0]), "desk");
}

TEST(LoadSurvey, tells_touchpoints_apart) {
  const Codebook codebook = parse_codebook(
      "column,meaning,item,touchpoint\nshop,perception,kind,shop\ncall,perception,kind,phone\n");
  const LoadedSurvey loaded =
      parse_survey("shop,call\n7,2\n", {.codebook = codebook, .time = monday});
  const cc::Assessments& said = loaded.base.assessments();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said.touchpoints.text(said.touchpoint[1]), "phone");
  EXPECT_EQ(said.perception[1], 2.0);
  EXPECT_EQ(said.respondent[0], said.respondent[1]);  // one line, one person
}

TEST(LoadSurvey, refuses_codebooks_that_contradict_themselves) {
  EXPECT_THAT(
      message_of("column,meaning,item,lowest,highest\nE,desired,a,1,7\nP,perception,a,1,5\n"),
      HasSubstr("two different values of lowest (line 3, column lowest)"));
  EXPECT_THAT(message_of("column,meaning,item\nP,perception,a\nQ,perception,a\n"),
              HasSubstr("'P' and 'Q' hold the same answers"));
  EXPECT_THAT(message_of("column,meaning,item\nP,perceived,a\n"),
              HasSubstr("No column of a survey means 'perceived'"));
  EXPECT_THAT(message_of("column,meaning,item,revesed\n"), HasSubstr("no column 'revesed'"));
  EXPECT_THAT(message_of("column,meaning,item,lowest,highest\nP,perception,a,7,1\n"),
              HasSubstr("a lowest answer"));
  EXPECT_THAT(message_of("column,meaning,item,lowest,highest\nP,perception,a,one,7\n"),
              HasSubstr("'one' is no number"));
  EXPECT_THAT(message_of("column,meaning,item,reversed\nP,perception,a,maybe\n"),
              HasSubstr("neither yes nor no"));
  EXPECT_THAT(message_of("column,meaning,item,asked\nP,perception,a,during\n"),
              HasSubstr("before or after"));
  EXPECT_THAT(message_of("column,meaning\nP\n"), HasSubstr("The line is broken"));
}

TEST(LoadSurvey, refuses_codebooks_that_do_not_fit) {
  using enum cc::source::SurveyMeaning;
  const auto load = [](Codebook codebook, std::optional<cc::Instant> time = monday) {
    return parse_survey("P,Q\n1,2\n", {.codebook = std::move(codebook), .time = time}).kept;
  };
  const std::vector<cc::Item> items{{.name = "a"}};
  EXPECT_EQ(load({items, {{"P", perception, "a"}}}), 1U);
  EXPECT_THROW(load({items, {{"P", perception, "a"}}}, std::nullopt), cc::Error);
  EXPECT_THROW(load({items, {}}), cc::Error);
  EXPECT_THROW(load({items, {{"P", perception, "b"}}}), cc::Error);
  EXPECT_THROW(load({items, {{"P", perception}}}), cc::Error);
  EXPECT_THROW(load({items, {{"X", perception, "a"}}}), cc::Error);
  EXPECT_THROW(load({items, {{"P", perception, "a"}, {"Q", perception, "a"}}}), cc::Error);
  EXPECT_THROW(load({items, {{"P", perception, "a"}, {"Q", item}}}), cc::Error);
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

TEST(LoadSurvey, reads_the_kiosk_survey) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  std::string lines =
      "column,meaning,item,lowest,highest\nrespondent,respondent,,,\n"
      "gender,attribute,,,\nage_band,attribute,,,\nfrequency,attribute,,,\n";
  const auto map = [&lines](
                       std::string column, const char* meaning, std::string item, int highest) {
    lines += column + "," + meaning + "," + item + ",1," + std::to_string(highest) + "\n";
  };
  for (int i = 1; i <= 24; ++i) {
    map("E" + two_digits(i), "desired", "service " + two_digits(i), 7);
    map("P" + two_digits(i), "perception", "service " + two_digits(i), 7);
    map("I" + two_digits(i), "importance", "satisfaction " + two_digits(i), 7);
    map("S" + two_digits(i), "perception", "satisfaction " + two_digits(i), 7);
  }
  for (int i = 1; i <= 29; ++i) {
    map("K" + two_digits(i) + "F", "functional", "feature " + two_digits(i), 7);
    map("K" + two_digits(i) + "D", "dysfunctional", "feature " + two_digits(i), 7);
  }
  for (const char* overall :
       {"overall_satisfied", "overall_excellent", "reuse_intention", "recommend"}) {
    map(overall, "perception", overall, 5);
  }
  const Codebook codebook = parse_codebook(lines);
  ASSERT_EQ(codebook.columns.size(), 162U);  // every column of the file
  const LoadedSurvey loaded =
      cc::source::load_survey({.file = file->string(), .codebook = codebook, .time = monday});
  EXPECT_EQ(loaded.rows, 211U);
  EXPECT_EQ(loaded.kept, 207U);
  EXPECT_EQ(loaded.base.parties().size(), 207U);
  EXPECT_EQ(loaded.report.count("no_answers"), 4U);
  EXPECT_EQ(loaded.report.findings.size(), 1U) << to_text(loaded.report);
  EXPECT_EQ(loaded.answers, 207U * 158U);
  // Every answer is where a second reader finds it.
  auto columns = support::read_columns(*file);
  const cc::Assessments& said = loaded.base.assessments();
  double sum = 0.0;
  for (std::size_t row = 0; row < said.size(); ++row) sum += said.perception[row].value_or(0.0);
  double expected = 0.0;
  for (const auto& [name, values] : columns) {
    if (name[0] != 'P' && name[0] != 'S' && name[0] != 'o' && name.substr(0, 2) != "re") continue;
    if (name == "respondent") continue;
    for (const double value : values) expected += std::isnan(value) ? 0.0 : value;
  }
  EXPECT_EQ(sum, expected);
}

}  // namespace
