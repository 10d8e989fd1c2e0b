#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/disconfirmation.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string numbered(const char* prefix, int item) {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item);
}

struct Survey {
  std::vector<double> expectation{}, perception{}, outcome{};

  [[nodiscard]] std::vector<gap::GapItem> items() const {
    return {{.name = "fast", .expectation = expectation, .perception = perception}};
  }
};

Survey simulate(std::size_t n, double gain, double loss, std::uint64_t seed) {
  cc::Rng rng(seed);
  Survey s;
  for (std::size_t i = 0; i < n; ++i) {
    s.expectation.push_back(static_cast<double>(2 + cc::uniform_index(rng, 5)));
    s.perception.push_back(static_cast<double>(1 + cc::uniform_index(rng, 7)));
    const double g = s.perception.back() - s.expectation.back();
    s.outcome.push_back(1.0 + 0.3 * s.expectation.back() + gain * std::max(g, 0.0) +
                        loss * std::max(-g, 0.0) + cc::normal(rng));
  }
  return s;
}

}  // namespace

TEST(Disconfirmation, TheKioskSurvey) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  auto columns = support::read_columns(*file);
  std::vector<gap::GapItem> items;
  for (int j = 1; j <= 24; ++j) {
    items.push_back({.name = numbered("", j),
                     .expectation = columns[numbered("E", j)],
                     .perception = columns[numbered("P", j)]});
  }
  std::vector<double> outcome;
  for (std::size_t i = 0; i < columns["overall_satisfied"].size(); ++i) {
    outcome.push_back(0.5 * (columns["overall_satisfied"][i] + columns["overall_excellent"][i]));
  }
  const auto result = gap::fit_disconfirmation(
      items, outcome, {}, {.covariance = cc::statistics::Covariance::classical});
  EXPECT_EQ(result.fit.n, 207U);
  const auto expect = [](const cc::Estimate& estimate, double value, double se) {
    expect_relative(*estimate.value, value, 1e-8);
    expect_relative(*estimate.standard_error, se, 1e-8);
  };
  expect(result.fit.coefficients[0], 1.44282325522804, 0.608026774243122);
  expect(result.expectation, 0.485972381460773, 0.0986341927235356);
  expect(result.gain, 1.20745867162527, 0.33753763288871);
  expect(result.loss, -0.50840297811019, 0.062040888254308);
  expect_relative(*result.fit.r_squared, 0.29205753846875, 1e-8);
  // Loss aversion is not universal: here exceeding weighs more.
  expect_relative(*result.loss_aversion.value, 0.421052074126785, 1e-8);
  EXPECT_LT(result.loss_aversion.interval->upper, 2.25);
}

TEST(Disconfirmation, FiellersIntervalIsTheSetOfRatiosNotRejected) {
  const Survey s = simulate(300, 0.6, -1.2, 3);
  const auto result = gap::fit_disconfirmation(s.items(), s.outcome);
  const auto& interval = *result.loss_aversion.interval;
  // At either end, t of (-loss - ratio gain) is exactly the critical value.
  for (const double ratio : {interval.lower, interval.upper}) {
    const auto contrast =
        cc::statistics::linear_combination(result.fit, std::array{0.0, 0.0, -ratio, -1.0});
    const double nearest =
        std::min(std::abs(contrast.interval->lower), std::abs(contrast.interval->upper));
    EXPECT_LT(nearest, 1e-9);
  }
}

TEST(Disconfirmation, IntervalOfTheRatioCovers) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const Survey s = simulate(120, 0.8, -1.6, seed);
    const auto result = gap::fit_disconfirmation(s.items(), s.outcome);
    const auto& interval = result.loss_aversion.interval;
    // Undefined means that no ratio could be excluded.
    covered += !interval || (interval->lower <= 2.0 && 2.0 <= interval->upper) ? 1 : 0;
  }
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}

TEST(Disconfirmation, TheRatioIsUndefinedWhereGainsMayBeZero) {
  const Survey s = simulate(200, 0.0, -1.0, 9);
  const auto result = gap::fit_disconfirmation(s.items(), s.outcome);
  EXPECT_EQ(result.loss_aversion.undefined, cc::Undefined::division_by_zero);
  EXPECT_GT(result.asymmetry.interval->lower, 0.0);  // and yet losses weigh more
  EXPECT_FALSE(cc::report::to_html(gap::describe(result)).empty());
}

TEST(Disconfirmation, MissingAndTooFew) {
  Survey s = simulate(40, 0.5, -1.0, 2);
  s.perception[0] = missing;
  s.outcome[1] = missing;
  EXPECT_EQ(gap::fit_disconfirmation(s.items(), s.outcome).fit.n, 38U);
  // Nobody was above an expectation: gains are constant.
  Survey below = s;
  for (std::size_t i = 0; i < 40; ++i) below.perception[i] = std::min(below.expectation[i], 2.0);
  const auto none = gap::fit_disconfirmation(below.items(), below.outcome);
  EXPECT_FALSE(none.fit.report.usable());
  EXPECT_EQ(none.loss_aversion.undefined, cc::Undefined::unusable_fit);
  EXPECT_NE(cc::report::to_text(gap::describe(none)).find("could not be fitted"),
            std::string::npos);
  const Survey one = simulate(1, 0.5, -1.0, 2);
  EXPECT_EQ(gap::fit_disconfirmation(one.items(), one.outcome).gain.undefined,
            cc::Undefined::unusable_fit);
}

TEST(Disconfirmation, BadInput) {
  const Survey s = simulate(10, 0.5, -1.0, 2);
  EXPECT_THROW((void)gap::fit_disconfirmation({}, s.outcome), cc::Error);
  EXPECT_THROW((void)gap::fit_disconfirmation(s.items(), std::array{1.0}), cc::Error);
  auto items = s.items();
  items.push_back(items[0]);
  items[1].scale.highest = 9;
  EXPECT_THROW((void)gap::fit_disconfirmation(items, s.outcome), cc::Error);
  Survey off = s;
  off.expectation[3] = 8;
  EXPECT_THROW((void)gap::fit_disconfirmation(off.items(), off.outcome), cc::Error);
}
