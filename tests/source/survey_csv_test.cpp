#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/survey_simulation.hpp>
#include <centricity/source/load_survey.hpp>
#include <centricity/source/survey_csv.hpp>

namespace {

namespace cc = centricity;
using testing::HasSubstr;
using testing::StartsWith;

cc::source::LoadedSurvey read(const cc::source::SurveyCsv& csv, const std::string& currency = {}) {
  return cc::source::parse_survey(
      csv.answers,
      {.codebook = cc::source::parse_codebook(csv.codebook), .definition = {.currency = currency}});
}

TEST(SurveyCsv, reads_back_as_it_was) {
  cc::gap::SurveySimulationOptions options = cc::gap::clinic_survey();
  options.respondents = 100;
  const cc::CustomerBase base = cc::gap::simulate_survey(options);
  const cc::source::LoadedSurvey loaded = read(cc::source::to_survey_csv(base), options.currency);
  EXPECT_EQ(loaded.rows, 100U);
  EXPECT_EQ(loaded.base, base);
}

TEST(SurveyCsv, answers_twice_to_one_item_are_two_rows) {
  cc::CustomerBase base;
  base.declare({.name = "fast, and \"friendly\"", .scale = {.lowest = 1, .highest = 5}});
  base.declare({.name = "clean", .scale = {.lowest = 1, .highest = 5, .reversed = true}});
  for (const double answer : {3.0, 5.0}) {
    base.add(cc::Assessment{
        .respondent = "ann", .item = "fast, and \"friendly\"", .perception = answer});
  }
  base.add(
      cc::Assessment{.respondent = "ann", .item = "clean", .perception = 1.0, .importance = 7.0});
  const cc::source::SurveyCsv csv = cc::source::to_survey_csv(base);
  EXPECT_EQ(csv.answers,
            "respondent,time,\"fast, and \"\"friendly\"\"\",clean.perception,clean.importance\n"
            "ann,1970-01-01T00:00:00Z,3,1,7\n"
            "ann,1970-01-01T00:00:00Z,5,,\n");
  EXPECT_THAT(csv.codebook, HasSubstr("clean.importance,importance,clean,,,,1,7,1,no\n"));
  EXPECT_THAT(csv.codebook, HasSubstr("clean.perception,perception,clean,,,,1,5,1,yes\n"));
  const cc::source::LoadedSurvey loaded = read(csv);
  EXPECT_EQ(loaded.base.assessments().items, base.assessments().items);
  EXPECT_EQ(loaded.answers, 4U);
}

TEST(SurveyCsv, an_answer_of_nobody_is_refused) {
  cc::CustomerBase base;
  base.declare({.name = "fast"});
  base.add(cc::Assessment{.item = "fast", .perception = 3.0});
  EXPECT_THROW((void)cc::source::to_survey_csv(base), cc::Error);
}

}  // namespace
