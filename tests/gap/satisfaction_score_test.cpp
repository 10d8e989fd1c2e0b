#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/sample_size.hpp>
#include <centricity/gap/satisfaction_score.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr cc::Scale one_to_five{.lowest = 1, .highest = 5};

}  // namespace

// gap.json, csat.
TEST(SatisfactionScore, AgreesWithFortyDigitsOnTheKiosk) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  auto columns = support::read_columns(*file);
  const auto csat = gap::score_satisfaction(columns["overall_satisfied"], one_to_five);
  EXPECT_EQ(csat.sheet.answered, 207u);
  EXPECT_EQ(csat.sheet.missing, 4u);
  expect_relative(*csat.score.value, 0.75362318840579710145, 1e-14);
  expect_relative(csat.score.interval->lower, 0.69065594476761771387, 1e-12);
  expect_relative(csat.score.interval->upper, 0.80734857762233186509, 1e-12);
  const auto effort = gap::score_effort(columns["overall_satisfied"], one_to_five);
  expect_relative(*effort.score.value, 3.966183574879227, 1e-14);
  expect_relative(*effort.score.standard_error * std::sqrt(207.0), 0.8440634639558903, 1e-12);
}

TEST(SatisfactionScore, ReversedScalesAndBoxes) {
  const std::array answers{1.0, 2.0, 2.0, 4.0, 5.0};
  const auto best = [&](cc::Scale scale, int boxes) {
    return *gap::score_satisfaction(answers, scale, {}, {.top_boxes = boxes}).score.value;
  };
  expect_relative(best(one_to_five, 2), 0.4, 1e-15);
  expect_relative(best(one_to_five, 1), 0.2, 1e-15);
  expect_relative(best({.lowest = 1, .highest = 5, .reversed = true}, 2), 0.6, 1e-15);
  EXPECT_EQ(*gap::score_effort(answers, {.lowest = 1, .highest = 5, .reversed = true}).score.value,
            6.0 - 2.8);
}

TEST(SatisfactionScore, BadInputIsNamed) {
  const std::array answers{1.0, 2.5};
  try {
    (void)gap::score_satisfaction(answers, one_to_five);
    FAIL() << "2.5 passed on a scale of whole numbers";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 1u);
  }
  const std::array good{1.0, 2.0};
  EXPECT_THROW((void)gap::score_satisfaction(good, one_to_five, {}, {.top_boxes = 5}), cc::Error);
  EXPECT_THROW((void)gap::score_satisfaction(good, {.lowest = 0, .highest = 5, .step = 0}),
               cc::Error);
  EXPECT_EQ(gap::score_satisfaction({}, one_to_five).score.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(gap::score_effort(std::array{3.0}, one_to_five).score.interval);
}

// gap.json, acsi_index: the published weights of Ohio.
TEST(AcsiIndex, AsPublished) {
  const std::array means{8.2, 7.6, 7.4};
  expect_relative(
      *gap::acsi_index(means, std::array{.3885, .3190, .2925}).value, 75.273333333333333333, 1e-12);
  expect_relative(*gap::acsi_index(means).value, 74.814814814814814815, 1e-12);
  EXPECT_EQ(gap::acsi_index(std::array{8.2, std::nan("")}).undefined, cc::Undefined::missing_input);
  EXPECT_EQ(gap::acsi_index(means, std::array{0.0, 0.0, 0.0}).undefined,
            cc::Undefined::division_by_zero);
  EXPECT_THROW((void)gap::acsi_index(std::array{0.5}), cc::Error);
}

// By hand: p = .45, d = .25 give variance .66; z = 1.96.
TEST(SampleSize, ByHand) {
  const auto spread = gap::net_promoter_spread(0.45, 0.25);
  expect_relative(spread.variance, 0.66, 1e-14);
  EXPECT_EQ(gap::answers_for_interval(spread, 0.05), 1015u);  // 1014.1
  EXPECT_EQ(gap::answers_for_interval(gap::net_promoter_spread(0.45, 0.25, 2.0), 0.05), 2029u);
  EXPECT_EQ(gap::answers_for_interval(gap::share_spread(0.5), 0.05), 385u);   // as in every table
  EXPECT_EQ(gap::answers_for_difference(gap::share_spread(0.5), 0.1), 393u);  // 2 (.25) 7.849/.01
  EXPECT_THROW((void)gap::net_promoter_spread(0.9, 0.2), cc::Error);
  EXPECT_THROW((void)gap::net_promoter_spread(0.0, 0.0), cc::Error);
  EXPECT_THROW((void)gap::answers_for_interval(spread, 0.0), cc::Error);
  EXPECT_THROW((void)gap::answers_for_interval(spread, 1e-12), cc::Error);
  EXPECT_THROW((void)gap::answers_for_difference(spread, 0.1, 1.0), cc::Error);
}
