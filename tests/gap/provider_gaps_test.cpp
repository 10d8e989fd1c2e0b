#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/provider_gaps.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;
using enum gap::ProviderGap;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr cc::Scale scale{.lowest = 0, .highest = 20, .step = 0};
using Columns = std::vector<std::vector<double>>;

struct Firm {
  Columns expected{}, perceived{}, believed{}, specified{}, delivered{}, promised{};
  bool reversed = false;

  [[nodiscard]] std::vector<gap::ProviderItem> items() const {
    const auto column = [](const Columns& columns, std::size_t j) {
      return columns.empty() ? std::span<const double>{} : std::span{columns[j]};
    };
    cc::Scale used = scale;
    used.reversed = reversed;
    std::vector<gap::ProviderItem> result;
    for (std::size_t j = 0; j < expected.size(); ++j) {
      result.push_back({.name = std::string(1, static_cast<char>('a' + j)),
                        .scale = used,
                        .expected = column(expected, j),
                        .perceived = column(perceived, j),
                        .believed = column(believed, j),
                        .specified = column(specified, j),
                        .delivered = column(delivered, j),
                        .promised = column(promised, j)});
    }
    return result;
  }
};

// Rows share a mood: the errors of the items of one source go together.
Columns answers(std::span<const double> level, std::size_t n, cc::Rng& rng) {
  Columns columns(level.size());
  for (std::size_t i = 0; i < n; ++i) {
    const double mood = 0.7 * cc::normal(rng);
    for (std::size_t j = 0; j < level.size(); ++j) {
      columns[j].push_back(level[j] + mood + cc::normal(rng));
    }
  }
  return columns;
}

constexpr std::array expectations{10.0, 12.0, 8.0, 11.0, 9.0};
constexpr std::array beliefs{10.0, 10.0, 10.0, 11.0, 9.0};
constexpr std::array deliveries{9.0, 10.0, 9.5, 10.0, 8.0};

Firm firm(std::uint64_t seed, std::size_t customers = 80, std::size_t managers = 9) {
  cc::Rng rng(seed);
  return {.expected = answers(expectations, customers, rng),
          .perceived = answers(deliveries, customers, rng),
          .believed = answers(beliefs, managers, rng),
          .specified = {{9.5}, {10.5}, {9.5}, {10.5}, {8.5}},
          .delivered = answers(deliveries, 12, rng),
          .promised = {{11}, {11}, {11}, {11}, {11}}};
}

const gap::ProviderItemGap& gap_of(const gap::ProviderItemGaps& item, gap::ProviderGap g) {
  return item.gaps[static_cast<std::size_t>(g)];
}

const gap::ProviderGapSummary& summary_of(const gap::ProviderGaps& gaps, gap::ProviderGap g) {
  return gaps.summary[static_cast<std::size_t>(g)];
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double variance_of_mean(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  const auto n = static_cast<double>(values.size());
  return squares / (n - 1.0) / n;
}

std::vector<double> row_means(const Columns& columns) {
  std::vector<double> means(columns[0].size(), 0.0);
  for (const auto& column : columns) {
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i] += column[i] / static_cast<double>(columns.size());
    }
  }
  return means;
}

std::string text_of(const gap::ProviderGaps& gaps) {
  EXPECT_FALSE(cc::report::to_html(gap::describe(gaps)).empty());
  std::string text;  // in one line, however the report breaks it
  for (const char c : cc::report::to_text(gap::describe(gaps))) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || text.empty() || text.back() != ' ') text += blank ? ' ' : c;
  }
  return text;
}

}  // namespace

TEST(ProviderGaps, ItemsByHand) {
  const Firm f = firm(1);
  const auto gaps = gap::measure_provider_gaps(f.items());
  for (std::size_t j = 0; j < 5; ++j) {
    const auto& item = gaps.items[j];
    // Gap 1: two independent samples, Welch.
    const auto& first = gap_of(item, knowledge).error;
    const double vb = variance_of_mean(f.believed[j]);
    const double ve = variance_of_mean(f.expected[j]);
    expect_relative(
        *first.difference.value, mean_of(f.believed[j]) - mean_of(f.expected[j]), 1e-12, 1e-12);
    expect_relative(*first.difference.standard_error, std::sqrt(vb + ve), 1e-12);
    expect_relative(
        *first.degrees_of_freedom, (vb + ve) * (vb + ve) / (vb * vb / 8.0 + ve * ve / 79.0), 1e-12);
    // Gap 2: a specification is known exactly.
    const auto& second = gap_of(item, standards).error;
    expect_relative(
        *second.difference.value, f.specified[j][0] - mean_of(f.believed[j]), 1e-12, 1e-12);
    expect_relative(*second.difference.standard_error, std::sqrt(vb), 1e-12);
    expect_relative(*second.degrees_of_freedom, 8.0, 1e-12);
    // Gap 5: the same customers, paired.
    const auto& fifth = gap_of(item, service).error;
    std::vector<double> difference;
    for (std::size_t i = 0; i < 80; ++i) {
      difference.push_back(f.perceived[j][i] - f.expected[j][i]);
    }
    expect_relative(*fifth.difference.value, mean_of(difference), 1e-12, 1e-12);
    expect_relative(
        *fifth.difference.standard_error, std::sqrt(variance_of_mean(difference)), 1e-12);
    expect_relative(*fifth.degrees_of_freedom, 79.0, 1e-12);
    // Gap 4 is against the promise, and the four legs add up to gap 5.
    expect_relative(
        *gap_of(item, communication).error.difference.value, mean_of(f.delivered[j]) - 11.0, 1e-12);
    expect_relative(*fifth.difference.value,
                    *first.difference.value + *second.difference.value +
                        *gap_of(item, delivery).error.difference.value +
                        *gap_of(item, notice).error.difference.value,
                    1e-10);
  }
}

TEST(ProviderGaps, SummaryTakesItemsTogether) {
  const Firm f = firm(2);
  const auto gaps = gap::measure_provider_gaps(f.items());
  const auto& first = summary_of(gaps, knowledge);
  const double variance =
      variance_of_mean(row_means(f.believed)) + variance_of_mean(row_means(f.expected));
  expect_relative(*first.bias.value,
                  mean_of(row_means(f.believed)) - mean_of(row_means(f.expected)),
                  1e-10,
                  1e-12);
  expect_relative(*first.bias.standard_error, std::sqrt(variance), 1e-10);
  double squares = 0.0;
  double noise = 0.0;
  for (std::size_t j = 0; j < 5; ++j) {
    const double d = mean_of(f.believed[j]) - mean_of(f.expected[j]);
    squares += d * d;
    noise += variance_of_mean(f.believed[j]) + variance_of_mean(f.expected[j]);
  }
  expect_relative(*first.rmse_observed.value, std::sqrt(squares / 5.0), 1e-12);
  expect_relative(*first.rmse.value, std::sqrt((squares - noise) / 5.0), 1e-10);
  EXPECT_FALSE(first.rmse_observed.interval);
  // Two facts: exact.
  const Firm facts{
      .expected = f.expected, .specified = f.specified, .delivered = {{9}, {9}, {9}, {9}, {9}}};
  const auto exact = gap::measure_provider_gaps(facts.items());
  const auto& third = summary_of(exact, delivery);
  expect_relative(*third.bias.value, -0.7, 1e-12);
  EXPECT_EQ(*third.bias.standard_error, 0.0);
  expect_relative(*third.rmse.value, *third.rmse_observed.value, 1e-12);
  EXPECT_FALSE(gap_of(exact.items[0], delivery).p_adjusted);
}

TEST(ProviderGaps, IntervalsCoverTruth) {
  // 400 firms; the true errors of belief are 0, -2, 2, 0, 0: bias 0, root mean square 1.2649.
  int bias = 0;
  int rmse = 0;
  int nothing = 0;
  const double truth = std::sqrt(8.0 / 5.0);
  const auto covers = [](const cc::Estimate& e, double value) {
    return e.interval->lower <= value && value <= e.interval->upper ? 1 : 0;
  };
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Firm f = firm(500 + seed, 60, 15);
    const auto gaps = gap::measure_provider_gaps(f.items());
    bias += covers(summary_of(gaps, knowledge).bias, 0.0);
    rmse += covers(summary_of(gaps, knowledge).rmse, truth);
    cc::Rng rng(900 + seed);
    f.believed = answers(expectations, 15, rng);  // management knows its customers
    nothing += covers(summary_of(gap::measure_provider_gaps(f.items()), knowledge).rmse, 0.0);
  }
  EXPECT_GE(bias, 368);  // .92
  EXPECT_LE(bias, 392);
  EXPECT_GE(rmse, 368);
  EXPECT_GE(nothing, 368);
}

TEST(ProviderGaps, ImaginedExpectationsAreNamed) {
  const auto gaps = gap::measure_provider_gaps(firm(3, 400, 40).items());
  using enum gap::Imagined;
  const std::array wanted{unknown, underestimated, overestimated, unknown, unknown};
  for (std::size_t j = 0; j < 5; ++j) EXPECT_EQ(gaps.items[j].imagined, wanted[j]) << j;
  const std::string text = text_of(gaps);
  EXPECT_NE(text.find("Imagined: customers expect less than management believes of \"c\"."),
            std::string::npos);
  EXPECT_NE(text.find("Not seen: customers expect more than management believes of \"b\"."),
            std::string::npos);
  // The order of the items is another one than management thinks.
  EXPECT_LT(*summary_of(gaps, knowledge).rank_correlation.value, 0.9);
  EXPECT_TRUE(summary_of(gaps, knowledge).rank_concordance.interval);
}

TEST(ProviderGaps, Laws) {
  Firm f = firm(4);
  f.expected[1][3] = missing;
  f.perceived[2][5] = missing;
  const std::vector<double> twice(80, 2.0);
  const auto gaps = gap::measure_provider_gaps(f.items(), {.weights = twice});
  Firm turned = f;
  turned.reversed = true;
  for (auto* columns : {&turned.expected,
                        &turned.perceived,
                        &turned.believed,
                        &turned.specified,
                        &turned.delivered,
                        &turned.promised}) {
    for (auto& column : *columns) {
      for (double& v : column) v = 20.0 - v;
    }
  }
  auto items = turned.items();
  std::ranges::reverse(items);
  const auto same = gap::measure_provider_gaps(items);
  for (std::size_t g = 0; g < gap::provider_gaps; ++g) {
    expect_relative(*same.summary[g].bias.value, *gaps.summary[g].bias.value, 1e-10, 1e-12);
    expect_relative(*same.summary[g].rmse.value, *gaps.summary[g].rmse.value, 1e-9);
    for (std::size_t j = 0; j < 5; ++j) {
      const auto& a = gaps.items[j].gaps[g];
      const auto& b = same.items[4 - j].gaps[g];
      expect_relative(*a.error.difference.value, *b.error.difference.value, 1e-10, 1e-12);
      expect_relative(
          *a.error.difference.standard_error, *b.error.difference.standard_error, 1e-10, 1e-12);
    }
  }
  // Every customer twice, as a cluster: nothing is learnt.
  Firm repeated = f;
  std::vector<std::uint32_t> customer;
  for (int time = 0; time < 2; ++time) {
    for (std::uint32_t i = 0; i < 80; ++i) customer.push_back(i);
  }
  for (std::size_t j = 0; j < 5; ++j) {
    repeated.expected[j].insert(
        repeated.expected[j].end(), f.expected[j].begin(), f.expected[j].end());
    repeated.perceived[j].insert(
        repeated.perceived[j].end(), f.perceived[j].begin(), f.perceived[j].end());
  }
  const auto clustered = gap::measure_provider_gaps(repeated.items(), {.clusters = customer});
  expect_relative(*summary_of(clustered, service).bias.standard_error,
                  *summary_of(gaps, service).bias.standard_error,
                  1e-10);
  expect_relative(
      *summary_of(clustered, knowledge).rmse.value, *summary_of(gaps, knowledge).rmse.value, 1e-9);
}

TEST(ProviderGaps, WhatIsUndefined) {
  Firm f = firm(5);
  f.promised.clear();
  f.believed.clear();
  const auto gaps = gap::measure_provider_gaps(f.items());
  for (const auto g : {knowledge, standards, communication}) {
    EXPECT_EQ(summary_of(gaps, g).bias.undefined, cc::Undefined::missing_input);
    EXPECT_EQ(gap_of(gaps.items[0], g).error.difference.undefined, cc::Undefined::missing_input);
    EXPECT_EQ(summary_of(gaps, g).items, 0U);
  }
  EXPECT_TRUE(summary_of(gaps, service).bias.defined());
  EXPECT_FALSE(text_of(gaps).empty());

  // Of several managers one judged item a: a belief, but no sample of beliefs.
  Firm lonely = firm(5);
  for (std::size_t i = 1; i < 9; ++i) lonely.believed[0][i] = missing;
  const auto few = gap::measure_provider_gaps(lonely.items());
  EXPECT_TRUE(gap_of(few.items[0], knowledge).error.difference.defined());
  EXPECT_FALSE(gap_of(few.items[0], knowledge).error.difference.interval);
  EXPECT_EQ(few.items[0].imagined, gap::Imagined::unknown);
  EXPECT_TRUE(summary_of(few, knowledge).bias.defined());
  EXPECT_FALSE(summary_of(few, knowledge).bias.interval);
  EXPECT_EQ(summary_of(few, knowledge).rmse.undefined, cc::Undefined::missing_input);

  // One customer says nothing of the others.
  const auto one = gap::measure_provider_gaps(firm(6, 1).items());
  EXPECT_TRUE(summary_of(one, service).bias.defined());
  EXPECT_FALSE(summary_of(one, service).bias.interval);
  EXPECT_FALSE(text_of(one).empty());
  EXPECT_FALSE(text_of(gap::ProviderGaps{}).empty());
}

// What a manager believes more of two items he or she believes less of the third: the mean is
// certain, and neither the order of the items nor rounding changes that.
TEST(ProviderGaps, ErrorsThatMakeUpForEachOther) {
  std::array<std::vector<double>, 3> believed;
  for (int i = 0; i < 7; ++i) {
    believed[0].push_back(std::sqrt(i + 1.0));
    believed[1].push_back(std::log(i + 2.0));
    believed[2].push_back(6.0 - believed[0].back() - believed[1].back());
  }
  const std::array known{2.5};
  std::array<std::size_t, 3> order{0, 1, 2};
  do {
    std::vector<gap::ProviderItem> items;
    for (const std::size_t j : order) {
      items.push_back({.name = std::to_string(j),
                       .scale = {.lowest = 0, .highest = 6, .step = 0},
                       .believed = believed[j],
                       .specified = known});
    }
    const auto bias = summary_of(gap::measure_provider_gaps(items), standards).bias;
    expect_relative(*bias.value, 0.5, 1e-13);
    EXPECT_EQ(bias.standard_error, 0.0);
  } while (std::ranges::next_permutation(order).found);
}

TEST(ProviderGaps, BadInput) {
  EXPECT_THROW((void)gap::measure_provider_gaps({}), cc::Error);
  const Firm good = firm(7);
  EXPECT_THROW((void)gap::measure_provider_gaps(good.items(), {}, 1.0), cc::Error);
  const std::vector<double> short_weights(3, 1.0);
  EXPECT_THROW((void)gap::measure_provider_gaps(good.items(), {.weights = short_weights}),
               cc::Error);
  Firm ragged = good;
  ragged.believed[1].pop_back();
  EXPECT_THROW((void)gap::measure_provider_gaps(ragged.items()), cc::Error);
  Firm unpaired = good;
  for (auto& column : unpaired.perceived) column.pop_back();
  EXPECT_THROW((void)gap::measure_provider_gaps(unpaired.items()), cc::Error);
  auto mixed = good.items();
  mixed[2].scale.highest = 21;
  EXPECT_THROW((void)gap::measure_provider_gaps(mixed), cc::Error);
  Firm off = good;
  off.believed[3][2] = 20.5;
  try {
    (void)gap::measure_provider_gaps(off.items());
    ADD_FAILURE() << "an answer off its scale was taken";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 2U);
    EXPECT_EQ(error.where().column, "believed of d");
  }
}
