#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/improvement_list.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>
#include <centricity/statistics/least_squares.hpp>

#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr cc::Scale scale{.lowest = 0, .highest = 20, .step = 0};

struct Survey {
  std::vector<std::vector<double>> expectation{}, perception{}, importance{};
  std::vector<double> outcome{}, weight{};
  bool reversed = false;

  [[nodiscard]] std::vector<gap::GapItem> items() const {
    std::vector<gap::GapItem> result;
    cc::Scale used = scale;
    used.reversed = reversed;
    for (std::size_t j = 0; j < expectation.size(); ++j) {
      result.push_back({.name = std::string(1, static_cast<char>('a' + j)),
                        .scale = used,
                        .importance_scale = {.lowest = 0, .highest = 20, .step = 0},
                        .expectation = expectation[j],
                        .perception = perception[j],
                        .importance = importance[j]});
    }
    return result;
  }
};

// Items fall short by 1, 2, ...; a point of item j is worth effect[j].
Survey survey(std::size_t n, std::span<const double> effect, std::uint64_t seed) {
  cc::Rng rng(seed);
  const std::size_t k = effect.size();
  Survey s{.expectation = std::vector<std::vector<double>>(k),
           .perception = std::vector<std::vector<double>>(k),
           .importance = std::vector<std::vector<double>>(k)};
  for (std::size_t i = 0; i < n; ++i) {
    const double mood = cc::normal(rng);
    double outcome = cc::normal(rng);
    for (std::size_t j = 0; j < k; ++j) {
      const double perception = std::clamp(10.0 + mood + cc::normal(rng), 0.0, 20.0);
      const double more = static_cast<double>(j + 1) + cc::normal(rng);
      s.perception[j].push_back(perception);
      s.expectation[j].push_back(std::clamp(perception + more, 0.0, 20.0));
      s.importance[j].push_back(std::clamp(10.0 + effect[j] + cc::normal(rng), 0.0, 20.0));
      outcome += effect[j] * perception;
    }
    s.outcome.push_back(outcome);
    s.weight.push_back(1.0 + static_cast<double>(cc::uniform_index(rng, 3)));
  }
  return s;
}

const gap::Improvement& named(const gap::ImprovementList& list, const std::string& name) {
  return *std::ranges::find(list.improvements, name, &gap::Improvement::name);
}

std::string text_of(const gap::ImprovementList& list) {
  EXPECT_FALSE(cc::report::to_html(gap::describe(list)).empty());
  std::string text;  // in one line, however the report breaks it
  for (const char c : cc::report::to_text(gap::describe(list))) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || text.empty() || text.back() != ' ') text += blank ? ' ' : c;
  }
  return text;
}

gap::ImprovementCandidate candidate(std::string name, double shortfall, double error) {
  return {.name = std::move(name),
          .shortfall = {.value = shortfall, .standard_error = error, .n = 100},
          .weight = {.value = 1.0, .standard_error = 0.0, .n = 100}};
}

}  // namespace

TEST(ImprovementList, IsShortfallTimesSlope) {
  const std::array effect{0.5, 0.1, 0.3};
  Survey s = survey(150, effect, 3);
  s.expectation[1][4] = missing;
  s.perception[2][9] = missing;
  s.outcome[11] = missing;
  const auto items = s.items();
  const auto list =
      gap::list_improvements(items, s.outcome, {.weights = s.weight}, {}, {.draws = 200});
  const std::vector<std::span<const double>> predictors(s.perception.begin(), s.perception.end());
  const auto fit = cc::statistics::fit_least_squares(predictors, s.outcome, {.weights = s.weight});
  const auto scores = gap::score_gaps(items, {.weights = s.weight});
  for (std::size_t j = 0; j < 3; ++j) {
    const auto& line = named(list, items[j].name);
    const double slope = *fit.coefficients[j + 1].value;
    const double shortfall = -*scores.items[j].scores.gap.difference.value;
    expect_relative(*line.weight.value, slope, 1e-9);
    expect_relative(*line.shortfall.value, shortfall, 1e-12);
    expect_relative(*line.gain.value, slope * shortfall, 1e-9);
    expect_relative(*line.shortfall.standard_error,
                    *scores.items[j].scores.gap.difference.standard_error,
                    0.15);
  }
  EXPECT_EQ(named(list, "b").shortfall.n, 149U);
  EXPECT_EQ(named(list, "b").weight.n, 148U);
  EXPECT_EQ(named(list, "c").gain.n, 148U);
  EXPECT_EQ(list.improvements[0].name, "c");  // .3 * 3 points, ahead of .5 * 1 and .1 * 2
  EXPECT_EQ(list.ranked, 3U);
  EXPECT_TRUE(list.joint);
}

TEST(ImprovementList, SharesOfImportanceDivideTheWeightedGap) {
  const std::array effect{3.0, 1.0, 2.0};
  const Survey s = survey(80, effect, 4);
  const auto items = s.items();
  const gap::ImprovementOptions options{.weight = gap::ImprovementWeight::share, .draws = 100};
  const auto list = gap::list_improvements(items, {}, {}, {}, options);
  double sum = 0.0;
  double weights = 0.0;
  for (const auto& i : list.improvements) {
    sum += *i.gain.value;
    weights += *i.weight.value;
  }
  const auto whole =
      gap::score_gaps(items, {}, {.weighting = gap::GapWeighting::mean_weighted}).overall;
  expect_relative(sum, -*whole.gap.difference.value, 1e-12);
  expect_relative(weights, 1.0, 1e-12);
  EXPECT_NE(text_of(list).find("points of the scale, not of an outcome"), std::string::npos);
}

TEST(ImprovementList, ChanceOfBeingFirstOfTwoNormals) {
  // P(N(1, .3^2) > N(.8, .4^2)) = Phi(.2 / .5) = Phi(.4).
  const std::array candidates{candidate("b", 0.8, 0.4), candidate("a", 1.0, 0.3)};
  const auto list = gap::rank_improvements(
      candidates, {.weight = gap::ImprovementWeight::share, .top = 1, .draws = 40'000});
  EXPECT_EQ(list.improvements[0].name, "a");
  // The gain of b is 0 where its draw is negative, which changes no order.
  expect_relative(*list.improvements[0].first.value, 0.655421741610324, 0.0, 0.01);
  EXPECT_EQ(list.improvements[0].first, list.improvements[0].among_top);
  expect_relative(
      *list.improvements[0].first.value + *list.improvements[1].first.value, 1.0, 1e-12);
  expect_relative(*list.improvements[0].gain.standard_error, 0.3, 0.02);
  EXPECT_FALSE(list.improvements[0].ahead_of_next);
  EXPECT_EQ(list.improvements[1].best_rank, 1U);
  EXPECT_EQ(list.improvements[0].worst_rank, 2U);
  EXPECT_NE(text_of(list).find("cannot be told apart among \"a\" and \"b\""), std::string::npos);
  EXPECT_NE(text_of(list).find("taken for independent"), std::string::npos);
}

TEST(ImprovementList, WhatIsFarApartIsToldApart) {
  const std::array candidates{
      candidate("low", 0.1, 0.01), candidate("high", 3.0, 0.1), candidate("mid", 1.0, 0.1)};
  const auto list =
      gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share, .top = 2});
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ(list.improvements[r].best_rank, r + 1);
    EXPECT_EQ(list.improvements[r].worst_rank, r + 1);
    EXPECT_EQ(list.improvements[r].ahead_of_next, r < 2);
  }
  EXPECT_EQ(*list.improvements[0].first.value, 1.0);
  EXPECT_EQ(*list.improvements[1].among_top.value, 1.0);
  EXPECT_NE(text_of(list).find("Improve \"high\" first."), std::string::npos);
}

TEST(ImprovementList, TiesShareThePlace) {
  // Nothing is missing anywhere: every gain is 0 in (nearly) every draw.
  const std::array candidates{
      candidate("a", -9.0, 0.1), candidate("b", -9.0, 0.1), candidate("c", -9.0, 0.1)};
  const auto list =
      gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share, .top = 2});
  for (const auto& i : list.improvements) {
    EXPECT_EQ(*i.gain.value, 0.0);
    expect_relative(*i.first.value, 1.0 / 3.0, 1e-12);
    expect_relative(*i.among_top.value, 2.0 / 3.0, 1e-12);
    EXPECT_EQ(i.best_rank, 1U);
    EXPECT_EQ(i.worst_rank, 3U);
  }
}

TEST(ImprovementList, PossibleRanksHoldTheTrueOnes) {
  // 400 surveys, four true gains of which two are equal: all true ranks at once, in 95% or more.
  const std::array truth{2.0, 1.5, 1.5, 1.0};
  cc::Rng rng(8);
  int held = 0;
  int informative = 0;
  for (int survey = 0; survey < 400; ++survey) {
    std::vector<gap::ImprovementCandidate> candidates;
    for (std::size_t j = 0; j < 4; ++j) {
      candidates.push_back(candidate(
          std::string(1, static_cast<char>('a' + j)), truth[j] + 0.15 * cc::normal(rng), 0.15));
    }
    const auto list =
        gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share, .draws = 300});
    const auto holds = [&](const char* name, std::size_t best, std::size_t worst) {
      const auto& i = named(list, name);
      // Equal gains share the ranks 2 and 3: neither may be excluded from both.
      return i.best_rank <= worst && i.worst_rank >= best;
    };
    held += holds("a", 1, 1) && holds("b", 2, 3) && holds("c", 2, 3) && holds("d", 4, 4) ? 1 : 0;
    informative += named(list, "d").best_rank > 1 ? 1 : 0;
  }
  EXPECT_GE(held, 380);
  EXPECT_GT(informative, 300);
}

TEST(ImprovementList, IntervalsCoverTheGain) {
  // 200 surveys of 120; 95% intervals of the gain of b, .4 * 2 points.
  const std::array effect{0.5, 0.4};
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Survey s = survey(120, effect, 1000 + seed);
    const auto list = gap::list_improvements(s.items(), s.outcome, {}, {}, {.draws = 200});
    const auto interval = named(list, "b").gain.interval;
    covered += interval->lower <= 0.8 && 0.8 <= interval->upper ? 1 : 0;
  }
  EXPECT_GE(covered, 182);
  EXPECT_LE(covered, 198);
}

TEST(ImprovementList, Laws) {
  const std::array effect{0.5, 0.1, 0.3};
  Survey s = survey(60, effect, 5);
  const gap::ImprovementOptions options{.draws = 100};
  const auto list =
      gap::list_improvements(s.items(), s.outcome, {.weights = s.weight}, {}, options);

  auto items = s.items();
  std::ranges::reverse(items);
  const auto turned = gap::list_improvements(items, s.outcome, {.weights = s.weight}, {}, options);
  Survey upside_down = s;
  upside_down.reversed = true;
  Survey repeated{.expectation = std::vector<std::vector<double>>(3),
                  .perception = std::vector<std::vector<double>>(3),
                  .importance = std::vector<std::vector<double>>(3)};
  std::vector<std::uint32_t> respondent;
  for (std::size_t i = 0; i < s.outcome.size(); ++i) {
    for (double w = 0.0; w < s.weight[i]; w += 1.0) {
      for (std::size_t j = 0; j < 3; ++j) {
        repeated.expectation[j].push_back(s.expectation[j][i]);
        repeated.perception[j].push_back(s.perception[j][i]);
        repeated.importance[j].push_back(s.importance[j][i]);
      }
      repeated.outcome.push_back(s.outcome[i]);
      respondent.push_back(static_cast<std::uint32_t>(i));
    }
  }
  for (auto* columns : {&upside_down.expectation, &upside_down.perception}) {
    for (auto& column : *columns) {
      for (double& v : column) v = 20.0 - v;
    }
  }
  const auto reversed =
      gap::list_improvements(upside_down.items(), s.outcome, {.weights = s.weight}, {}, options);
  const auto whole = gap::list_improvements(
      repeated.items(), repeated.outcome, {.respondent = respondent}, {}, options);
  for (std::size_t r = 0; r < 3; ++r) {
    const auto& line = list.improvements[r];
    for (const auto* other : {&turned, &reversed, &whole}) {
      EXPECT_EQ(other->improvements[r].name, line.name);
      expect_relative(*other->improvements[r].gain.value, *line.gain.value, 1e-9);
      expect_relative(*other->improvements[r].gain.standard_error, *line.gain.standard_error, 1e-8);
      EXPECT_EQ(other->improvements[r].best_rank, line.best_rank);
    }
  }
}

TEST(ImprovementList, SameBitsOnAnyExecutor) {
  const std::array effect{0.5, 0.1};
  const Survey s = survey(40, effect, 6);
  const auto serial = gap::list_improvements(s.items(), s.outcome, {}, {}, {.draws = 100});
  const auto threaded = gap::list_improvements(
      s.items(), s.outcome, {}, {}, {.draws = 100}, support::threaded_host(4));
  for (std::size_t r = 0; r < 2; ++r) {
    EXPECT_EQ(serial.improvements[r].gain, threaded.improvements[r].gain);
    EXPECT_EQ(serial.improvements[r].first, threaded.improvements[r].first);
  }
}

TEST(ImprovementList, CostFeasibilityAndKano) {
  std::array candidates{
      candidate("dear", 2.0, 0.1), candidate("cheap", 1.0, 0.1), candidate("never", 9.0, 0.1)};
  candidates[0].terms = {.kano = gap::KanoCategory::indifferent, .cost = 100.0};
  candidates[1].terms = {.kano = gap::KanoCategory::must_be, .cost = 10.0};
  candidates[2].terms = {.feasible = false};
  const auto list = gap::rank_improvements(
      candidates, {.weight = gap::ImprovementWeight::share, .per_cost = true});
  EXPECT_EQ(list.improvements[0].name, "cheap");
  EXPECT_EQ(list.ranked, 2U);
  expect_relative(*list.improvements[0].gain_per_cost.value, 0.1, 1e-12);
  EXPECT_EQ(list.improvements[2].name, "never");
  EXPECT_EQ(list.improvements[2].best_rank, 0U);
  EXPECT_EQ(list.improvements[2].first.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(list.improvements[2].gain_per_cost.undefined, cc::Undefined::missing_input);
  const std::string text = text_of(list);
  EXPECT_NE(text.find("Not feasible, so not ranked: \"never\""), std::string::npos);
  EXPECT_NE(text.find("Customers call \"dear\" indifferent"), std::string::npos);
  EXPECT_NE(text.find("Taken for granted: \"cheap\""), std::string::npos);
}

TEST(ImprovementList, WhatCannotBeKnownIsNotRanked) {
  std::array candidates{candidate("a", 2.0, 0.1), candidate("b", 1.0, 0.1), candidate("c", 3, 1)};
  candidates[1].shortfall = cc::undefined_estimate(cc::Undefined::too_few);
  candidates[2].weight.standard_error.reset();
  const auto list = gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share});
  EXPECT_EQ(list.ranked, 1U);
  EXPECT_EQ(list.improvements[1].name, "c");
  EXPECT_EQ(*list.improvements[1].gain.value, 3.0);
  EXPECT_EQ(list.improvements[2].gain.undefined, cc::Undefined::missing_input);

  const std::array effect{0.5, 0.1};
  for (const std::size_t n : {0U, 1U, 3U}) {
    const Survey s = survey(n, effect, 6);
    const auto none = gap::list_improvements(s.items(), s.outcome);
    EXPECT_EQ(none.ranked, 0U);
    EXPECT_EQ(none.improvements[0].gain.undefined, cc::Undefined::too_few);
    EXPECT_NE(text_of(none).find("Nothing can be ranked"), std::string::npos);
  }
  Survey constant = survey(40, effect, 7);
  std::ranges::fill(constant.perception[0], 5.0);
  const auto flat = gap::list_improvements(constant.items(), constant.outcome);
  EXPECT_EQ(flat.improvements[0].gain.undefined, cc::Undefined::no_variation);
  EXPECT_TRUE(flat.improvements[0].shortfall.defined());
  EXPECT_FALSE(text_of(gap::rank_improvements({})).empty());
}

TEST(ImprovementList, SaysThatAnAssociationIsNoCauseAndWhatLooksOdd) {
  const std::array effect{0.5, -0.6};
  const Survey s = survey(100, effect, 9);
  const std::string text = text_of(gap::list_improvements(s.items(), s.outcome));
  EXPECT_NE(text.find("an association"), std::string::npos);
  EXPECT_NE(text.find("The outcome is lower where \"b\" is better"), std::string::npos);
}

TEST(ImprovementList, ManyRivalsAreCountedNotListed) {
  std::vector<gap::ImprovementCandidate> candidates;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    candidates.push_back(candidate(name, 1.0 - 0.01 * (name[0] - 'a'), 0.3));
  }
  EXPECT_NE(text_of(gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share}))
                .find("\"a\" is the best guess, but 5 others cannot be excluded, \"b\", \"c\" and "
                      "\"d\" before the rest."),
            std::string::npos);
}

TEST(ImprovementList, FromGapsAndDrivers) {
  const std::array effect{0.5, 0.1, 0.3};
  const Survey s = survey(100, effect, 10);
  const auto items = s.items();
  const auto gaps = gap::score_gaps(items);
  std::vector<gap::DriverColumn> columns;
  for (std::size_t j = 3; j-- > 0;) columns.push_back({items[j].name, s.perception[j]});
  const auto drivers = gap::fit_drivers(columns, s.outcome, {}, {.bootstrap = {.replicates = 50}});
  const auto candidates = gap::improvement_candidates(gaps, drivers);
  ASSERT_EQ(candidates.size(), 3U);
  EXPECT_EQ(candidates[0].name, "a");
  EXPECT_EQ(*candidates[0].weight.value, *drivers.drivers[2].share.value);
  EXPECT_EQ(*candidates[0].shortfall.value, -*gaps.items[0].scores.gap.difference.value);
  EXPECT_EQ(candidates[0].shortfall.interval->lower,
            -gaps.items[0].scores.gap.difference.interval->upper);
  const auto list = gap::rank_improvements(candidates, {.weight = gap::ImprovementWeight::share});
  EXPECT_EQ(list.ranked, 3U);
  EXPECT_FALSE(list.joint);
  const auto fewer = gap::score_gaps(std::span{items}.first(2));
  EXPECT_THROW((void)gap::improvement_candidates(fewer, drivers), cc::Error);
  const auto others = gap::fit_drivers(
      std::span{columns}.first(2), s.outcome, {}, {.bootstrap = {.replicates = 50}});
  EXPECT_THROW((void)gap::improvement_candidates(gaps, others), cc::Error);
}

TEST(ImprovementList, BadInput) {
  const std::array effect{0.5, 0.1};
  Survey s = survey(20, effect, 11);
  const auto list = [&](const gap::ImprovementOptions& options,
                        std::span<const gap::ImprovementTerms> terms = {}) {
    return gap::list_improvements(s.items(), s.outcome, {}, terms, options);
  };
  EXPECT_THROW((void)list({.top = 0}), cc::Error);
  EXPECT_THROW((void)list({.draws = 49}), cc::Error);
  EXPECT_THROW((void)list({.level = 1.0}), cc::Error);
  EXPECT_THROW((void)list({.per_cost = true}), cc::Error);
  EXPECT_THROW((void)list({}, std::array{gap::ImprovementTerms{}}), cc::Error);
  const std::array free{gap::ImprovementTerms{.cost = 0.0}, gap::ImprovementTerms{}};
  EXPECT_THROW((void)list({}, free), cc::Error);
  const std::vector<std::uint32_t> too_few{1, 2};
  EXPECT_THROW((void)gap::list_improvements(s.items(), s.outcome, {.respondent = too_few}),
               cc::Error);
  EXPECT_THROW((void)gap::list_improvements(s.items(), {}), cc::Error);
  s.perception[1][7] = 21.0;
  try {
    (void)list({});
    ADD_FAILURE() << "an answer off its scale was taken";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 7U);
    EXPECT_EQ(error.where().column, "perception of b");
  }
}
