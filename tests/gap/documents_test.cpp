// Every document of the room, in the best and in the emptiest case: well formed, and rendered by
// the report in all three forms.

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/held_expectations.hpp>
#include <centricity/gap/importance_performance.hpp>
#include <centricity/gap/improvement_list.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/kano_stability.hpp>
#include <centricity/gap/kano_transitions.hpp>
#include <centricity/gap/misallocation.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/penalty_reward.hpp>
#include <centricity/gap/provider_gaps.hpp>
#include <centricity/gap/reach_noise.hpp>
#include <centricity/gap/satisfaction_score.hpp>
#include <centricity/gap/score_trend.hpp>
#include <centricity/gap/stakeholder_balance.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/text.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

void check(const cc::Table& table) {
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
}

void check(const cc::Chart& chart) {
  for (const auto& s : chart.series) {
    const std::size_t points = s.y.size();
    const auto fits = [points](std::size_t n) { return n == 0 || n == points; };
    EXPECT_TRUE(chart.x.categories.empty() ? s.x.size() == points
                                           : chart.x.categories.size() == points)
        << chart.title;
    EXPECT_TRUE(fits(s.lower.size()) && fits(s.upper.size())) << chart.title;
    EXPECT_TRUE(fits(s.labels.size()) && fits(s.cell_sizes.size())) << chart.title;
  }
}

void check(const cc::HeatMap& map) {
  EXPECT_EQ(map.values.size(), map.x.categories.size() * map.y.categories.size());
}

template <typename Other>
void check(const Other&) {}

void expect_renders(const cc::Document& document) {
  SCOPED_TRACE(document.id);
  for (const auto& block : document.blocks) {
    std::visit([](const auto& b) { check(b); }, block);
  }
  EXPECT_FALSE(cc::report::to_text(document).empty());
  EXPECT_FALSE(cc::report::to_json(document).empty());
  EXPECT_FALSE(cc::report::to_html(document).empty());
}

struct Survey {
  std::vector<double> a{}, b{}, overall{};
  std::vector<std::uint8_t> functional{}, dysfunctional{};
  std::vector<std::uint32_t> context{};
};

Survey survey(std::size_t n) {
  cc::Rng rng(17);
  Survey s;
  for (std::size_t i = 0; i < n; ++i) {
    s.a.push_back(static_cast<double>(cc::uniform_index(rng, 11)));
    s.b.push_back(static_cast<double>(cc::uniform_index(rng, 11)));
    s.overall.push_back(std::round(0.5 * (s.a.back() + s.b.back())));
    s.functional.push_back(static_cast<std::uint8_t>(1 + cc::uniform_index(rng, 3)));
    s.dysfunctional.push_back(static_cast<std::uint8_t>(3 + cc::uniform_index(rng, 3)));
    s.context.push_back(static_cast<std::uint32_t>(i % 2));
  }
  return s;
}

void expect_all_render(const Survey& s) {
  constexpr cc::Scale scale{.lowest = 0, .highest = 10};
  const std::vector<std::string> names{"a", "b"};
  const std::vector<gap::DriverColumn> columns{{.name = "a", .values = s.a},
                                               {.name = "b", .values = s.b}};
  const auto nps = gap::score_net_promoter(s.overall, scale);
  expect_renders(gap::describe(nps));
  expect_renders(gap::describe(gap::score_satisfaction(s.overall, scale)));
  expect_renders(gap::describe(gap::score_effort(s.overall, scale)));
  const std::vector<gap::ScoreWave> waves{{cc::date(2024, 1, 1), nps.score},
                                          {cc::date(2024, 4, 1), nps.score}};
  expect_renders(gap::describe(gap::fit_score_trend(waves), "NPS"));

  const auto groups = gap::count_kano_answers_by_group(s.functional, s.dysfunctional, s.context, 2);
  const auto answers = gap::count_kano_answers(s.functional, s.dysfunctional);
  const auto analysis = gap::analyze_kano(answers);
  const double stability = gap::agreement(gap::kano_stability(answers), analysis);
  EXPECT_GE(stability, 0.0);
  EXPECT_LE(stability, 1.0);
  const std::vector<gap::KanoFeature> features{
      {.name = "a", .analysis = analysis, .stability = stability}};
  expect_renders(gap::describe(features));
  const auto contexts = gap::analyze_kano_contexts(groups);
  expect_renders(gap::describe(contexts, names));
  EXPECT_THROW((void)gap::describe(contexts, std::span{names}.first(1)), cc::Error);
  using enum gap::KanoCategory;
  const std::vector<std::optional<gap::KanoCategory>> before{
      indifferent, attractive, one_dimensional, must_be};
  const std::vector<std::optional<gap::KanoCategory>> after{
      attractive, one_dimensional, must_be, must_be};
  const std::size_t pairs = s.a.empty() ? 0 : 4;
  expect_renders(gap::describe(gap::estimate_kano_transitions(std::span{before}.first(pairs),
                                                              std::span{after}.first(pairs))));

  const std::vector<gap::RatedAttribute> rated{
      {.name = "a", .importance = s.b, .performance = s.a},
      {.name = "b", .importance = s.a, .performance = s.b}};
  if (!s.a.empty()) expect_renders(gap::describe(gap::place_by_stated_importance(rated)));
  const auto derived = gap::place_by_derived_importance(rated, s.overall);
  expect_renders(gap::describe(derived));
  const std::array importance{derived.attributes[0].importance, derived.attributes[1].importance};
  expect_renders(gap::describe(gap::misallocation(std::array{3.0, 1.0}, importance), names));
  expect_renders(
      gap::describe(gap::fit_drivers(columns, s.overall, {}, {.bootstrap = {.replicates = 50}})));
  expect_renders(gap::describe(gap::fit_penalty_rewards(columns, s.overall)));
  const gap::ReachNoiseOptions thresholds{.overall_threshold = 4, .attribute_threshold = 4};
  expect_renders(gap::describe(gap::find_key_attributes(columns, s.overall, {}, thresholds)));
}

void expect_gap_documents_render(const Survey& s) {
  constexpr cc::Scale scale{.lowest = 0, .highest = 10};
  const gap::RowGroups groups{.group = s.context, .names = {"customer", "employee"}};
  const std::vector<gap::GapItem> items{
      {.name = "a", .scale = scale, .expectation = s.b, .perception = s.a},
      {.name = "b", .scale = scale, .expectation = s.overall, .perception = s.b}};
  const std::array<gap::ImprovementTerms, 2> terms{
      {{.kano = gap::KanoCategory::must_be, .cost = 2.0}, {.feasible = false}}};
  expect_renders(gap::describe(gap::list_improvements(items, s.overall, {}, terms, {.draws = 50})));
  const std::array promise{9.0};
  const std::vector<gap::ProviderItem> provided{{.name = "a",
                                                 .scale = scale,
                                                 .expected = s.b,
                                                 .perceived = s.a,
                                                 .believed = s.overall,
                                                 .specified = promise,
                                                 .promised = promise},
                                                {.name = "b", .scale = scale, .expected = s.a}};
  expect_renders(gap::describe(gap::measure_provider_gaps(provided)));
  gap::StakeholderItem need{.name = "a", .scale = scale, .perception = s.a};
  need.expectation[static_cast<std::size_t>(cc::Standard::adequate)] = s.b;
  const std::array<gap::ValueExchange, 2> exchanges{
      {{.given = {.value = 3.0}, .received = {.value = 2.0, .standard_error = 0.5}}, {}}};
  expect_renders(gap::describe(
      gap::measure_stakeholder_balance(std::span{&need, 1}, groups, {}, {.exchanges = exchanges})));
  const std::vector<gap::PossibleExpectation> possible{
      {.name = "a", .scale = scale, .level = s.a, .feasible = false, .held_from = 5.0}};
  expect_renders(gap::describe(gap::measure_held_expectations(possible, groups)));
}

}  // namespace

TEST(Documents, OfAFullSurvey) {
  expect_all_render(survey(200));
  expect_gap_documents_render(survey(200));
}

TEST(Documents, OfOneRespondent) {
  expect_all_render(survey(1));
  expect_gap_documents_render(survey(1));
}

TEST(Documents, OfNobody) {
  expect_all_render(survey(0));
  expect_gap_documents_render(survey(0));
}
