#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/next_purchases.hpp>
#include <centricity/loyalty/ranking.hpp>
#include <centricity/loyalty/scoring.hpp>
#include <centricity/loyalty/simulation.hpp>

#include "loyalty/count_allocations.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;

namespace {

struct Fitted {
  cc::PurchaseHistories histories{};
  loyalty::BgNbdFit buying{};
  loyalty::GammaGammaFit spending{};
};

const Fitted& fitted() {
  static const Fitted made = [] {
    const auto simulation = loyalty::simulate({.customers = 3000});
    cc::PurchaseLedger ledger;
    const cc::CustomerBase base = loyalty::to_base(simulation);
    ledger.add(base);
    Fitted result{.histories = cc::purchase_histories(ledger)};
    result.buying = loyalty::fit_bg_nbd(cc::purchase_counts(result.histories));
    result.spending = loyalty::fit_gamma_gamma(cc::spend_histories(result.histories));
    return result;
  }();
  return made;
}

}  // namespace

TEST(Scoring, OfOneCustomerAllocatesNothing) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(30), .age = weeks(38)};
  const auto& [histories, buying, spending] = fitted();
  const std::size_t before = allocations();
  double sum = loyalty::probability_alive(buying.parameters, history);
  sum += loyalty::expected_purchases(buying.parameters, history, weeks(52));
  sum += loyalty::expected_purchases(buying.parameters, history, weeks(1e7));
  sum += *loyalty::probability_alive(buying, history).value;
  sum += *loyalty::expected_purchases(buying, history, weeks(52)).value;
  sum += *loyalty::expected_spend(spending, {3, 20.0}).value;
  const std::size_t after = allocations();
  EXPECT_EQ(after, before);
  EXPECT_TRUE(std::isfinite(sum));
}

TEST(Scoring, OfOneCustomerByAnyModelAllocatesNothing) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(30), .age = weeks(38)};
  const cc::PurchaseCounts counts{
      .unit = cc::TimeUnit::week,
      .counts = {{0, 0, 39, 60}, {1, 10, 39, 20}, {2, 30, 38, 9}, {3, 39, 39, 6}, {9, 20, 38, 4}}};
  for (const loyalty::ModelName name : loyalty::model_names()) {
    const loyalty::PurchaseModel model = loyalty::fit_model(name, counts);
    ASSERT_TRUE(report_of(model).usable());
    const std::size_t before = allocations();
    double sum = *probability_alive(model, history).value;
    sum += *expected_purchases(model, history, weeks(52)).value;
    sum += *probability_of_purchases(model, history, 1, weeks(52)).value;
    sum += time_to_next_purchase(model, history).value.value_or(0.0);
    const std::size_t after = allocations();
    EXPECT_EQ(after, before) << to_string(name);
    EXPECT_TRUE(std::isfinite(sum));
  }
}

TEST(Scoring, OfAllAtOnceIsThatOfEachAlone) {
  const auto& [histories, buying, spending] = fitted();
  std::vector<double> alive(histories.size());
  std::vector<double> purchases(histories.size());
  loyalty::score_customers(buying.parameters,
                           histories,
                           weeks(52),
                           {.alive = alive, .purchases = purchases},
                           support::threaded_host(4));
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const auto history = cc::history(histories, i);
    const double ones = loyalty::expected_purchases(buying.parameters, history, weeks(52));
    support::expect_relative(
        alive[i], loyalty::probability_alive(buying.parameters, history), 1e-12);
    support::expect_relative(purchases[i], ones, 1e-12);
  }
  std::vector<double> alone(histories.size());
  loyalty::score_customers(buying.parameters, histories, {}, {.alive = alone});
  EXPECT_EQ(alone, alive);
  loyalty::score_customers(buying.parameters, histories, weeks(52), {.purchases = alone});
  EXPECT_EQ(alone, purchases);
}

TEST(Scoring, RefusesSpansOfAnotherLengthAndStopsWhenAsked) {
  const Fitted& known = fitted();
  std::vector<double> scores(known.histories.size());
  const auto code_of = [&](cc::Duration horizon, loyalty::ScoreSpans to, const cc::Host& host) {
    try {
      loyalty::score_customers(known.buying.parameters, known.histories, horizon, to, host);
    } catch (const cc::Error& error) {
      return std::optional{error.code()};
    }
    return std::optional<cc::ErrorCode>{};
  };
  const std::span<double> all{scores};
  const auto bad = cc::ErrorCode::invalid_argument;
  EXPECT_EQ(code_of(weeks(52), {.alive = all.first(1)}, {}), bad);
  EXPECT_EQ(code_of(weeks(52), {.alive = all, .purchases = all.first(1)}, {}), bad);
  EXPECT_EQ(code_of(weeks(-1), {.purchases = all}, {}), bad);
  const cc::Host stopped{.cancelled = [] { return true; }};
  EXPECT_EQ(code_of(weeks(52), {.purchases = all}, stopped), cc::ErrorCode::cancelled);
  EXPECT_EQ(code_of(weeks(52), {}, {}), std::nullopt);
}

// What customers share is found by other ways where repeats are many, or times not whole or long.
TEST(Scoring, OfOddHistoriesIsThatOfEachAlone) {
  constexpr std::size_t customers = 30'000;
  cc::Rng rng{11};
  cc::PurchaseHistories histories;
  for (std::size_t i = 0; i < customers; ++i) {
    const double most = std::array{3.0, 80.0, 1000.0}[i % 3];
    const double longest = std::array{700.0, 40.0, 6000.0, 20'000.0}[i % 4];
    double age = std::floor(cc::uniform(rng) * longest);
    if (i % 5 == 0) age += 0.37;
    const double repeats = std::floor(cc::uniform(rng) * most);
    histories.labels.push_back(std::to_string(i));
    histories.repeats.push_back(static_cast<std::uint32_t>(repeats));
    histories.age.push_back(age);
    histories.recency.push_back(repeats > 0.0 ? std::floor(cc::uniform(rng) * age) : 0.0);
  }
  const std::array<loyalty::PurchaseParameters, 5> models{
      loyalty::NbdParameters{.r = 0.385, .alpha = 12.072},
      loyalty::BgNbdParameters{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426},
      loyalty::MbgNbdParameters{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614},
      loyalty::BgCnbdParameters{.r = 0.3, .alpha = 3.0, .a = 0.8, .b = 2.4, .k = 2},
      loyalty::ParetoNbdParameters{.r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669}};
  for (const loyalty::PurchaseParameters& parameters : models) {
    std::vector<double> alive(customers);
    std::vector<double> purchases(customers);
    const loyalty::ScoreSpans both{.alive = alive, .purchases = purchases};
    loyalty::score_customers(parameters, histories, weeks(26), both);
    for (std::size_t i = 0; i < customers; i += 7) {
      const auto history = cc::history(histories, i);
      std::visit(
          [&](const auto& of) {
            const double ones = loyalty::expected_purchases(of, history, weeks(26));
            support::expect_relative(alive[i], loyalty::probability_alive(of, history), 1e-11);
            support::expect_relative(purchases[i], ones, 1e-11);
          },
          parameters);
    }
    const std::vector<double> serial = purchases;
    loyalty::score_customers(parameters, histories, weeks(26), both, support::threaded_host(5));
    EXPECT_EQ(purchases, serial);
  }
  std::vector<double> alive(customers);
  histories.recency[customers - 2] = histories.age[customers - 2] + 1.0;
  for (const loyalty::PurchaseParameters& parameters : models) {
    EXPECT_THROW(loyalty::score_customers(parameters, histories, {}, {.alive = alive}), cc::Error);
  }
}

TEST(CustomerForecasts, AreProductsInTheOrderOfTheHistories) {
  const auto& [histories, buying, spending] = fitted();
  const auto forecasts = loyalty::forecast_customers(buying, spending, histories, weeks(52));
  ASSERT_EQ(forecasts.forecasts.size(), histories.size());
  EXPECT_EQ(forecasts.currency, "USD");
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const auto& forecast = forecasts.forecasts[i];
    const auto history = cc::history(histories, i);
    EXPECT_EQ(forecast.alive, loyalty::probability_alive(buying, history));
    EXPECT_EQ(forecast.purchases, loyalty::expected_purchases(buying, history, weeks(52)));
    support::expect_relative(
        *forecast.value.value, *forecast.purchases.value * *forecast.spend.value, 1e-14);
    EXPECT_GT(forecast.value.interval->lower, 0.0);
    const double error = *forecast.value.standard_error / *forecast.value.value;
    EXPECT_GE(error, *forecast.spend.standard_error / *forecast.spend.value);
  }
  const auto scores = loyalty::scores(forecasts);
  EXPECT_FALSE(cc::validate(scores.value).has_errors());
  EXPECT_EQ(scores.purchases.scores[7], forecasts.forecasts[7].purchases);
  EXPECT_EQ(scores.value.unit, "USD");
  EXPECT_EQ(scores.purchases.name, "expected purchases within 52 weeks");
}

TEST(CustomerForecasts, DoNotDependOnThreads) {
  const auto& [histories, buying, spending] = fitted();
  const auto serial = loyalty::forecast_customers(buying, spending, histories);
  for (std::size_t width = 1; width <= 8; ++width) {
    const auto threaded = loyalty::forecast_customers(
        buying, spending, histories, cc::years(1), support::threaded_host(width, width));
    for (std::size_t i = 0; i < histories.size(); ++i) {
      ASSERT_EQ(serial.forecasts[i].alive, threaded.forecasts[i].alive);
      ASSERT_EQ(serial.forecasts[i].purchases, threaded.forecasts[i].purchases);
      ASSERT_EQ(serial.forecasts[i].value, threaded.forecasts[i].value);
    }
  }
}

TEST(CustomerForecasts, SpendThatIsNotPositiveIsMissing) {
  auto histories = fitted().histories;
  const auto repeater = static_cast<std::size_t>(std::find_if(histories.repeats.begin(),
                                                              histories.repeats.end(),
                                                              [](auto x) { return x > 0; }) -
                                                 histories.repeats.begin());
  histories.repeat_spend[repeater] = cc::to_money(-1.0);
  const auto forecasts =
      loyalty::forecast_customers(fitted().buying, fitted().spending, histories, weeks(10));
  EXPECT_EQ(forecasts.forecasts[repeater].value.undefined, cc::Undefined::missing_input);
  EXPECT_FALSE(forecasts.forecasts[repeater].value.defined());
}

TEST(Ranking, IsByExpectedValueAndKnowsItsDoubt) {
  const auto& [histories, buying, spending] = fitted();
  const auto ranking = loyalty::rank_customers(buying, spending, histories, {.top = 25});
  ASSERT_EQ(ranking.top.size(), 25u);
  for (std::size_t k = 0; k < ranking.top.size(); ++k) {
    const auto& customer = ranking.top[k];
    EXPECT_EQ(customer.label, histories.labels[customer.position]);
    if (k > 0) {
      EXPECT_LE(*customer.forecast.value.value, *ranking.top[k - 1].forecast.value.value);
    }
    EXPECT_GE(customer.rank.interval->lower, 1.0);
    EXPECT_LE(customer.rank.interval->lower, *customer.rank.value);
    EXPECT_GE(customer.rank.interval->upper, *customer.rank.value);
    EXPECT_LE(customer.rank.interval->upper, static_cast<double>(histories.size()));
    EXPECT_EQ(customer.rank.interval->kind, cc::IntervalKind::prediction);
    EXPECT_GE(*customer.top_probability.value, 0.0);
    EXPECT_LE(*customer.top_probability.value, 1.0);
  }
  // The first is surer of the list than the last; nobody is certain.
  EXPECT_GT(*ranking.top.front().top_probability.value, *ranking.top.back().top_probability.value);
  EXPECT_LT(*ranking.top.back().top_probability.value, 1.0);
  // The futures are fair: their total is the sum of the expectations.
  const auto forecasts = loyalty::forecast_customers(buying, spending, histories);
  double expected = 0.0;
  for (const auto& forecast : forecasts.forecasts) expected += *forecast.value.value;
  EXPECT_LT(ranking.total.interval->lower, expected);
  EXPECT_GT(ranking.total.interval->upper, expected);
  EXPECT_NEAR(*ranking.total.value / expected, 1.0, 0.1);
}

TEST(Ranking, IsTheSameForTheSameSeedAndAnyExecutor) {
  const auto& [histories, buying, spending] = fitted();
  const loyalty::RankingOptions options{.top = 10, .draws = 60, .seed = 7};
  const auto serial = loyalty::rank_customers(buying, spending, histories, options);
  for (std::size_t width = 1; width <= 8; ++width) {
    const auto threaded = loyalty::rank_customers(
        buying, spending, histories, options, support::threaded_host(width, width));
    for (std::size_t k = 0; k < 10; ++k) {
      EXPECT_EQ(serial.top[k].label, threaded.top[k].label);
      EXPECT_EQ(serial.top[k].rank, threaded.top[k].rank);
      EXPECT_EQ(serial.top[k].top_probability, threaded.top[k].top_probability);
    }
    EXPECT_EQ(serial.total, threaded.total);
  }
}

// With everybody on the list, the ranks of a future are those of all customers and add up.
TEST(Ranking, SharesOutAllRanks) {
  const auto& [histories, buying, spending] = fitted();
  const auto ranking = loyalty::rank_customers(
      buying, spending, histories, {.top = histories.size() + 5, .draws = 50});
  ASSERT_EQ(ranking.top.size(), histories.size());
  for (const auto& customer : ranking.top) {
    EXPECT_EQ(customer.top_probability.value, 1.0);
    EXPECT_GE(customer.rank.interval->lower, 1.0);
    EXPECT_LE(customer.rank.interval->upper, static_cast<double>(histories.size()));
  }
}

TEST(Ranking, SpendOfAnEndlessTailStaysFinite) {
  const auto& [histories, buying, spending] = fitted();
  loyalty::GammaGammaFit wild{.parameters = {.p = 0.01, .q = 0.01, .gamma = 15.0},
                              .log_covariance = {1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0}};
  wild.report.status = cc::FitStatus::converged;
  const auto ranking = loyalty::rank_customers(buying, wild, histories, {.draws = 50});
  EXPECT_TRUE(std::isfinite(ranking.total.value.value()));
  EXPECT_TRUE(std::isfinite(ranking.total.interval->upper));
}

TEST(Ranking, SaysWhatIsWrong) {
  const auto& [histories, buying, spending] = fitted();
  EXPECT_THROW((void)loyalty::rank_customers({}, spending, histories), cc::Error);
  EXPECT_THROW((void)loyalty::rank_customers(buying, spending, histories, {.top = 0}), cc::Error);
  EXPECT_THROW((void)loyalty::forecast_customers(buying, spending, histories, weeks(-1)),
               cc::Error);
}
