#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/load_purchase_counts.hpp>

#include "support/data.hpp"

namespace {

namespace cc = centricity;
using cc::PurchaseCount;
using cc::source::load_purchase_counts;
using cc::source::LoadedCounts;
using cc::source::parse_purchase_counts;

TEST(LoadPurchaseCounts, unites_equal_histories) {
  const LoadedCounts loaded = parse_purchase_counts(
      "ID,x,t_x,T\n1,2,30.43,38.86\n2,0,0,38.86\n3,2,30.43,38.86\n", {.unit = cc::TimeUnit::day});
  EXPECT_THAT(loaded.counts.counts,
              testing::ElementsAre(PurchaseCount{0.0, 0.0, 38.86, 1.0},
                                   PurchaseCount{2.0, 30.43, 38.86, 2.0}));
  EXPECT_EQ(loaded.counts.unit, cc::TimeUnit::day);
  EXPECT_EQ(loaded.kept, 3U);
  EXPECT_TRUE(loaded.report.findings.empty());
}

TEST(LoadPurchaseCounts, keeps_waits_rounded_to_nothing) {
  const LoadedCounts loaded =
      parse_purchase_counts("frequency,recency,age\n1,0,4\n", {.resolution = cc::TimeUnit::week});
  EXPECT_EQ(loaded.kept, 1U);
  EXPECT_EQ(loaded.counts.resolution, cc::TimeUnit::week);
}

TEST(LoadPurchaseCounts, sets_impossible_rows_aside) {
  const LoadedCounts loaded = parse_purchase_counts(
      "frequency,recency,age,count\n"
      "1,5,4,1\n-1,0,4,1\n1.5,1,4,1\n0,1,4,1\n1,-1,4,1\n1,1,4,0\n1,0,4,1\n"
      "x,1,4,1\n1,,4,1\n1,1,4\n1,1,inf,1\n"
      "1,1,4,2.5\n");
  EXPECT_THAT(loaded.counts.counts, testing::ElementsAre(PurchaseCount{1.0, 1.0, 4.0, 2.5}));
  EXPECT_EQ(loaded.rows, 12U);
  EXPECT_EQ(loaded.kept, 1U);
  EXPECT_EQ(loaded.report.count("bad_history"), 7U);
  EXPECT_EQ(loaded.report.count("bad_number"), 2U);
  EXPECT_EQ(loaded.report.count("no_value"), 1U);
  EXPECT_EQ(loaded.report.count("too_few_fields"), 1U);
  EXPECT_EQ(loaded.report.findings[1].examples[0].where,
            (cc::Location{.line = 9, .row = 7, .column = "frequency"}));
}

TEST(LoadPurchaseCounts, takes_columns_by_name) {
  const LoadedCounts loaded = parse_purchase_counts(
      "count;buys;last;seen\n7;1;1,5;2\n",
      {.columns = {.repeats = "buys", .recency = "last", .age = "seen", .customers = "-"},
       .dialect = {.decimal_point = ','}});
  EXPECT_THAT(loaded.counts.counts, testing::ElementsAre(PurchaseCount{1.0, 1.5, 2.0, 1.0}));
  try {
    (void)parse_purchase_counts("x,T\n1,2\n");
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("which column is the recency"));
    EXPECT_THAT(error.hint(), testing::HasSubstr("x, T"));
  }
}

TEST(LoadPurchaseCounts, reads_the_summaries_of_other_software) {
  for (const auto& [name, tuples_at_least, customers] :
       {std::tuple{"lifetimes_cdnow_summary.csv", 1'000U, 2'357.0},
        std::tuple{"btyd_cdnowSummary_cbs.csv", 1'000U, 2'357.0},
        std::tuple{"lifetimes_donations_bgbb.csv", 22U, 11'104.0}}) {
    const auto file = support::data_file(name);
    if (!file) GTEST_SKIP() << support::no_data(name);
    const LoadedCounts loaded = load_purchase_counts({.file = file->string()});
    EXPECT_TRUE(loaded.report.findings.empty()) << name << "\n" << to_text(loaded.report);
    EXPECT_EQ(cc::customers(loaded.counts), customers) << name;
    EXPECT_GE(loaded.counts.counts.size(), tuples_at_least) << name;
  }
}

}  // namespace
