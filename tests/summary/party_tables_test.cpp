// Segmentations, scores and feature tables: order, validation and merging.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/summary/feature_table.hpp>
#include <centricity/summary/party_scores.hpp>
#include <centricity/summary/segmentation.hpp>

namespace {

using namespace centricity;

Labels labels(std::initializer_list<const char*> texts) {
  Labels result;
  for (const char* text : texts) {
    result.push_back(text);
  }
  return result;
}

Segmentation tiers(std::initializer_list<const char*> parties, std::vector<std::uint32_t> group) {
  return in_label_order({.name = "tier",
                         .groups = {"gold", "other"},
                         .labels = labels(parties),
                         .group = std::move(group)});
}

TEST(Segmentation, IsFoundByLabelAndMerges) {
  const Segmentation left = tiers({"c", "a"}, {0, 1});
  EXPECT_EQ(left.labels, labels({"a", "c"}));
  EXPECT_EQ(left.group, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(find(left, "c"), std::optional<std::size_t>{1});
  EXPECT_EQ(find(left, "b"), std::nullopt);
  const Segmentation right = tiers({"b"}, {1});
  const Segmentation both = tiers({"a", "b", "c"}, {1, 1, 0});
  EXPECT_EQ(merge(left, right), both);
  EXPECT_EQ(merge(right, left), both);
  EXPECT_EQ(merge({}, both), both);
  EXPECT_EQ(merge(both, {}), both);
  EXPECT_EQ(sizes(both), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_THROW((void)merge(both, right), Error);
  Segmentation other = right;
  other.groups.push_back("none");
  EXPECT_THROW((void)merge(left, other), Error);
}

TEST(Segmentation, ProblemsAreNamed) {
  const Segmentation bad{.name = "tier",
                         .groups = {"gold", "gold"},
                         .labels = labels({"b", "a", "a", ""}),
                         .group = {0, 2, 0, 0}};
  const ValidationReport report = validate(bad);
  for (const char* kind :
       {"repeated_group", "label_order", "repeated_label", "empty_label", "unknown_group"}) {
    EXPECT_GT(report.count(kind), 0U) << kind;
  }
  EXPECT_THROW(tiers({"a", "a"}, {0, 0}), Error);
  EXPECT_THROW(tiers({"a"}, {0, 0}), Error);
  EXPECT_FALSE(validate(tiers({"a"}, {0})).has_errors());
}

TEST(PartyScores, AreFoundByLabelAndMerge) {
  const auto scores = [](std::initializer_list<const char*> parties, std::vector<Estimate> values) {
    return in_label_order(
        {.name = "value", .unit = "EUR", .labels = labels(parties), .scores = std::move(values)});
  };
  const Estimate one{.value = 1.0};
  const Estimate none = undefined_estimate(Undefined::too_few);
  const PartyScores both = scores({"a", "b"}, {none, one});
  EXPECT_EQ(merge(scores({"b"}, {one}), scores({"a"}, {none})), both);
  EXPECT_EQ(merge({}, both), both);
  EXPECT_EQ(both.scores[find(both, "b").value()], one);
  EXPECT_THROW((void)merge(both, both), Error);
  EXPECT_THROW(scores({"a"}, {Estimate{}}), Error) << "neither a value nor a reason";
  EXPECT_THROW(scores({"a"}, {Estimate{.value = std::numeric_limits<double>::infinity()}}), Error);
  EXPECT_THROW(scores({"a"}, {}), Error);
}

FeatureTable table(std::initializer_list<const char*> parties,
                   std::vector<std::optional<double>> age,
                   std::initializer_list<const char*> towns,
                   std::vector<Code> town) {
  return in_label_order(
      {.labels = labels(parties),
       .numeric = {{.name = "age", .values = std::move(age)}},
       .categorical = {{.name = "town", .categories = labels(towns), .values = std::move(town)}}});
}

TEST(FeatureTable, MergesCategoriesByTheirTexts) {
  const FeatureTable left = table({"c", "a"}, {3.0, {}}, {"Rome", "Bonn"}, {Code{0}, Code{1}});
  const FeatureTable right = table({"b"}, {2.0}, {"Oslo"}, {Code{0}});
  const FeatureTable both =
      table({"a", "b", "c"}, {{}, 2.0, 3.0}, {"Bonn", "Oslo", "Rome"}, {Code{0}, Code{1}, Code{2}});
  EXPECT_EQ(merge(left, right), both);
  EXPECT_EQ(merge(right, left), both);
  EXPECT_EQ(merge(both, {}), both);
  EXPECT_EQ(find(both, "c"), std::optional<std::size_t>{2});
  EXPECT_THROW((void)merge(both, left), Error);
  FeatureTable weighted = right;
  weighted.weight = {2.0};
  EXPECT_THROW((void)merge(left, weighted), Error);
}

TEST(FeatureTable, KeepsIntervalsInOrderOfTime) {
  const FeatureTable rows = in_label_order({.labels = labels({"b", "a", "a"}),
                                            .begin = {0.0, 5.0, 0.0},
                                            .end = {1.0, 9.0, 5.0},
                                            .outcome = {{1.0, {}, 0.0}}});
  EXPECT_EQ(rows.begin, (std::vector<double>{0.0, 5.0, 0.0}));
  EXPECT_EQ(rows.end, (std::vector<double>{5.0, 9.0, 1.0}));
  EXPECT_EQ(rows.outcome, (std::vector<std::optional<double>>{0.0, {}, 1.0}));
  FeatureTable overlapping = rows;
  overlapping.begin[1] = 4.0;
  EXPECT_GT(validate(overlapping).count("overlapping_intervals"), 0U);
  FeatureTable empty = rows;
  empty.end[0] = 0.0;
  EXPECT_GT(validate(empty).count("empty_interval"), 0U);
}

TEST(FeatureTable, ProblemsAreNamed) {
  FeatureTable bad = table({"a"}, {1.0}, {"Rome"}, {Code{0}});
  bad.numeric.push_back({.name = "age", .values = {std::numeric_limits<double>::quiet_NaN()}});
  bad.categorical[0].values[0] = Code{7};
  bad.weight = {-1.0};
  const ValidationReport report = validate(bad);
  for (const char* kind :
       {"repeated_feature", "not_finite", "unknown_category", "negative_weight"}) {
    EXPECT_GT(report.count(kind), 0U) << kind;
  }
  bad.weight = {1.0, 1.0};
  EXPECT_GT(validate(bad).count("unequal_columns"), 0U);
  EXPECT_THROW(table({"a"}, {}, {"Rome"}, {Code{0}}), Error);
}

}  // namespace
