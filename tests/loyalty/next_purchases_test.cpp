#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/next_purchases.hpp>

#include "loyalty/all_models.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using loyalty::bg_nbd::Shape;
using support::expect_relative;

namespace {

const cc::PurchaseHistory twice{.repeats = 2, .recency = weeks(30), .age = weeks(38)};

/// A fit whose parameters are known, or known to some percent.
template <class Fit>
Fit known(const decltype(Fit::parameters)& parameters, double log_error = 0.0) {
  Fit fit{.parameters = parameters};
  fit.customers = 1000;
  fit.report.status = cc::FitStatus::converged;
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(fit.log_covariance.size())));
  for (std::size_t i = 0; i < n; ++i) fit.log_covariance[i * (n + 1)] = log_error * log_error;
  return fit;
}

std::vector<loyalty::PurchaseModel> continuous_models(double log_error = 0.0) {
  return {
      known<loyalty::NbdFit>({.r = 0.7, .alpha = 9.0}, log_error),
      known<loyalty::BgNbdFit>({.r = 0.5, .alpha = 6.0, .a = 0.8, .b = 2.0}, log_error),
      known<loyalty::MbgNbdFit>({.r = 0.5, .alpha = 6.0, .a = 0.9, .b = 1.6}, log_error),
      known<loyalty::ParetoNbdFit>({.r = 0.6, .alpha = 10.0, .s = 0.6, .beta = 11.0}, log_error)};
}

}  // namespace

// Gauss's hypergeometric function in 40 digits, mpmath 1.2.1: 2F1(r, a; a + b; -t / alpha).
TEST(ProbabilityOfStaying, IsTheIntegralOverDropout) {
  struct Row {
    Shape shape{};
    double time = 0.0;
    double staying = 0.0;
  };

  const std::array<Row, 6> rows{{{{0.525, 6.183, 0.891, 1.614}, 26, 0.66883725261799399},
                                 {{0.243, 4.414, 0.793, 2.426}, 52, 0.76435021553302139},
                                 {{3.2, 10, 0.05, 2}, 400, 0.80850401983234132},
                                 {{30, 2, 1.5, 0.4}, 1e4, 7.9562546527093791e-9},
                                 {{0.01, 1, 1, 1}, 1e6, 0.87976106283841453},
                                 {{200, 50, 3, 900}, 1000, 0.0063452481730457409}}};
  for (const auto& [shape, time, staying] : rows) {
    expect_relative(loyalty::bg_nbd::probability_of_staying(shape, time), staying, 1e-11);
    EXPECT_EQ(loyalty::bg_nbd::probability_of_staying(shape, 0.0), 1.0);
  }
}

// Whole opportunities: against the quantiles of the wait under parameters drawn from the fit.
TEST(NextPurchases, OfWholeTimesTheIntervalHoldsWhatOtherParametersWouldSay) {
  const loyalty::BgBbParameters at{
      .alpha = 1.2, .beta = 6.0, .gamma = 0.6, .delta = 12.0, .unit = cc::TimeUnit::week};
  const auto wait_of = [](const loyalty::BgBbParameters& parameters) {
    return time_to_next_purchase(known<loyalty::BgBbFit>(parameters, 0.1), twice, 0.4);
  };
  std::vector<double> waits;
  cc::Rng rng{11};
  const auto moved = [&rng](double value) { return value * std::exp(0.1 * cc::normal(rng)); };
  for (int draw = 0; draw < 2000; ++draw) {
    waits.push_back(wait_of({.alpha = moved(at.alpha),
                             .beta = moved(at.beta),
                             .gamma = moved(at.gamma),
                             .delta = moved(at.delta),
                             .unit = at.unit})
                        .value.value_or(1e9));
  }
  std::sort(waits.begin(), waits.end());
  const cc::Estimate wait = wait_of(at);
  ASSERT_TRUE(wait.interval);
  EXPECT_FALSE(wait.standard_error);
  EXPECT_LT(wait.interval->lower, *wait.value);
  EXPECT_NEAR(wait.interval->lower, waits[50], 1.0);
  EXPECT_NEAR(wait.interval->upper, waits[1949], 2.0);
}

// Pareto/NBD of CDNOW after 26 more weeks, in 40 digits.
TEST(NextPurchases, AliveLaterIsAsInTheReference) {
  const loyalty::PurchaseModel model =
      known<loyalty::ParetoNbdFit>({.r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669});
  const double age = 272.0 / 7.0;
  const auto alive = [&](double repeats, double recency) {
    return *probability_alive(model,
                              {.repeats = repeats, .recency = weeks(recency), .age = weeks(age)},
                              weeks(26))
                .value;
  };
  expect_relative(alive(0, 0), 0.22962038472454285, 1e-10);
  expect_relative(alive(1, age / 4), 0.3039660532522224, 1e-10);
  expect_relative(alive(1, age), 0.7775745376951467, 1e-10);
  expect_relative(alive(10, age / 2), 0.05303467663770357, 1e-10);
}

TEST(NextPurchases, AliveFallsWithTime) {
  for (const loyalty::PurchaseModel& model : continuous_models(0.1)) {
    EXPECT_NEAR(*probability_alive(model, twice, weeks(0)).value,
                *probability_alive(model, twice).value,
                1e-14);
    double before = 1.1;
    for (const double later : {0.0, 4.0, 26.0, 260.0}) {
      const cc::Estimate alive = probability_alive(model, twice, weeks(later));
      EXPECT_LE(*alive.value, before);
      EXPECT_LE(alive.interval->lower, *alive.value);
      before = *alive.value;
    }
  }
}

TEST(NextPurchases, CountsAddUpToOneAndToTheExpectation) {
  for (const loyalty::PurchaseModel& model : continuous_models()) {
    double total = 0.0;
    double mean = 0.0;
    for (std::uint64_t n = 0; n < 250; ++n) {
      const double p = *probability_of_purchases(model, twice, n, weeks(26)).value;
      total += p;
      mean += static_cast<double>(n) * p;
    }
    EXPECT_NEAR(total, 1.0, 1e-10);
    expect_relative(mean, *expected_purchases(model, twice, weeks(26)).value, 1e-8);
  }
}

// P(n or more) is worked out on its own: adding up counts is another way to it.
TEST(NextPurchases, SoManyOrMoreIsTheSumOfThose) {
  const auto check = [](const auto& today, double horizon, double last, double tolerance) {
    double sum = probability_of_at_least(today, last + 1.0, horizon);
    for (double n = last; n >= 1.0; n -= 1.0) {
      sum += probability_of_count(today, n, horizon);
      expect_relative(probability_of_at_least(today, n, horizon), sum, tolerance);
    }
    EXPECT_NEAR(sum + probability_of_count(today, 0.0, horizon), 1.0, 1e-12);
    EXPECT_EQ(probability_of_at_least(today, 1.0, 0.0), 0.0);
  };
  check(loyalty::nbd::Shape{2.7, 47.0}, 52.0, 250.0, 1e-11);
  check(loyalty::bg_nbd::Shape{2.5, 44.0, 0.8, 4.0}, 52.0, 250.0, 1e-11);
  check(loyalty::cnbd::Shape{2.5, 20.0, 0.8, 4.0, 3, 0.0, 0.3}, 52.0, 150.0, 1e-11);
  check(loyalty::bg_bb::Shape{3.2, 40.0, 0.7, 30.0, true}, 52.0, 52.0, 1e-11);
  for (const double beta : {0.3, 50.0, 4000.0}) {
    check(loyalty::pareto_nbd::Shape{2.6, 48.0, 0.6, beta}, 52.0, 300.0, 1e-10);
    check(loyalty::pareto_nbd::Shape{0.02, 5.0, 3.0, beta}, 1000.0, 6000.0, 1e-10);
  }
}

TEST(NextPurchases, TheNextOneComesInTimeWithTheProbabilityAskedFor) {
  for (const loyalty::PurchaseModel& model : continuous_models(0.05)) {
    for (const double probability : {0.05, 0.25, 0.5}) {
      const cc::Estimate wait = time_to_next_purchase(model, twice, probability);
      ASSERT_TRUE(wait.defined());
      EXPECT_GT(*wait.standard_error, 0.0);
      const double none = *probability_of_purchases(model, twice, 0, weeks(*wait.value)).value;
      EXPECT_NEAR(1.0 - none, probability, 1e-10);
    }
    EXPECT_THROW((void)time_to_next_purchase(model, twice, 1.0), cc::Error);
  }
  const cc::PurchaseHistory gone{.repeats = 30, .recency = weeks(5), .age = weeks(200)};
  const loyalty::PurchaseModel model = continuous_models()[2];
  EXPECT_EQ(time_to_next_purchase(model, gone).undefined, cc::Undefined::infinite);
}

// The delta method by hand: the time once more for each parameter shifted.
TEST(NextPurchases, TheNextOneIsAsSureAsTheParameters) {
  loyalty::MbgNbdFit fit{.parameters = {.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614}};
  fit.report.status = cc::FitStatus::converged;
  const auto wait = [&] { return *time_to_next_purchase(fit, twice, 0.3).value; };
  constexpr double step = 1e-4;
  double squares = 0.0;
  for (double loyalty::MbgNbdParameters::*parameter : {&loyalty::MbgNbdParameters::r,
                                                       &loyalty::MbgNbdParameters::alpha,
                                                       &loyalty::MbgNbdParameters::a,
                                                       &loyalty::MbgNbdParameters::b}) {
    const double value = fit.parameters.*parameter;
    fit.parameters.*parameter = value * std::exp(step);
    const double above = wait();
    fit.parameters.*parameter = value * std::exp(-step);
    const double below = wait();
    fit.parameters.*parameter = value;
    squares += std::pow((above - below) / (2.0 * step), 2.0);
  }
  for (std::size_t i = 0; i < 4; ++i) fit.log_covariance[i * 4 + i] = 0.01;
  expect_relative(
      *time_to_next_purchase(fit, twice, 0.3).standard_error, 0.1 * std::sqrt(squares), 1e-6);
}

TEST(NextPurchases, IntervalsOfACustomerCoverWhatHappens) {
  constexpr int customers = 20'000;
  const Shape shape{0.5, 6.0, 0.9, 1.6, 1.0};
  const loyalty::PurchaseModel model = continuous_models()[2];
  const loyalty::Observed seen{2.0, 30.0, 38.0};
  const cc::Estimate predicted = predict_purchases(model, twice, weeks(52), 0.8);
  EXPECT_EQ(predicted.interval->kind, cc::IntervalKind::prediction);
  EXPECT_EQ(*predicted.value, *expected_purchases(model, twice, weeks(52)).value);
  cc::Rng rng{7};
  int within = 0;
  int below_upper = 0;
  for (int i = 0; i < customers; ++i) {
    double n = 0.0;
    if (cc::bernoulli(rng, loyalty::probability_alive(shape, seen))) {
      const Shape today = if_alive(shape, seen);
      live(today, draw_life(today, rng), 52.0, rng, [&](double) {
        n += 1.0;
        return true;
      });
    }
    if (n >= predicted.interval->lower && n <= predicted.interval->upper) ++within;
    if (n < predicted.interval->upper) ++below_upper;
  }
  EXPECT_GE(within, 0.79 * customers);
  EXPECT_LE(below_upper, 0.91 * customers) << "the upper end is no larger than needed";
}

// Of a new customer all is in the parameters.
TEST(NextPurchases, AFitLessSureReachesFurther) {
  const cc::PurchaseHistory today{};
  for (std::size_t i = 0; i < continuous_models().size(); ++i) {
    const cc::Estimate sure = predict_purchases(continuous_models()[i], today, weeks(104), 0.9);
    const cc::Estimate unsure =
        predict_purchases(continuous_models(0.6)[i], today, weeks(104), 0.9);
    EXPECT_GT(unsure.interval->upper, sure.interval->upper) << i;
  }
}

TEST(NextPurchases, TotalsVaryAsTheSumOfCustomers) {
  const cc::PurchaseCounts counts{
      .unit = cc::TimeUnit::week,
      .counts = {{.repeats = 2, .recency = 30, .age = 38, .customers = 3000}}};
  for (const loyalty::PurchaseModel& model : continuous_models()) {
    double mean = 0.0;
    double square = 0.0;
    for (std::uint64_t n = 0; n < 250; ++n) {
      const double p = *probability_of_purchases(model, twice, n, weeks(26)).value;
      mean += static_cast<double>(n) * p;
      square += static_cast<double>(n * n) * p;
    }
    const double deviation = std::sqrt(3000.0 * (square - mean * mean));
    const loyalty::PredictionOptions options{.horizon = weeks(26), .level = 0.8, .draws = 400};
    const cc::Estimate total = predict_total(model, counts, options);
    EXPECT_NEAR(*total.value, 3000.0 * mean, 0.3 * deviation);
    const double width = total.interval->upper - total.interval->lower;
    EXPECT_NEAR(width / (2.0 * 1.2816 * deviation), 1.0, 0.2);
    EXPECT_EQ(predict_total(model, counts, options, support::threaded_host(3)), total);
  }
}

TEST(NextPurchases, SayWhatIsWrong) {
  const loyalty::PurchaseModel model = continuous_models()[2];
  EXPECT_EQ(probability_alive(loyalty::MbgNbdFit{}, twice, weeks(1)).undefined,
            cc::Undefined::unusable_fit);
  EXPECT_THROW((void)probability_alive(model, twice, weeks(-1)), cc::Error);
  EXPECT_THROW((void)predict_purchases(model, twice, weeks(1), 0.0), cc::Error);
  EXPECT_THROW((void)predict_total(model, {}, {.draws = 3}), cc::Error);
  EXPECT_THROW((void)predict_total(loyalty::MbgNbdFit{}, {}), cc::Error);
  const cc::PurchaseCounts parts{.counts = {{.age = 3, .customers = 1.5}}};
  EXPECT_THROW((void)predict_total(model, parts), cc::Error);
}
