#include <array>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/kano_transitions.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;
using enum gap::KanoCategory;

namespace {

// gap.json, kano.decay_markov; order I, A, O, M.
constexpr gap::KanoMatrix aging{
    {{0.9, 0.1, 0.0, 0.0}, {0.0, 0.8, 0.2, 0.0}, {0.0, 0.0, 0.85, 0.15}, {0.0, 0.0, 0.0, 1.0}}};

}  // namespace

TEST(KanoTransitions, ForecastAgreesWithExactFractions) {
  const gap::KanoShares now{0.3, 0.4, 0.2, 0.1};
  const auto after_1 = gap::forecast_kano_shares(aging, now, 1);
  expect_relative(after_1[0], 0.27, 1e-13);
  expect_relative(after_1[3], 0.13, 1e-13);
  const auto after_2 = gap::forecast_kano_shares(aging, now, 2);
  expect_relative(after_2[0], 0.243, 1e-13);
  expect_relative(after_2[1], 0.307, 1e-13);
  expect_relative(after_2[2], 0.2825, 1e-13);
  expect_relative(after_2[3], 0.1675, 1e-13);
  const auto after_5 = gap::forecast_kano_shares(aging, now, 5);
  expect_relative(after_5[0], 0.177147, 1e-13);
  expect_relative(after_5[1], 0.209915, 1e-13);
  expect_relative(after_5[2], 0.3112928125, 1e-13);
  expect_relative(after_5[3], 0.3016451875, 1e-13);
  const auto after_10 = gap::forecast_kano_shares(aging, now, 10);
  expect_relative(after_10[0], 0.10460353203, 1e-12);
  expect_relative(after_10[1], 0.11534095027, 1e-12);
  expect_relative(after_10[2], 0.25733981255556640625, 1e-12);
  expect_relative(after_10[3], 0.52271570514443359375, 1e-12);
  EXPECT_EQ(gap::forecast_kano_shares(aging, now, 0), now);
}

TEST(KanoTransitions, WavesToMustBe) {
  const auto waves = gap::expected_waves_to_must_be(aging);
  expect_relative(*waves[0].value, 21.666666666666666667, 1e-13);
  expect_relative(*waves[1].value, 11.666666666666666667, 1e-13);
  expect_relative(*waves[2].value, 6.6666666666666666667, 1e-13);
  EXPECT_EQ(*waves[3].value, 0.0);
  // Some attractive features become indifferent for good: no expectation exists.
  auto leaky = aging;
  leaky[0] = {1.0, 0.0, 0.0, 0.0};
  leaky[1] = {0.1, 0.7, 0.2, 0.0};
  const auto never = gap::expected_waves_to_must_be(leaky);
  EXPECT_EQ(never[0].undefined, cc::Undefined::infinite);
  EXPECT_EQ(never[1].undefined, cc::Undefined::infinite);
  expect_relative(*never[2].value, 1.0 / 0.15, 1e-13);
}

TEST(KanoTransitions, EstimatesShares) {
  using Wave = std::vector<std::optional<gap::KanoCategory>>;
  const Wave before{attractive, attractive, attractive, attractive, must_be, reverse, std::nullopt};
  const Wave after{one_dimensional, attractive, attractive, attractive, must_be, must_be, must_be};
  const auto t = gap::estimate_kano_transitions(before, after);
  EXPECT_EQ(t.n, 5u);
  EXPECT_EQ(t.left_out, 2u);
  expect_relative(*t.chance[1][2].value, 0.25, 1e-15);
  expect_relative(*t.chance[1][1].value, 0.75, 1e-15);
  EXPECT_EQ(t.chance[0][0].undefined, cc::Undefined::too_few);  // nobody was indifferent
  EXPECT_FALSE(gap::transition_matrix(t));
  EXPECT_THROW((void)gap::estimate_kano_transitions(before, Wave{}), cc::Error);
}

TEST(KanoTransitions, BadInput) {
  auto broken = aging;
  broken[1][1] = 0.9;
  EXPECT_THROW((void)gap::expected_waves_to_must_be(broken), cc::Error);
  EXPECT_THROW((void)gap::forecast_kano_shares(aging, {0.5, 0.1, 0.1, 0.1}, 1), cc::Error);
  EXPECT_THROW((void)gap::forecast_kano_shares(aging, {1, 0, 0, 0}, -1), cc::Error);
}
