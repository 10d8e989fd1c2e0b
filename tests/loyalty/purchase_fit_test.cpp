// What the fits of all models of purchase counts are held to alike.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/document.hpp>
#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/fits.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using loyalty::ModelName;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// One model, and the tests of the fits of each of them.
class AnyFit : public testing::TestWithParam<ModelName> {
 protected:
  static loyalty::PurchaseModel fit(const cc::PurchaseCounts& counts,
                                    const loyalty::FitOptions& options = {},
                                    const cc::Host& host = {}) {
    return loyalty::fit_model(GetParam(), counts, options, host);
  }

  /// Calls `look` with a fit as that of its own model.
  template <class Look>
  static void with_fit(const loyalty::PurchaseModel& model, const Look& look) {
    std::visit(look, model);
  }

  /// Expects a fit to be refused, and returns why.
  static cc::Error refusal(const cc::PurchaseCounts& counts,
                           const loyalty::FitOptions& options = {},
                           const cc::Host& host = {}) {
    try {
      (void)fit(counts, options, host);
    } catch (const cc::Error& error) {
      return error;
    }
    ADD_FAILURE() << "was not refused";
    return cc::Error{cc::ErrorCode::io, "no refusal"};
  }
};

/// More distinct histories than are added up in one piece; whole weeks, at most one purchase each.
cc::PurchaseCounts large_base() {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  cc::Rng rng{12};
  for (int i = 0; i < 2500; ++i) {
    cc::PurchaseCount customer{.age = 20.0 + std::floor(200.0 * cc::uniform(rng)), .customers = 1};
    const double buys = 0.3 * cc::uniform(rng);
    const double leaves = 0.1 * cc::uniform(rng);
    for (double week = 1.0; week <= customer.age && !cc::bernoulli(rng, leaves); week += 1.0) {
      if (!cc::bernoulli(rng, buys)) continue;
      customer.repeats += 1.0;
      customer.recency = week;
    }
    counts.counts.push_back(customer);
  }
  return counts;
}

}  // namespace

TEST_P(AnyFit, DoesNotDependOnOrderOrThreads) {
  cc::PurchaseCounts counts = large_base();
  with_fit(fit(counts), [&](const auto& serial) {
    ASSERT_TRUE(serial.report.usable());
    for (const std::size_t width : {1u, 2u, 3u, 8u}) {
      std::shuffle(counts.counts.begin(), counts.counts.end(), std::mt19937_64{width});
      const auto model = fit(counts, {}, support::threaded_host(width, width));
      const auto& threaded = std::get<std::decay_t<decltype(serial)>>(model);
      EXPECT_EQ(threaded.parameters, serial.parameters);
      EXPECT_EQ(threaded.log_likelihood, serial.log_likelihood);
      EXPECT_EQ(threaded.log_covariance, serial.log_covariance);
    }
  });
}

TEST_P(AnyFit, AUnitScalesTimesAndNothingElse) {
  if (GetParam() == ModelName::bg_bb) return;  // Its unit is that of the opportunities.
  const auto base = fits::small_base();
  with_fit(fit(base), [&](const auto& weekly) {
    using Fit = std::decay_t<decltype(weekly)>;
    const auto model = fit(base, {.unit = cc::TimeUnit::day});
    const auto& daily = std::get<Fit>(model);
    const auto values = loyalty::ModelOfFit<Fit>::values(daily.parameters);
    const auto expected = loyalty::ModelOfFit<Fit>::values(fits::in_days(weekly.parameters));
    for (std::size_t i = 0; i < values.size(); ++i) {
      expect_relative(values[i], expected[i], 1e-8);
    }
    // The density of x purchase times is that of days: a factor of 7^-x.
    double purchases = 0.0;
    for (const auto& count : base.counts) purchases += count.repeats * count.customers;
    if constexpr (requires { weekly.parameters.k; }) purchases *= weekly.parameters.k;
    expect_relative(daily.log_likelihood, weekly.log_likelihood - purchases * std::log(7.0), 1e-12);
  });
}

TEST_P(AnyFit, GivesEstimatesWithinTheirRange) {
  with_fit(fit(fits::small_base()), [](const auto& of) {
    ASSERT_TRUE(of.report.usable());
    for (const cc::PurchaseHistory& history :
         {cc::PurchaseHistory{.age = weeks(30)},
          cc::PurchaseHistory{.repeats = 2, .recency = weeks(12), .age = weeks(30)}}) {
      const cc::Estimate alive = probability_alive(of, history);
      EXPECT_EQ(alive.value.value(), probability_alive(of.parameters, history));
      EXPECT_EQ(alive.n, of.customers);
      if (alive.value < 1.0) {
        EXPECT_GT(alive.standard_error.value(), 0.0);
        EXPECT_GT(alive.interval->lower, 0.0);
        EXPECT_LT(alive.interval->upper, 1.0);
      } else {
        EXPECT_EQ(alive.standard_error, 0.0);
      }
      const cc::Estimate bought = expected_purchases(of, history, weeks(52));
      expect_relative(
          bought.value.value(), expected_purchases(of.parameters, history, weeks(52)), 1e-14);
      EXPECT_GT(bought.interval->lower, 0.0);
      EXPECT_LT(bought.interval->lower, bought.value.value());
      EXPECT_GT(bought.interval->upper, bought.value.value());
    }
    EXPECT_EQ(expected_purchases(of, weeks(52)), expected_purchases(of, {}, weeks(52)));
  });
}

TEST_P(AnyFit, DescribesItself) {
  const auto model = fit(fits::small_base(), {.level = 0.8});
  const cc::Document document = describe(model);
  EXPECT_EQ(document.id, fits::test_name(GetParam()));
  std::size_t charts = 0;
  for (const cc::Block& block : document.blocks) {
    if (std::holds_alternative<cc::Chart>(block)) ++charts;
    if (const auto* table = std::get_if<cc::Table>(&block)) {
      EXPECT_EQ(table->rows.size(), loyalty::estimates_of(model).size());
      EXPECT_THAT(table->caption, HasSubstr("80% intervals"));
    }
  }
  EXPECT_EQ(charts, 1u);
}

TEST_P(AnyFit, SaysThatNobodyLeaves) {
  // NBD knows of no leaving, and BG/BB wants whole weeks: see its own test.
  if (GetParam() == ModelName::nbd || GetParam() == ModelName::bg_bb) return;
  // Negative binomial counts, last purchases where those of steady customers would be.
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  double p = 0.5;
  for (int x = 0; x < 14; ++x) {
    counts.counts.push_back({double(x), x == 0 ? 0.0 : 30.0 * x / (x + 0.5), 30.0, 1e4 * p});
    p *= 0.5;
  }
  with_fit(fit(counts), [](const auto& of) {
    EXPECT_EQ(of.report.status, cc::FitStatus::boundary);
    EXPECT_TRUE(of.report.usable());
    EXPECT_THAT(of.report.diagnosis, testing::Contains(HasSubstr("No dropout detectable")));
    const auto estimates = loyalty::estimates_in_order(of);
    EXPECT_TRUE(estimates[0].standard_error.has_value());
    if constexpr (estimates.size() >= 4) {
      EXPECT_FALSE(estimates[3].standard_error.has_value());
    }
    EXPECT_TRUE(std::isfinite(expected_purchases(of, weeks(52)).value.value()));
  });
}

TEST_P(AnyFit, SaysThatThereIsNothingToLearnFrom) {
  const cc::PurchaseCounts once{.unit = cc::TimeUnit::week, .counts = {{0, 0, 10, 50}}};
  for (const auto& [counts, why] : {std::pair{cc::PurchaseCounts{}, "no customers"},
                                    std::pair{once, "Nobody bought a second time"}}) {
    with_fit(fit(counts), [&, words = why](const auto& of) {
      EXPECT_EQ(of.report.status, cc::FitStatus::failed);
      EXPECT_THAT(of.report.diagnosis.front(), HasSubstr(words));
      EXPECT_EQ(probability_alive(of, {.age = weeks(1)}).undefined, cc::Undefined::unusable_fit);
      EXPECT_FALSE(expected_purchases(of, weeks(1)).defined());
      for (const cc::Estimate& estimate : loyalty::estimates_in_order(of)) {
        EXPECT_EQ(estimate.undefined, cc::Undefined::unusable_fit);
      }
    });
  }
}

TEST_P(AnyFit, RefusesOptionsOutOfRange) {
  for (const loyalty::FitOptions& options : {loyalty::FitOptions{.level = 0.0},
                                             loyalty::FitOptions{.level = 1.0},
                                             loyalty::FitOptions{.max_iterations = 0}}) {
    const cc::Error error = refusal(fits::small_base(), options);
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
    EXPECT_THAT(error.what(), HasSubstr("out of range"));
  }
}

TEST_P(AnyFit, NamesTheRowOfAnImpossibleHistory) {
  for (const double recency : {-1.0, 40.0}) {
    cc::PurchaseCounts bad = fits::small_base();
    bad.counts[3].recency = recency;
    const cc::Error error = refusal(bad);
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 3u);
  }
}

TEST_P(AnyFit, CanBeCancelled) {
  const cc::Host host{.cancelled = [] { return true; }};
  EXPECT_EQ(refusal(fits::small_base(), {}, host).code(), cc::ErrorCode::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Loyalty,
                         AnyFit,
                         testing::ValuesIn(loyalty::model_names().begin(),
                                           loyalty::model_names().end()),
                         [](const auto& of) { return fits::test_name(of.param); });
