#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>
#include <centricity/loyalty/model_comparison.hpp>
#include <centricity/summary/purchase_waits.hpp>

#include "loyalty/cdnow.hpp"
#include "loyalty/cnbd_fit.hpp"
#include "loyalty/cnbd_kernels.hpp"
#include "loyalty/derivatives.hpp"
#include "loyalty/fits.hpp"
#include "loyalty/monte_carlo.hpp"
#include "loyalty/naive.hpp"
#include "loyalty/tables.hpp"
#include "numeric/delta_method.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace cnbd = centricity::loyalty::cnbd;
namespace loyalty = centricity::loyalty;
namespace numeric = centricity::numeric;
using cc::weeks;
using loyalty::MbgCnbdParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

struct Row {
  double k, first, r, alpha, a, b, repeats, recency, age, horizon;
  double log_likelihood, alive, expected;
};

constexpr Row reference[] = {
#include "cnbd_reference.inc"
};

/// Ordinary points; 40 digits by a third party.
struct Point {
  double k, first, r, alpha, a, b, repeats, recency;
  double log_likelihood, alive, expected;
};

constexpr Point points[] = {
#include "cnbd_points.inc"
};

struct NewCustomer {
  double k, first, r, alpha, a, b;
  std::array<double, 5> expected;
  std::array<double, 11> probabilities;
};

constexpr NewCustomer new_customers[] = {
#include "cnbd_new.inc"
};

template <class Case>
cnbd::Shape shape_of(const Case& of) {
  return {of.r, of.alpha, of.a, of.b, static_cast<int>(of.k), of.first};
}

/// Calls `ask` with the public parameters of a case.
template <class Case, class Ask>
void with_parameters(const Case& of, const Ask& ask) {
  if (of.first == 0.0) {
    ask(loyalty::BgCnbdParameters{of.r, of.alpha, of.a, of.b, of.k});
  } else {
    ask(MbgCnbdParameters{of.r, of.alpha, of.a, of.b, of.k});
  }
}

/// Platzer & Reutterer (2016), row by row: products of gamma functions.
double sum_of_rows(const std::array<double, 4>& p,
                   int k,
                   double first,
                   const std::vector<loyalty::Tuple>& tuples) {
  using naive::log_beta, naive::log_gamma;
  const auto [r, alpha, a, b] = p;
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const double x = seen.repeats;
    const double n = r + k * x;
    const double buy =
        log_gamma(n) - log_gamma(r) + r * std::log(alpha) - log_beta(a, b) - x * log_gamma(k);
    double steps = 0.0;
    for (int j = 0; j < k; ++j) {
      steps += std::exp(log_gamma(n + j) - log_gamma(n) - log_gamma(j + 1.0)) *
               std::pow((seen.age - seen.recency) / (alpha + seen.age), j);
    }
    const double alive =
        log_beta(a, b + x + first) - n * std::log(alpha + seen.age) + std::log(steps);
    const double left = x + first > 0.0 ? log_beta(a + 1.0, b + x + first - 1.0) -
                                              n * std::log(alpha + seen.recency)
                                        : -1e300;
    sum += customers * (buy + naive::log_sum(alive, left));
  }
  return sum;
}

numeric::Derivatives evaluate(const loyalty::SortedTuples& base,
                              const std::array<double, 4>& p,
                              int k,
                              double first) {
  numeric::Derivatives out(4);
  cnbd::evaluate(base, p, k, first, {}, out);
  return out;
}

template <class Fit>
void expect_fit(const Fit& fit,
                double k,
                const std::array<double, 4>& parameters,
                const std::array<double, 4>& errors,
                double log_likelihood) {
  fits::expect_fit(fit, parameters, errors, log_likelihood);
  EXPECT_EQ(fit.parameters.k, k);
  EXPECT_FALSE(fit.estimates.k.standard_error.has_value());
}

}  // namespace

TEST(CnbdKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 1500u);
  tables::expect_kernels(reference,
                         [](const Row& row) { return shape_of(row); },
                         {.log_likelihood = 1e-11, .alive = 1e-10, .expected = 1e-10});
}

TEST(Cnbd, AgreesAtOrdinaryPoints) {
  for (const Point& at : points) {
    with_parameters(at, [&](const auto& parameters) { tables::expect_answers(at, parameters); });
  }
}

TEST(Cnbd, AgreesForNewCustomers) {
  for (const NewCustomer& is : new_customers) {
    with_parameters(is,
                    [&](const auto& parameters) { tables::expect_new_customer(is, parameters); });
  }
}

// BTYDplus 1.2.0 with k = 3 at x = 1 and 26, t_x = T / 4: 12 digits.
TEST(Cnbd, AgreesWithBtydplusAboutThreeSteps) {
  constexpr double age = 272.0 / 7.0;
  const cnbd::Shape bg{0.525, 6.183, 0.891, 1.614, 3, 0.0};
  const cnbd::Shape mbg{0.525, 6.183, 0.891, 1.614, 3, 1.0};
  const cnbd::Observed once{1.0, age / 4.0, age};
  const cnbd::Observed often{26.0, age / 4.0, age};
  expect_relative(cnbd::log_likelihood(bg, once), -9.55083281747, 1e-10);
  expect_relative(cnbd::log_likelihood(bg, often), 22.0958802887, 1e-10);
  expect_relative(loyalty::probability_alive(bg, often), 1.24000890911e-31, 1e-10);
  expect_relative(cnbd::log_likelihood(mbg, once), -10.1910070222, 1e-10);
  expect_relative(cnbd::log_likelihood(mbg, often), 22.0272381713, 1e-10);
  expect_relative(loyalty::probability_alive(mbg, once), 0.330793375114, 1e-10);
}

TEST(Cnbd, IsBgNbdAndMbgNbdWithOneStep) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = weeks(20), .age = weeks(39)};
  const auto expect_same = [&](const auto& regular, const auto& random) {
    expect_relative(
        loyalty::log_likelihood(regular, history), loyalty::log_likelihood(random, history), 1e-13);
    expect_relative(loyalty::probability_alive(regular, history),
                    loyalty::probability_alive(random, history),
                    1e-13);
    expect_relative(loyalty::expected_purchases(regular, history, weeks(52)),
                    loyalty::expected_purchases(random, history, weeks(52)),
                    1e-12);
    expect_relative(loyalty::probability_of_purchases(regular, 4, weeks(52)),
                    loyalty::probability_of_purchases(random, 4, weeks(52)),
                    1e-12);
  };
  expect_same(loyalty::BgCnbdParameters{0.243, 4.414, 0.793, 2.426, 1.0},
              loyalty::BgNbdParameters{0.243, 4.414, 0.793, 2.426});
  expect_same(MbgCnbdParameters{0.525, 6.183, 0.891, 1.614, 1.0},
              loyalty::MbgNbdParameters{0.525, 6.183, 0.891, 1.614});
}

TEST(Cnbd, CountsOfCustomersAliveSumToOneAndToTheExpectation) {
  for (const double silence : {0.0, 0.4}) {
    const cnbd::Shape today{1.9, 14.0, 0.8, 2.4, 3, 0.0, silence};
    double total = 0.0;
    double mean = 0.0;
    for (double n = 0.0; n < 300.0; n += 1.0) {
      const double p = cnbd::probability_of_count(today, n, 30.0);
      total += p;
      mean += n * p;
    }
    EXPECT_NEAR(total, 1.0, 1e-12);
    EXPECT_NEAR(mean, cnbd::expected_while_alive(today, 30.0), 1e-10);
    EXPECT_EQ(cnbd::expected_while_alive(today, 0.0), 0.0);
    EXPECT_EQ(cnbd::probability_of_staying(today, 0.0), 1.0);
  }
}

// Far into the future a quadrature takes over from the sum over steps; here the sum goes on.
TEST(Cnbd, IsExactFarIntoTheFuture) {
  cc::Rng rng{11};
  for (int trial = 0; trial < 60; ++trial) {
    const auto p = derivatives::random_point<4>(rng, 1.0);
    const int k = 1 + trial % 5;
    const double silence = trial % 3 == 0 ? 0.0 : 0.9 * cc::uniform(rng);
    const double t = 300.0 * std::exp(3.0 * cc::uniform(rng));
    const cnbd::Shape today{p[0], 1.0, p[2], p[3], k, 0.0, silence};
    const cnbd::Steps steps = cnbd::steps_taken(today.r, silence, k);
    double expected = 0.0;
    double staying = 0.0;
    for (int j = 0; j < k; ++j) {
      const double r = today.r + j;
      double probability = std::exp(-r * std::log1p(t));
      double purchases = 0.0, sum_stayed = 0.0, stayed = 1.0, mean = 0.0, mean_stayed = 0.0;
      int since = j;
      for (double m = 0.0; m < 60.0 * (1.0 + t) * (1.0 + r); m += 1.0) {
        mean += probability * sum_stayed;
        mean_stayed += probability * stayed;
        probability *= t / (1.0 + t) * (r + m) / (m + 1.0);
        if (++since == k) {
          since = 0;
          sum_stayed += stayed;
          stayed *= (today.b + purchases) / (today.a + today.b + purchases);
          purchases += 1.0;
        }
      }
      const double weight = steps.weight[static_cast<std::size_t>(j)] / steps.total;
      expected += weight * mean;
      staying += weight * mean_stayed;
    }
    SCOPED_TRACE(testing::Message() << "r " << p[0] << ", a " << p[2] << ", b " << p[3] << ", k "
                                    << k << ", silence " << silence << ", t " << t);
    expect_relative(cnbd::expected_while_alive(today, t), expected, 1e-9);
    expect_relative(cnbd::probability_of_staying(today, t), staying, 1e-9);
  }
  const cnbd::Shape today{0.3, 1e-9, 1.0, 2.0, 3, 0.0, 0.5};
  EXPECT_TRUE(std::isfinite(cnbd::expected_while_alive(today, 1e9)));
  EXPECT_TRUE(std::isfinite(cnbd::probability_of_staying(today, 1e9)));
}

// What somebody who is alive today does, drawn by `live` and by the formulas.
TEST(Cnbd, LivesAsItForesees) {
  const cnbd::Shape today =
      cnbd::if_alive({0.9, 2.0, 0.9, 1.6, 3, 1.0}, {.repeats = 4.0, .recency = 20.0, .age = 39.0});
  constexpr double horizon = 26.0;
  constexpr double customers = 200'000.0;
  std::array<double, 4> counts{};
  double stayed = 0.0;
  cc::Rng rng{7};
  for (double i = 0.0; i < customers; i += 1.0) {
    std::size_t n = 0;
    const auto life = cnbd::draw_life(today, rng);
    if (cnbd::live(today, life, horizon, rng, [&](double) { return ++n > 0; })) stayed += 1.0;
    if (n < counts.size()) counts[n] += 1.0;
  }
  monte_carlo::expect_share(
      stayed, customers, cnbd::probability_of_staying(today, horizon), "stayed");
  for (std::size_t n = 0; n < counts.size(); ++n) {
    monte_carlo::expect_share(counts[n],
                              customers,
                              cnbd::probability_of_count(today, static_cast<double>(n), horizon),
                              std::to_string(n) + " purchases");
  }
}

TEST(CnbdLikelihood, IsTheNaiveSum) {
  const auto tuples = fits::random_tuples(1, 300, 2000.0);
  const loyalty::SortedTuples base{tuples};
  for (int k = 1; k <= 6; ++k) {
    for (const double first : {0.0, 1.0}) {
      naive::expect_values<4>([&](const auto& p) { return evaluate(base, p, k, first); },
                              [&](const auto& p) { return sum_of_rows(p, k, first, tuples); },
                              1e-11,
                              0.0,
                              1.5,
                              20);
    }
  }
}

TEST(CnbdLikelihood, DerivativesAreThoseOfTheValue) {
  const loyalty::SortedTuples base{fits::random_tuples(3, 300, 2000.0)};
  for (int k = 1; k <= 6; ++k) {
    for (const double first : {0.0, 1.0}) {
      derivatives::expect_consistent_everywhere<4>(
          [&](const auto& p) { return evaluate(base, p, k, first); }, 1.5, 20);
    }
  }
}

TEST(CnbdLikelihood, OddsHaveTheirDerivatives) {
  cc::Rng rng{5};
  for (const auto& [seen, customers] : fits::random_tuples(6, 200, 2000.0)) {
    const auto p = derivatives::random_point<4>(rng);
    const int k = 1 + static_cast<int>(customers) % 5;
    const auto log_odds = [&, of = seen](const std::array<double, 4>& at) {
      return cnbd::log_odds_of_having_left({at[0], at[1], at[2], at[3], k, 1.0}, of);
    };
    const auto gradient = cnbd::log_odds_gradient({p[0], p[1], p[2], p[3], k, 1.0}, seen);
    const auto numerical = numeric::log_gradient<4>(log_odds, p);
    for (std::size_t i = 0; i < 4; ++i) {
      expect_relative(gradient[i], numerical[i], 1e-6, 1e-6 * std::abs(log_odds(p)) + 1e-7);
    }
  }
}

// Digits: Newton in 40 digits by a third party.
TEST(CnbdFit, ReproducesTheCdnowSample) {
  const auto counts = cdnow::sample();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  constexpr double log_waits = 2909.5046685897278;  // Sum of the logs of waits in weeks.
  expect_fit(loyalty::fit_bg_cnbd(*counts, {.k = 2}),
             2.0,
             {0.2269172141280888, 1.4629196341263355, 0.9440022522187076, 2.0743288656473102},
             {0.01061271983891864, 0.11020076356181237, 0.17125683623544866, 0.466534150809187},
             -9855.326974093296 - log_waits);
  expect_fit(loyalty::fit_mbg_cnbd(*counts, {.k = 2}),
             2.0,
             {0.5798961591590344, 2.2881488002370056, 1.134452697479159, 1.5849742275256007},
             {0.07562098099076181, 0.23587922845715406, 0.1553282909139579, 0.3808209614798396},
             -9853.253128515707 - log_waits);
}

TEST(CnbdFit, ReproducesAllOfCdnow) {
  const auto counts = cdnow::all();
  if (!counts) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  constexpr double log_waits = 29593.405981720036;
  expect_fit(loyalty::fit_bg_cnbd(*counts, {.k = 2}),
             2.0,
             {0.23096633261401403, 1.5247722070024903, 0.9299287853238654, 1.9922986419154147},
             {0.003467212913272256, 0.036907665607203856, 0.05387000999368107, 0.1427373783897253},
             -97735.70890165304 - log_waits);
  expect_fit(loyalty::fit_mbg_cnbd(*counts, {.k = 2}),
             2.0,
             {0.6686966844467901, 2.6068287000964996, 1.0877578659538099, 1.36389483247832},
             {0.029945976009568272, 0.09326825085679316, 0.043394697984267, 0.09590797686687028},
             -97678.8717917435 - log_waits);
}

// k is chosen by likelihood: 1 on CDNOW, 2 on the grocery log, as BTYDplus does.
TEST(CnbdFit, ChoosesTheStepsOfTheGrocery) {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) GTEST_SKIP() << support::no_data("btydplus_groceryElog.csv");
  const cc::Day until = cc::date(2006, 12, 31);
  const auto customers = cdnow::read_dates(*file, until);
  const auto counts = cdnow::counts(customers, until);
  const auto waits = cc::purchase_waits(cdnow::ledger(customers), {.until = until});
  expect_fit(loyalty::fit_bg_cnbd(counts, {.waits = waits}),
             2.0,
             {0.35906419464930533, 1.1293795314557336, 0.522820920795249, 2.7854508826636066},
             {0.01572701580682051, 0.07537682185174191, 0.07690602118538659, 0.5811898197614419},
             -15054.172904366347);
  const auto fit = loyalty::fit_mbg_cnbd(counts, {.waits = waits});
  expect_fit(fit,
             2.0,
             {1.3291753525866872, 2.81255120588026, 0.4247089903906113, 0.7900287344886687},
             {0.1029741000329136, 0.22394155822844825, 0.032493091938691473, 0.08777235140234474},
             -14978.21073158097);
  expect_fit(loyalty::fit_mbg_cnbd(counts, {.k = 3}),
             3.0,
             {1.302620981569317, 1.7497860760839046, 0.44944178391385575, 0.8354055874290394},
             {0.09629794627944575, 0.1339935697244779, 0.03390791194912702, 0.09272681800483809},
             -14996.850415797575 - 2.0 * 5539.048349633353);
  // The comparison of models takes the waits from the ledger by itself.
  const auto compared = loyalty::compare_models(
      cdnow::ledger(customers),
      {.models = {loyalty::ModelName::mbg_nbd, loyalty::ModelName::mbg_cnbd}, .until = until});
  EXPECT_NEAR(loyalty::log_likelihood(compared.models[0].fit), -15781.9394, 1e-3);
  EXPECT_NEAR(loyalty::log_likelihood(compared.models[1].fit), -14978.2107, 1e-3);
  EXPECT_THAT(compared.words.front(), HasSubstr("MBG/CNBD-k fits best"));
  // Everybody's purchases in 2007: BTYDplus' approximations give 3970.0 or 3744.3, customers made
  // 3389.
  double expected = 0.0;
  for (const cc::PurchaseCount& count : counts.counts) {
    expected += count.customers * loyalty::expected_purchases(fit.parameters,
                                                              {.repeats = count.repeats,
                                                               .recency = cc::days(count.recency),
                                                               .age = cc::days(count.age)},
                                                              weeks(52));
  }
  EXPECT_NEAR(expected, 3811.5, 0.05);
}

TEST(CnbdFit, SaysThatItKnowsNoWaits) {
  const auto fit = loyalty::fit_mbg_cnbd(fits::small_base());
  EXPECT_EQ(fit.parameters.k, 2.0);
  EXPECT_THAT(fit.report.diagnosis.back(), HasSubstr("without that of the waits"));
}

TEST(CnbdFit, SaysWhatIsWrong) {
  const cc::PurchaseHistory good{.repeats = 1, .recency = weeks(1), .age = weeks(2)};
  for (const double k : {0.5, 1.5, 33.0}) {
    try {
      (void)loyalty::probability_alive(MbgCnbdParameters{.k = k}, good);
      FAIL();
    } catch (const cc::Error& error) {
      EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
      EXPECT_THAT(error.what(), HasSubstr("k is not"));
    }
  }
  EXPECT_THROW((void)loyalty::fit_mbg_cnbd(fits::small_base(), {.k = 0}), cc::Error);
  EXPECT_THROW(
      (void)loyalty::fit_mbg_cnbd(fits::small_base(), {.waits = cc::PurchaseWaits{.waits = 3}}),
      cc::Error);
}
