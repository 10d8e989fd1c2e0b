#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/records/customer_base.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

const cc::Instant monday{std::chrono::sys_days{std::chrono::year{2024} / 3 / 4}};

cc::CustomerBase survey() {
  cc::CustomerBase base;
  base.declare({.name = "recommend",
                .wording = "Would you recommend us?",
                .scale = {.lowest = 0, .highest = 10},
                .asked = cc::Asked::after});
  base.declare({.name = "speed", .scale = {.lowest = 1, .highest = 7}});
  base.add({.respondent = "ann", .time = monday, .item = "recommend", .perception = 9});
  base.add({.respondent = "ann", .time = monday, .item = "speed", .perception = 6});
  base.add({.respondent = "ann", .time = monday, .item = "speed", .perception = 7});
  base.add({.respondent = "bob",
            .time = monday + std::chrono::days(2),
            .item = "recommend",
            .context = "free",
            .weight = 2.0,
            .perception = 3,
            .functional = 1,
            .dysfunctional = 5});
  base.add({.time = monday, .item = "recommend", .perception = 10});
  base.add({.time = monday, .item = "recommend"});
  return base;
}

}  // namespace

TEST(SurveyColumns, OneItem) {
  const cc::CustomerBase base = survey();
  const auto columns = gap::select_item(base.assessments(), "recommend");
  ASSERT_EQ(columns.size(), 4u);
  EXPECT_EQ(columns.perception[0], 9.0);
  EXPECT_TRUE(std::isnan(columns.perception[3]));
  EXPECT_NE(columns.respondent[2], columns.respondent[3]);  // two strangers are two people
  EXPECT_EQ(columns.weight, (std::vector{1.0, 2.0, 1.0, 1.0}));
  EXPECT_EQ(columns.functional, (std::vector<std::uint8_t>{0, 1, 0, 0}));
  EXPECT_EQ(base.assessments().contexts.text(columns.context[1]), "free");

  const auto sheet = gap::method_sheet(columns);
  EXPECT_EQ(sheet.wording, "Would you recommend us?");
  EXPECT_EQ(*sheet.last_day - *sheet.first_day, std::chrono::days(2));
  const auto nps = gap::score_net_promoter(
      columns.perception, columns.item.scale, gap::survey_design(columns), {.sheet = sheet});
  EXPECT_EQ(*nps.score.value, 0.0);  // weights 1 + 1 for, 2 against
  EXPECT_EQ(nps.sheet.answered, 3u);
  EXPECT_EQ(nps.sheet.missing, 1u);
  EXPECT_TRUE(nps.sheet.weighted);
  EXPECT_EQ(nps.sheet.asked, cc::Asked::after);
  const auto kano =
      gap::count_kano_answers(columns.functional, columns.dysfunctional, columns.weight);
  EXPECT_EQ(kano.weight[0][4], 2.0);
  EXPECT_EQ(kano.missing, 3u);
}

TEST(SurveyColumns, ItemsSideBySide) {
  const cc::CustomerBase base = survey();
  constexpr std::array<std::string_view, 2> items{"speed", "recommend"};
  const auto table = gap::join_perceptions(base.assessments(), items);
  ASSERT_EQ(table.respondent.size(), 2u);
  EXPECT_EQ(table.perception[0][0], 6.5);  // answered twice
  EXPECT_EQ(table.perception[1][0], 9.0);
  EXPECT_TRUE(std::isnan(table.perception[0][1]));
  EXPECT_EQ(table.perception[1][1], 3.0);
  EXPECT_EQ(table.weight, (std::vector{1.0, 2.0}));
  EXPECT_EQ(table.anonymous, 1u);
}

TEST(SurveyColumns, UnknownItemsAreNamed) {
  const cc::CustomerBase base = survey();
  EXPECT_THROW((void)gap::select_item(base.assessments(), "sped"), cc::Error);
  constexpr std::array<std::string_view, 2> twice{"speed", "speed"};
  EXPECT_THROW((void)gap::join_perceptions(base.assessments(), twice), cc::Error);
}

TEST(SurveyColumns, KanoByContextAndPrice) {
  cc::CustomerBase base;
  base.declare({.name = "instant answer"});
  const auto ask = [&base](const char* context, std::optional<double> price, int f, int d) {
    base.add({.time = monday,
              .item = "instant answer",
              .context = context,
              .price = price ? std::optional{cc::to_money(*price)} : std::nullopt,
              .functional = f,
              .dysfunctional = d});
  };
  for (int i = 0; i < 40; ++i) {
    ask("free", 0.0, 1, 3);   // attractive
    ask("paid", 60.0, 3, 5);  // must-be
  }
  ask("", std::nullopt, 3, 3);
  const auto columns = gap::select_item(base.assessments(), "instant answer");
  const auto contexts = gap::group_by_context(columns, base.assessments());
  EXPECT_EQ(contexts.names, (std::vector<std::string>{"free", "paid", "unknown context"}));
  const auto prices = gap::group_by_price(columns, std::array{10.0, 60.0});
  EXPECT_EQ(prices.names,
            (std::vector<std::string>{
                "below 10.00", "10.00 to below 60.00", "from 60.00", "unknown price"}));
  const auto analyze = [&](const gap::RowGroups& rows) {
    return gap::analyze_kano_contexts(
        gap::count_kano_answers_by_group(columns.functional,
                                         columns.dysfunctional,
                                         rows.group,
                                         static_cast<std::uint32_t>(rows.names.size())));
  };
  const auto by_context = analyze(contexts);
  EXPECT_EQ(by_context.groups[0].category, gap::KanoCategory::attractive);
  EXPECT_EQ(by_context.groups[1].category, gap::KanoCategory::must_be);
  EXPECT_EQ(by_context.groups[2].n, 1u);
  const auto by_price = analyze(prices);
  EXPECT_EQ(by_price.groups[0].category, gap::KanoCategory::attractive);
  EXPECT_EQ(by_price.groups[1].n, 0u);                                 // nobody paid that
  EXPECT_EQ(by_price.groups[2].category, gap::KanoCategory::must_be);  // 60 is the edge
  EXPECT_TRUE(by_price.switches);
  EXPECT_THROW((void)gap::group_by_price(columns, std::array{2.0, 1.0}), cc::Error);
  EXPECT_EQ(gap::group_by_price(columns, {}).names.size(), 2u);
}
