#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/lifetime_value.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using cc::years;
using loyalty::CashFlowTiming;
using support::expect_relative;

namespace {

const cc::PurchaseHistory twice{.repeats = 2, .recency = weeks(30), .age = weeks(38)};
constexpr double for_ever = std::numeric_limits<double>::infinity();

template <class Fit>
Fit known(const decltype(Fit::parameters)& parameters) {
  Fit fit{.parameters = parameters};
  fit.report.status = cc::FitStatus::converged;
  return fit;
}

const loyalty::PurchaseModel& mbg_nbd() {
  static const loyalty::PurchaseModel model =
      known<loyalty::MbgNbdFit>({.r = 0.5, .alpha = 6.0, .a = 0.9, .b = 1.6});
  return model;
}

double value(const loyalty::PurchaseModel& model,
             const loyalty::ValueWindow& window,
             const loyalty::Discounting& discounting) {
  return *discounted_purchases(model, twice, window, discounting).value;
}

}  // namespace

// Fader, Hardie & Lee (2005): DERT of Pareto/NBD at a continuous rate of .0027 a week, in 40
// digits.
TEST(LifetimeValue, OfAnInfiniteWindowIsTheClosedForm) {
  const double age = 272.0 / 7.0;
  const loyalty::Discounting rate{
      .annual_rate = std::expm1(0.0027 * years(1).in(cc::TimeUnit::week)),
      .timing = CashFlowTiming::when_bought};

  struct Row {
    loyalty::ParetoNbdParameters parameters{};
    double repeats = 0.0;
    double share = 0.0;  // Of the age, until the last purchase.
    double dert = 0.0;
  };

  const loyalty::ParetoNbdParameters cdnow{.r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669};
  const loyalty::ParetoNbdParameters pole{.r = 0.6, .alpha = 9.0, .s = 1.0, .beta = 12.0};
  const std::array<Row, 7> rows{{{cdnow, 0, 0.0, 0.47718030949215173},
                                 {cdnow, 1, 0.25, 1.773958612404897},
                                 {cdnow, 2, 0.5, 4.358626346287504},
                                 {cdnow, 100, 1.0, 293.8217939889471},
                                 {pole, 0, 0.0, 0.15838178553680143},
                                 {pole, 1, 1.0, 3.0058332985830654},
                                 {pole, 2, 0.75, 3.686874652969623}}};
  for (const auto& [parameters, repeats, share, dert] : rows) {
    const cc::PurchaseHistory history{
        .repeats = repeats, .recency = weeks(share * age), .age = weeks(age)};
    const cc::Estimate found = discounted_purchases(
        known<loyalty::ParetoNbdFit>(parameters), history, {.to = weeks(for_ever)}, rate);
    expect_relative(*found.value, dert, 1e-9);
  }
}

// The same for BG/BB, by the year at 10%, in the donations of Fader, Hardie & Shang (2010).
TEST(LifetimeValue, CountsOpportunitiesOfBgBb) {
  const loyalty::PurchaseModel model = known<loyalty::BgBbFit>({.alpha = 1.203522351601914,
                                                                .beta = 0.7497163581729389,
                                                                .gamma = 0.6567182084418325,
                                                                .delta = 2.783442232577381,
                                                                .unit = cc::TimeUnit::year});
  const loyalty::Discounting rate{.annual_rate = 0.1, .timing = CashFlowTiming::when_bought};
  const auto dert = [&](double repeats, double last) {
    return *discounted_purchases(model,
                                 {.repeats = repeats, .recency = years(last), .age = years(6)},
                                 {.to = years(for_ever)},
                                 rate)
                .value;
  };
  expect_relative(dert(6, 6), 5.9098942456430805, 1e-9);
  expect_relative(dert(4, 4), 0.9184709858280634, 1e-9);
  expect_relative(dert(0, 0), 0.1147527156324892, 1e-9);
}

// A second implementation: the purchases of many short steps, each discounted at its middle.
TEST(LifetimeValue, IsTheSumOfShortSteps) {
  constexpr int steps = 20'000;
  const double rate = std::log(1.15) / years(1).in(cc::TimeUnit::week);
  double sum = 0.0;
  double before = 0.0;
  for (int i = 1; i <= steps; ++i) {
    const double until = 104.0 * i / steps;
    const double by_then = loyalty::expected_purchases(
        std::get<loyalty::MbgNbdFit>(mbg_nbd()).parameters, twice, weeks(until));
    sum += std::exp(-rate * (until - 52.0 / steps)) * (by_then - before);
    before = by_then;
  }
  expect_relative(value(mbg_nbd(),
                        {.to = weeks(104)},
                        {.annual_rate = 0.15, .timing = CashFlowTiming::when_bought}),
                  sum,
                  1e-8);
}

// Months far ahead are looked at a block at a time: against each of them alone. For regular buyers
// too, whose expectation has singularities beside the real line, and for parameters that bend it
// at once.
TEST(LifetimeValue, OfManyPeriodsIsTheirSum) {
  const loyalty::Discounting rate{.annual_rate = 0.08, .timing = CashFlowTiming::period_start};
  const std::array<loyalty::PurchaseModel, 6> models{
      known<loyalty::NbdFit>({.r = 0.39, .alpha = 12.1}),
      known<loyalty::BgNbdFit>({.r = 0.25, .alpha = 4.4, .a = 0.8, .b = 2.4}),
      known<loyalty::MbgNbdFit>({.r = 0.02, .alpha = 1e-4, .a = 0.2, .b = 0.3}),
      known<loyalty::MbgCnbdFit>({.r = 3.0, .alpha = 9.0, .a = 0.1, .b = 4.0, .k = 12}),
      known<loyalty::ParetoNbdFit>({.r = 0.5, .alpha = 10.0, .s = 0.6, .beta = 11.0}),
      known<loyalty::BgBbFit>({.alpha = 1.2, .beta = 0.7, .gamma = 0.6, .delta = 2.8})};
  for (const loyalty::PurchaseModel& model : models) {
    for (const cc::PurchaseHistory& history : {cc::PurchaseHistory{}, twice}) {
      double sum = 0.0;
      double before = 0.0;
      for (int month = 0; month < 400; ++month) {
        const double by_then = *expected_purchases(model, history, cc::months(month + 1.0)).value;
        sum += std::pow(1.08, -month / 12.0) * (by_then - before);
        before = by_then;
      }
      expect_relative(
          *discounted_purchases(model, history, {.to = cc::months(400)}, rate).value, sum, 1e-10);
    }
  }
}

// Every purchase at its own moment is the limit of short periods: of hours, which are 2e-9 away.
TEST(LifetimeValue, OfEveryMomentIsTheLimitOfHours) {
  const std::array<loyalty::PurchaseModel, 5> models{
      known<loyalty::NbdFit>({.r = 0.39, .alpha = 12.1}),
      known<loyalty::BgNbdFit>({.r = 0.25, .alpha = 4.4, .a = 0.8, .b = 2.4}),
      known<loyalty::MbgNbdFit>({.r = 0.02, .alpha = 1e-4, .a = 0.2, .b = 0.3}),
      known<loyalty::MbgCnbdFit>({.r = 3.0, .alpha = 9.0, .a = 0.1, .b = 4.0, .k = 12}),
      known<loyalty::ParetoNbdFit>({.r = 0.5, .alpha = 10.0, .s = 0.6, .beta = 11.0})};
  for (const loyalty::PurchaseModel& model : models) {
    for (const cc::PurchaseHistory& history : {cc::PurchaseHistory{}, twice}) {
      for (const loyalty::ValueWindow& window :
           {loyalty::ValueWindow{.to = years(1)}, {.from = weeks(3), .to = years(30)}}) {
        const auto by = [&](CashFlowTiming timing) {
          return *discounted_purchases(
                      model,
                      history,
                      window,
                      {.annual_rate = 0.3, .timing = timing, .period = {1.0, cc::TimeUnit::hour}})
                      .value;
        };
        expect_relative(by(CashFlowTiming::when_bought), by(CashFlowTiming::period_middle), 5e-9);
      }
    }
  }
}

TEST(LifetimeValue, MovesWithTheTimingAsItMust) {
  const auto worth = [&](CashFlowTiming timing) {
    return value(
        mbg_nbd(), {.to = years(3)}, {.annual_rate = 0.2, .timing = timing, .period = years(1)});
  };
  const double start = worth(CashFlowTiming::period_start);
  const double end = worth(CashFlowTiming::period_end);
  expect_relative(start, 1.2 * end, 1e-12);
  expect_relative(worth(CashFlowTiming::period_middle), std::sqrt(1.2) * end, 1e-12);
  EXPECT_LT(end, worth(CashFlowTiming::when_bought));
  EXPECT_LT(worth(CashFlowTiming::when_bought), start);
  // By the year at 20%: what is bought in each of three years.
  double by_hand = 0.0;
  for (int year = 1; year <= 3; ++year) {
    by_hand += (*expected_purchases(mbg_nbd(), twice, years(year)).value -
                *expected_purchases(mbg_nbd(), twice, years(year - 1)).value) /
               std::pow(1.2, year);
  }
  expect_relative(end, by_hand, 1e-12);
}

TEST(LifetimeValue, OfPartsAddsUpAndWithoutRateIsTheExpectation) {
  for (const CashFlowTiming timing : {CashFlowTiming::when_bought,
                                      CashFlowTiming::period_start,
                                      CashFlowTiming::period_middle,
                                      CashFlowTiming::period_end}) {
    const loyalty::Discounting rate{.annual_rate = 0.12, .timing = timing};
    expect_relative(value(mbg_nbd(), {.to = weeks(30.5)}, rate) +
                        value(mbg_nbd(), {.from = weeks(30.5), .to = weeks(90)}, rate),
                    value(mbg_nbd(), {.to = weeks(90)}, rate),
                    1e-10);
    EXPECT_EQ(value(mbg_nbd(), {.to = weeks(26)}, {.timing = timing}),
              *expected_purchases(mbg_nbd(), twice, weeks(26)).value);
    // An infinite window is the limit of long ones.
    expect_relative(value(mbg_nbd(), {.to = weeks(for_ever)}, rate),
                    value(mbg_nbd(), {.to = years(400)}, rate),
                    1e-9);
  }
}

TEST(LifetimeValue, IsPurchasesTimesMargin) {
  loyalty::GammaGammaFit spending{.parameters = {.p = 6.25, .q = 3.74, .gamma = 15.44}};
  spending.report.status = cc::FitStatus::converged;
  const loyalty::ValueWindow window{.to = years(2)};
  const loyalty::Discounting rate{.annual_rate = 0.1, .timing = CashFlowTiming::period_end};
  const cc::SpendHistory spent{.repeats = 2, .mean_spend = 30.0};
  const cc::Estimate found = lifetime_value(
      mbg_nbd(), spending, twice, spent, {.window = window, .discounting = rate, .margin = 0.3});
  expect_relative(*found.value,
                  0.3 * value(mbg_nbd(), window, rate) * *expected_spend(spending, spent).value,
                  1e-12);
}

TEST(LifetimeValue, SaysWhatIsWrong) {
  const loyalty::Discounting rate{.annual_rate = 0.1, .timing = CashFlowTiming::period_end};
  const auto ask = [&](const loyalty::ValueWindow& window, const loyalty::Discounting& terms) {
    (void)discounted_purchases(mbg_nbd(), twice, window, terms);
  };
  EXPECT_THROW(ask({}, {.annual_rate = 0.1}), cc::Error) << "timing is not given";
  EXPECT_THROW(ask({}, {.annual_rate = -0.1, .timing = CashFlowTiming::period_end}), cc::Error);
  EXPECT_THROW(ask({.from = weeks(2), .to = weeks(1)}, rate), cc::Error);
  EXPECT_THROW(ask({.to = weeks(for_ever)}, {.timing = CashFlowTiming::period_end}), cc::Error);
  EXPECT_THROW(
      ask({}, {.annual_rate = 0.1, .timing = CashFlowTiming::period_end, .period = weeks(0)}),
      cc::Error);
  EXPECT_EQ(discounted_purchases(loyalty::BgNbdFit{}, twice, {}, rate).undefined,
            cc::Undefined::unusable_fit);
}
