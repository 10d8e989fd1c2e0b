#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/customer_equity.hpp>
#include <centricity/loyalty/simulation.hpp>

#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::months;
using cc::weeks;
using cc::years;
using loyalty::CashFlowTiming;
using support::expect_relative;

namespace {

constexpr double for_ever = std::numeric_limits<double>::infinity();

const loyalty::ValueTerms two_years{
    .window = {.to = years(2)},
    .discounting = {.annual_rate = 0.12, .timing = CashFlowTiming::period_end},
    .margin = 0.4};

template <class Fit>
Fit known(const decltype(Fit::parameters)& parameters, double log_variance = 0.0) {
  Fit fit{.parameters = parameters};
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(fit.log_covariance.size())));
  for (std::size_t i = 0; i < std::min<std::size_t>(n, 4); ++i) {  // k is known.
    fit.log_covariance[i * n + i] = log_variance;
  }
  fit.report.status = cc::FitStatus::converged;
  return fit;
}

loyalty::GammaGammaFit known_spending(double q = 3.74) {
  return known<loyalty::GammaGammaFit>({.p = 6.25, .q = q, .gamma = 15.44}, 0.02);
}

/// One of each model, with some uncertainty.
std::vector<loyalty::PurchaseModel> all_models() {
  return {
      known<loyalty::NbdFit>({.r = 0.39, .alpha = 12.1}, 0.01),
      known<loyalty::BgNbdFit>({.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426}, 0.01),
      known<loyalty::MbgNbdFit>({.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614}, 0.01),
      known<loyalty::BgCnbdFit>({.r = 0.4, .alpha = 3.0, .a = 0.8, .b = 2.4, .k = 2}, 0.01),
      known<loyalty::MbgCnbdFit>({.r = 0.5, .alpha = 3.2, .a = 0.9, .b = 1.7, .k = 3}, 0.01),
      known<loyalty::ParetoNbdFit>({.r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669}, 0.01),
      known<loyalty::BgBbFit>({.alpha = 1.2, .beta = 7.5, .gamma = 0.66, .delta = 2.8}, 0.01)};
}

/// Customers with spend, times in whole weeks so that BG/BB takes them too.
cc::PurchaseHistories some_histories(std::uint32_t first = 0, std::uint32_t customers = 60) {
  cc::PurchaseHistories histories{.unit = cc::TimeUnit::week};
  histories.definition.currency = "EUR";
  for (std::uint32_t i = first; i < first + customers; ++i) {
    const std::uint32_t repeats = i % 5;
    histories.labels.push_back(loyalty::simulated_label(i));
    histories.first.emplace_back();
    histories.repeats.push_back(repeats);
    histories.recency.push_back(repeats == 0 ? 0.0 : 5.0 + i % 30);
    histories.age.push_back(35.0 + i % 3);
    histories.priced.push_back(repeats + 1);
    histories.spend.push_back(cc::to_money(20.0));
    histories.priced_repeats.push_back(repeats);
    histories.repeat_spend.push_back(cc::to_money(repeats * (10.0 + i)));
  }
  return histories;
}

cc::SpendHistory spend_of(const cc::PurchaseHistories& histories, std::size_t i) {
  if (histories.priced_repeats[i] == 0) return {};
  const double repeats = histories.priced_repeats[i];
  return {repeats, cc::to_double(histories.repeat_spend[i]) / repeats};
}

double total(const loyalty::PurchaseModel& model,
             const loyalty::ValueTerms& terms,
             const cc::PurchaseHistories& histories = some_histories()) {
  return *loyalty::value_customers(model, known_spending(), histories, terms).total.value;
}

}  // namespace

TEST(CustomerEquity, IsTheSumOfLifetimeValuesWhateverTheModel) {
  const cc::PurchaseHistories histories = some_histories();
  const loyalty::GammaGammaFit spending = known_spending();
  for (const loyalty::PurchaseModel& model : all_models()) {
    const auto values = loyalty::value_customers(model, spending, histories, two_years);
    double sum = 0.0;
    for (std::size_t i = 0; i < histories.size(); ++i) {
      const cc::Estimate alone = lifetime_value(
          model, spending, cc::history(histories, i), spend_of(histories, i), two_years);
      expect_relative(*values.forecasts[i].value.value, *alone.value, 1e-12);
      expect_relative(*values.forecasts[i].value.standard_error, *alone.standard_error, 1e-9);
      sum += *alone.value;
    }
    expect_relative(*values.total.value, sum, 1e-12);
    EXPECT_EQ(values.without_value, 0u);
    const loyalty::CustomerEquity equity = customer_equity(values);
    EXPECT_EQ(equity.total, values.total);
    expect_relative(*equity.mean.value, sum / 60.0, 1e-12);
  }
}

// The delta method once more: the sum over customers, shifted one parameter at a time.
TEST(CustomerEquity, HasTheErrorThatBothFitsLeave) {
  const cc::PurchaseHistories histories = some_histories();
  const double variance = 0.01;
  const loyalty::MbgNbdParameters buying{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614};
  const loyalty::GammaGammaParameters spending{.p = 6.25, .q = 3.74, .gamma = 15.44};
  const auto sum = [&](const loyalty::MbgNbdParameters& how,
                       const loyalty::GammaGammaParameters& what) {
    double all = 0.0;
    for (std::size_t i = 0; i < histories.size(); ++i) {
      all += expected_purchases(how, cc::history(histories, i), years(1)) *
             expected_spend(what, spend_of(histories, i));
    }
    return all;
  };
  constexpr double step = 1e-5;
  double squares = 0.0;
  for (double loyalty::MbgNbdParameters::*parameter : {&loyalty::MbgNbdParameters::r,
                                                       &loyalty::MbgNbdParameters::alpha,
                                                       &loyalty::MbgNbdParameters::a,
                                                       &loyalty::MbgNbdParameters::b}) {
    loyalty::MbgNbdParameters above = buying;
    loyalty::MbgNbdParameters below = buying;
    above.*parameter *= std::exp(step);
    below.*parameter *= std::exp(-step);
    squares += std::pow((sum(above, spending) - sum(below, spending)) / (2.0 * step), 2.0);
  }
  for (double loyalty::GammaGammaParameters::*parameter : {&loyalty::GammaGammaParameters::p,
                                                           &loyalty::GammaGammaParameters::q,
                                                           &loyalty::GammaGammaParameters::gamma}) {
    loyalty::GammaGammaParameters above = spending;
    loyalty::GammaGammaParameters below = spending;
    above.*parameter *= std::exp(step);
    below.*parameter *= std::exp(-step);
    squares += std::pow((sum(buying, above) - sum(buying, below)) / (2.0 * step), 2.0);
  }
  const auto forecasts =
      loyalty::forecast_customers(known<loyalty::MbgNbdFit>(buying, variance),
                                  known<loyalty::GammaGammaFit>(spending, variance),
                                  histories);
  expect_relative(*forecasts.total.value, sum(buying, spending), 1e-12);
  expect_relative(*forecasts.total.standard_error, std::sqrt(variance * squares), 1e-6);
  // Errors are shared: they do not average out over customers.
  double independent = 0.0;
  for (const auto& forecast : forecasts.forecasts) {
    independent += std::pow(*forecast.value.standard_error, 2.0);
  }
  EXPECT_GT(*forecasts.total.standard_error, 2.0 * std::sqrt(independent));
}

TEST(CustomerEquity, OfWindowsAndBasesAddsUp) {
  for (const loyalty::PurchaseModel& model : all_models()) {
    for (const CashFlowTiming timing : {CashFlowTiming::when_bought, CashFlowTiming::period_end}) {
      loyalty::ValueTerms whole = two_years;
      whole.discounting.timing = timing;
      loyalty::ValueTerms early = whole;
      loyalty::ValueTerms late = whole;
      early.window.to = late.window.from = weeks(31.0);
      expect_relative(total(model, early) + total(model, late), total(model, whole), 1e-9);
    }
    const cc::PurchaseHistories left = some_histories(0, 25);
    const cc::PurchaseHistories right = some_histories(25, 35);
    expect_relative(total(model, two_years, left) + total(model, two_years, right),
                    total(model, two_years, merge(left, right)),
                    1e-12);
  }
}

TEST(CustomerEquity, WithoutRateIsPurchasesTimesSpendTimesMarginAndMovesWithTheTiming) {
  for (const loyalty::PurchaseModel& model : all_models()) {
    loyalty::ValueTerms terms = two_years;
    terms.discounting.annual_rate = 0.0;
    const auto forecasts =
        loyalty::forecast_customers(model, known_spending(), some_histories(), years(2));
    expect_relative(total(model, terms), 0.4 * *forecasts.total.value, 1e-12);
    const auto by = [&](CashFlowTiming timing) {
      loyalty::ValueTerms of = two_years;
      of.discounting.timing = timing;
      return total(model, of);
    };
    EXPECT_GT(by(CashFlowTiming::period_start), by(CashFlowTiming::period_middle));
    EXPECT_GT(by(CashFlowTiming::period_middle), by(CashFlowTiming::period_end));
    EXPECT_LT(by(CashFlowTiming::when_bought), by(CashFlowTiming::period_start));
  }
}

// Half a year ahead of customers with known parameters, bought to the second: what they really
// spend is, discounted, what they were worth, within four Monte Carlo errors; and so is what they
// spent in the first half year of theirs.
TEST(CustomerEquity, IsWhatSimulatedCustomersSpend) {
  constexpr std::uint32_t customers = 100'000;
  const cc::Day today = cc::date(2024, 9, 29);
  const loyalty::Simulation market = loyalty::simulate({.customers = customers, .seed = 5});
  cc::PurchaseLedger ledger{{.merge = cc::MergeGrain::none}};
  const cc::CustomerBase base = to_base(market);
  ledger.add(base);
  const cc::PurchaseHistories histories = purchase_histories(ledger, {.until = today});
  ASSERT_EQ(histories.size(), customers);

  const loyalty::ValueTerms terms{
      .window = {.to = months(6)},
      .discounting = {.annual_rate = 0.5, .timing = CashFlowTiming::period_end}};
  const loyalty::PurchaseModel buying =
      known<loyalty::MbgNbdFit>(std::get<loyalty::MbgNbdParameters>(market.options.buying));
  const auto spending = known<loyalty::GammaGammaFit>(market.options.spending);
  const auto values = loyalty::value_customers(buying, spending, histories, terms);
  const double new_customer = *value_new_customers(buying, spending, 1, terms).each.value;

  const auto discounted = [](double months_from_now) {
    return months_from_now > 6.0 ? 0.0 : std::pow(1.5, -std::ceil(months_from_now) / 12.0);
  };
  const cc::Instant now = cc::start_of(today + std::chrono::days{1});
  std::vector<double> spent(customers);
  std::vector<double> spent_first(customers);
  for (const loyalty::SimulatedPurchase& purchase : market.purchases) {
    const auto since = [&](cc::Instant start) {
      return static_cast<double>((purchase.time - start).count()) / seconds_in(cc::TimeUnit::month);
    };
    const double amount = cc::to_double(purchase.amount);
    const cc::Instant acquired = market.customers[purchase.customer].acquired;
    if (purchase.time >= now) spent[purchase.customer] += amount * discounted(since(now));
    if (purchase.time > acquired) {
      spent_first[purchase.customer] += amount * discounted(since(acquired));
    }
  }
  const auto z = [&](const std::vector<double>& seen, const auto& expected) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < customers; ++i) {
      const double residual = seen[i] - expected(i);
      sum += residual;
      squares += residual * residual;
    }
    return sum / std::sqrt(squares);
  };
  // Labels are in the order of the simulated customers.
  EXPECT_LT(std::abs(z(spent, [&](std::size_t i) { return *values.forecasts[i].value.value; })),
            4.0);
  EXPECT_LT(std::abs(z(spent_first, [&](std::size_t) { return new_customer; })), 4.0);
}

// 80% prediction intervals of what a base will bring, each from its own fits. Of 400 markets and
// 200 draws each, 81.5% hold what came; of the 95% intervals of the expectation, 95.5% hold the
// true one.
TEST(CustomerEquity, IntervalsHoldWhatComes) {
  constexpr std::uint64_t markets = 25;
  constexpr std::uint32_t customers = 800;
  const cc::Day today = cc::date(2024, 9, 29);
  const loyalty::ValueTerms terms{
      .window = {.to = weeks(26)},
      .discounting = {.annual_rate = 0.2, .timing = CashFlowTiming::when_bought}};
  double held = 0.0;
  double held_mean = 0.0;
  for (std::uint64_t seed = 1; seed <= markets; ++seed) {
    const loyalty::Simulation market = loyalty::simulate({.customers = customers, .seed = seed});
    cc::PurchaseLedger ledger;
    const cc::CustomerBase base = to_base(market);
    ledger.add(base);
    const cc::PurchaseHistories histories = purchase_histories(ledger, {.until = today});
    const loyalty::PurchaseModel buying = loyalty::fit_mbg_nbd(cc::purchase_counts(histories));
    const loyalty::GammaGammaFit spending =
        loyalty::fit_gamma_gamma(cc::spend_histories(histories));
    ASSERT_TRUE(report_of(buying).usable() && spending.report.usable());

    const cc::Instant now = cc::start_of(today + std::chrono::days{1});
    double brought = 0.0;
    for (const loyalty::SimulatedPurchase& purchase : market.purchases) {
      const double later =
          static_cast<double>((purchase.time - now).count()) / seconds_in(cc::TimeUnit::year);
      if (later > 0.0 && later <= weeks(26).in(cc::TimeUnit::year)) {
        brought += cc::to_double(purchase.amount) * std::pow(1.2, -later);
      }
    }
    const cc::Estimate predicted =
        predict_equity(buying, spending, histories, terms, {.draws = 100, .seed = seed});
    if (predicted.interval->lower <= brought && brought <= predicted.interval->upper) held += 1.0;

    const double truth =
        *loyalty::value_customers(
             known<loyalty::MbgNbdFit>(std::get<loyalty::MbgNbdParameters>(market.options.buying)),
             known<loyalty::GammaGammaFit>(market.options.spending),
             histories,
             terms)
             .total.value;
    const cc::Estimate equity = loyalty::value_customers(buying, spending, histories, terms).total;
    if (equity.interval->lower <= truth && truth <= equity.interval->upper) held_mean += 1.0;
  }
  const auto four_errors = [](double p) { return 4.0 * std::sqrt(p * (1.0 - p) / markets); };
  EXPECT_NEAR(held / markets, 0.8, four_errors(0.8));
  EXPECT_NEAR(held_mean / markets, 0.95, four_errors(0.95));
}

TEST(CustomerEquity, PredictionAgreesWithTheExpectationOfEveryModelAndTiming) {
  const cc::PurchaseHistories histories = some_histories();
  for (const loyalty::PurchaseModel& model : all_models()) {
    for (const CashFlowTiming timing : {CashFlowTiming::when_bought, CashFlowTiming::period_end}) {
      loyalty::ValueTerms terms = two_years;
      terms.discounting = {.annual_rate = 0.3, .timing = timing, .period = months(3)};
      terms.window.from = weeks(20);
      const cc::Estimate found = predict_equity(model, known_spending(), histories, terms);
      expect_relative(*found.value, total(model, terms), 0.2);
      EXPECT_EQ(found.interval->kind, cc::IntervalKind::prediction);
      EXPECT_LT(found.interval->lower, total(model, terms));
      EXPECT_GT(found.interval->upper, total(model, terms));
    }
  }
}

TEST(CustomerEquity, DoesNotDependOnThreads) {
  const cc::PurchaseHistories histories = some_histories(0, 3000);
  const loyalty::PurchaseModel model = all_models()[2];
  const auto serial = loyalty::value_customers(model, known_spending(), histories, two_years);
  const cc::Estimate predicted =
      predict_equity(model, known_spending(), histories, two_years, {.draws = 50});
  for (std::size_t width = 1; width <= 8; width *= 2) {
    const cc::Host host = support::threaded_host(width, width);
    const auto threaded =
        loyalty::value_customers(model, known_spending(), histories, two_years, host);
    EXPECT_EQ(threaded.total, serial.total);
    for (std::size_t i = 0; i < histories.size(); i += 97) {
      EXPECT_EQ(threaded.forecasts[i].value, serial.forecasts[i].value);
    }
    EXPECT_EQ(predict_equity(model, known_spending(), histories, two_years, {.draws = 50}, host),
              predicted);
  }
}

TEST(CustomerEquity, CountsEverybodyInOneClass) {
  const auto values = loyalty::value_customers(
      all_models()[1], known_spending(), some_histories(0, 500), two_years);
  const loyalty::CustomerEquity equity = customer_equity(values);
  std::uint64_t customers = 0;
  double value = 0.0;
  for (std::size_t k = 0; k < equity.classes.size(); ++k) {
    const loyalty::ValueClass& each = equity.classes[k];
    customers += each.customers;
    value += each.value;
    if (k > 0) {
      EXPECT_EQ(each.lower, equity.classes[k - 1].upper);
    }
    if (each.customers > 0 && each.upper) {
      EXPECT_LT(each.value, static_cast<double>(each.customers) * *each.upper);
    }
  }
  EXPECT_EQ(customers, 500u);
  expect_relative(value, *equity.total.value, 1e-12);
  EXPECT_GT(equity.classes.size(), 3u);
  EXPECT_FALSE(equity.classes.back().upper);
  // By hand: the hundred most valuable.
  std::vector<double> each;
  for (const auto& forecast : values.forecasts) each.push_back(*forecast.value.value);
  std::sort(each.rbegin(), each.rend());
  expect_relative(*equity.top_fifth.value,
                  std::accumulate(each.begin(), each.begin() + 100, 0.0) / value,
                  1e-12);
  const cc::Document page = describe(equity);
  EXPECT_TRUE(std::holds_alternative<cc::Chart>(page.blocks.back()));
}

TEST(CustomerEquity, SaysWhyItIsUndefined) {
  const loyalty::PurchaseModel model = all_models()[2];
  const cc::PurchaseHistories histories = some_histories();
  const auto why = [&](const loyalty::PurchaseModel& buying,
                       const loyalty::GammaGammaFit& spending,
                       const cc::PurchaseHistories& base) {
    const auto equity =
        customer_equity(loyalty::value_customers(buying, spending, base, two_years));
    EXPECT_EQ(equity.mean.undefined, equity.total.undefined);
    EXPECT_TRUE(equity.classes.empty());
    EXPECT_FALSE(describe(equity).blocks.empty());
    return equity.total.undefined;
  };
  EXPECT_EQ(why(model, known_spending(0.9), histories), cc::Undefined::infinite);
  EXPECT_EQ(why(model, {}, histories), cc::Undefined::unusable_fit);
  EXPECT_EQ(why(loyalty::BgNbdFit{}, known_spending(), histories), cc::Undefined::unusable_fit);
  EXPECT_EQ(why(model, known_spending(), {}), cc::Undefined::too_few);
  EXPECT_EQ(predict_equity(model, {}, histories, two_years).undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(predict_equity(model, known_spending(), {}, two_years).undefined,
            cc::Undefined::too_few);
  EXPECT_EQ(value_new_customers(model, known_spending(0.9), 10, two_years).net.undefined,
            cc::Undefined::infinite);

  // Somebody whose refunds exceed their purchases is left out, and counted.
  cc::PurchaseHistories refunded = histories;
  refunded.repeat_spend[1] = cc::to_money(-5.0);
  const auto values = loyalty::value_customers(model, known_spending(), refunded, two_years);
  EXPECT_EQ(values.forecasts[1].value.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(values.without_value, 1u);
  const auto all = loyalty::value_customers(model, known_spending(), histories, two_years);
  expect_relative(*values.total.value, *all.total.value - *all.forecasts[1].value.value, 1e-12);
  EXPECT_EQ(values.total.n, 59u);
}

TEST(CustomerEquity, OfNewCustomersIsThatOfOneSoManyTimes) {
  const loyalty::PurchaseModel model = all_models()[2];
  const auto cohort = value_new_customers(model, known_spending(), 1000, two_years, 3.0);
  const cc::Estimate one = lifetime_value(model, known_spending(), {}, {}, two_years);
  EXPECT_EQ(cohort.each, one);
  expect_relative(*cohort.total.value, 1000.0 * *one.value, 1e-12);
  expect_relative(*cohort.net.value, 1000.0 * (*one.value - 3.0), 1e-12);
  expect_relative(cohort.net.interval->lower, 1000.0 * (one.interval->lower - 3.0), 1e-12);
  EXPECT_EQ(cohort.net.standard_error, cohort.total.standard_error);
  EXPECT_FALSE(describe(cohort).blocks.empty());
}

TEST(CustomerEquity, RefusesBadTermsAndStopsWhenAsked) {
  const loyalty::PurchaseModel model = all_models()[2];
  const cc::PurchaseHistories histories = some_histories();
  const auto code_of = [&](const loyalty::ValueTerms& terms, const cc::Host& host = {}) {
    try {
      (void)loyalty::value_customers(model, known_spending(), histories, terms, host);
    } catch (const cc::Error& error) {
      return std::optional{error.code()};
    }
    return std::optional<cc::ErrorCode>{};
  };
  const auto bad = cc::ErrorCode::invalid_argument;
  EXPECT_EQ(code_of({.discounting = {.annual_rate = 0.1}}), bad) << "timing is not given";
  loyalty::ValueTerms terms = two_years;
  terms.margin = 0.0;
  EXPECT_EQ(code_of(terms), bad);
  terms.margin = for_ever;
  EXPECT_EQ(code_of(terms), bad);
  terms = two_years;
  terms.window.from = years(3);
  EXPECT_EQ(code_of(terms), bad);
  terms = two_years;
  terms.discounting.period = {1.0, cc::TimeUnit::second};
  EXPECT_EQ(code_of(terms), bad) << "60 million periods";
  const cc::Host stopped{.cancelled = [] { return true; }};
  EXPECT_EQ(code_of(two_years, stopped), cc::ErrorCode::cancelled);
  EXPECT_EQ(code_of(two_years), std::nullopt);

  EXPECT_THROW((void)predict_equity(model, known_spending(), histories, two_years, {.draws = 1}),
               cc::Error);
  EXPECT_THROW((void)predict_equity(model, known_spending(), histories, two_years, {.level = 1.0}),
               cc::Error);
  EXPECT_THROW((void)value_new_customers(model, known_spending(), 1, two_years, -1.0), cc::Error);
}
