#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/answer_table.hpp>
#include <centricity/gap/gap_groups.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/report/text.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
const cc::Instant monday{std::chrono::sys_days{std::chrono::year{2024} / 3 / 4}};

struct ItemRow {
  double expectation, perception, gap, t, p, lower, upper, deviation;
};

const ItemRow item_rows[] = {
#include "servqual_items.inc"
};

struct DimensionRow {
  const char* name;
  double expectation, perception, gap, se, expectation_alpha, perception_alpha, gap_alpha, r;
};

const DimensionRow dimension_rows[] = {
#include "servqual_dimensions.inc"
};

std::string numbered(const char* prefix, std::size_t item) {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item);
}

struct Survey {
  std::vector<std::vector<double>> expectation{}, perception{}, importance{};
  std::vector<std::uint32_t> respondent{};
  std::vector<double> weight{};

  [[nodiscard]] std::vector<gap::GapItem> items() const {
    std::vector<gap::GapItem> result;
    for (std::size_t j = 0; j < expectation.size(); ++j) {
      result.push_back({.name = numbered("", j + 1),
                        .dimension = j % 2 == 0 ? "even" : "odd",
                        .expectation = expectation[j],
                        .perception = perception[j],
                        .importance = importance[j]});
    }
    return result;
  }

  [[nodiscard]] cc::statistics::SurveyDesign design() const {
    return {.weights = weight, .clusters = respondent};
  }
};

Survey random_survey(std::size_t n, std::uint64_t seed, std::size_t k = 4) {
  cc::Rng rng(seed);
  Survey s{.expectation = std::vector<std::vector<double>>(k),
           .perception = std::vector<std::vector<double>>(k),
           .importance = std::vector<std::vector<double>>(k)};
  for (std::size_t i = 0; i < n; ++i) {
    const double person = cc::normal(rng);
    s.respondent.push_back(static_cast<std::uint32_t>(i));
    s.weight.push_back(static_cast<double>(1 + cc::uniform_index(rng, 3)));
    for (std::size_t j = 0; j < k; ++j) {
      const auto answer = [&](double mean) {
        return std::clamp(std::round(mean + person + cc::normal(rng)), 1.0, 7.0);
      };
      s.expectation[j].push_back(answer(5));
      s.perception[j].push_back(answer(4));
      s.importance[j].push_back(answer(4));
    }
  }
  return s;
}

double overall(const Survey& s, gap::GapWeighting weighting) {
  return *gap::score_gaps(s.items(), s.design(), {.weighting = weighting})
              .overall.gap.difference.value;
}

}  // namespace

TEST(GapScores, TheKioskSurvey) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  auto columns = support::read_columns(*file);
  std::vector<gap::GapItem> items;
  for (std::size_t j = 1; j <= 24; ++j) {
    items.push_back({.name = numbered("", j),
                     .dimension = dimension_rows[(j - 1) / 3].name,
                     .expectation = columns[numbered("E", j)],
                     .perception = columns[numbered("P", j)],
                     .importance = columns[numbered("I", j)]});
  }
  const auto scores = gap::score_gaps(items);
  for (std::size_t j = 0; j < 24; ++j) {
    SCOPED_TRACE(j + 1);
    const gap::Gap& item = scores.items[j].scores;
    const ItemRow& r = item_rows[j];
    expect_relative(*item.expectation.value, r.expectation, 1e-13);
    expect_relative(*item.perception.value, r.perception, 1e-13);
    expect_relative(*item.gap.difference.value, r.gap, 1e-11);
    expect_relative(*item.gap.statistic, r.t, 1e-11);
    expect_relative(*item.gap.p_value, r.p, 1e-8);
    expect_relative(item.gap.difference.interval->lower, r.lower, 1e-10);
    expect_relative(item.gap.difference.interval->upper, r.upper, 1e-10);
    expect_relative(*item.gap.difference.standard_error * std::sqrt(207.0), r.deviation, 1e-11);
    EXPECT_EQ(item.gap.degrees_of_freedom, 206.0);
  }
  ASSERT_EQ(scores.dimensions.size(), 8U);
  for (std::size_t d = 0; d < 8; ++d) {
    SCOPED_TRACE(dimension_rows[d].name);
    const gap::DimensionGap& dimension = scores.dimensions[d];
    const DimensionRow& r = dimension_rows[d];
    expect_relative(*dimension.scores.expectation.value, r.expectation, 1e-12);
    expect_relative(*dimension.scores.perception.value, r.perception, 1e-12);
    expect_relative(*dimension.scores.gap.difference.value, r.gap, 1e-11);
    expect_relative(*dimension.scores.gap.difference.standard_error, r.se, 1e-11);
    expect_relative(*dimension.expectation_alpha.value, r.expectation_alpha, 1e-11);
    expect_relative(*dimension.perception_alpha.value, r.perception_alpha, 1e-11);
    expect_relative(*dimension.gap_alpha.value, r.gap_alpha, 1e-11);
    expect_relative(*dimension.correlation.value, r.r, 1e-11);
  }
  const auto total = [&](gap::GapWeighting weighting) {
    return *gap::score_gaps(items, {}, {.weighting = weighting}).overall.gap.difference.value;
  };
  expect_relative(total(gap::GapWeighting::unweighted), -1.10205314009662, 1e-12);
  expect_relative(total(gap::GapWeighting::mean_weighted), -1.17696734129381, 1e-12);
  expect_relative(total(gap::GapWeighting::individually_weighted), -1.2357850961923, 1e-12);
  // The traps of this survey, said by the library itself.
  EXPECT_EQ(
      std::ranges::count_if(scores.items, [](const auto& i) { return *i.ceiling.value > .5; }), 18);
  const std::string text = cc::report::to_text(gap::describe(scores));
  EXPECT_NE(text.find("18 of 24 items more than half"), std::string::npos);
  EXPECT_NE(text.find("less reliable than 0.7"), std::string::npos);
  EXPECT_NE(text.find("unweighted"), std::string::npos);
}

TEST(GapScores, ReliabilityOfADifferenceByHand) {
  // Peter, Churchill & Brown (1993): (s1^2 r11 + s2^2 r22 - 2 r s1 s2) / (s1^2 + s2^2 - 2 r s1 s2).
  const Survey s = random_survey(200, 3);
  const auto items = s.items();
  const auto scores = gap::score_gaps(items);
  const auto variance = [](const std::vector<double>& v) {
    const double mean = std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    double sum = 0.0;
    for (const double x : v) sum += (x - mean) * (x - mean);
    return sum / static_cast<double>(v.size() - 1);
  };
  std::vector<double> e(200), p(200), g(200);
  for (std::size_t i = 0; i < 200; ++i) {
    e[i] = (s.expectation[0][i] + s.expectation[2][i]) / 2;
    p[i] = (s.perception[0][i] + s.perception[2][i]) / 2;
    g[i] = p[i] - e[i];
  }
  const gap::DimensionGap& d = scores.dimensions[0];
  const double covariance = (variance(e) + variance(p) - variance(g)) / 2;
  const double expected = (variance(p) * *d.perception_alpha.value +
                           variance(e) * *d.expectation_alpha.value - 2 * covariance) /
                          variance(g);
  expect_relative(*d.difference_reliability.value, expected, 1e-10);
}

TEST(GapScores, Laws) {
  const Survey s = random_survey(60, 5);
  for (const auto weighting : {gap::GapWeighting::unweighted,
                               gap::GapWeighting::mean_weighted,
                               gap::GapWeighting::individually_weighted}) {
    SCOPED_TRACE(to_string(weighting));
    const double value = overall(s, weighting);
    Survey swapped = s;
    std::swap(swapped.expectation, swapped.perception);
    expect_relative(overall(swapped, weighting), -value, 1e-12);

    Survey backwards = s;
    const auto reverse = [](auto& column) { std::ranges::reverse(column); };
    for (auto* columns : {&backwards.expectation, &backwards.perception, &backwards.importance}) {
      std::ranges::for_each(*columns, reverse);
    }
    reverse(backwards.respondent);
    reverse(backwards.weight);
    expect_relative(overall(backwards, weighting), value, 1e-12);

    Survey repeated{.expectation = std::vector<std::vector<double>>(4),
                    .perception = std::vector<std::vector<double>>(4),
                    .importance = std::vector<std::vector<double>>(4)};
    for (std::size_t i = 0; i < s.weight.size(); ++i) {
      for (int copy = 0; copy < static_cast<int>(s.weight[i]); ++copy) {
        repeated.respondent.push_back(s.respondent[i]);
        for (std::size_t j = 0; j < 4; ++j) {
          repeated.expectation[j].push_back(s.expectation[j][i]);
          repeated.perception[j].push_back(s.perception[j][i]);
          repeated.importance[j].push_back(s.importance[j][i]);
        }
      }
    }
    const gap::GapOptions options{.weighting = weighting};
    const auto weighted = gap::score_gaps(s.items(), s.design(), options).overall.gap.difference;
    const auto copied =
        gap::score_gaps(repeated.items(), repeated.design(), options).overall.gap.difference;
    expect_relative(*copied.value, *weighted.value, 1e-12);
    expect_relative(*copied.standard_error, *weighted.standard_error, 1e-10);
  }
  // Reversing scale and answers changes nothing.
  Survey turned = s;
  for (auto* columns : {&turned.expectation, &turned.perception}) {
    for (auto& column : *columns) {
      for (double& answer : column) answer = 8 - answer;
    }
  }
  auto items = turned.items();
  for (auto& item : items) item.scale.reversed = true;
  expect_relative(*gap::score_gaps(items, s.design()).overall.gap.difference.value,
                  overall(s, gap::GapWeighting::unweighted),
                  1e-12);
}

TEST(GapScores, IntervalsCoverTheTruth) {
  // The truth is the same score of a large sample; its weights are estimated from each survey.
  const gap::GapOptions options{.weighting = gap::GapWeighting::mean_weighted};
  const double truth = overall(random_survey(40'000, 1), options.weighting);
  int covered = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Survey s = random_survey(60, 100 + i);
    const auto interval =
        *gap::score_gaps(s.items(), s.design(), options).overall.gap.difference.interval;
    covered += interval.lower <= truth && truth <= interval.upper ? 1 : 0;
  }
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}

TEST(GapScores, MissingIsNotZero) {
  const std::array expectation{7.0, 6.0, missing, 5.0};
  const std::array perception{5.0, missing, 4.0, 5.0};
  const std::array<gap::GapItem, 1> items{
      {{.name = "a", .dimension = "d", .expectation = expectation, .perception = perception}}};
  const auto scores = gap::score_gaps(items);
  EXPECT_EQ(*scores.items[0].scores.gap.difference.value, -1.0);
  EXPECT_EQ(scores.items[0].scores.gap.difference.n, 2U);
  EXPECT_EQ(*scores.items[0].scores.expectation.value, 6.0);  // of the same rows
  EXPECT_EQ(*scores.items[0].ceiling.value, 1.0 / 3.0);
  EXPECT_EQ(scores.dimensions[0].difference_reliability.undefined, cc::Undefined::missing_input);

  const std::array nothing{missing, missing, missing, missing};
  const std::array<gap::GapItem, 1> silent{
      {{.name = "a", .expectation = nothing, .perception = perception}}};
  const auto none = gap::score_gaps(silent);
  EXPECT_EQ(none.overall.gap.difference.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(none.items[0].scores.gap_p_adjusted);
  EXPECT_FALSE(cc::report::to_text(gap::describe(none)).empty());

  const std::array one{7.0};
  const std::array<gap::GapItem, 1> single{{{.name = "a", .expectation = one, .perception = one}}};
  const auto lonely = gap::score_gaps(single).overall.gap.difference;
  EXPECT_EQ(*lonely.value, 0.0);
  EXPECT_FALSE(lonely.interval);
}

TEST(GapScores, BadInput) {
  const std::array answers{7.0, 8.0};
  const std::array good{7.0, 6.0};
  using Items = std::vector<gap::GapItem>;
  EXPECT_THROW((void)gap::score_gaps(Items{}), cc::Error);
  try {
    (void)gap::score_gaps(Items{{.name = "fast", .expectation = answers, .perception = good}});
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 1U);
    EXPECT_EQ(error.where().column, "expectation of fast");
  }
  EXPECT_THROW((void)gap::score_gaps(Items{{.expectation = answers, .perception = {}}}), cc::Error);
  EXPECT_THROW(
      (void)gap::score_gaps(
          Items{{.name = "a", .expectation = good, .perception = good},
                {.name = "b", .scale = {.highest = 9}, .expectation = good, .perception = good}}),
      cc::Error);
  EXPECT_THROW((void)gap::score_gaps(Items{{.expectation = good, .perception = good}},
                                     {},
                                     {.weighting = gap::GapWeighting::mean_weighted}),
               cc::Error);
}

TEST(GapGroups, PartsAndWhole) {
  const Survey s = random_survey(90, 7);
  gap::RowGroups groups{.names = {"a", "b", "nobody"}};
  for (std::uint32_t i = 0; i < 90; ++i) groups.group.push_back(i < 30 ? 0 : 1);
  const auto result = gap::score_gaps_by_group(s.items(), groups, s.design());
  EXPECT_FALSE(result.respondents_shared);
  EXPECT_EQ(result.groups[2].scores.overall.gap.difference.undefined, cc::Undefined::missing_input);
  double sum = 0.0;
  double weight = 0.0;
  for (std::size_t g = 0; g < 2; ++g) {
    double own = 0.0;
    for (std::size_t i = 0; i < 90; ++i) own += groups.group[i] == g ? s.weight[i] : 0.0;
    sum += own * *result.groups[g].scores.overall.gap.difference.value;
    weight += own;
  }
  expect_relative(sum / weight, overall(s, gap::GapWeighting::unweighted), 1e-12);
  EXPECT_GE(*result.groups[0].gap_p_adjusted, *result.groups[0].scores.overall.gap.p_value);
  const std::string text = cc::report::to_text(gap::describe(result));
  EXPECT_NE(text.find("No sign against one rule"), std::string::npos);

  Survey different = s;
  for (auto& column : different.expectation) {
    for (std::size_t i = 0; i < 30; ++i) column[i] = 1.0 + static_cast<double>(i % 2);
  }
  const auto two = gap::score_gaps_by_group(different.items(), groups, s.design());
  EXPECT_LT(*two.expectation.p_value, 1e-6);
  EXPECT_GT(two.expectation.i_squared, 0.9);
  EXPECT_NE(cc::report::to_text(gap::describe(two)).find("cannot serve all"), std::string::npos);

  Survey shared = s;
  shared.respondent.assign(90, 4);
  EXPECT_TRUE(gap::score_gaps_by_group(shared.items(), groups, shared.design()).respondents_shared);
  groups.group[5] = 9;
  EXPECT_THROW((void)gap::score_gaps_by_group(s.items(), groups, s.design()), cc::Error);
}

TEST(AnswerTable, JoinsAndGroups) {
  cc::CustomerBase base;
  base.add(cc::Party{.label = "bob", .stakeholder = cc::Stakeholder::partner});
  base.declare({.name = "fast", .dimension = "d"});
  base.declare({.name = "kind", .dimension = "d"});
  const auto say = [&base](std::string_view who,
                           std::string_view item,
                           std::string_view touchpoint,
                           double desired,
                           double perceived) {
    cc::Assessment said{.respondent = who,
                        .time = monday,
                        .item = item,
                        .touchpoint = touchpoint,
                        .context = "free",
                        .weight = who == "bob" ? 2.0 : 1.0,
                        .perception = perceived};
    said.expectation[static_cast<std::size_t>(cc::Standard::desired)] = desired;
    base.add(said);
  };
  say("ann", "fast", "shop", 7, 4);
  say("ann", "kind", "shop", 6, 6);
  say("ann", "fast", "phone", 5, 5);
  say("bob", "fast", "shop", 7, 6);
  say("bob", "fast", "shop", 6, 5);
  say("", "fast", "shop", 7, 7);
  base.add({.party = "ann", .name = "region", .value = std::string{"north"}});
  base.add({.party = "bob", .name = "region", .value = 3.0});
  constexpr std::array<std::string_view, 2> names{"fast", "kind"};
  const auto table = gap::join_answers(base.assessments(), cc::Standard::desired, names);
  ASSERT_EQ(table.size(), 3U);  // ann in the shop, ann on the phone, bob
  EXPECT_EQ(table.anonymous, 1U);
  EXPECT_EQ(table.expectation[0][2], 6.5);
  EXPECT_EQ(table.perception[1][0], 6.0);
  EXPECT_TRUE(std::isnan(table.perception[1][1]));
  EXPECT_EQ(table.weight, (std::vector{1.0, 1.0, 2.0}));
  const auto items = gap::gap_items(table);
  EXPECT_TRUE(items[0].importance.empty());
  const auto scores = gap::score_gaps(items, gap::survey_design(table));
  expect_relative(*scores.items[0].scores.gap.difference.value, (-3.0 + 0.0 - 2.0) / 4, 1e-13);
  using Names = std::vector<std::string>;
  EXPECT_EQ(gap::group_by_touchpoint(table, base.assessments()).names,
            (Names{"shop", "phone", "unknown touchpoint"}));
  EXPECT_EQ(gap::group_by_context(table, base.assessments()).group,
            (std::vector<std::uint32_t>{0, 0, 0}));
  const auto regions = gap::group_by_attribute(table, base.parties(), "region", monday);
  EXPECT_EQ(regions.names, (Names{"north", "3", "unknown region"}));
  EXPECT_EQ(regions.group, (std::vector<std::uint32_t>{0, 0, 1}));
  EXPECT_EQ(gap::group_by_stakeholder(table, base.parties()).group,
            (std::vector<std::uint32_t>{0, 0, 2}));
  constexpr std::array<std::string_view, 2> twice{"fast", "fast"};
  EXPECT_THROW((void)gap::join_answers(base.assessments(), cc::Standard::desired, twice),
               cc::Error);
  constexpr std::array<std::string_view, 1> unknown{"fest"};
  EXPECT_THROW((void)gap::join_answers(base.assessments(), cc::Standard::desired, unknown),
               cc::Error);
}
