// Impossible histories, for every model: named by row and column, and what to do.

#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/purchase_model.hpp>

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

namespace {

/// Whole weeks, so that every model takes them.
cc::PurchaseCounts good() {
  return {.unit = cc::TimeUnit::week,
          .counts = {{0, 0, 30, 60}, {1, 9, 30, 20}, {2, 17, 30, 10}, {4, 28, 30, 5}}};
}

void expect_refused(loyalty::ModelName model,
                    const cc::PurchaseCount& count,
                    const std::string& column) {
  cc::PurchaseCounts counts = good();
  counts.counts[2] = count;
  try {
    (void)loyalty::fit_model(model, counts);
    ADD_FAILURE() << loyalty::to_string(model) << " takes an impossible " << column;
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 2u);
    EXPECT_EQ(error.where().column, column) << error.what();
    EXPECT_THAT(error.what(), testing::HasSubstr("row 2, column " + column));
  }
}

}  // namespace

TEST(BadInput, IsNamedByRowAndColumn) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const loyalty::ModelName model : loyalty::model_names()) {
    ASSERT_TRUE(loyalty::report_of(loyalty::fit_model(model, good())).usable());
    expect_refused(model, {2, -1, 30, 10}, "recency");
    expect_refused(model, {2, 31, 30, 10}, "recency");  // Beyond the age.
    expect_refused(model, {2, 0, 30, 10}, "recency");   // Repeats without it.
    expect_refused(model, {0, 5, 30, 10}, "recency");   // It without repeats.
    expect_refused(model, {2, none, 30, 10}, "recency");
    expect_refused(model, {2, 17, -30, 10}, "age");
    expect_refused(model, {2, 17, infinity, 10}, "age");
    expect_refused(model, {-1, 17, 30, 10}, "repeats");
    expect_refused(model, {1.5, 17, 30, 10}, "repeats");
    expect_refused(model, {infinity, 17, 30, 10}, "repeats");
    expect_refused(model, {2, 17, 30, 0}, "customers");
    expect_refused(model, {2, 17, 30, -3}, "customers");
    expect_refused(model, {2, 17, 30, none}, "customers");
  }
}

TEST(BadInput, TooFewCustomersAreSaidToBe) {
  for (const loyalty::ModelName model : loyalty::model_names()) {
    const auto nobody = loyalty::fit_model(model, {.unit = cc::TimeUnit::week});
    EXPECT_FALSE(loyalty::report_of(nobody).usable());
    EXPECT_THAT(loyalty::report_of(nobody).diagnosis,
                testing::Contains(testing::HasSubstr("no customers to learn from")));
    const auto three = loyalty::fit_model(
        model, {.unit = cc::TimeUnit::week, .counts = {{0, 0, 30, 2}, {2, 17, 30, 1}}});
    EXPECT_FALSE(loyalty::report_of(three).diagnosis.empty());
  }
}

TEST(BadInput, IsNotAWaitRoundedToNothing) {
  cc::PurchaseCounts counts = good();
  counts.resolution = cc::TimeUnit::week;
  counts.counts.insert(counts.counts.begin() + 1, {1, 0, 30, 3});
  for (const loyalty::ModelName model : loyalty::model_names()) {
    if (model == loyalty::ModelName::bg_bb) continue;  // Has an opportunity for each repeat.
    EXPECT_TRUE(loyalty::report_of(loyalty::fit_model(model, counts)).usable())
        << loyalty::to_string(model);
  }
}
