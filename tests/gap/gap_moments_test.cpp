// The scores from moments are those from the columns, which compute them in another way.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/gap_moments.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr cc::Scale one_to_seven{.lowest = 1, .highest = 7};

struct Survey {
  std::vector<std::vector<double>> expectation{}, perception{};  // by item
  std::vector<double> weight{};
  std::vector<std::uint32_t> respondent{};
  std::array<const char*, 6> dimension{"", "fast", "kind", "fast", "alone", "kind"};
  std::array<cc::Scale, 6> scale{one_to_seven,
                                 one_to_seven,
                                 {.lowest = 1, .highest = 7, .step = 0.5},
                                 {.lowest = 1, .highest = 7, .reversed = true},
                                 {.lowest = 1, .highest = 7, .step = 0},
                                 one_to_seven};

  // Items of rows first ... last - 1.
  [[nodiscard]] std::vector<gap::GapItem> items(std::size_t first, std::size_t last) const {
    std::vector<gap::GapItem> result;
    for (std::size_t j = 0; j < expectation.size(); ++j) {
      result.push_back({.name = "item " + std::to_string(j),
                        .dimension = dimension[j],
                        .scale = scale[j],
                        .expectation = std::span{expectation[j]}.subspan(first, last - first),
                        .perception = std::span{perception[j]}.subspan(first, last - first)});
    }
    return result;
  }

  [[nodiscard]] std::vector<gap::GapItem> items() const { return items(0, expectation[0].size()); }
};

// One answer in `rare` is missing.
Survey survey(std::size_t n, std::uint64_t seed, std::uint64_t rare = 20) {
  cc::Rng rng(seed);
  Survey s{.expectation = std::vector<std::vector<double>>(6),
           .perception = std::vector<std::vector<double>>(6)};
  std::uint32_t respondent = 3;
  for (std::size_t i = 0; i < n; ++i) {
    respondent += cc::bernoulli(rng, 0.6) ? 2U : 0U;
    s.respondent.push_back(respondent);
    s.weight.push_back(cc::bernoulli(rng, 0.1) ? 0.0 : 0.5 + cc::uniform(rng));
    const auto mood = static_cast<double>(cc::uniform_index(rng, 3));
    for (std::size_t j = 0; j < 6; ++j) {
      const auto answer = [&](std::uint64_t spread) {
        const double value =
            std::min(7.0, 1.0 + mood + static_cast<double>(cc::uniform_index(rng, spread)));
        return cc::uniform_index(rng, rare) == 0 ? missing : value;
      };
      s.expectation[j].push_back(answer(7));
      s.perception[j].push_back(answer(4));
    }
  }
  return s;
}

void expect_near(const cc::Estimate& a, const cc::Estimate& b) {
  EXPECT_EQ(a.undefined, b.undefined);
  EXPECT_EQ(a.n, b.n);
  EXPECT_EQ(a.method, b.method);
  ASSERT_EQ(a.value.has_value(), b.value.has_value());
  ASSERT_EQ(a.standard_error.has_value(), b.standard_error.has_value());
  ASSERT_EQ(a.interval.has_value(), b.interval.has_value());
  if (a.value) expect_relative(*a.value, *b.value, 1e-11, 1e-12);
  if (a.standard_error) expect_relative(*a.standard_error, *b.standard_error, 1e-10, 1e-12);
  if (a.interval) {
    expect_relative(a.interval->lower, b.interval->lower, 1e-9, 1e-11);
    expect_relative(a.interval->upper, b.interval->upper, 1e-9, 1e-11);
  }
}

void expect_near(const std::optional<double>& a, const std::optional<double>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (a) expect_relative(*a, *b, 1e-7, 1e-300);
}

void expect_near(const gap::Gap& a, const gap::Gap& b) {
  expect_near(a.expectation, b.expectation);
  expect_near(a.perception, b.perception);
  expect_near(a.gap.difference, b.gap.difference);
  expect_near(a.gap.statistic, b.gap.statistic);
  expect_near(a.gap.degrees_of_freedom, b.gap.degrees_of_freedom);
  expect_near(a.gap_p_adjusted, b.gap_p_adjusted);
}

void expect_near(const gap::GapScores& a, const gap::GapScores& b) {
  EXPECT_EQ(a.rows, b.rows);
  ASSERT_EQ(a.items.size(), b.items.size());
  ASSERT_EQ(a.dimensions.size(), b.dimensions.size());
  for (std::size_t j = 0; j < a.items.size(); ++j) {
    SCOPED_TRACE(a.items[j].name);
    EXPECT_EQ(a.items[j].name, b.items[j].name);
    expect_near(a.items[j].scores, b.items[j].scores);
    expect_near(a.items[j].ceiling, b.items[j].ceiling);
  }
  for (std::size_t d = 0; d < a.dimensions.size(); ++d) {
    SCOPED_TRACE(a.dimensions[d].name);
    EXPECT_EQ(a.dimensions[d].name, b.dimensions[d].name);
    EXPECT_EQ(a.dimensions[d].items, b.dimensions[d].items);
    expect_near(a.dimensions[d].scores, b.dimensions[d].scores);
    expect_near(a.dimensions[d].expectation_alpha, b.dimensions[d].expectation_alpha);
    expect_near(a.dimensions[d].perception_alpha, b.dimensions[d].perception_alpha);
    expect_near(a.dimensions[d].gap_alpha, b.dimensions[d].gap_alpha);
    expect_near(a.dimensions[d].correlation, b.dimensions[d].correlation);
    expect_near(a.dimensions[d].difference_reliability, b.dimensions[d].difference_reliability);
  }
  SCOPED_TRACE("overall");
  expect_near(a.overall, b.overall);
}

}  // namespace

TEST(GapMoments, ScoresAreThoseOfTheColumns) {
  // Below, at and above the rows that are read together.
  for (const std::size_t n : {1U, 2U, 3U, 40U, 511U, 512U, 513U, 1300U}) {
    SCOPED_TRACE(n);
    const Survey s = survey(n, n);
    const auto items = s.items();
    const std::array<cc::statistics::SurveyDesign, 4> designs{
        {{},
         {.weights = s.weight},
         {.clusters = s.respondent},
         {.weights = s.weight, .clusters = s.respondent}}};
    for (const auto& design : designs) {
      SCOPED_TRACE(std::string(design.weights.empty() ? "" : "weights ") +
                   (design.clusters.empty() ? "" : "clusters"));
      expect_near(gap::score_gaps(gap::summarize_gaps(items, design)),
                  gap::score_gaps(items, design));
    }
  }
}

TEST(GapMoments, WithoutAnswersOrVariationToo) {
  const Survey empty{.expectation = std::vector<std::vector<double>>(6),
                     .perception = std::vector<std::vector<double>>(6)};
  expect_near(gap::score_gaps(gap::summarize_gaps(empty.items())), gap::score_gaps(empty.items()));
  Survey constant = survey(30, 3, 1'000'000);
  for (auto* columns : {&constant.expectation, &constant.perception}) {
    for (auto& column : *columns) std::ranges::fill(column, 6.0);
  }
  expect_near(gap::score_gaps(gap::summarize_gaps(constant.items())),
              gap::score_gaps(constant.items()));
  Survey silent = survey(30, 4);
  std::ranges::fill(silent.perception[1], missing);
  expect_near(gap::score_gaps(gap::summarize_gaps(silent.items())),
              gap::score_gaps(silent.items()));
}

TEST(GapMoments, PartsOfTheRespondentsAreTheWhole) {
  const Survey s = survey(1500, 7);
  const cc::statistics::SurveyDesign design{.weights = s.weight, .clusters = s.respondent};
  const auto whole = gap::summarize_gaps(s.items(), design);
  cc::Rng rng(1);
  gap::GapMoments sum;
  for (std::size_t first = 0; first < 1500;) {
    std::size_t last = std::min<std::size_t>(1500, first + 1 + cc::uniform_index(rng, 400));
    while (last < 1500 && s.respondent[last] == s.respondent[last - 1]) ++last;
    sum += gap::summarize_gaps(s.items(first, last),
                               {.weights = std::span{s.weight}.subspan(first, last - first),
                                .clusters = std::span{s.respondent}.subspan(first, last - first)});
    first = last;
  }
  EXPECT_EQ(sum.rows, 1500U);
  EXPECT_EQ(sum.overall.units, whole.overall.units);
  expect_near(gap::score_gaps(sum), gap::score_gaps(whole));
  gap::GapMoments same = whole;
  same += gap::GapMoments{};
  EXPECT_EQ(same, whole);
  // As many numbers for any number of respondents.
  EXPECT_EQ(whole.items.size(), 6U);
  EXPECT_EQ(whole.dimensions.size(), 3U);
}

TEST(GapMoments, BadInput) {
  Survey s = survey(800, 8);
  const auto where = [&](const cc::statistics::SurveyDesign& design = {}) -> cc::Location {
    try {
      (void)gap::summarize_gaps(s.items(), design);
    } catch (const cc::Error& error) {
      return error.where();
    }
    return {};
  };
  EXPECT_EQ(where(), cc::Location{});
  for (const double off : {0.0, 7.5, 3.5, -1e300, 1e300, std::numeric_limits<double>::infinity()}) {
    const double kept = s.perception[1][700];
    s.perception[1][700] = off;
    EXPECT_EQ(where(), (cc::Location{.row = 700, .column = "perception of item 1"})) << off;
    s.perception[1][700] = kept;
  }
  s.perception[4][700] = 3.51;  // a continuous scale takes it,
  s.expectation[2][700] = 3.5;  // one in steps of .5 this,
  EXPECT_EQ(where(), cc::Location{});
  s.expectation[2][700] = 3.25;  // and not this
  EXPECT_EQ(where(), (cc::Location{.row = 700, .column = "expectation of item 2"}));
  s.expectation[2][700] = 3.5;
  s.expectation[0][5] = -missing;  // NaN of either sign
  EXPECT_EQ(where(), cc::Location{});

  auto disordered = s.respondent;
  disordered[601] = 0;
  EXPECT_EQ(where({.clusters = disordered}), (cc::Location{.row = 601, .column = "clusters"}));
  EXPECT_EQ(where({.strata = s.respondent}).column, "strata");
  s.weight[3] = -1.0;
  EXPECT_EQ(where({.weights = s.weight}), (cc::Location{.row = 3, .column = "weights"}));
  EXPECT_EQ(where({.weights = std::span{s.weight}.first(2)}).column, "weights");

  EXPECT_THROW((void)gap::summarize_gaps({}), cc::Error);
  EXPECT_THROW((void)gap::score_gaps(gap::GapMoments{}), cc::Error);
  auto moments = gap::summarize_gaps(s.items());
  EXPECT_THROW((void)gap::score_gaps(moments, {.weighting = gap::GapWeighting::mean_weighted}),
               cc::Error);
  EXPECT_THROW((void)gap::score_gaps(moments, {.level = 1.0}), cc::Error);
  auto others = s.items();
  others[0].name = "another item";
  EXPECT_THROW(moments += gap::summarize_gaps(others), cc::Error);
}
