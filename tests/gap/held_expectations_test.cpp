#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/held_expectations.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>
#include <centricity/statistics/proportion.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr cc::Scale scale{.lowest = 0, .highest = 10, .step = 0};

struct Survey {
  std::vector<double> held{}, level{};
  gap::RowGroups segments{};

  [[nodiscard]] std::vector<gap::PossibleExpectation> expectations() const {
    return {{.name = "answer at once", .scale = scale, .held = held, .level = level}};
  }

  [[nodiscard]] gap::HeldExpectation measure(
      const cc::statistics::SurveyDesign& design = {}) const {
    return gap::measure_held_expectations(expectations(), segments, design).expectations[0];
  }
};

// Segment s: a share[s] of `each` hold it, at mean level[s].
Survey survey(std::span<const double> share,
              std::span<const double> level,
              std::size_t each,
              std::uint64_t seed) {
  cc::Rng rng(seed);
  Survey s;
  for (std::uint32_t g = 0; g < share.size(); ++g) {
    s.segments.names.push_back("segment " + std::to_string(g));
    for (std::size_t i = 0; i < each; ++i) {
      const bool holds = cc::bernoulli(rng, share[g]);
      s.segments.group.push_back(g);
      s.held.push_back(holds ? 1.0 : 0.0);
      s.level.push_back(holds ? std::clamp(level[g] + cc::normal(rng), 0.0, 10.0) : missing);
    }
  }
  return s;
}

std::string text_of(const gap::HeldExpectations& result) {
  EXPECT_FALSE(cc::report::to_html(gap::describe(result)).empty());
  std::string text;  // in one line, however the report breaks it
  for (const char c : cc::report::to_text(gap::describe(result))) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || text.empty() || text.back() != ' ') text += blank ? ' ' : c;
  }
  return text;
}

}  // namespace

TEST(HeldExpectations, ByHand) {
  const Survey s{.held = {1, 1, 0, 0, missing, 1, 0, 0},
                 .level = {4, 6, missing, 9, 5, 8, missing, missing},
                 .segments = {.group = {0, 0, 0, 0, 0, 1, 1, 1}, .names = {"a", "b"}}};
  auto expectations = s.expectations();
  expectations[0].feasible = false;
  const auto result = gap::measure_held_expectations(expectations, s.segments);
  const auto& e = result.expectations[0];
  EXPECT_EQ(e.all.share, cc::statistics::proportion(3, 7));
  expect_relative(*e.all.level.value, 6.0, 1e-14);
  EXPECT_EQ(e.segments[0].share, cc::statistics::proportion(2, 4));
  EXPECT_EQ(e.segments[1].share, cc::statistics::proportion(1, 3));
  expect_relative(*e.segments[0].level.value, 5.0, 1e-14);
  EXPECT_EQ(e.segments[0].level.n, 2U);
  EXPECT_EQ(e.missing, 1U);
  EXPECT_EQ(e.feasible, false);
  // Row 3 does not hold it, and yet gave a level.
  EXPECT_EQ(e.contradictory, 1U);
  ASSERT_EQ(result.report.count("level_without_expectation"), 1U);
  EXPECT_EQ(result.report.findings[0].examples[0].where,
            (cc::Location{.row = 3, .column = "answer at once"}));
  EXPECT_NE(text_of(result).find("that they do not hold"), std::string::npos);

  // The same without the question: a level of 5 or more is an expectation.
  expectations[0].held = {};
  expectations[0].held_from = 5.0;
  const auto derived = gap::measure_held_expectations(expectations, s.segments).expectations[0];
  EXPECT_EQ(derived.all.share, cc::statistics::proportion(4, 5));
  EXPECT_EQ(derived.missing, 3U);
  expect_relative(*derived.all.level.value, 7.0, 1e-14);
}

TEST(HeldExpectations, HeterogeneityOfSharesByHand) {
  // Nobody of 30, 15 of 30, all of 30: no segment drops out for having no variance.
  Survey s;
  s.segments.names = {"none", "half", "all"};
  constexpr std::array holders{0, 15, 30};
  double weights = 0.0;
  double sum = 0.0;
  std::array<double, 3> angle{};
  for (std::uint32_t g = 0; g < 3; ++g) {
    for (int i = 0; i < 30; ++i) {
      s.segments.group.push_back(g);
      s.held.push_back(i < holders[g] ? 1.0 : 0.0);
      s.level.push_back(missing);
    }
    angle[g] = std::asin(std::sqrt((holders[g] + 0.375) / 30.75));
    weights += 4.0 * 30.5;
    sum += 4.0 * 30.5 * angle[g];
  }
  double q = 0.0;
  for (const double a : angle) q += 4.0 * 30.5 * (a - sum / weights) * (a - sum / weights);
  const auto e = s.measure();
  expect_relative(e.share.test.q, q, 1e-12);
  EXPECT_EQ(e.share.test.degrees_of_freedom, 2.0);
  EXPECT_LT(*e.share.test.p_value, 1e-10);
  expect_relative(e.share.test.i_squared, (q - 2.0) / q, 1e-12);
  // Drawn to the mean, and still shares.
  EXPECT_GT(*e.share.test.shrunken[0].value, 0.0);
  EXPECT_LT(*e.share.test.shrunken[0].value, 0.2);
  EXPECT_GE(e.share.test.shrunken[0].interval->lower, 0.0);
  EXPECT_LT(*e.share.test.shrunken[2].value, 1.0);
  EXPECT_LE(e.share.test.shrunken[2].interval->upper, 1.0);
  expect_relative(*e.share.test.mean.value, 0.5, 1e-10);
  // Nobody gave a level: there is none, and no test of it.
  EXPECT_EQ(e.all.level.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(e.level.p_adjusted);
}

TEST(HeldExpectations, FalseAlarmsAndPower) {
  // 1,000 surveys of four segments of 60 that are the same: about 5% call them different.
  const std::array same{0.3, 0.3, 0.3, 0.3};
  const std::array levels{6.0, 6.0, 6.0, 6.0};
  int shares = 0;
  int means = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const auto e = survey(same, levels, 60, seed).measure();
    shares += *e.share.p_adjusted < 0.05 ? 1 : 0;
    means += *e.level.p_adjusted < 0.05 ? 1 : 0;
  }
  EXPECT_GE(shares, 30);
  EXPECT_LE(shares, 70);
  // Levels of some 18 holders a segment: their errors are estimated, so the test is a bit lively.
  EXPECT_GE(means, 30);
  EXPECT_LE(means, 110);
  const std::array different{0.2, 0.3, 0.6, 0.7};
  const std::array others{5.0, 6.0, 7.0, 8.0};
  const auto e = survey(different, others, 60, 5).measure();
  EXPECT_LT(*e.share.p_adjusted, 0.001);
  EXPECT_LT(*e.level.p_adjusted, 0.001);
}

TEST(HeldExpectations, TheDocumentSaysWhetherOneRuleCanServeAll) {
  const std::array different{0.5, 0.6, 0.9};
  const std::array same{6.0, 6.0, 6.0};
  const Survey s = survey(different, same, 80, 3);
  std::vector<gap::PossibleExpectation> expectations = s.expectations();
  expectations[0].feasible = false;
  const auto result = gap::measure_held_expectations(expectations, s.segments);
  const std::string text = text_of(result);
  EXPECT_NE(text.find("One rule cannot serve all: segments differ in whether they expect \"answer "
                      "at once\"."),
            std::string::npos);
  EXPECT_NE(text.find("Held by most and not feasible: \"answer at once\"."), std::string::npos);
  const std::array alike{0.5, 0.5};
  const Survey a = survey(alike, std::span{same}.first(2), 80, 4);
  EXPECT_NE(text_of(gap::measure_held_expectations(a.expectations(), a.segments))
                .find("No sign against one rule"),
            std::string::npos);
  // Respondents in two segments.
  std::vector<std::uint32_t> respondent;
  for (std::uint32_t i = 0; i < 160; ++i) respondent.push_back(i % 80);
  const auto shared =
      gap::measure_held_expectations(a.expectations(), a.segments, {.clusters = respondent});
  EXPECT_TRUE(shared.respondents_shared);
  EXPECT_NE(text_of(shared).find("in several segments"), std::string::npos);
}

TEST(HeldExpectations, Laws) {
  const std::array share{0.3, 0.6};
  const std::array level{5.0, 7.0};
  const Survey s = survey(share, level, 30, 7);
  std::vector<double> weight;
  for (std::size_t i = 0; i < 60; ++i) weight.push_back(static_cast<double>(1 + i % 3));
  const auto e = s.measure({.weights = weight});
  Survey repeated{.segments = {.names = s.segments.names}};
  std::vector<std::uint32_t> respondent;
  for (std::size_t i = 60; i-- > 0;) {  // in the opposite order, too
    for (double w = 0.0; w < weight[i]; w += 1.0) {
      repeated.held.push_back(s.held[i]);
      repeated.level.push_back(s.level[i]);
      repeated.segments.group.push_back(s.segments.group[i]);
      respondent.push_back(static_cast<std::uint32_t>(i));
    }
  }
  const auto whole = repeated.measure({.clusters = respondent});
  std::vector<double> turned;
  for (const double v : s.level) turned.push_back(10.0 - v);
  gap::PossibleExpectation upside_down = s.expectations()[0];
  upside_down.scale.reversed = true;
  upside_down.level = turned;
  const auto same =
      gap::measure_held_expectations(std::span{&upside_down, 1}, s.segments, {.weights = weight})
          .expectations[0];
  double held = 0.0;
  double all = 0.0;
  for (std::size_t g = 0; g < 2; ++g) {
    double own = 0.0;
    for (std::size_t i = 0; i < 60; ++i) own += s.segments.group[i] == g ? weight[i] : 0.0;
    held += own * *e.segments[g].share.value;
    all += own;
    for (const auto* other : {&whole, &same}) {
      expect_relative(*other->segments[g].share.value, *e.segments[g].share.value, 1e-12);
      expect_relative(*other->segments[g].level.value, *e.segments[g].level.value, 1e-12);
      expect_relative(
          *other->segments[g].level.standard_error, *e.segments[g].level.standard_error, 1e-10);
    }
  }
  expect_relative(*e.all.share.value, held / all, 1e-12);
}

TEST(HeldExpectations, WhatIsUndefined) {
  const Survey nobody{.held = {missing, missing},
                      .level = {missing, missing},
                      .segments = {.group = {0, 0}, .names = {"a", "b"}}};
  const auto e = nobody.measure();
  EXPECT_EQ(e.all.share.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(e.segments[1].share.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(e.share.p_adjusted);
  EXPECT_EQ(e.share.test.mean.undefined, cc::Undefined::too_few);
  EXPECT_NE(text_of(gap::measure_held_expectations(nobody.expectations(), nobody.segments))
                .find("Too few segments"),
            std::string::npos);
  EXPECT_FALSE(text_of(gap::measure_held_expectations({}, {})).empty());
}

TEST(HeldExpectations, BadInput) {
  const Survey good{.held = {1, 0, 1},
                    .level = {4, missing, 6},
                    .segments = {.group = {0, 0, 0}, .names = {"a"}}};
  auto expectations = good.expectations();
  const auto measure = [&] { return gap::measure_held_expectations(expectations, good.segments); };
  EXPECT_NO_THROW((void)measure());
  expectations[0].held = {};
  EXPECT_THROW((void)measure(), cc::Error);  // who holds it?
  expectations = good.expectations();
  expectations[0].level = expectations[0].level.first(2);
  EXPECT_THROW((void)measure(), cc::Error);
  EXPECT_THROW((void)gap::measure_held_expectations(good.expectations(), good.segments, {}, 2.0),
               cc::Error);
  gap::RowGroups nameless = good.segments;
  nameless.group[1] = 1;
  EXPECT_THROW((void)gap::measure_held_expectations(good.expectations(), nameless), cc::Error);
  const auto refused_at = [](const Survey& s) -> cc::Location {
    try {
      (void)s.measure();
    } catch (const cc::Error& error) {
      return error.where();
    }
    return {};
  };
  Survey off = good;
  off.level[2] = 10.5;
  EXPECT_EQ(refused_at(off), (cc::Location{.row = 2, .column = "level of answer at once"}));
  Survey maybe = good;
  maybe.held[1] = 0.5;
  EXPECT_EQ(refused_at(maybe), (cc::Location{.row = 1, .column = "held of answer at once"}));
}
