// More than a hundred data sets on which fits have been known to fail, for every model: each ends
// with numbers or says in words why not, and whatever is asked of a usable fit has a finite answer
// within its range.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/next_purchases.hpp>
#include <centricity/loyalty/outlook.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/fits.hpp"
#include "loyalty/pathological.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

namespace {

void expect_within(const cc::Estimate& estimate, double lowest, double highest, const char* what) {
  ASSERT_TRUE(estimate.defined()) << what << ": " << cc::to_text(estimate);
  EXPECT_TRUE(*estimate.value >= lowest && *estimate.value <= highest &&
              std::isfinite(*estimate.value))
      << what << ": " << *estimate.value;
  if (estimate.interval) {
    EXPECT_GE(estimate.interval->lower, lowest) << what;
    EXPECT_LE(estimate.interval->upper, highest) << what;
    EXPECT_LE(estimate.interval->lower, estimate.interval->upper) << what;
  }
}

/// Everything there is to ask about one customer.
void expect_answers(const loyalty::PurchaseModel& model, const cc::PurchaseHistory& history) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const cc::Duration month = cc::days(30);
  expect_within(probability_alive(model, history), 0.0, 1.0, "alive");
  expect_within(probability_alive(model, history, month), 0.0, 1.0, "alive later");
  expect_within(expected_purchases(model, history, month), 0.0, infinity, "purchases");
  for (const std::uint64_t n : {0U, 1U, 5U}) {
    expect_within(
        probability_of_purchases(model, history, n, month), 0.0, 1.0, "count of purchases");
  }
  const cc::Estimate wait = time_to_next_purchase(model, history);
  if (wait.undefined != cc::Undefined::infinite) expect_within(wait, 0.0, infinity, "wait");
}

/// The histories there are at the ends of a set, by repeats, and a new customer.
std::vector<cc::PurchaseHistory> extremes(const cc::PurchaseCounts& counts) {
  std::vector<cc::PurchaseHistory> result{{}};
  if (counts.counts.empty()) return result;
  const auto [least, most] =
      std::minmax_element(counts.counts.begin(),
                          counts.counts.end(),
                          [](const cc::PurchaseCount& left, const cc::PurchaseCount& right) {
                            return left.repeats < right.repeats;
                          });
  for (const auto& count : {*least, *most}) {
    result.push_back({count.repeats, {count.recency, counts.unit}, {count.age, counts.unit}});
  }
  return result;
}

class Pathology : public testing::TestWithParam<loyalty::ModelName> {};

}  // namespace

TEST_P(Pathology, EndsInNumbersOrWords) {
  const bool opportunities = GetParam() == loyalty::ModelName::bg_bb;
  // From a week to 1,900 years; opportunities are counted one by one.
  const std::vector<double> ages = opportunities ? std::vector<double>{7, 14, 70, 365, 700}
                                                 : std::vector<double>{7, 70, 700, 7e4, 7e5};
  const auto sets = pathological::data_sets(ages);
  ASSERT_GE(sets.size(), 100u);
  for (const auto& [name, counts] : sets) {
    SCOPED_TRACE(name);
    const loyalty::PurchaseModel model = loyalty::fit_model(
        GetParam(), counts, {.unit = opportunities ? cc::TimeUnit::day : cc::TimeUnit::week});
    const cc::FitReport& report = loyalty::report_of(model);
    EXPECT_TRUE(std::isfinite(loyalty::log_likelihood(model)));
    if (!report.usable()) {
      EXPECT_FALSE(report.diagnosis.empty());
      continue;
    }
    EXPECT_TRUE(report.status == cc::FitStatus::converged || !report.diagnosis.empty());
    std::visit(
        [](const auto& fit) {
          for (const double each : fit.log_covariance) EXPECT_TRUE(std::isfinite(each));
        },
        model);
    for (const loyalty::NamedEstimate& parameter : loyalty::estimates_of(model)) {
      EXPECT_TRUE(std::isfinite(*parameter.estimate.value)) << parameter.name;
    }
    for (const cc::PurchaseHistory& history : extremes(counts)) expect_answers(model, history);
    const loyalty::Outlook all = loyalty::outlook(model, counts, cc::days(30));
    const double people = cc::customers(counts);
    expect_within(all.alive, 0.0, people * (1.0 + 1e-12), "customers alive");
    expect_within(all.purchases, 0.0, std::numeric_limits<double>::infinity(), "all purchases");
  }
}

INSTANTIATE_TEST_SUITE_P(Loyalty,
                         Pathology,
                         testing::ValuesIn(loyalty::model_names().begin(),
                                           loyalty::model_names().end()),
                         [](const auto& of) { return fits::test_name(of.param); });

TEST(GammaGammaPathology, EndsInNumbersOrWords) {
  std::vector<std::pair<std::string, cc::SpendHistories>> sets;
  for (const double scale : {1e-9, 1e-3, 1.0, 1e3, 1e6, 1e12}) {
    const auto add = [&](const std::string& name, std::vector<cc::SpendHistory> spends) {
      for (cc::SpendHistory& spend : spends) spend.mean_spend *= scale;
      sets.emplace_back(name + ", times " + std::to_string(scale),
                        cc::SpendHistories{.spends = std::move(spends)});
    };
    const auto drawn = [&](int customers, double repeats, double p, double q) {
      cc::Rng rng{7};
      std::vector<cc::SpendHistory> spends;
      for (int i = 0; i < customers; ++i) {
        const double n = 1.0 + std::floor(repeats * cc::exponential(rng));
        const double nu = std::fmax(cc::gamma(rng, q), 1e-30);
        spends.push_back({n, std::fmax(cc::gamma(rng, p * n) / n / nu, 1e-30)});
      }
      return spends;
    };
    add("nobody", {});
    add("one customer", {{3, 10}});
    add("two alike", {{3, 10}, {3, 10}});
    add("two unlike", {{1, 1}, {1, 1e6}});
    add("all identical", std::vector<cc::SpendHistory>(500, {2, 10}));
    add("same mean, other counts", {{1, 10}, {2, 10}, {5, 10}, {9, 10}, {100, 10}});
    add("one with 10,000 purchases", {{1, 8}, {2, 12}, {1, 30}, {10'000, 11}});
    add("one spends a million times more", {{1, 8}, {2, 12}, {1, 30}, {3, 11e6}});
    add("nothing but free purchases", {{1, 0}, {2, 0}, {3, 0}});
    add("some free purchases", {{1, 0}, {2, 5}, {3, 7}, {2, 9}});
    add("one purchase each", drawn(500, 0.0, 6.0, 4.0));
    add("no mean of the population", drawn(500, 2.0, 6.0, 0.7));
    add("a mean about to diverge", drawn(500, 2.0, 6.0, 1.01));
    add("amounts that never vary", drawn(500, 2.0, 1e6, 4.0));
    add("amounts in bursts", drawn(500, 2.0, 0.05, 4.0));
    add("customers alike", drawn(500, 2.0, 6.0, 1e6));
    add("customers as unlike as can be", drawn(500, 2.0, 6.0, 0.05));
    add("many purchases each", drawn(200, 3000.0, 6.0, 4.0));
    add("three customers", drawn(3, 2.0, 6.0, 4.0));
  }
  ASSERT_GE(sets.size(), 100u);
  for (const auto& [name, spends] : sets) {
    SCOPED_TRACE(name);
    const loyalty::GammaGammaFit fit = loyalty::fit_gamma_gamma(spends);
    EXPECT_TRUE(std::isfinite(fit.log_likelihood));
    if (!fit.report.usable()) {
      EXPECT_FALSE(fit.report.diagnosis.empty());
      continue;
    }
    EXPECT_TRUE(fit.report.status == cc::FitStatus::converged || !fit.report.diagnosis.empty());
    for (const cc::SpendHistory& history : {cc::SpendHistory{}, spends.spends.front()}) {
      if (history.repeats > 0.0 && !(history.mean_spend > 0.0)) continue;
      const cc::Estimate expected = expected_spend(fit, history);
      if (expected.undefined == cc::Undefined::infinite) continue;  // Said, and so it is.
      expect_within(expected, 0.0, std::numeric_limits<double>::infinity(), "expected spend");
    }
  }
}
