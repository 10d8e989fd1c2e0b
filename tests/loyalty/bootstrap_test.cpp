#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bootstrap.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/fits.hpp"
#include "loyalty/pathological.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// Buyers at whole weeks, none or one at each, watched for a year: BG/BB at home, data of weeks for
/// the others.
cc::PurchaseCounts buyers(int customers, std::uint64_t seed = 1) {
  const cc::Rng base{seed};
  std::vector<cc::PurchaseCount> rows;
  for (int k = 0; k < customers; ++k) {
    cc::Rng rng = base.stream(static_cast<std::uint64_t>(k));
    cc::PurchaseCount row{.age = 52.0, .customers = 1.0};
    const double buying = cc::beta(rng, 1.2, 9.0);
    const double leaving = cc::beta(rng, 1.0, 14.0);
    for (double week = 1.0; week <= row.age && !cc::bernoulli(rng, leaving); week += 1.0) {
      if (!cc::bernoulli(rng, buying)) continue;
      row.repeats += 1.0;
      row.recency = week;
    }
    rows.push_back(row);
  }
  const auto key = [](const cc::PurchaseCount& row) { return std::tie(row.repeats, row.recency); };
  std::ranges::sort(rows, {}, key);
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  for (const cc::PurchaseCount& row : rows) {
    if (counts.counts.empty() || key(counts.counts.back()) != key(row)) {
      counts.counts.push_back(row);
    } else {
      counts.counts.back().customers += 1.0;
    }
  }
  return counts;
}

std::vector<std::vector<double>> parameters_of_all(const loyalty::ModelBootstrap& drawn) {
  std::vector<std::vector<double>> rows;
  for (const loyalty::PurchaseModel& model : drawn.replicates) {
    rows.emplace_back();
    for (const auto& [name, estimate] : loyalty::estimates_of(model)) {
      rows.back().push_back(estimate.value.value_or(-1.0));
    }
  }
  return rows;
}

class BootstrapOf : public testing::TestWithParam<ModelName> {};

}  // namespace

TEST_P(BootstrapOf, AnyModelHasTheSameBitsOnAnyExecutor) {
  const cc::PurchaseCounts counts = buyers(300);
  const loyalty::PurchaseModel fit = loyalty::fit_model(GetParam(), counts);
  const loyalty::ModelBootstrap serial = loyalty::bootstrap(fit, counts, {.replicates = 50});
  for (const std::size_t width : {1u, 3u, 8u}) {
    const loyalty::ModelBootstrap parallel =
        loyalty::bootstrap(fit, counts, {.replicates = 50}, support::threaded_host(width, width));
    EXPECT_EQ(parameters_of_all(parallel), parameters_of_all(serial)) << width << " threads";
    EXPECT_EQ(parallel.words, serial.words);
  }
  EXPECT_NE(parameters_of_all(loyalty::bootstrap(fit, counts, {.seed = 2, .replicates = 50})),
            parameters_of_all(serial));
}

// Fits of their own, from scratch, to customers drawn one by one would be another sample; so the
// draws are made again here from the stream of the replicate.
TEST_P(BootstrapOf, AnyModelIsAFitFromScratchToEachDraw) {
  const cc::PurchaseCounts counts = buyers(400);
  const loyalty::PurchaseModel fit = loyalty::fit_model(GetParam(), counts);
  const loyalty::ModelBootstrap drawn =
      loyalty::bootstrap(fit, counts, {.seed = 9, .replicates = 50});
  ASSERT_EQ(drawn.replicates.size(), 50u);
  for (std::size_t i = 0; i < 50; i += 7) {
    cc::Rng rng = cc::Rng{9}.stream(i);
    cc::PurchaseCounts again{.unit = counts.unit};
    for (cc::PurchaseCount row : counts.counts) {
      row.customers = static_cast<double>(cc::poisson(rng, row.customers));
      if (row.customers > 0.0) again.counts.push_back(row);
    }
    const loyalty::PurchaseModel scratch = loyalty::fit_model(GetParam(), again);
    if (loyalty::report_of(scratch).status != cc::FitStatus::converged) continue;
    const double likelihood = loyalty::log_likelihood(scratch);
    EXPECT_NEAR(
        loyalty::log_likelihood(drawn.replicates[i]), likelihood, 1e-9 * std::abs(likelihood));
  }
}

INSTANTIATE_TEST_SUITE_P(OfAll,
                         BootstrapOf,
                         testing::ValuesIn(loyalty::model_names().begin(),
                                           loyalty::model_names().end()),
                         [](const auto& model) { return fits::test_name(model.param); });

TEST(ModelBootstrap, AgreesWithTheLikelihoodWhereTheModelIsTrue) {
  constexpr int replicates = 300;
  const cc::PurchaseCounts counts = buyers(4000);
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::bg_bb, counts);
  const loyalty::ModelBootstrap drawn = loyalty::bootstrap(fit, counts, {.replicates = replicates});
  EXPECT_EQ(drawn.failed, 0u);
  const std::vector<loyalty::NamedEstimate> fitted = loyalty::estimates_of(fit);
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    const cc::Estimate& likelihood = fitted[i].estimate;
    const cc::Estimate& again = drawn.parameters[i].estimate;
    EXPECT_EQ(drawn.parameters[i].name, fitted[i].name);
    EXPECT_EQ(again.value, likelihood.value);
    EXPECT_EQ(again.method, cc::Method::bootstrap);
    const double ratio = *again.standard_error / *likelihood.standard_error;
    EXPECT_NEAR(ratio, 1.0, 0.25) << fitted[i].name;
    EXPECT_NEAR((again.interval->upper - again.interval->lower) /
                    (likelihood.interval->upper - likelihood.interval->lower),
                1.0,
                0.35)
        << fitted[i].name;
  }
}

// Of 300 bases of 2,000 customers, 400 replicates each, intervals of 95% held the truth of alpha,
// beta, gamma and delta in 286, 287, 287 and 287; those of the likelihood in 286, 286, 288 and 286.
TEST(ModelBootstrap, HoldsTheTruthAsOftenAsItSays) {
  constexpr int bases = 20;
  constexpr int replicates = 80;
  const std::array<double, 4> truth{1.2, 9.0, 1.0, 14.0};
  int held = 0;
  for (std::uint64_t seed = 0; seed < bases; ++seed) {
    const cc::PurchaseCounts counts = buyers(2000, 5000 + seed);
    const loyalty::ModelBootstrap drawn =
        loyalty::bootstrap(loyalty::fit_model(ModelName::bg_bb, counts),
                           counts,
                           {.seed = 77 + seed, .replicates = replicates});
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const cc::Interval& interval = drawn.parameters[i].estimate.interval.value();
      if (interval.lower <= truth[i] && truth[i] <= interval.upper) ++held;
    }
  }
  // 76 of 80 on average; the four of a base are hardly independent.
  EXPECT_GE(held, 66);
}

TEST(ModelBootstrap, IsThatOfAnyAnswer) {
  const cc::PurchaseCounts counts = buyers(1000);
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::mbg_nbd, counts);
  const loyalty::ModelBootstrap drawn = loyalty::bootstrap(fit, counts, {.level = 0.8});
  const auto expected = [](const loyalty::PurchaseModel& model) {
    return expected_purchases(model, cc::weeks(26)).value;
  };
  const cc::Estimate year = loyalty::bootstrap_estimate(drawn, expected);
  EXPECT_EQ(year.value, expected(fit));
  EXPECT_EQ(year.n, 1000u);
  EXPECT_EQ(year.interval->level, 0.8);

  // The same by counting: a tenth of the replicates lies beyond either end.
  std::vector<double> values;
  for (const loyalty::PurchaseModel& model : drawn.replicates) values.push_back(*expected(model));
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 200.0;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  EXPECT_NEAR(*year.standard_error, std::sqrt(squares / 199.0), 1e-12);
  const auto share = [&](const auto& beyond) {
    return static_cast<double>(std::ranges::count_if(values, beyond)) / 200.0;
  };
  EXPECT_NEAR(share([&](double v) { return v < year.interval->lower; }), 0.1, 0.005);
  EXPECT_NEAR(share([&](double v) { return v > year.interval->upper; }), 0.1, 0.005);
  const cc::Estimate delta = expected_purchases(fit, cc::weeks(26));
  EXPECT_NEAR(*year.standard_error / *delta.standard_error, 1.0, 0.25);

  const auto never = [](const loyalty::PurchaseModel&) { return std::optional<double>{}; };
  EXPECT_EQ(loyalty::bootstrap_estimate(drawn, never).undefined, cc::Undefined::missing_input);
  int asked = 0;
  const auto sometimes = [&](const loyalty::PurchaseModel&) {
    return ++asked % 2 == 1 ? std::optional{1.0} : std::nullopt;
  };
  const cc::Estimate half = loyalty::bootstrap_estimate(drawn, sometimes);
  EXPECT_EQ(half.value, 1.0);
  EXPECT_FALSE(half.interval.has_value()) << "half of the replicates do not have it";
}

TEST(ModelBootstrap, CountsWhatFailedAndSaysSo) {
  // Of five customers one came back: in a third of the draws nobody did.
  const cc::PurchaseCounts few{.unit = cc::TimeUnit::week,
                               .counts = {{0, 0, 20, 3}, {0, 0, 30, 1}, {2, 11, 30, 1}}};
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::nbd, few);
  ASSERT_TRUE(loyalty::report_of(fit).usable());
  const loyalty::ModelBootstrap drawn = loyalty::bootstrap(fit, few);
  EXPECT_EQ(drawn.replicates.size(), 200u) << "failed or not";
  std::uint64_t failed = 0;
  for (const loyalty::PurchaseModel& model : drawn.replicates) {
    if (!loyalty::report_of(model).usable()) ++failed;
  }
  EXPECT_EQ(drawn.failed, failed);
  EXPECT_NEAR(static_cast<double>(failed), 200.0 * std::exp(-1.0), 30.0);
  EXPECT_FALSE(drawn.parameters[0].estimate.interval.has_value());
  EXPECT_THAT(drawn.words.front(), HasSubstr(std::to_string(failed) + " of 200"));
  EXPECT_THAT(drawn.words.front(), HasSubstr("Nobody bought a second time"));
  EXPECT_FALSE(describe(drawn).blocks.empty());
}

TEST(ModelBootstrap, DoesNotDependOnTheUnit) {
  const cc::PurchaseCounts counts = buyers(500);
  const auto errors_in = [&](cc::TimeUnit unit) {
    const loyalty::PurchaseModel fit =
        loyalty::fit_model(ModelName::pareto_nbd, counts, {.unit = unit});
    std::vector<double> errors;
    for (const auto& [name, estimate] :
         loyalty::bootstrap(fit, counts, {.replicates = 50}).parameters) {
      errors.push_back(*estimate.standard_error / *estimate.value);
    }
    return errors;
  };
  const std::vector<double> by_day = errors_in(cc::TimeUnit::day);
  const std::vector<double> by_week = errors_in(cc::TimeUnit::week);
  for (std::size_t i = 0; i < 4; ++i) expect_relative(by_day[i], by_week[i], 1e-5);
}

TEST(ModelBootstrap, OfPathologicalDataGivesNumbersOrWords) {
  std::size_t drawn_sets = 0;
  for (const auto& [set, counts] : pathological::data_sets({70.0})) {
    SCOPED_TRACE(set);
    if (set.starts_with("tiny weights")) continue;  // Parts of customers.
    for (const ModelName name : {ModelName::nbd, ModelName::bg_nbd, ModelName::mbg_nbd}) {
      const loyalty::PurchaseModel fit = loyalty::fit_model(name, counts);
      if (!loyalty::report_of(fit).usable()) continue;
      const loyalty::ModelBootstrap drawn = loyalty::bootstrap(fit, counts, {.replicates = 50});
      ++drawn_sets;
      EXPECT_FALSE(drawn.words.empty());
      for (const auto& [parameter, estimate] : drawn.parameters) {
        EXPECT_TRUE(std::isfinite(estimate.value.value())) << parameter;
        if (!estimate.interval) continue;
        EXPECT_TRUE(std::isfinite(*estimate.standard_error)) << parameter;
        EXPECT_TRUE(std::isfinite(estimate.interval->upper)) << parameter;
        EXPECT_LE(estimate.interval->lower, estimate.interval->upper) << parameter;
      }
      const auto month = [](const loyalty::PurchaseModel& model) {
        return expected_purchases(model, cc::days(30)).value;
      };
      const cc::Estimate expected = loyalty::bootstrap_estimate(drawn, month);
      EXPECT_TRUE(std::isfinite(expected.value.value()));
      if (expected.interval) {
        EXPECT_GE(expected.interval->lower, 0.0);
      }
    }
  }
  EXPECT_GT(drawn_sets, 40u);
}

TEST(ModelBootstrap, RefusesBadInput) {
  const cc::PurchaseCounts counts = buyers(200);
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::mbg_nbd, counts);
  EXPECT_THROW((void)loyalty::bootstrap(fit, counts, {.replicates = 49}), cc::Error);
  EXPECT_THROW((void)loyalty::bootstrap(fit, counts, {.level = 1.0}), cc::Error);
  EXPECT_THROW((void)loyalty::bootstrap(fit, buyers(201)), cc::Error);
  EXPECT_THROW((void)loyalty::bootstrap(loyalty::MbgNbdFit{}, counts), cc::Error);
  cc::PurchaseCounts parts = counts;
  parts.counts[3].customers += 0.5;
  try {
    (void)loyalty::bootstrap(fit, parts);
    ADD_FAILURE();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 3u);
  }
}

TEST(ModelBootstrap, StopsAndTellsHowFarItIs) {
  const cc::PurchaseCounts counts = buyers(200);
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::mbg_nbd, counts);
  std::vector<double> seen;
  cc::Host host{.progress = [&](const cc::Progress& now) { seen.push_back(now.fraction); }};
  (void)loyalty::bootstrap(fit, counts, {.replicates = 50}, host);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), 1.0);
  std::atomic<int> asked{0};
  host.cancelled = [&] { return ++asked > 20; };
  try {
    (void)loyalty::bootstrap(fit, counts, {.replicates = 50}, host);
    ADD_FAILURE() << "not stopped";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::cancelled);
  }
}

TEST(ModelBootstrap, ShowsBothIntervals) {
  const cc::PurchaseCounts counts = buyers(500);
  const loyalty::PurchaseModel fit = loyalty::fit_model(ModelName::mbg_cnbd, counts, {.k = 1});
  const cc::Document page = describe(loyalty::bootstrap(fit, counts, {.replicates = 60}));
  const auto& table = std::get<cc::Table>(page.blocks.at(1));
  EXPECT_EQ(table.rows.size(), 5u);
  const auto& chart = std::get<cc::Chart>(page.blocks.at(2));
  EXPECT_EQ(chart.series.size(), 2u);
  EXPECT_EQ(chart.x.categories.size(), 4u) << "k has no interval";
}
