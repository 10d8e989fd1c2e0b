// Purchase summaries of the CDNOW data (Fader & Hardie 2001) against figures computed from the file
// by other software.

#include <charconv>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/spend_histories.hpp>

#include "support/data.hpp"

namespace {

using namespace centricity;

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields{1};
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

/// The purchases of a file whose columns are plain: no quotes, ISO or compact dates.
CustomerBase read(const std::filesystem::path& file, const std::string& customer) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  const auto header = fields_of(line);
  const auto column = [&header](const std::string& name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  const std::size_t party = column(customer);
  const std::size_t date = column("date");
  const std::size_t value = column("value");
  CustomerBase base;
  while (std::getline(in, line)) {
    const auto fields = fields_of(line);
    base.add(Interaction{.party = fields[party],
                         .time = Instant{parse_date(fields[date]).value()},
                         .amount = parse_money(fields[value]).value()});
  }
  return base;
}

struct Cdnow {
  const char* name;
  const char* file;
  const char* customer;
  std::size_t rows;
  const char* revenue;
  std::size_t customers;
  std::size_t tuples;
  double repeats;
  double recency_days;
  double age_days;
  std::vector<std::size_t> histogram;  // customers with 0, 1, ... repeats
  std::size_t more;
};

// What the published log contains through 1997-09-30, counted by another program.
const Cdnow sample{"sample",
                   "cdnow_sample.csv",
                   "customer_id",
                   6919,
                   "244,091.94",
                   2357,
                   1016,
                   2457,
                   112949,
                   539779,
                   {1411, 439, 214, 100, 62, 38, 29, 23, 7, 5, 5},
                   24};
const Cdnow full{"full",
                 "cdnow_master.csv",
                 "customer_id",
                 69659,
                 "2,500,315.63",
                 23570,
                 8685,
                 24337,
                 1129644,
                 5399736,
                 {14119, 4442, 2064, 1084, 605, 348, 272, 191, 108, 76, 71},
                 190};

class CdnowTest : public testing::TestWithParam<Cdnow> {};

TEST_P(CdnowTest, HasTheKnownSumsThroughSeptember1997) {
  const Cdnow& known = GetParam();
  const auto file = support::data_file(known.file);
  if (!file) {
    GTEST_SKIP() << support::no_data(known.file);
  }
  const CustomerBase base = read(*file, known.customer);
  ASSERT_EQ(base.interactions().size(), known.rows);

  PurchaseLedger ledger;
  ledger.add(base);
  const ObservationWindow window{.until = date(1997, 9, 30)};
  const PurchaseHistories histories = purchase_histories(ledger, window);
  const PurchaseCounts counts = purchase_counts(histories);
  EXPECT_EQ(histories.size(), known.customers);
  EXPECT_EQ(to_text(total(histories.account).money), known.revenue);
  EXPECT_EQ(histories.report.count("left_truncated"), 0U) << "a cohort is not left-truncated";

  EXPECT_EQ(counts.counts.size(), known.tuples);
  double repeats = 0;
  double recency = 0;
  double age = 0;
  std::vector<std::size_t> histogram(known.histogram.size() + 1);
  for (const PurchaseCount& count : counts.counts) {
    repeats += count.customers * count.repeats;
    recency += count.customers * count.recency;
    age += count.customers * count.age;
    const auto bin = std::min(static_cast<std::size_t>(count.repeats), known.histogram.size());
    histogram[bin] += static_cast<std::size_t>(count.customers);
  }
  EXPECT_EQ(repeats, known.repeats);
  EXPECT_EQ(recency, known.recency_days);
  EXPECT_EQ(age, known.age_days);
  std::vector<std::size_t> expected = known.histogram;
  expected.push_back(known.more);
  EXPECT_EQ(histogram, expected);

  EXPECT_EQ(summarize_purchases(base, {.window = window}), counts);
  EXPECT_EQ(spend_histories(histories).size(), known.customers - known.histogram[0]);
}

// Distinct tuples counted by a script that shares no code with the library.  The BG/NBD fitted to
// them has r .285, alpha 6.50 (merged) and r .242, alpha 4.38 (rounded), as opposed to .243, 4.41.
TEST(Cdnow, ByWeekMergingAndRoundingAreDifferentThings) {
  const auto file = support::data_file(sample.file);
  if (!file) {
    GTEST_SKIP() << support::no_data(sample.file);
  }
  const CustomerBase base = read(*file, sample.customer);
  const ObservationWindow window{.until = date(1997, 9, 30)};
  const PurchaseCounts merged =
      summarize_purchases(base, {.rules = {.merge = MergeGrain::week}, .window = window});
  const PurchaseCounts rounded =
      summarize_purchases(base, {.window = window, .resolution = TimeUnit::week});
  EXPECT_EQ(merged.unit, TimeUnit::week);
  EXPECT_EQ(merged.counts.size(), 644U);
  EXPECT_EQ(rounded.unit, TimeUnit::week);
  EXPECT_EQ(rounded.counts.size(), 682U);
  EXPECT_EQ(customers(merged), 2357.0);
  EXPECT_EQ(customers(rounded), 2357.0);
}

INSTANTIATE_TEST_SUITE_P(Known, CdnowTest, testing::Values(sample, full), [](const auto& known) {
  return std::string{known.param.name};
});

}  // namespace
