#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/segment/rfm_scores.hpp>

#include "segment/naive.hpp"
#include "support/near.hpp"

namespace {

using centricity::Error;
using centricity::ErrorCode;
using namespace centricity::segment;

/// Customers with many ties, a fifth of them without known spend.
std::vector<RfmValues> any_customers() {
  const auto customer = rc::gen::apply(
      [](int days, int purchases, int cents) {
        RfmValues values{.recency = static_cast<double>(days),
                         .frequency = static_cast<double>(purchases)};
        if (cents % 5 != 0) {
          values.monetary = cents / 100.0;
        }
        return values;
      },
      rc::gen::inRange(0, 40),
      rc::gen::inRange(1, 12),
      rc::gen::inRange(-500, 5000));
  return *rc::gen::nonEmpty(rc::gen::container<std::vector<RfmValues>>(customer));
}

RfmOptions any_options() {
  return {.scores = *rc::gen::inRange(2, 11),
          .scoring = *rc::gen::element(
              RfmScoring::equal_values, RfmScoring::interpolated, RfmScoring::ntile)};
}

RfmOptions any_options_without_splits() {
  RfmOptions options = any_options();
  if (options.scoring == RfmScoring::ntile) {
    options.scoring = RfmScoring::equal_values;
  }
  return options;
}

std::vector<double> column(const std::vector<RfmValues>& customers, double RfmValues::*member) {
  std::vector<double> values;
  for (const RfmValues& customer : customers) {
    values.push_back(customer.*member);
  }
  return values;
}

std::vector<double> known_spend(const std::vector<RfmValues>& customers) {
  std::vector<double> values;
  for (const RfmValues& customer : customers) {
    if (customer.monetary) {
      values.push_back(*customer.monetary);
    }
  }
  return values;
}

TEST(RfmScores, ten_customers_by_hand) {
  std::vector<RfmValues> customers;
  for (int i = 1; i <= 10; ++i) {
    customers.push_back({.recency = 10.0 * i, .frequency = i <= 6 ? 1.0 : i, .monetary = 5.0 * i});
  }
  customers[9].monetary.reset();
  const RfmScores result = score_rfm(customers);
  EXPECT_THAT(result.cuts.recency, testing::ElementsAre(20, 40, 60, 80));
  EXPECT_THAT(result.cuts.frequency, testing::ElementsAre(1, 1, 1, 8));
  EXPECT_THAT(result.cuts.monetary, testing::ElementsAre(10, 20, 30, 40));  // of nine
  EXPECT_EQ(result.scores[0], (RfmScore{.recency = 5, .frequency = 1, .monetary = 1}));
  EXPECT_EQ(result.scores[2], (RfmScore{.recency = 4, .frequency = 1, .monetary = 2}));
  EXPECT_EQ(result.scores[7], (RfmScore{.recency = 2, .frequency = 4, .monetary = 4}));
  EXPECT_EQ(result.scores[9], (RfmScore{.recency = 1, .frequency = 5, .monetary = {}}));
  EXPECT_EQ(result.report.count("rfm_unknown_spend"), 1U);
  EXPECT_EQ(result.report.count("rfm_empty_class_frequency"), 1U);
  EXPECT_EQ(result.report.count("rfm_empty_class_recency"), 0U);
}

TEST(RfmScores, equal_customers_are_one_class_and_the_report_says_so) {
  const std::vector<RfmValues> customers(7, {.recency = 3, .frequency = 2, .monetary = 9});
  const RfmScores result = score_rfm(customers);
  EXPECT_THAT(result.scores, testing::Each(RfmScore{.recency = 5, .frequency = 1, .monetary = 1}));
  for (const char* kind :
       {"rfm_one_class_recency", "rfm_one_class_frequency", "rfm_one_class_monetary"}) {
    EXPECT_EQ(result.report.count(kind), 1U) << kind;
  }
}

TEST(RfmScores, one_customer) {
  for (const RfmScoring scoring :
       {RfmScoring::equal_values, RfmScoring::interpolated, RfmScoring::ntile}) {
    const RfmValues only{.recency = 0, .frequency = 1};
    const RfmScores result = score_rfm(std::vector{only}, {.scoring = scoring});
    EXPECT_THAT(result.scores, testing::ElementsAre(RfmScore{.recency = 5, .frequency = 1}));
    EXPECT_THAT(result.cuts.recency, testing::ElementsAre(0, 0, 0, 0));
    EXPECT_TRUE(result.cuts.monetary.empty());
  }
}

TEST(RfmScores, ntile_splits_ties_and_says_so) {
  const std::vector<RfmValues> customers(5, {.recency = 3, .frequency = 1});
  const RfmScores result = score_rfm(customers, {.scores = 2, .scoring = RfmScoring::ntile});
  std::vector<int> frequencies;
  for (const RfmScore& score : result.scores) {
    frequencies.push_back(score.frequency);
  }
  EXPECT_THAT(frequencies, testing::ElementsAre(1, 1, 1, 2, 2));
  EXPECT_EQ(result.report.count("rfm_split_ties"), 2U);
}

RC_GTEST_PROP(RfmScores, agree_with_the_definitions, ()) {
  const auto customers = any_customers();
  const RfmOptions options = any_options();
  const RfmScores result = score_rfm(customers, options);
  const std::vector<double> recency = column(customers, &RfmValues::recency);
  const std::vector<double> frequency = column(customers, &RfmValues::frequency);
  const std::vector<double> monetary = known_spend(customers);
  if (options.scoring == RfmScoring::ntile) {
    const auto r = naive::ntile(recency, options.scores);
    const auto f = naive::ntile(frequency, options.scores);
    const auto m = naive::ntile(monetary, options.scores);
    std::size_t known = 0;
    for (std::size_t i = 0; i < customers.size(); ++i) {
      RC_ASSERT(result.scores[i].recency == options.scores + 1 - r[i]);
      RC_ASSERT(result.scores[i].frequency == f[i]);
      RC_ASSERT(result.scores[i].monetary.has_value() == customers[i].monetary.has_value());
      if (customers[i].monetary) {
        RC_ASSERT(*result.scores[i].monetary == m[known]);
        ++known;
      }
    }
    return;
  }
  const auto cuts = options.scoring == RfmScoring::equal_values ? naive::equal_value_cuts
                                                                : naive::interpolated_cuts;
  if (options.scoring == RfmScoring::equal_values) {
    RC_ASSERT(result.cuts.recency == cuts(recency, options.scores));
    RC_ASSERT(result.cuts.frequency == cuts(frequency, options.scores));
    RC_ASSERT(monetary.empty() || result.cuts.monetary == cuts(monetary, options.scores));
  } else {
    const auto expected = cuts(recency, options.scores);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      support::expect_relative(result.cuts.recency[i], expected[i], 1e-12, 1e-12);
    }
  }
  for (std::size_t i = 0; i < customers.size(); ++i) {
    RC_ASSERT(result.scores[i].recency ==
              options.scores + 1 - naive::class_of(recency[i], result.cuts.recency));
    RC_ASSERT(result.scores[i].frequency == naive::class_of(frequency[i], result.cuts.frequency));
    RC_ASSERT(result.scores[i].monetary.has_value() == customers[i].monetary.has_value());
    RC_ASSERT(!customers[i].monetary ||
              *result.scores[i].monetary ==
                  naive::class_of(*customers[i].monetary, result.cuts.monetary));
  }
}

RC_GTEST_PROP(RfmScores, do_not_depend_on_the_order_of_customers, ()) {
  const auto customers = any_customers();
  const RfmOptions options = any_options_without_splits();
  std::vector<std::size_t> order(customers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937_64{*rc::gen::arbitrary<unsigned>()});
  std::vector<RfmValues> shuffled;
  for (const std::size_t i : order) {
    shuffled.push_back(customers[i]);
  }
  const RfmScores expected = score_rfm(customers, options);
  const RfmScores actual = score_rfm(shuffled, options);
  RC_ASSERT(actual.cuts == expected.cuts);
  RC_ASSERT(actual.report == expected.report);
  for (std::size_t i = 0; i < order.size(); ++i) {
    RC_ASSERT(actual.scores[i] == expected.scores[order[i]]);
  }
}

RC_GTEST_PROP(RfmScores, do_not_depend_on_the_units, ()) {
  const auto customers = any_customers();
  RfmOptions options = any_options();
  // Powers of two keep interpolated cuts exact; cuts that are values of the data need no such care.
  const double unit = options.scoring == RfmScoring::interpolated
                          ? *rc::gen::element(0.125, 8.0, 1024.0)
                          : *rc::gen::element(0.001, 0.3, 7.0, 1000.0);
  std::vector<RfmValues> scaled = customers;
  for (RfmValues& customer : scaled) {
    customer.recency *= unit;
    if (customer.monetary) {
      *customer.monetary *= unit;
    }
  }
  RC_ASSERT(score_rfm(scaled, options).scores == score_rfm(customers, options).scores);
}

RC_GTEST_PROP(RfmScores, better_never_scores_lower_and_equal_scores_equal, ()) {
  const auto customers = any_customers();
  const RfmScores result = score_rfm(customers, any_options_without_splits());
  for (std::size_t i = 0; i < customers.size(); ++i) {
    for (std::size_t j = 0; j < customers.size(); ++j) {
      RC_ASSERT(customers[i].recency > customers[j].recency ||
                result.scores[i].recency >= result.scores[j].recency);
      RC_ASSERT(customers[i].frequency < customers[j].frequency ||
                result.scores[i].frequency >= result.scores[j].frequency);
      if (customers[i].monetary && customers[j].monetary) {
        RC_ASSERT(*customers[i].monetary < *customers[j].monetary ||
                  *result.scores[i].monetary >= *result.scores[j].monetary);
      }
    }
  }
}

RC_GTEST_PROP(RfmScores, parts_scored_with_the_cuts_of_the_whole_are_the_whole, ()) {
  const auto customers = any_customers();
  const RfmScores whole = score_rfm(customers, any_options_without_splits());
  const std::size_t border = *rc::gen::inRange(std::size_t{0}, customers.size() + 1);
  const std::span<const RfmValues> all{customers};
  std::vector<RfmScore> parts = score_rfm(whole.cuts, all.first(border)).scores;
  const auto rest = score_rfm(whole.cuts, all.subspan(border)).scores;
  parts.insert(parts.end(), rest.begin(), rest.end());
  RC_ASSERT(parts == whole.scores);
}

TEST(RfmScores, bad_numbers_are_refused_with_their_row) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();

  struct Case {
    RfmValues values;
    const char* column;
  };

  const std::vector<Case> cases{{{.recency = nan}, "recency"},
                                {{.recency = -1}, "recency"},
                                {{.recency = infinity}, "recency"},
                                {{.frequency = 0}, "frequency"},
                                {{.frequency = nan}, "frequency"},
                                {{.frequency = infinity}, "frequency"},
                                {{.monetary = nan}, "monetary"},
                                {{.monetary = -infinity}, "monetary"}};
  for (const Case& bad : cases) {
    const std::vector<RfmValues> customers{{}, {}, bad.values, {}};
    try {
      static_cast<void>(score_rfm(customers));
      ADD_FAILURE() << "no error for " << bad.column;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_data);
      EXPECT_EQ(error.where().row, 2U);
      EXPECT_EQ(error.where().column, bad.column);
      EXPECT_FALSE(error.hint().empty());
    }
  }
}

TEST(RfmScores, bad_options_and_cuts_are_refused) {
  const std::vector<RfmValues> customers(3);
  EXPECT_THROW(static_cast<void>(score_rfm(std::vector<RfmValues>{})), Error);
  EXPECT_THROW(static_cast<void>(score_rfm(customers, {.scores = 1})), Error);
  EXPECT_THROW(static_cast<void>(score_rfm(customers, {.scores = 11})), Error);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<RfmCuts> bad{
      {},
      {.recency = {1}},
      {.recency = {1}, .frequency = {1, 2}},
      {.recency = {2, 1}, .frequency = {1, 2}},
      {.recency = {nan}, .frequency = {1}},
      {.recency = {1}, .frequency = {1}, .monetary = {1, 2}},
      {.recency = std::vector<double>(10, 1.0), .frequency = std::vector<double>(10, 1.0)}};
  for (const RfmCuts& cuts : bad) {
    EXPECT_THROW(static_cast<void>(score_count(cuts)), Error);
    EXPECT_THROW(static_cast<void>(score_rfm(cuts, customers)), Error);
  }
  const RfmCuts good{.recency = {30, 90}, .frequency = {1, 4}};
  EXPECT_EQ(score_count(good), 3);
  EXPECT_TRUE(score_rfm(good, std::vector<RfmValues>{}).scores.empty());
}

TEST(RfmScores, a_cut_belongs_to_the_class_below) {
  const RfmCuts cuts{.recency = {30, 90}, .frequency = {1, 4}, .monetary = {100, 500}};
  const auto at = [&](double days, double purchases, double spend) {
    return score_rfm(cuts, {.recency = days, .frequency = purchases, .monetary = spend});
  };
  EXPECT_EQ(at(30, 1, 100), (RfmScore{.recency = 3, .frequency = 1, .monetary = 1}));
  EXPECT_EQ(at(30.5, 2, 100.01), (RfmScore{.recency = 2, .frequency = 2, .monetary = 2}));
  EXPECT_EQ(at(91, 5, 501), (RfmScore{.recency = 1, .frequency = 3, .monetary = 3}));
}

}  // namespace
