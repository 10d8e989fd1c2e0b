#include <optional>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/money.hpp>
#include <centricity/records/chunked_column.hpp>

namespace {

using namespace centricity;

constexpr std::size_t chunk = ChunkedColumn<Money>::chunk_rows;

TEST(ChunkedColumn, CostsNothingWhileNothingIsInIt) {
  ChunkedColumn<Money> column;
  column.append_absent(1'000'000'000'000);
  EXPECT_EQ(column.size(), 1'000'000'000'000U);
  EXPECT_TRUE(column.absent());
  EXPECT_EQ(column[999'999'999'999], std::nullopt);
  EXPECT_TRUE(column.chunk(3).empty());
}

TEST(ChunkedColumn, CrossesChunks) {
  ChunkedColumn<Money> column;
  std::vector<Money> values(chunk - 1);
  column.append(values);
  column.append(std::vector<Money>{{1}, {2}, {3}});
  EXPECT_EQ(column[chunk - 1], Money{1});
  EXPECT_EQ(column[chunk], Money{2});
  EXPECT_EQ(column.chunk(0).size(), chunk);
  EXPECT_EQ(column.chunk(1).size(), 2U);
  EXPECT_TRUE(column.complete());
  column.push_back(std::nullopt);
  EXPECT_FALSE(column.complete());
  EXPECT_EQ(column[chunk + 2], std::nullopt);
  EXPECT_EQ(column[chunk + 1], Money{3});
}

/// Any way to fill a column gives the rows and the column that one way at a time gives.
RC_GTEST_PROP(ChunkedColumn, HoldsWhatAVectorHolds, (const std::vector<int>& numbers)) {
  std::vector<std::optional<int>> rows;
  for (const int number : numbers) {
    rows.push_back(number % 3 == 0 ? std::nullopt : std::optional{number});
  }
  ChunkedColumn<int> one_by_one;
  ChunkedColumn<int> in_runs;
  ChunkedColumn<int> set_later;
  set_later.append_absent(rows.size());
  for (const auto& row : rows) {
    one_by_one.push_back(row);
  }
  for (std::size_t i = 0; i < rows.size();) {
    std::vector<int> run;
    for (; i < rows.size() && rows[i]; ++i) {
      run.push_back(*rows[i]);
      set_later.set(i, *rows[i]);
    }
    in_runs.append(run);
    std::size_t gap = 0;
    for (; i < rows.size() && !rows[i]; ++i) {
      ++gap;
    }
    in_runs.append_absent(gap);
  }
  RC_ASSERT(one_by_one.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(one_by_one[i] == rows[i]);
  }
  RC_ASSERT(in_runs == one_by_one);
  RC_ASSERT(set_later == one_by_one);
}

TEST(ChunkedColumn, ABlankIdIsAnAbsentOne) {
  ChunkedColumn<PartyId> column;
  column.append(std::vector<PartyId>{PartyId::none, PartyId::none});
  EXPECT_TRUE(column.absent());
  column.push_back(PartyId{7});
  EXPECT_EQ(column[0], PartyId::none);
  EXPECT_EQ(column[2], PartyId{7});
}

}  // namespace
