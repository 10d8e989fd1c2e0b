/// @file
/// The scores other software gives to real customers.
///
/// ref_rfm_orders_scores.csv: R 4.2.2; R, F, M by package rfm 0.3.0, *_ntile by NTILE, *_q by
/// type-7 quantiles with classes closed above.  online_retail_rfm_customers.csv: the 4,338
/// customers of UCI data set 352 with positive lines only; quantiles by numpy 1.24
/// (segmentation.json, retail_rfm).

#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/segment/rfm_scores.hpp>

#include "support/data.hpp"
#include "support/files.hpp"
#include "support/near.hpp"

namespace {

using namespace centricity::segment;

/// The numbers behind the first column, row by row.
std::vector<std::vector<double>> read_numbers(const std::filesystem::path& file) {
  std::istringstream lines{support::read_bytes(file)};
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream cells{line};
    std::string cell;
    std::getline(cells, cell, ',');
    rows.emplace_back();
    while (std::getline(cells, cell, ',')) {
      rows.back().push_back(std::stod(cell));
    }
  }
  return rows;
}

std::vector<RfmValues> values_of(const std::vector<std::vector<double>>& rows) {
  std::vector<RfmValues> customers;
  for (const auto& row : rows) {
    customers.push_back({.recency = row[0], .frequency = row[1], .monetary = row[2]});
  }
  return customers;
}

/// Expects the scores in three columns of the file.
void expect_scores(const RfmScores& actual,
                   const std::vector<std::vector<double>>& rows,
                   std::size_t first_column) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RfmScore& score = actual.scores[i];
    const std::array<double, 3> scores{static_cast<double>(score.recency),
                                       static_cast<double>(score.frequency),
                                       static_cast<double>(score.monetary.value_or(0))};
    for (std::size_t column = 0; column < 3; ++column) {
      ASSERT_EQ(scores[column], rows[i][first_column + column]) << "row " << i;
    }
  }
}

class RfmOrders : public testing::Test {
 protected:
  void SetUp() override {
    const auto file = support::data_file("ref_rfm_orders_scores.csv");
    if (!file) {
      GTEST_SKIP() << support::no_data("ref_rfm_orders_scores.csv");
    }
    rows = read_numbers(*file);
    ASSERT_EQ(rows.size(), 995U);
    customers = values_of(rows);
  }

  std::vector<std::vector<double>> rows{};
  std::vector<RfmValues> customers{};
};

TEST_F(RfmOrders, interpolated_scores_are_those_of_r) {
  const RfmScores actual = score_rfm(customers, {.scoring = RfmScoring::interpolated});
  expect_scores(actual, rows, 10);
}

TEST_F(RfmOrders, ntile_scores_are_those_of_r) {
  expect_scores(score_rfm(customers, {.scoring = RfmScoring::ntile}), rows, 7);
}

TEST_F(RfmOrders, the_package_rfm_adds_one_to_each_cut) {
  RfmCuts cuts = score_rfm(customers, {.scoring = RfmScoring::interpolated}).cuts;
  const auto as_published = [](std::vector<double>& column,
                               const std::array<double, 4>& published) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      support::expect_relative(column[i] + 1.0, published[i], 1e-14);
      column[i] = std::nextafter(column[i] + 1.0, -std::numeric_limits<double>::infinity());
    }
  };
  as_published(cuts.recency, {115, 181, 297.4, 482});
  as_published(cuts.frequency, {4, 5, 6, 8});
  as_published(cuts.monetary, {255.8, 382, 506.4, 666});
  expect_scores(score_rfm(cuts, customers), rows, 3);
}

TEST(RfmOnlineRetail, quintiles_are_those_of_numpy) {
  const auto file = support::data_file("online_retail_rfm_customers.csv");
  if (!file) {
    GTEST_SKIP() << support::no_data("online_retail_rfm_customers.csv");
  }
  const std::vector<RfmValues> customers = values_of(read_numbers(*file));
  ASSERT_EQ(customers.size(), 4338U);
  const RfmCuts cuts = score_rfm(customers, {.scoring = RfmScoring::interpolated}).cuts;
  const auto expect_cuts = [](const std::vector<double>& actual,
                              const std::array<double, 4>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      support::expect_relative(actual[i], expected[i], 1e-13);
    }
  };
  expect_cuts(cuts.recency, {13.800000000000182, 33.0, 72.0, 180.0});
  expect_cuts(cuts.frequency, {1.0, 2.0, 3.0, 6.0});
  expect_cuts(cuts.monetary, {250.19400000000002, 490.0960000000001, 942.276, 2058.426000000001});

  // A third of these customers bought once: they are one class, whatever the method of cutting.
  const RfmScores scores = score_rfm(customers);
  for (std::size_t i = 0; i < customers.size(); ++i) {
    ASSERT_EQ(customers[i].frequency == 1.0, scores.scores[i].frequency == 1);
  }
}

}  // namespace
