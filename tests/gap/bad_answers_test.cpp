// What every model of the room does with bad answers:
//
//   an answer off its scale, a code nobody declared: an Error that names row and column;
//   items of different scales, side by side: an Error that names the item;
//   no answers at all, a constant item: undefined, and why; never 0;
//   a single respondent: what he or she said, without an interval that speaks of others.
//
// Desired below adequate is named in tolerance_zone_test.cpp, a level without an expectation in
// held_expectations_test.cpp, and answers of a file in tests/source.

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/disconfirmation.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/expectation_model.hpp>
#include <centricity/gap/gap_groups.hpp>
#include <centricity/gap/gap_moments.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/held_expectations.hpp>
#include <centricity/gap/importance_performance.hpp>
#include <centricity/gap/improvement_list.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/kano_effects.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/penalty_reward.hpp>
#include <centricity/gap/provider_gaps.hpp>
#include <centricity/gap/reach_noise.hpp>
#include <centricity/gap/satisfaction_score.hpp>
#include <centricity/gap/stakeholder_balance.hpp>
#include <centricity/gap/tolerance_zone.hpp>
#include <centricity/records/customer_base.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
using Column = std::vector<double>;
using Codes = std::vector<std::uint32_t>;
using Estimates = std::vector<cc::Estimate>;

// Two items, "a" and "b", answered on 1 to 7.
struct Survey {
  std::array<Column, 2> adequate{Column{2, 3, 2, 4, 3, 2}, Column{1, 2, 3, 2, 1, 2}};
  std::array<Column, 2> expected{Column{6, 7, 5, 6, 7, 4}, Column{5, 4, 6, 7, 5, 6}};
  std::array<Column, 2> perceived{Column{4, 5, 6, 3, 2, 7}, Column{3, 6, 5, 2, 6, 4}};
  std::array<Column, 2> importance{Column{6, 5, 7, 4, 3, 6}, Column{2, 3, 4, 5, 6, 7}};
  Column outcome{4, 6, 5, 2, 3, 7};
  Codes group{0, 1, 0, 1, 0, 1};
  std::array<cc::Scale, 2> scale{};

  void cut(std::size_t rows) {
    for (auto* columns : {&adequate, &expected, &perceived, &importance}) {
      for (Column& column : *columns) column.resize(rows);
    }
    outcome.resize(rows);
    group.resize(rows);
  }

  void fill(double answer) {
    for (auto* columns : {&adequate, &expected, &perceived, &importance}) {
      for (Column& column : *columns) column.assign(column.size(), answer);
    }
    outcome.assign(outcome.size(), answer);
  }

  [[nodiscard]] gap::RowGroups groups() const { return {.group = group, .names = {"n", "s"}}; }

  [[nodiscard]] std::vector<gap::GapItem> items() const {
    std::vector<gap::GapItem> result;
    for (std::size_t j = 0; j < 2; ++j) {
      result.push_back({.name = j == 0 ? "a" : "b",
                        .dimension = "d",
                        .scale = scale[j],
                        .expectation = expected[j],
                        .perception = perceived[j],
                        .importance = importance[j]});
    }
    return result;
  }

  [[nodiscard]] std::vector<gap::DriverColumn> drivers() const {
    return {{.name = "a", .values = perceived[0]}, {.name = "b", .values = perceived[1]}};
  }

  [[nodiscard]] std::vector<gap::RatedAttribute> rated() const {
    return {{.name = "a", .importance = importance[0], .performance = perceived[0]},
            {.name = "b", .importance = importance[1], .performance = perceived[1]}};
  }
};

// The estimates of one model.
Estimates gap_scores(const Survey& s) {
  const auto r =
      gap::score_gaps(s.items(), {}, {.weighting = gap::GapWeighting::individually_weighted});
  return {r.items[0].scores.gap.difference,
          r.items[1].scores.expectation,
          r.dimensions[0].scores.gap.difference,
          r.dimensions[0].gap_alpha,
          r.dimensions[0].difference_reliability,
          r.overall.gap.difference};
}

Estimates gap_groups(const Survey& s) {
  const auto r = gap::score_gaps_by_group(s.items(), s.groups());
  return {r.groups[0].scores.overall.gap.difference, r.groups[1].scores.overall.perception};
}

Estimates gap_moments(const Survey& s) {
  const auto r = gap::score_gaps(gap::summarize_gaps(s.items()));
  return {r.items[0].scores.gap.difference,
          r.items[1].scores.expectation,
          r.dimensions[0].gap_alpha,
          r.overall.gap.difference};
}

Estimates tolerance_zone(const Survey& s) {
  const std::array<gap::ToleranceItem, 2> items{{{.name = "a",
                                                  .scale = s.scale[0],
                                                  .adequate = s.adequate[0],
                                                  .desired = s.expected[0],
                                                  .perceived = s.perceived[0]},
                                                 {.name = "b",
                                                  .scale = s.scale[1],
                                                  .adequate = s.adequate[1],
                                                  .desired = s.expected[1],
                                                  .perceived = s.perceived[1]}}};
  const auto r = gap::measure_tolerance(items);
  return {r.items[0].adequacy.difference, r.items[1].superiority.difference, r.items[0].position};
}

Estimates disconfirmation(const Survey& s) {
  const auto r = gap::fit_disconfirmation(s.items(), s.outcome);
  return {r.expectation, r.gain, r.loss, r.loss_aversion, r.asymmetry};
}

Estimates expectation_model(const Survey& s) {
  const std::vector<std::string> contexts{"free", "paid"};
  const auto r = gap::fit_expectations(
      {.expectation = s.expected[0], .context = s.group, .contexts = contexts});
  return {r.levels[0], r.levels[1], gap::expected_at(r, 0), gap::expected_at(r, 1)};
}

Estimates importance_performance(const Survey& s) {
  const auto stated = gap::place_by_stated_importance(s.rated());
  const auto derived = gap::place_by_derived_importance(s.rated(), s.outcome);
  return {stated.attributes[0].importance,
          stated.attributes[1].gap.difference,
          derived.attributes[0].importance};
}

Estimates drivers(const Survey& s) {
  const auto r = gap::fit_drivers(s.drivers(), s.outcome, {}, {.bootstrap = {.replicates = 50}});
  return {r.drivers[0].share, r.drivers[1].importance, r.r_squared};
}

Estimates penalty_reward(const Survey& s) {
  const auto r = gap::fit_penalty_rewards(s.drivers(), s.outcome);
  return {r.attributes[0].penalty, r.attributes[1].reward, r.attributes[0].asymmetry};
}

Estimates reach_noise(const Survey& s) {
  const auto r = gap::find_key_attributes(
      s.drivers(), s.outcome, {}, {.overall_threshold = 4, .attribute_threshold = 4});
  return {r.attributes[0].shapley, r.attributes[1].alone.objective};
}

Estimates scores(const Survey& s) {
  const cc::Scale& scale = s.scale[0];
  return {gap::score_net_promoter(s.outcome, scale, {}, {.cut_points = {{3, 6}}}).score,
          gap::score_satisfaction(s.outcome, scale).score,
          gap::score_effort(s.outcome, scale).score};
}

Estimates held_expectations(const Survey& s) {
  const std::array<gap::PossibleExpectation, 2> possible{
      {{.name = "a", .scale = s.scale[0], .level = s.expected[0], .held_from = 5.0},
       {.name = "b", .scale = s.scale[1], .level = s.expected[1], .held_from = 5.0}}};
  const auto r = gap::measure_held_expectations(possible, s.groups());
  return {r.expectations[0].all.share,
          r.expectations[1].all.level,
          r.expectations[0].segments[1].share};
}

Estimates improvement_list(const Survey& s) {
  const auto r = gap::list_improvements(s.items(), s.outcome, {}, {}, {.draws = 50});
  return {r.improvements[0].weight, r.improvements[0].gain, r.improvements[1].gain};
}

Estimates provider_gaps(const Survey& s) {
  std::array<gap::ProviderItem, 2> items{};
  for (std::size_t j = 0; j < 2; ++j) {
    items[j] = {.name = j == 0 ? "a" : "b",
                .scale = s.scale[j],
                .expected = s.expected[j],
                .perceived = s.perceived[j],
                .believed = s.importance[j]};
  }
  const auto r = gap::measure_provider_gaps(items);
  const auto at = [](gap::ProviderGap g) { return static_cast<std::size_t>(g); };
  return {r.items[0].gaps[at(gap::ProviderGap::knowledge)].error.difference,
          r.items[1].gaps[at(gap::ProviderGap::service)].error.difference,
          r.summary[at(gap::ProviderGap::knowledge)].bias,
          r.summary[at(gap::ProviderGap::service)].rmse};
}

Estimates stakeholder_balance(const Survey& s) {
  std::array<gap::StakeholderItem, 2> items{};
  for (std::size_t j = 0; j < 2; ++j) {
    items[j] = {.name = j == 0 ? "a" : "b", .scale = s.scale[j], .perception = s.perceived[j]};
    items[j].expectation[static_cast<std::size_t>(cc::Standard::adequate)] = s.adequate[j];
  }
  const auto r = gap::measure_stakeholder_balance(items, s.groups(), {}, {.draws = 50});
  const auto adequate = static_cast<std::size_t>(cc::Standard::adequate);
  return {r.groups[0].unmet[adequate], r.groups[1].unmet[adequate], r.balance, r.lowest_met};
}

struct Model {
  const char* name;
  Estimates (*ask)(const Survey&);
};

constexpr Model models[] = {{"gap_scores", gap_scores},
                            {"gap_groups", gap_groups},
                            {"gap_moments", gap_moments},
                            {"tolerance_zone", tolerance_zone},
                            {"disconfirmation", disconfirmation},
                            {"expectation_model", expectation_model},
                            {"importance_performance", importance_performance},
                            {"drivers", drivers},
                            {"penalty_reward", penalty_reward},
                            {"reach_noise", reach_noise},
                            {"scores", scores},
                            {"held_expectations", held_expectations},
                            {"improvement_list", improvement_list},
                            {"provider_gaps", provider_gaps},
                            {"stakeholder_balance", stakeholder_balance}};

std::string refused_at(const std::function<void()>& ask) {
  try {
    ask();
  } catch (const cc::Error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    return to_text(error.where());
  }
  return "not refused";
}

}  // namespace

TEST(BadAnswers, OffTheScaleIsNamedByRowAndColumn) {
  struct Case {
    Estimates (*ask)(const Survey&);
    std::function<double&(Survey&)> answer;
    const char* where;
  };

  const auto expected = [](Survey& s) -> double& { return s.expected[1][2]; };
  const auto perceived = [](Survey& s) -> double& { return s.perceived[1][2]; };
  const auto importance = [](Survey& s) -> double& { return s.importance[1][2]; };
  const auto adequate = [](Survey& s) -> double& { return s.adequate[1][2]; };
  const auto outcome = [](Survey& s) -> double& { return s.outcome[2]; };
  for (const Case& c : {Case{gap_scores, expected, "row 2, column expectation of b"},
                        Case{gap_scores, perceived, "row 2, column perception of b"},
                        Case{gap_scores, importance, "row 2, column importance of b"},
                        Case{gap_groups, perceived, "row 2, column perception of b"},
                        Case{gap_moments, expected, "row 2, column expectation of b"},
                        Case{gap_moments, perceived, "row 2, column perception of b"},
                        Case{tolerance_zone, adequate, "row 2, column adequate of b"},
                        Case{tolerance_zone, expected, "row 2, column desired of b"},
                        Case{tolerance_zone, perceived, "row 2, column perceived of b"},
                        Case{disconfirmation, expected, "row 2, column expectation of b"},
                        Case{disconfirmation, perceived, "row 2, column perception of b"},
                        Case{scores, outcome, "row 2, column ratings"},
                        Case{held_expectations, expected, "row 2, column level of b"},
                        Case{improvement_list, perceived, "row 2, column perception of b"},
                        Case{provider_gaps, importance, "row 2, column believed of b"},
                        Case{provider_gaps, perceived, "row 2, column perceived of b"},
                        Case{stakeholder_balance, adequate, "row 2, column adequate of b"},
                        Case{stakeholder_balance, perceived, "row 2, column perception of b"}}) {
    for (const double wrong : {0.0, 8.0, 3.5, infinite}) {
      Survey s;
      c.answer(s) = wrong;
      EXPECT_EQ(refused_at([&] { (void)c.ask(s); }), c.where) << wrong;
    }
  }
  // Models that are told no scale refuse what is on none.
  for (const Case& c : {Case{disconfirmation, outcome, "row 2, column outcome"},
                        Case{importance_performance, importance, "row 2, column importance of b"},
                        Case{importance_performance, perceived, "row 2, column performance of b"},
                        Case{importance_performance, outcome, "row 2, column outcome"},
                        Case{drivers, perceived, "row 2, column b"},
                        Case{drivers, outcome, "row 2, column outcome"},
                        Case{penalty_reward, perceived, "row 2, column b"},
                        Case{penalty_reward, outcome, "row 2, column outcome"},
                        Case{reach_noise, perceived, "row 2, column b"},
                        Case{reach_noise, outcome, "row 2, column outcome"},
                        Case{improvement_list, outcome, "row 2, column outcome"},
                        Case{expectation_model,
                             [](Survey& s) -> double& { return s.expected[0][2]; },
                             "row 2, column expectation"}}) {
    Survey s;
    c.answer(s) = infinite;
    EXPECT_EQ(refused_at([&] { (void)c.ask(s); }), c.where);
  }
}

TEST(BadAnswers, ItemsOfDifferentScalesAreNamed) {
  for (const Model& model : {Model{"gap_scores", gap_scores},
                             Model{"gap_groups", gap_groups},
                             Model{"gap_moments", gap_moments},
                             Model{"disconfirmation", disconfirmation},
                             Model{"improvement_list", improvement_list},
                             Model{"provider_gaps", provider_gaps}}) {
    Survey s;
    s.scale[1].highest = 9.0;
    EXPECT_EQ(refused_at([&] { (void)model.ask(s); }), "column b") << model.name;
  }
  // One item asked on two scales is two items.
  cc::CustomerBase base;
  base.declare({.name = "fast", .scale = {.lowest = 1, .highest = 7}});
  EXPECT_EQ(
      refused_at([&] { base.declare({.name = "fast", .scale = {.lowest = 0, .highest = 10}}); }),
      "column item");
  // Shares of a scale, and items that are never added up, may have scales of their own.
  for (const Model& model : {Model{"tolerance_zone", tolerance_zone},
                             Model{"held_expectations", held_expectations},
                             Model{"stakeholder_balance", stakeholder_balance}}) {
    Survey s;
    s.scale[1].highest = 9.0;
    EXPECT_NO_THROW((void)model.ask(s)) << model.name;
  }
}

TEST(BadAnswers, UnknownCodesAreNamedByRowAndColumn) {
  Survey s;
  s.group[3] = 2;
  for (const auto ask : {gap_groups, held_expectations, stakeholder_balance}) {
    EXPECT_EQ(refused_at([&] { (void)ask(s); }), "row 3, column group");
  }
  EXPECT_EQ(refused_at([&] { (void)expectation_model(s); }), "row 3, column context");
  const std::vector<std::uint8_t> good{1, 2, 5};
  const std::vector<std::uint8_t> bad{1, 6, 5};
  EXPECT_EQ(refused_at([&] { (void)gap::count_kano_answers(bad, good); }),
            "row 1, column functional");
  EXPECT_EQ(refused_at([&] { (void)gap::count_kano_answers(good, bad); }),
            "row 1, column dysfunctional");
  EXPECT_EQ(refused_at([&] { (void)gap::measure_kano_effects(good, bad, {}); }),
            "row 1, column dysfunctional");
  EXPECT_EQ(refused_at([&] {
              (void)gap::count_kano_answers_by_group(good, good, Codes{0, 1, 2}, 2);
            }),
            "row 2, column group");
}

TEST(BadAnswers, BadWeightsAreNamedByTheirRow) {
  const Survey s;
  const Column weights{1, 1, 1, 1, -1, 1};  // the third of its group
  const std::string where = "row 4, column weights";
  EXPECT_EQ(refused_at([&] {
              (void)gap::score_gaps_by_group(s.items(), s.groups(), {.weights = weights});
            }),
            where);
  const std::array<gap::PossibleExpectation, 1> possible{
      {{.name = "a", .level = s.expected[0], .held_from = 5.0}}};
  EXPECT_EQ(refused_at([&] {
              (void)gap::measure_held_expectations(possible, s.groups(), {.weights = weights});
            }),
            where);
  std::array<gap::StakeholderItem, 1> needs{{{.name = "a", .perception = s.perceived[0]}}};
  needs[0].expectation[0] = s.expected[0];
  EXPECT_EQ(refused_at([&] {
              (void)gap::measure_stakeholder_balance(needs, s.groups(), {.weights = weights});
            }),
            where);
  EXPECT_EQ(
      refused_at([&] { (void)gap::list_improvements(s.items(), s.outcome, {.weights = weights}); }),
      where);
}

TEST(BadAnswers, NoAnswersAreUndefinedAndNotZero) {
  Survey nobody;
  nobody.fill(missing);
  for (const Model& model : models) {
    for (const cc::Estimate& e : model.ask(nobody)) {
      EXPECT_FALSE(e.value) << model.name;
      EXPECT_FALSE(e.standard_error) << model.name;
      EXPECT_FALSE(e.interval) << model.name;
      EXPECT_NE(e.undefined, cc::Undefined::no) << model.name;
    }
  }
  const std::vector<std::uint8_t> silent(4, 0);
  const auto kano = gap::analyze_kano(gap::count_kano_answers(silent, silent));
  const auto effects = gap::measure_kano_effects(silent, silent, {});
  for (const cc::Estimate& e : {kano.better,
                                kano.worse,
                                kano.share[0],
                                kano.total_strength,
                                kano.functional,
                                effects.better,
                                effects.worse}) {
    EXPECT_EQ(e.undefined, cc::Undefined::too_few);
  }
}

TEST(BadAnswers, AnEmptyCellIsLeftOutAndNotZero) {
  // Row 2 answers nothing: what is said is what the other five rows say.
  Survey with;
  for (auto* columns : {&with.adequate, &with.expected, &with.perceived, &with.importance}) {
    for (Column& column : *columns) column[2] = missing;
  }
  with.outcome[2] = missing;
  Survey without;
  for (auto* columns :
       {&without.adequate, &without.expected, &without.perceived, &without.importance}) {
    for (Column& column : *columns) column.erase(column.begin() + 2);
  }
  without.outcome.erase(without.outcome.begin() + 2);
  without.group.erase(without.group.begin() + 2);
  for (const Model& model : models) {
    const Estimates left = model.ask(with);
    const Estimates right = model.ask(without);
    for (std::size_t i = 0; i < left.size(); ++i) {
      ASSERT_EQ(left[i].value.has_value(), right[i].value.has_value()) << model.name << i;
      if (left[i].value) {
        EXPECT_NEAR(*left[i].value, *right[i].value, 1e-9) << model.name << i;
      }
    }
  }
}

TEST(BadAnswers, ASingleRespondentSpeaksOfNobodyElse) {
  Survey one;
  one.cut(1);
  for (const Model& model : models) {
    const Estimates said = model.ask(one);
    for (std::size_t i = 0; i < said.size(); ++i) {
      SCOPED_TRACE(model.name + std::string(" ") + std::to_string(i));
      const cc::Estimate& e = said[i];
      if (e.value) {
        EXPECT_TRUE(std::isfinite(*e.value));
      } else {
        EXPECT_NE(e.undefined, cc::Undefined::no);
      }
      // A share of one answer has Wilson's interval, which is nearly everything; a mean has none.
      if (e.interval) {
        EXPECT_TRUE(e.method == cc::Method::score);
        EXPECT_GT(e.interval->upper - e.interval->lower, 0.7);
      }
    }
  }
}

TEST(BadAnswers, AConstantItemHasNoCorrelationAndNoEffect) {
  Survey same;
  same.fill(4.0);
  for (const Model& model : {Model{"disconfirmation", disconfirmation},
                             Model{"drivers", drivers},
                             Model{"penalty_reward", penalty_reward}}) {
    for (const cc::Estimate& e : model.ask(same)) {
      EXPECT_FALSE(e.value) << model.name;
      EXPECT_TRUE(e.undefined == cc::Undefined::no_variation ||
                  e.undefined == cc::Undefined::unusable_fit)
          << model.name << ' ' << to_string(e.undefined);
    }
  }
  const Estimates gaps = gap_scores(same);
  EXPECT_EQ(gaps[3].undefined, cc::Undefined::no_variation);  // alpha
  EXPECT_FALSE(gaps[4].value);                                // reliability of the difference
  EXPECT_EQ(importance_performance(same)[2].undefined, cc::Undefined::no_variation);
  for (const cc::Estimate& e : improvement_list(same)) {
    EXPECT_EQ(e.undefined, cc::Undefined::no_variation);
  }
}
