#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/bg_nbd_likelihood.hpp"
#include "loyalty/cdnow.hpp"
#include "loyalty/monte_carlo.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace bg_nbd = centricity::loyalty::bg_nbd;
namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace numeric = centricity::numeric;
using cc::weeks;
using loyalty::MbgNbdParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

struct Row {
  double r, alpha, a, b, repeats, recency, age, horizon;
  double log_likelihood, alive, expected;
};

constexpr Row reference[] = {
#include "mbg_nbd_reference.inc"
};

/// MBG/NBD at ordinary points, age 38 6/7 weeks, horizon 39 weeks; 40 digits by a third party.
struct Point {
  double r, alpha, a, b, repeats, recency;
  double log_likelihood, alive, expected;
};

constexpr Point points[] = {
#include "mbg_nbd_points.inc"
};

const MbgNbdParameters published{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614};

cc::PurchaseCounts small_base() {
  return {.unit = cc::TimeUnit::week,
          .counts = {{0, 0, 27, 400},
                     {0, 0, 38, 500},
                     {1, 4, 38, 90},
                     {1, 30, 38, 110},
                     {2, 12, 30, 60},
                     {2, 25, 30, 55},
                     {3, 20, 38, 45},
                     {5, 36, 38, 30},
                     {11, 37, 38, 20}}};
}

std::vector<bg_nbd::Tuple> random_tuples(std::uint64_t seed, std::size_t n) {
  cc::Rng rng{seed};
  std::vector<bg_nbd::Tuple> tuples;
  for (std::size_t i = 0; i < n; ++i) {
    const double age = 1.0 + std::floor(60.0 * cc::uniform(rng));
    const double repeats = std::floor(cc::exponential(rng) * 3.0);
    const double recency = repeats > 0.0 ? std::floor(age * cc::uniform(rng)) : 0.0;
    tuples.push_back({{repeats, recency, age}, 1.0 + std::floor(9.0 * cc::uniform(rng))});
  }
  tuples.push_back({{5000.0, 59.0, 60.0}, 1.0});
  tuples.push_back({{120.0, 3.0, 60.0}, 2.0});
  return tuples;
}

/// The likelihood of Batislam et al. (2007), row by row: two products of gamma functions.
double naive(const std::array<double, 4>& p, const std::vector<bg_nbd::Tuple>& tuples) {
  const auto [r, alpha, a, b] = p;
  const auto log_gamma = [](double x) {
    int sign = 0;
    return lgamma_r(x, &sign);
  };
  const auto log_beta = [&](double u, double v) {
    return log_gamma(u) + log_gamma(v) - log_gamma(u + v);
  };
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    const double buy = log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) - log_beta(a, b);
    const double alive = log_beta(a, b + x + 1.0) - (r + x) * std::log(alpha + seen.age);
    const double left = log_beta(a + 1.0, b + x) - (r + x) * std::log(alpha + seen.recency);
    const double top = std::max(alive, left);
    sum += customers * (buy + top + std::log(std::exp(alive - top) + std::exp(left - top)));
  }
  return sum;
}

numeric::Derivatives evaluate(const bg_nbd::Likelihood& likelihood,
                              const std::array<double, 4>& p,
                              const cc::Host& host = {}) {
  numeric::Derivatives out(4);
  likelihood.evaluate({p[0], p[1], p[2], p[3], 1.0}, host, out);
  return out;
}

std::array<double, 4> random_point(cc::Rng& rng) {
  std::array<double, 4> point{};
  for (double& value : point) value = std::exp(1.5 * cc::normal(rng));
  return point;
}

void expect_fit(const loyalty::MbgNbdFit& fit,
                const std::array<double, 4>& parameters,
                const std::array<double, 4>& errors,
                double log_likelihood) {
  EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
  EXPECT_NEAR(fit.parameters.r, parameters[0], 1e-6);
  EXPECT_NEAR(fit.parameters.alpha, parameters[1], 1e-6);
  EXPECT_NEAR(fit.parameters.a, parameters[2], 1e-6);
  EXPECT_NEAR(fit.parameters.b, parameters[3], 1e-6);
  expect_relative(fit.log_likelihood, log_likelihood, 1e-9);
  expect_relative(fit.estimates.r.standard_error.value(), errors[0], 1e-4);
  expect_relative(fit.estimates.alpha.standard_error.value(), errors[1], 1e-4);
  expect_relative(fit.estimates.a.standard_error.value(), errors[2], 1e-4);
  expect_relative(fit.estimates.b.standard_error.value(), errors[3], 1e-4);
}

}  // namespace

TEST(MbgNbdKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 2000u);
  for (const Row& row : reference) {
    SCOPED_TRACE(testing::Message() << "r " << row.r << ", alpha " << row.alpha << ", a " << row.a
                                    << ", b " << row.b << ", x " << row.repeats << ", t_x "
                                    << row.recency << ", T " << row.age << ", t " << row.horizon);
    const bg_nbd::Shape shape{row.r, row.alpha, row.a, row.b, 1.0};
    const bg_nbd::Observed seen{row.repeats, row.recency, row.age};
    expect_relative(bg_nbd::log_likelihood(shape, seen), row.log_likelihood, 1e-12, 1e-12);
    expect_relative(loyalty::probability_alive(shape, seen), row.alive, 1e-12, 1e-300);
    expect_relative(
        loyalty::expected_purchases(shape, seen, row.horizon), row.expected, 1e-10, 1e-300);
  }
}

TEST(MbgNbd, AgreesAtOrdinaryPoints) {
  for (const Point& at : points) {
    const MbgNbdParameters parameters{.r = at.r, .alpha = at.alpha, .a = at.a, .b = at.b};
    const cc::PurchaseHistory history{
        .repeats = at.repeats, .recency = weeks(at.recency), .age = cc::days(272)};
    expect_relative(loyalty::log_likelihood(parameters, history), at.log_likelihood, 1e-10);
    expect_relative(loyalty::probability_alive(parameters, history), at.alive, 1e-10);
    expect_relative(
        loyalty::expected_purchases(parameters, history, weeks(39)), at.expected, 1e-10);
  }
}

TEST(MbgNbd, AgreesForNewCustomers) {
  struct New {
    std::array<double, 4> parameters;
    std::array<double, 5> expected;        // after 1, 13, 39, 52 and 104 weeks
    std::array<double, 11> probabilities;  // of 0 to 10 purchases in 39 weeks
  };

  const New newcomers[] = {
      {{0.243, 4.414, 0.793, 2.426},
       {0.040451100918479525,
        0.4258328807248721,
        0.9911265335840403,
        1.210400810929425,
        1.8903436189308958},
       {0.6787839981935132,
        0.1370302408263401,
        0.0642804195500959,
        0.03655813054836452,
        0.022944409285552577,
        0.015325192201498146,
        0.010691473773862753,
        0.007703974338549511,
        0.005692067987840221,
        0.004290520657955823,
        0.0032873647851239213}},
      {{0.525, 6.183, 0.891, 1.614},
       {0.053084795263701835,
        0.5353568642354346,
        1.1829536655971726,
        1.4197237577127462,
        2.1150012343751627},
       {0.582473189493289,
        0.1827830772875405,
        0.08689482567349052,
        0.04857044295156921,
        0.029774148559391166,
        0.01938732355357035,
        0.013174035022902738,
        0.009240696566742822,
        0.006642666414537576,
        0.004869123446388789,
        0.0036261877952900277}},
      {{0.3, 5.0, 1.0, 2.0},
       {0.03877373807076486,
        0.3894648609330302,
        0.8594632249615558,
        1.031169195554248,
        1.534392271234703},
       {0.6805207203567253,
        0.14911003175468832,
        0.06598729267302811,
        0.03546918853118763,
        0.02117207523051134,
        0.013522829693168951,
        0.00906012868768254,
        0.0062908817269341525,
        0.004490925967074932,
        0.0032778844192599254,
        0.002436303152746353}},
      {{0.11, 2.24, 0.31, 0.5},
       {0.029183208720046035,
        0.3027187639314254,
        0.7436669044658168,
        0.9323816597994959,
        1.5872851422290066},
       {0.8307668062054968,
        0.06761058382009957,
        0.02924748921450927,
        0.016909291334469657,
        0.01115552297026376,
        0.00794275955281219,
        0.005943957422047742,
        0.004606982035060048,
        0.0036649878950242767,
        0.002974826072835718,
        0.002453537523096925}},
      {{0.6, 12.0, 2.5, 9.0},
       {0.03861824345785685,
        0.43714598784033487,
        1.0479995221585283,
        1.277828754256612,
        1.9373889745569084},
       {0.5458731037388431,
        0.21139752208752233,
        0.1050520764389401,
        0.056702237554187046,
        0.032088736029968444,
        0.018765624572688138,
        0.011251751195773901,
        0.006882951034431749,
        0.0042809586517637095,
        0.002700395720163078,
        0.001724235271904178}},
  };
  const std::array<double, 5> horizons{1, 13, 39, 52, 104};
  for (const New& row : newcomers) {
    const auto [r, alpha, a, b] = row.parameters;
    const MbgNbdParameters parameters{.r = r, .alpha = alpha, .a = a, .b = b};
    for (std::size_t i = 0; i < horizons.size(); ++i) {
      expect_relative(
          loyalty::expected_purchases(parameters, weeks(horizons[i])), row.expected[i], 1e-10);
    }
    for (std::size_t n = 0; n < row.probabilities.size(); ++n) {
      expect_relative(
          loyalty::probability_of_purchases(parameters, n, weeks(39)), row.probabilities[n], 1e-10);
    }
  }
}

// lifetimes, test_estimation.py: (x, t_x, T) = (0, 0, 40) and (200, 38, 40).
TEST(MbgNbd, KernelsGiveThePublishedNumbers) {
  const MbgNbdParameters parameters{.r = 0.25, .alpha = 4.0, .a = 0.8, .b = 2.5};
  EXPECT_NEAR(loyalty::log_likelihood(parameters, {.age = weeks(40)}), -0.41792826, 5e-9);
  EXPECT_NEAR(
      loyalty::log_likelihood(parameters, {.repeats = 200, .recency = weeks(38), .age = weeks(40)}),
      100.7869,
      5e-5);
}

TEST(MbgNbd, CountsSumToOneAndToTheExpectation) {
  const MbgNbdParameters parameters{.r = 0.9, .alpha = 4.0, .a = 0.793, .b = 2.426};
  double total = 0.0;
  double mean = 0.0;
  for (std::uint64_t n = 0; n < 400; ++n) {
    const double p = loyalty::probability_of_purchases(parameters, n, weeks(20));
    total += p;
    mean += static_cast<double>(n) * p;
  }
  EXPECT_NEAR(total, 1.0, 1e-12);
  EXPECT_NEAR(mean, loyalty::expected_purchases(parameters, weeks(20)), 1e-10);
  expect_relative(loyalty::probability_of_purchases(parameters, 0, weeks(0)), 1.0, 1e-15);
  EXPECT_EQ(loyalty::probability_of_purchases(parameters, 1, weeks(0)), 0.0);
}

// A customer of MBG/NBD who bought again is one of BG/NBD with b + 1.
TEST(MbgNbd, IsBgNbdWithOneMoreChance) {
  const loyalty::BgNbdParameters other{
      .r = published.r, .alpha = published.alpha, .a = published.a, .b = published.b + 1.0};
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(20), .age = weeks(39)};
  EXPECT_EQ(loyalty::probability_alive(published, history),
            loyalty::probability_alive(other, history));
  EXPECT_EQ(loyalty::expected_purchases(published, history, weeks(52)),
            loyalty::expected_purchases(other, history, weeks(52)));
  expect_relative(
      loyalty::probability_alive(published, {}), published.b / (published.a + published.b), 1e-15);
}

TEST(MbgNbd, IsRightAboutAMillionSimulatedCustomers) {
  using Group = std::pair<double, int>;  // Purchases up to 8, third of the age of the last one.
  constexpr double age = 39.0, later = 65.0;
  constexpr std::size_t customers = 1'000'000;
  const bg_nbd::Shape shape{0.9, 6.0, 0.9, 1.6, 1.0};
  std::map<Group, monte_carlo::Residuals> alive, purchases;
  std::map<double, double> expected_if_alive;
  std::array<double, 6> counts{};
  cc::Rng rng{20240};
  for (std::size_t i = 0; i < customers; ++i) {
    const double rate = cc::gamma(rng, shape.r) / shape.alpha;
    const double dropout = cc::beta(rng, shape.a, shape.b);
    bg_nbd::Observed seen{0.0, 0.0, age};
    double future = 0.0;
    bool is_alive = !cc::bernoulli(rng, dropout), was_alive = true;
    for (double time = 0.0; is_alive; is_alive = !cc::bernoulli(rng, dropout)) {
      time += cc::exponential(rng) / rate;
      if (time > age) break;
      seen.repeats += 1.0;
      seen.recency = time;
    }
    was_alive = is_alive;
    if (is_alive) {
      for (double time = age;;) {
        time += cc::exponential(rng) / rate;
        if (time > later) break;
        future += 1.0;
        if (cc::bernoulli(rng, dropout)) break;
      }
    }
    const auto [at, inserted] = expected_if_alive.try_emplace(seen.repeats);
    if (inserted)
      at->second = bg_nbd::expected_while_alive(bg_nbd::if_alive(shape, seen), later - age);
    const Group group{std::min(seen.repeats, 8.0), static_cast<int>(3.0 * seen.recency / age)};
    const double predicted = loyalty::probability_alive(shape, seen);
    alive[group].add(was_alive ? 1.0 : 0.0, predicted);
    purchases[group].add(future, predicted * at->second);
    if (seen.repeats < 6.0) counts[static_cast<std::size_t>(seen.repeats)] += 1.0;
  }
  monte_carlo::expect_unbiased(alive, "alive");
  monte_carlo::expect_unbiased(purchases, "purchases in the next 26 weeks");
  for (std::size_t n = 0; n < counts.size(); ++n) {
    monte_carlo::expect_share(
        counts[n],
        customers,
        loyalty::probability_of_purchases(shape, {}, static_cast<double>(n), age),
        std::to_string(n) + " purchases");
  }
}

TEST(MbgNbdLikelihood, IsTheNaiveSum) {
  const auto tuples = random_tuples(1, 300);
  const bg_nbd::Likelihood likelihood{tuples, 1.0};
  cc::Rng rng{2};
  for (int i = 0; i < 200; ++i) {
    const auto p = random_point(rng);
    expect_relative(evaluate(likelihood, p).value, naive(p, tuples), 1e-12);
  }
}

TEST(MbgNbdLikelihood, DerivativesAreThoseOfTheValue) {
  const bg_nbd::Likelihood likelihood{random_tuples(3, 300), 1.0};
  cc::Rng rng{4};
  for (int trial = 0; trial < 200; ++trial) {
    const auto p = random_point(rng);
    const auto at = evaluate(likelihood, p);
    for (std::size_t i = 0; i < 4; ++i) {
      const double h = 1e-5 * p[i];
      auto above = p;
      auto below = p;
      above[i] += h;
      below[i] -= h;
      const auto up = evaluate(likelihood, above);
      const auto down = evaluate(likelihood, below);
      const double scale = std::abs(at.value) / p[i];
      expect_relative(at.gradient[i], (up.value - down.value) / (2.0 * h), 1e-7, 1e-7 * scale);
      for (std::size_t j = 0; j < 4; ++j) {
        const double difference = (up.gradient[j] - down.gradient[j]) / (2.0 * h);
        expect_relative(at.hessian[i * 4 + j], difference, 1e-6, 1e-7 * scale / p[j]);
      }
    }
  }
}

// Published: r .525, alpha 6.183, a .891, b 1.614 (BTYDplus). Digits: Newton in 40 digits.
TEST(MbgNbdFit, ReproducesTheCdnowSample) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const cc::Day until = cc::date(1997, 9, 30);
  expect_fit(loyalty::fit_mbg_nbd(cdnow::counts(cdnow::read(*file, until), until)),
             {0.5248431587739978, 6.18308527612509, 0.8913593911209543, 1.6140022416205415},
             {0.08326846551058492, 0.6956218682643208, 0.1547902483360583, 0.5374965483310792},
             -9582.135715553757);
}

TEST(MbgNbdFit, ReproducesAllOfCdnow) {
  const auto file = support::data_file("cdnow_master.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  const cc::Day until = cc::date(1997, 9, 30);
  expect_fit(loyalty::fit_mbg_nbd(cdnow::counts(cdnow::read(*file, until), until)),
             {0.6371397321707147, 7.310289532946822, 0.8074741214379251, 1.2283940040823242},
             {0.03620734505480923, 0.2932629842214937, 0.03761165892604074, 0.11194508613509767},
             -95336.95831987927);
}

TEST(MbgNbdFit, ReproducesTheGrocery) {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const cc::Day until = cc::date(2006, 12, 31);
  expect_fit(loyalty::fit_mbg_nbd(cdnow::counts(cdnow::read_dates(*file, until), until)),
             {1.256921276948994, 6.039142324954363, 0.36827661335339346, 0.7157636233511905},
             {0.11709660553452526, 0.5486128597142699, 0.030190992418521145, 0.08358890055390597},
             -15781.939374893172);
}

TEST(MbgNbdFit, DoesNotDependOnOrderOrThreads) {
  const auto serial = loyalty::fit_mbg_nbd(small_base());
  for (std::size_t width = 1; width <= 4; ++width) {
    cc::PurchaseCounts shuffled = small_base();
    std::rotate(shuffled.counts.begin(),
                shuffled.counts.begin() + static_cast<std::ptrdiff_t>(width),
                shuffled.counts.end());
    const auto fit = loyalty::fit_mbg_nbd(shuffled, {}, support::threaded_host(width, width));
    EXPECT_EQ(fit.parameters, serial.parameters);
    EXPECT_EQ(fit.log_likelihood, serial.log_likelihood);
    EXPECT_EQ(fit.log_covariance, serial.log_covariance);
  }
}

TEST(MbgNbdFit, GivesEstimatesWithinTheirRange) {
  const auto fit = loyalty::fit_mbg_nbd(small_base());
  ASSERT_TRUE(fit.report.usable());
  const cc::PurchaseHistory once{.age = weeks(30)};
  const cc::Estimate alive = loyalty::probability_alive(fit, once);
  EXPECT_EQ(alive.value.value(), loyalty::probability_alive(fit.parameters, once));
  EXPECT_GT(alive.standard_error.value(), 0.0);
  EXPECT_GT(alive.interval->lower, 0.0);
  EXPECT_LT(alive.interval->upper, 1.0);
  const cc::Estimate bought = loyalty::expected_purchases(fit, once, weeks(52));
  EXPECT_EQ(bought.value.value(), loyalty::expected_purchases(fit.parameters, once, weeks(52)));
  EXPECT_GT(bought.interval->lower, 0.0);
  EXPECT_GT(bought.interval->upper, bought.value.value());
  const cc::Document document = loyalty::describe(fit);
  EXPECT_EQ(document.id, "mbg_nbd");
  EXPECT_GE(document.blocks.size(), 3u);
}

TEST(MbgNbdFit, SaysThatNobodyLeaves) {
  // Negative binomial counts, last purchases where those of steady customers would be.
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  double p = 0.5;
  for (int x = 0; x < 14; ++x) {
    counts.counts.push_back({double(x), x == 0 ? 0.0 : 30.0 * x / (x + 0.5), 30.0, 1e4 * p});
    p *= 0.5;
  }
  const auto fit = loyalty::fit_mbg_nbd(counts);
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  ASSERT_FALSE(fit.report.diagnosis.empty());
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("No dropout detectable"));
  EXPECT_FALSE(fit.estimates.b.standard_error.has_value());
}

TEST(MbgNbdFit, SaysWhatIsWrong) {
  const cc::PurchaseHistory good{.repeats = 1, .recency = weeks(1), .age = weeks(2)};
  try {
    (void)loyalty::probability_alive(MbgNbdParameters{.a = 0.0}, good);
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
    EXPECT_THAT(error.what(), HasSubstr("MBG/NBD"));
  }
  EXPECT_THROW((void)loyalty::expected_purchases(published, good, weeks(-1)), cc::Error);
  EXPECT_THROW((void)loyalty::fit_mbg_nbd(small_base(), {.max_iterations = 0}), cc::Error);
  cc::PurchaseCounts bad = small_base();
  bad.counts[2].recency = -1.0;
  EXPECT_THROW((void)loyalty::fit_mbg_nbd(bad), cc::Error);
  EXPECT_EQ(loyalty::fit_mbg_nbd({}).report.status, cc::FitStatus::failed);
  const auto once = loyalty::fit_mbg_nbd({.counts = {{0, 0, 10, 50}}});
  EXPECT_THAT(once.report.diagnosis.front(), HasSubstr("Nobody bought a second time"));
  EXPECT_FALSE(loyalty::probability_alive(once, good).defined());
}
