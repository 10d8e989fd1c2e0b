#include <cmath>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/history_matrix.hpp>
#include <centricity/loyalty/simulation.hpp>

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;

namespace {

const cc::PurchaseCounts& some_counts() {
  static const cc::PurchaseCounts counts = [] {
    const cc::CustomerBase base = to_base(loyalty::simulate({.customers = 500}));
    return cc::summarize_purchases(base);
  }();
  return counts;
}

}  // namespace

TEST(HistoryMatrix, SaysOfEveryHistoryWhatTheModelSays) {
  for (const loyalty::ModelName name : loyalty::model_names()) {
    const loyalty::PurchaseModel model = loyalty::fit_model(
        name,
        cc::PurchaseCounts{
            .unit = cc::TimeUnit::week,
            .counts = {
                {0, 0, 39, 60}, {1, 10, 39, 20}, {2, 30, 38, 9}, {3, 39, 39, 6}, {9, 20, 38, 4}}});
    ASSERT_TRUE(report_of(model).usable()) << to_string(name);
    const loyalty::HistoryRange range{.age = weeks(12), .most_repeats = 6, .horizon = weeks(10)};
    const loyalty::HistoryMatrix matrix = tabulate_histories(model, range);
    ASSERT_EQ(matrix.repeats.size(), 7u);
    ASSERT_EQ(matrix.silence.size(), 13u);
    ASSERT_EQ(matrix.alive.size(), 7u * 13u);
    std::size_t cell = 0;
    for (const double silence : matrix.silence) {
      for (const double repeats : matrix.repeats) {
        const cc::PurchaseHistory history{.repeats = repeats,
                                          .recency = weeks(repeats > 0.0 ? 12.0 - silence : 0.0),
                                          .age = weeks(12)};
        const bool opportunities = name == loyalty::ModelName::bg_bb;
        const bool possible = repeats == 0.0  ? silence == 12.0
                              : opportunities ? repeats <= 12.0 - silence
                                              : silence < 12.0;
        ASSERT_EQ(matrix.alive[cell].has_value(), possible) << to_string(name);
        ASSERT_EQ(matrix.purchases[cell].has_value(), possible);
        if (possible) {
          EXPECT_DOUBLE_EQ(*matrix.alive[cell], *probability_alive(model, history).value);
          EXPECT_DOUBLE_EQ(*matrix.purchases[cell],
                           *expected_purchases(model, history, weeks(10)).value);
        }
        ++cell;
      }
    }
    EXPECT_EQ(describe(matrix).blocks.size(), 2u);
  }
}

TEST(HistoryMatrix, LeavesOutSomeOfMany) {
  const loyalty::PurchaseModel model = loyalty::fit_mbg_nbd(some_counts());
  const auto all =
      tabulate_histories(model, {.most_repeats = 40, .most_columns = 41, .most_rows = 41});
  EXPECT_EQ(all.repeats.size(), 41u);
  EXPECT_EQ(all.silence.size(), 41u);
  const auto few = tabulate_histories(
      model, {.age = weeks(78.5), .most_repeats = 40, .most_columns = 21, .most_rows = 14});
  EXPECT_EQ(few.repeats.size(), 21u);
  EXPECT_EQ(few.repeats.back(), 40.0);
  EXPECT_EQ(few.silence.front(), 0.0);
  EXPECT_EQ(few.silence[1], 10.0);
  EXPECT_EQ(few.silence.back(), 78.5) << "the first purchase was the last";
  EXPECT_LE(few.silence.size(), 14u);
}

TEST(HistoryMatrix, TakesItsRangeFromTheBase) {
  const loyalty::HistoryRange range = loyalty::history_range(some_counts());
  EXPECT_EQ(range.age.unit, cc::TimeUnit::week);
  EXPECT_EQ(range.age.value, std::floor(545.0 / 7.0)) << "bought first on the first of 546 days";
  double beyond = 0.0;
  for (const cc::PurchaseCount& count : some_counts().counts) {
    if (count.repeats > range.most_repeats) beyond += count.customers;
  }
  EXPECT_LE(beyond, 5.0);
  EXPECT_GT(beyond, 0.0);
}

TEST(HistoryMatrix, SaysWhatIsWrong) {
  const loyalty::PurchaseModel model = loyalty::fit_mbg_nbd(some_counts());
  EXPECT_THROW((void)tabulate_histories(loyalty::BgNbdFit{}, {}), cc::Error);
  EXPECT_THROW((void)tabulate_histories(model, {.age = weeks(0)}), cc::Error);
  EXPECT_THROW((void)tabulate_histories(model, {.most_rows = 1}), cc::Error);
  EXPECT_THROW((void)tabulate_histories(model, {.horizon = weeks(-1)}), cc::Error);
  EXPECT_THROW((void)loyalty::history_range({}), cc::Error);
}
