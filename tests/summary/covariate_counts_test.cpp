#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/summary/covariate_counts.hpp>

#include "support/refusal.hpp"

namespace cc = centricity;
using support::refusal;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

cc::PurchaseHistories histories(const std::vector<std::string>& labels) {
  cc::PurchaseHistories result{.unit = cc::TimeUnit::week};
  for (const std::string& label : labels) {
    result.labels.push_back(label);
    result.first.push_back({});
    result.repeats.push_back(1);
    result.recency.push_back(3.0);
    result.age.push_back(9.0);
    result.priced.push_back(0);
    result.spend.push_back({});
    result.priced_repeats.push_back(0);
    result.repeat_spend.push_back({});
  }
  return result;
}

cc::Labels labels(const std::vector<std::string>& texts) {
  cc::Labels result;
  for (const std::string& text : texts) result.push_back(text);
  return result;
}

/// Age and channel of four, of whom d is not asked for and has a channel of their own.
cc::FeatureTable table() {
  return {.labels = labels({"a", "b", "c", "d"}),
          .numeric = {{.name = "age", .values = {30.0, 40.0, 30.0, 50.0}}},
          .categorical = {{.name = "channel",
                           .categories = labels({"kiosk", "shop", "web"}),
                           .values = {cc::Code{2}, cc::Code{1}, cc::Code{2}, cc::Code{0}}}}};
}

}  // namespace

TEST(CovariateColumns, AreNumbersAndCategoriesAgainstAReference) {
  const auto columns = covariate_columns(histories({"a", "b", "c"}), table());
  ASSERT_EQ(columns.size(), 2u);  // Nobody of them is of the kiosk: the shop is the reference.
  EXPECT_EQ(name_of(columns[0]), "age");
  EXPECT_EQ(name_of(columns[1]), "channel = web");
  EXPECT_EQ(columns[1].reference, "shop");
  const std::array<std::string, 1> wanted{"channel"};
  EXPECT_EQ(covariate_columns(histories({"a", "b", "c", "d"}), table(), wanted).size(), 2u);
  const std::array<std::string, 1> unknown{"height"};
  EXPECT_THAT(refusal([&] { (void)covariate_columns(histories({"a"}), table(), unknown); }),
              AllOf(HasSubstr("height"), HasSubstr("age channel")));
}

TEST(CovariateCounts, AreDistinctPatternsAndHistories) {
  auto people = histories({"a", "b", "c"});
  const auto columns = covariate_columns(people, table());
  const auto patterns = covariate_patterns(people, table(), columns);
  EXPECT_THAT(patterns.values, ElementsAre(30.0, 1.0, 40.0, 0.0));
  EXPECT_THAT(patterns.of_customer, ElementsAre(0u, 1u, 0u));
  EXPECT_EQ(patterns.report.count("unknown_customers"), 1u);
  const auto counts = covariate_counts(people, patterns);
  EXPECT_THAT(counts.counts,
              ElementsAre(cc::CovariateCount{{1.0, 3.0, 9.0, 2.0}, 0},
                          cc::CovariateCount{{1.0, 3.0, 9.0, 1.0}, 1}));
  EXPECT_THAT(without_covariates(counts).counts,
              ElementsAre(cc::PurchaseCount{1.0, 3.0, 9.0, 3.0}));
  EXPECT_THAT(refusal([&] { (void)covariate_counts(histories({"a"}), patterns); }),
              HasSubstr("other customers"));
}

TEST(CovariatePatterns, NameWhoLacksWhatAndWhere) {
  const auto people = histories({"a", "b", "c"});
  const auto columns = covariate_columns(people, table());
  const std::array<std::uint64_t, 4> lines{5, 2, 3, 4};
  const auto with = [&](const cc::FeatureTable& features, std::span<const std::uint64_t> from) {
    return refusal([&] { (void)covariate_patterns(people, features, columns, from); });
  };
  cc::FeatureTable features = table();
  features.numeric[0].values[1] = {};
  EXPECT_THAT(with(features, lines), HasSubstr("customer b has no age (line 2, column age)"));
  EXPECT_THAT(with(features, {}), HasSubstr("customer b has no age (row 1, column age)"));
  features = table();
  features.categorical[0].values[2] = cc::Code::none;
  EXPECT_THAT(with(features, lines),
              HasSubstr("customer c has no channel (line 3, column channel)"));
  features = table();
  features.categorical[0].values[0] = cc::Code{0};
  EXPECT_THAT(with(features, lines), AllOf(HasSubstr("does not know, kiosk"), HasSubstr("line 5")));
  EXPECT_THAT(refusal([&] {
                (void)covariate_patterns(histories({"a", "x", "y"}), table(), columns);
              }),
              HasSubstr("customer x has no row in the covariates, nor have 1 others"));
  features = table();
  features.begin = {0, 0, 0, 0};
  features.end = {1, 1, 1, 1};
  EXPECT_THAT(with(features, {}), HasSubstr("hold for a time only"));
  EXPECT_THAT(refusal([&] { (void)covariate_patterns(people, table(), {}); }),
              HasSubstr("no covariates"));
}
