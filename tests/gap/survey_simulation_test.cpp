#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/answer_table.hpp>
#include <centricity/gap/disconfirmation.hpp>
#include <centricity/gap/expectation_model.hpp>
#include <centricity/gap/gap_groups.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/given_answers.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/gap/survey_simulation.hpp>
#include <centricity/statistics/least_squares.hpp>

// The models of this room, held against a survey whose truth is known.

namespace {

namespace cc = centricity;
namespace gap = centricity::gap;

// Within 4 standard errors: of the 90 comparisons here one in 170 runs would miss; this run is
// always the same.
void expect_found(const cc::Estimate& estimate, double truth, const std::string& what) {
  ASSERT_TRUE(estimate.defined()) << what;
  EXPECT_LT(std::abs(*estimate.value - truth), 4.0 * *estimate.standard_error)
      << what << " is " << *estimate.value << ", in truth " << truth;
}

struct SurveySimulation : testing::Test {
  static void SetUpTestSuite() {
    options = gap::clinic_survey();
    options.respondents = 4000;
    base = gap::simulate_survey(options);
    truth = gap::truth_of(options);
    names.clear();
    for (const gap::SimulatedAttribute& attribute : options.attributes) {
      names.emplace_back(attribute.name);
    }
  }

  static gap::AnswerTable answers(std::vector<std::string_view> items) {
    return gap::join_answers(base.assessments(), cc::Standard::desired, items);
  }

  static inline gap::SurveySimulationOptions options{};
  static inline cc::CustomerBase base{};
  static inline std::vector<gap::AttributeTruth> truth{};
  static inline std::vector<std::string_view> names{};
};

TEST_F(SurveySimulation, gaps_are_found_in_spite_of_the_uneven_sample) {
  const gap::AnswerTable table = answers(names);
  const gap::GapScores scores = score_gaps(gap_items(table), survey_design(table));
  for (std::size_t j = 0; j < names.size(); ++j) {
    const gap::Gap& item = scores.items[j].scores;
    const gap::ServiceTruth& all = truth[j].all;
    expect_found(item.expectation, all.desired, std::string(names[j]) + " desired");
    expect_found(item.perception, all.perceived, std::string(names[j]) + " perceived");
    expect_found(item.gap.difference, all.perceived - all.desired, std::string(names[j]) + " gap");
  }
}

TEST_F(SurveySimulation, gaps_differ_by_context_as_they_should) {
  const gap::AnswerTable table = answers(names);
  const gap::GapGroups groups = score_gaps_by_group(
      gap_items(table), group_by_context(table, base.assessments()), survey_design(table));
  for (std::size_t g = 0; g < options.contexts.size(); ++g) {
    // Contexts come in the order in which they were met.
    const std::size_t c = groups.groups[g].name == options.contexts[0].name ? 0 : 1;
    for (std::size_t j = 0; j < names.size(); ++j) {
      const gap::ServiceTruth& here = truth[j].contexts[c];
      expect_found(groups.groups[g].scores.items[j].scores.gap.difference,
                   here.perceived - here.desired,
                   std::string(names[j]) + " in " + groups.groups[g].name);
    }
  }
}

TEST_F(SurveySimulation, price_and_context_are_told_apart) {
  for (std::size_t j = 0; j < names.size(); ++j) {
    const gap::ItemColumns columns = gap::select_item(base.assessments(), names[j]);
    const gap::RowGroups groups = group_by_context(columns, base.assessments());
    const gap::ExpectationModel model = gap::fit_expectations(
        {.expectation = columns.expectation[static_cast<std::size_t>(cc::Standard::desired)],
         .price = columns.price,
         .context = groups.group,
         .contexts = groups.names},
        survey_design(columns),
        {.reference_price = options.reference_price});
    expect_found(model.price_slope, options.attributes[j].price_slope, std::string(names[j]));
    double level = options.attributes[j].expected;
    for (const gap::SimulatedSegment& segment : options.segments) {
      level += segment.share * segment.expects;
    }
    for (std::size_t c = 0; c < 2; ++c) {
      expect_found(model.levels[c], level, std::string(names[j]) + " in " + groups.names[c]);
    }
  }
}

TEST_F(SurveySimulation, kano_classes_are_found_by_context) {
  for (std::size_t j = 0; j < names.size(); ++j) {
    const gap::ItemColumns columns = gap::select_item(base.assessments(), names[j]);
    const gap::RowGroups groups = group_by_context(columns, base.assessments());
    const auto counted = gap::count_kano_answers_by_group(
        columns.functional, columns.dysfunctional, groups.group, 2, columns.weight);
    for (std::size_t g = 0; g < 2; ++g) {
      const gap::KanoAnalysis analysis = gap::analyze_kano(counted[g]);
      const std::size_t c = groups.names[g] == options.contexts[0].name ? 0 : 1;
      const std::string what = std::string(names[j]) + " in " + groups.names[g];
      expect_found(analysis.better, truth[j].contexts[c].better, what);
      expect_found(analysis.worse, truth[j].contexts[c].worse, what);
      if (j == 0) {
        EXPECT_EQ(analysis.category,
                  c == 0 ? gap::KanoCategory::attractive : gap::KanoCategory::must_be);
      }
    }
  }
}

TEST_F(SurveySimulation, losses_weigh_more_than_gains) {
  std::vector<std::string_view> all = names;
  all.emplace_back("satisfied");
  const gap::AnswerTable table = answers(all);
  std::vector<gap::GapItem> items = gap_items(table);
  items.pop_back();
  const gap::Disconfirmation fit =
      gap::fit_disconfirmation(items, table.perception.back(), survey_design(table));
  expect_found(fit.gain, options.gain_effect, "gain");
  expect_found(fit.loss, -options.loss_effect, "loss");
  ASSERT_TRUE(fit.loss_aversion.defined());
  EXPECT_LT(fit.loss_aversion.interval->lower, 2.25);
  EXPECT_GT(fit.loss_aversion.interval->upper, 2.25);
}

TEST_F(SurveySimulation, recommendation_follows_the_dimensions) {
  std::vector<std::string_view> all = names;
  all.emplace_back("recommend");
  const gap::AnswerTable table = answers(all);
  std::vector<std::span<const double>> perceptions(table.perception.begin(),
                                                   table.perception.end() - 1);
  const cc::statistics::LeastSquaresFit fit =
      cc::statistics::fit_least_squares(perceptions,
                                        table.perception.back(),
                                        survey_design(table),
                                        {.covariance = cc::statistics::Covariance::hc3});
  for (std::size_t j = 0; j < names.size(); ++j) {
    expect_found(fit.coefficients[j + 1], options.attributes[j].effect, std::string(names[j]));
  }
}

TEST_F(SurveySimulation, more_respondents_change_nothing_for_those_before) {
  gap::SurveySimulationOptions small = gap::clinic_survey();
  small.respondents = 3;
  gap::SurveySimulationOptions large = small;
  large.respondents = 9;
  const cc::CustomerBase few = gap::simulate_survey(small);
  const cc::CustomerBase many = gap::simulate_survey(large);
  ASSERT_EQ(many.assessments().size(), 3 * few.assessments().size());
  for (std::size_t row = 0; row < few.assessments().size(); ++row) {
    EXPECT_EQ(few.assessments().perception[row], many.assessments().perception[row]);
    EXPECT_EQ(few.assessments().time[row], many.assessments().time[row]);
  }
  EXPECT_EQ(few, gap::simulate_survey(small));
  small.seed = 2;
  EXPECT_NE(few, gap::simulate_survey(small));
}

TEST_F(SurveySimulation, nobody_hopes_for_less_than_they_allow) {
  const cc::Assessments& rows = base.assessments();
  std::size_t both = 0;
  std::size_t missing = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto desired = rows.expectation[static_cast<std::size_t>(cc::Standard::desired)][row];
    const auto adequate = rows.expectation[static_cast<std::size_t>(cc::Standard::adequate)][row];
    if (desired && adequate) {
      EXPECT_LE(*adequate, *desired);
      ++both;
    }
    missing += rows.perception[row] ? 0U : 1U;
  }
  EXPECT_GT(both, 23'000U);
  // 32,000 perceptions, each left out with probability .01: 320 +- 4 sd of 18.
  EXPECT_NEAR(static_cast<double>(missing), 320.0, 72.0);
}

TEST_F(SurveySimulation, every_kind_of_answer_is_there) {
  const std::vector<gap::GivenAnswers> given = gap::given_answers(base.assessments());
  ASSERT_EQ(given.size(), names.size() + 2);
  gap::GivenAnswers attribute{.perception = true, .importance = true, .kano = true};
  attribute.expectation[static_cast<std::size_t>(cc::Standard::desired)] = true;
  attribute.expectation[static_cast<std::size_t>(cc::Standard::adequate)] = true;
  for (std::size_t j = 0; j < names.size(); ++j) EXPECT_EQ(given[j], attribute);
  EXPECT_EQ(given[names.size()], (gap::GivenAnswers{.perception = true}));
  EXPECT_EQ(given[names.size() + 1], (gap::GivenAnswers{.perception = true}));
}

TEST_F(SurveySimulation, impossible_surveys_are_refused) {
  const auto refuses = [](void (*spoil)(gap::SurveySimulationOptions&)) {
    gap::SurveySimulationOptions bad = gap::clinic_survey();
    spoil(bad);
    EXPECT_THROW((void)gap::simulate_survey(bad), cc::Error);
    EXPECT_THROW((void)gap::truth_of(bad), cc::Error);
  };
  refuses([](auto& bad) { bad.contexts[0].share = 0.8; });
  refuses([](auto& bad) { bad.contexts[0].prices.clear(); });
  refuses([](auto& bad) { bad.contexts[0].sampled = 0.0; });
  refuses([](auto& bad) { bad.segments.clear(); });
  refuses([](auto& bad) { bad.attributes.clear(); });
  refuses([](auto& bad) { bad.attributes[0].service.pop_back(); });
  refuses([](auto& bad) { bad.attributes[0].service[0].kano = {}; });
  refuses([](auto& bad) { bad.reference_price = 0.0; });
  refuses([](auto& bad) { bad.days = 0; });
  refuses([](auto& bad) { bad.missing = 1.0; });
}

}  // namespace
