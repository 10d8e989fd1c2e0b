#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_bb.hpp>

#include "loyalty/bg_bb_likelihood.hpp"
#include "loyalty/derivatives.hpp"
#include "loyalty/fits.hpp"
#include "loyalty/naive.hpp"
#include "loyalty/tables.hpp"
#include "support/near.hpp"

namespace bg_bb = centricity::loyalty::bg_bb;
namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace numeric = centricity::numeric;
using cc::years;
using loyalty::BgBbParameters;
using support::expect_relative;
using testing::HasSubstr;

namespace {

struct Row {
  double alpha, beta, gamma, delta, repeats, recency, age, horizon;
  double log_likelihood, alive, expected;
};

constexpr Row reference[] = {
#include "bg_bb_reference.inc"
};

/// 11,104 people who first gave in 1995 and what they did in 1996 to 2001: repeats, last year,
/// people (Fader, Hardie & Shang 2010, table 2), and at the maximum of the likelihood their log
/// probability, probability to be there in 2002 and expected gifts in 2002 to 2006; 40 digits by a
/// third party.
struct Donors {
  double repeats, recency, people;
  double log_likelihood, alive, expected;
};

constexpr Donors donors[] = {
    {6, 6, 1203, -2.1816734927040695, 0.9304335755154889, 3.7525442218870335},
    {5, 6, 728, -4.294851077747526, 0.9304335755154889, 3.231612372338105},
    {4, 6, 512, -5.384733155573028, 0.9304335755154889, 2.710680522789176},
    {3, 6, 357, -5.809158220654575, 0.9304335755154889, 2.1897486732402474},
    {2, 6, 234, -5.651728960670325, 0.9304335755154889, 1.6688168236913186},
    {1, 6, 129, -4.883701207405421, 0.9304335755154889, 1.14788497414239},
    {5, 5, 335, -3.716820904497169, 0.5219754282655199, 1.812942155601794},
    {4, 5, 284, -5.095581052291487, 0.6968001107333408, 2.0300239997205103},
    {3, 5, 225, -5.615767444958591, 0.766825995627223, 1.8047029371231997},
    {2, 5, 173, -5.506367605032828, 0.8045550020590861, 1.44304220994748},
    {1, 5, 119, -4.7672372432369405, 0.8281437277565555, 1.0216889916030243},
    {4, 4, 240, -3.848294605295873, 0.20017903426770148, 0.5831919908517665},
    {3, 4, 181, -5.0593588529133875, 0.43959388848859415, 1.0345715797595871},
    {2, 4, 155, -5.195619598221141, 0.5896571847825662, 1.0576035260017613},
    {1, 4, 78, -4.5707076099427955, 0.680383826915789, 0.8393961612288459},
    {3, 3, 322, -3.52745069098058, 0.09500629552250241, 0.22359458541101118},
    {2, 3, 255, -4.516199570358135, 0.29890365501180977, 0.5361107566116957},
    {1, 3, 129, -4.224657154272275, 0.4813557658275835, 0.5938533016762225},
    {2, 2, 613, -3.011997591841065, 0.0664147598652501, 0.11912088248013067},
    {1, 2, 277, -3.5881758842566875, 0.2547099290624217, 0.314238122988674},
    {1, 1, 1091, -2.2888275869900134, 0.06946180737309238, 0.08569570903131976},
    {0, 0, 3464, -1.167517102923086, 0.10813328186466921, 0.072863341050477},
};

const BgBbParameters maximum{.alpha = 1.203522351601914,
                             .beta = 0.7497163581729389,
                             .gamma = 0.6567182084418325,
                             .delta = 2.783442232577381,
                             .unit = cc::TimeUnit::year};

cc::PurchaseHistory history_of(const Donors& row) {
  return {.repeats = row.repeats, .recency = years(row.recency), .age = years(6)};
}

cc::PurchaseCounts donations() {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::year};
  for (const Donors& row : donors) {
    counts.counts.push_back({row.repeats, row.recency, 6, row.people});
  }
  return counts;
}

loyalty::BgBbFit fit_yearly(const cc::PurchaseCounts& counts) {
  return loyalty::fit_bg_bb(counts, {.unit = cc::TimeUnit::year});
}

std::vector<loyalty::Tuple> random_tuples(std::uint64_t seed, std::size_t n) {
  cc::Rng rng{seed};
  std::vector<loyalty::Tuple> tuples;
  for (std::size_t i = 0; i < n; ++i) {
    const double age = 1.0 + std::floor(40.0 * cc::uniform(rng));
    const double recency = std::floor((age + 1.0) * cc::uniform(rng));
    const double repeats = recency > 0.0 ? 1.0 + std::floor(recency * cc::uniform(rng)) : 0.0;
    tuples.push_back({{repeats, recency, age}, 1.0 + std::floor(9.0 * cc::uniform(rng))});
  }
  return tuples;
}

/// Eq. 6, row by row: beta functions.
double sum_of_eq_6(const std::array<double, 4>& p, const std::vector<loyalty::Tuple>& tuples) {
  using naive::log_beta;
  const auto [alpha, beta, gamma, delta] = p;
  double sum = 0.0;
  for (const auto& [seen, customers] : tuples) {
    const auto& [x, t_x, n] = seen;
    double likelihood = std::exp(log_beta(alpha + x, beta + n - x) + log_beta(gamma, delta + n));
    for (double i = t_x; i < n; i += 1.0) {
      likelihood += std::exp(log_beta(alpha + x, beta + i - x) + log_beta(gamma + 1.0, delta + i));
    }
    sum += customers * (std::log(likelihood) - log_beta(alpha, beta) - log_beta(gamma, delta));
  }
  return sum;
}

numeric::Derivatives evaluate(const loyalty::SortedTuples& base, const std::array<double, 4>& p) {
  numeric::Derivatives out(4);
  bg_bb::evaluate(base, {p[0], p[1], p[2], p[3]}, {}, out);
  return out;
}

}  // namespace

TEST(BgBbKernels, AgreeWithFortyDigitsAtHardPoints) {
  ASSERT_GE(std::size(reference), 2000u);
  const auto shape_of = [](const Row& row) {
    return bg_bb::Shape{row.alpha, row.beta, row.gamma, row.delta};
  };
  tables::expect_kernels(
      reference, shape_of, {.log_likelihood = 1e-11, .alive = 1e-10, .expected = 1e-10});
}

TEST(BgBb, AgreesAboutEveryDonor) {
  double total = 0.0;
  for (const Donors& row : donors) {
    expect_relative(loyalty::log_likelihood(maximum, history_of(row)), row.log_likelihood, 1e-10);
    expect_relative(loyalty::probability_alive(maximum, history_of(row)), row.alive, 1e-10);
    const double expected = loyalty::expected_purchases(maximum, history_of(row), years(5));
    expect_relative(expected, row.expected, 1e-10);
    total += row.people * expected;
  }
  EXPECT_NEAR(total, 12884.2, 0.05);  // Published: lifetimes, after the paper's spreadsheet.
}

// P(alive in 2002), table 6, and numbers of people with 0 and 6 gifts in six years (lifetimes,
// after the paper's spreadsheet); expectations of the BTYD walkthrough, section 5.3.
TEST(BgBb, GivesThePublishedNumbers) {
  const auto alive = [](double repeats, double recency) {
    return loyalty::probability_alive(
        maximum, {.repeats = repeats, .recency = years(recency), .age = years(6)});
  };
  EXPECT_NEAR(alive(0, 0), 0.11, 0.005);
  EXPECT_NEAR(alive(2, 4), 0.59, 0.005);
  EXPECT_NEAR(alive(6, 6), 0.93, 0.005);
  EXPECT_NEAR(11104 * loyalty::probability_of_purchases(maximum, 0, years(6)), 3454.9, 0.05);
  EXPECT_NEAR(11104 * loyalty::probability_of_purchases(maximum, 6, years(6)), 1253.1, 0.05);

  // The walkthrough prints 3.179805, 0.1302169 and 3.627858 at the end of a search that stopped
  // early.
  expect_relative(loyalty::expected_purchases(maximum, years(10)), 3.179805, 5e-5);
  expect_relative(
      loyalty::expected_purchases(maximum, {.age = years(6)}, years(10)), 0.1302169, 5e-5);
  expect_relative(loyalty::expected_purchases(
                      maximum, {.repeats = 4, .recency = years(5), .age = years(6)}, years(10)),
                  3.627858,
                  5e-5);
}

// BTYD 2.4.3 at (1.203522393, .749716358, .65671817, 2.783441983).
TEST(BgBb, AgreesWithBtydAboutNewDonors) {
  const BgBbParameters parameters{
      1.203522393, 0.749716358, 0.65671817, 2.783441983, cc::TimeUnit::year};
  const double expected[] = {0.498542693512,
                             0.923348847334,
                             1.296873805,
                             1.63230955046,
                             1.93813749927,
                             2.22016936279,
                             2.48258127852,
                             2.72848667801,
                             2.96027596884,
                             3.17982906358,
                             3.38865427227};
  for (std::size_t n = 0; n < std::size(expected); ++n) {
    expect_relative(loyalty::expected_purchases(parameters, years(static_cast<double>(n + 1))),
                    expected[n],
                    1e-11);
  }
  const double probabilities[] = {0.311138506957,
                                  0.170087747038,
                                  0.121477155104,
                                  0.100268239639,
                                  0.091671686966,
                                  0.0925041470129,
                                  0.112852517283};
  for (std::size_t x = 0; x < std::size(probabilities); ++x) {
    expect_relative(
        loyalty::probability_of_purchases(parameters, x, years(6)), probabilities[x], 1e-11);
  }
}

// All histories of x purchases with the last at t_x: the others stand anywhere before it.
TEST(BgBb, HistoriesAddUpToCountsAndCountsToOne) {
  const BgBbParameters parameters{0.9, 2.2, 0.6, 3.1, cc::TimeUnit::month};
  constexpr int n = 25;
  double total = 0.0;
  double mean = 0.0;
  for (int x = 0; x <= n; ++x) {
    double histories = 0.0;
    for (int t_x = x; t_x <= (x == 0 ? 0 : n); ++t_x) {
      double orders = 1.0;  // t_x - 1 over x - 1
      for (int k = 1; k < x; ++k) orders *= static_cast<double>(t_x - k) / k;
      histories += orders * std::exp(loyalty::log_likelihood(parameters,
                                                             {.repeats = static_cast<double>(x),
                                                              .recency = cc::months(t_x),
                                                              .age = cc::months(n)}));
    }
    const double p =
        loyalty::probability_of_purchases(parameters, static_cast<std::uint64_t>(x), cc::months(n));
    expect_relative(p, histories, 1e-12);
    total += p;
    mean += x * p;
  }
  EXPECT_NEAR(total, 1.0, 1e-12);
  EXPECT_NEAR(mean, loyalty::expected_purchases(parameters, cc::months(n)), 1e-11);
  EXPECT_EQ(loyalty::probability_of_purchases(parameters, n + 1, cc::months(n)), 0.0);
}

TEST(BgBb, CountsWholeOpportunities) {
  const BgBbParameters parameters{.unit = cc::TimeUnit::month};
  EXPECT_EQ(loyalty::expected_purchases(parameters, cc::months(3.9)),
            loyalty::expected_purchases(parameters, cc::months(3)));
  EXPECT_EQ(loyalty::expected_purchases(parameters, years(1)),
            loyalty::expected_purchases(parameters, cc::months(12)));
  EXPECT_EQ(loyalty::expected_purchases(parameters, cc::months(0.5)), 0.0);
}

TEST(BgBbLikelihood, IsTheNaiveSum) {
  const auto tuples = random_tuples(1, 300);
  const loyalty::SortedTuples base{tuples};
  naive::expect_values<4>([&](const auto& p) { return evaluate(base, p); },
                          [&](const auto& p) { return sum_of_eq_6(p, tuples); },
                          1e-12);
}

TEST(BgBbLikelihood, DerivativesAreThoseOfTheValue) {
  const loyalty::SortedTuples base{random_tuples(3, 300)};
  derivatives::expect_consistent_everywhere<4>([&](const auto& p) { return evaluate(base, p); });
}

// Digits: Newton in 40 digits by a third party. BTYD and lifetimes stop at 1.20351 and 1.204.
TEST(BgBbFit, ReproducesTheDonations) {
  const auto fit = fit_yearly(donations());
  EXPECT_EQ(fit.customers, 11104u);
  fits::expect_fit(
      fit,
      {maximum.alpha, maximum.beta, maximum.gamma, maximum.delta},
      {0.06939136239189812, 0.029447716661270898, 0.051009858961424445, 0.320819003075793},
      -33225.58127434701);
}

TEST(BgBbFit, GivesEstimatesWithinTheirRange) {
  const auto fit = fit_yearly(donations());
  const cc::PurchaseHistory history{.repeats = 4, .recency = years(5), .age = years(6)};
  const auto alive = loyalty::probability_alive(fit, history);
  EXPECT_EQ(alive.value, loyalty::probability_alive(fit.parameters, history));
  EXPECT_GT(alive.interval->lower, 0.6);
  EXPECT_LT(alive.interval->upper, 0.8);
  const auto expected = loyalty::expected_purchases(fit, history, years(5));
  EXPECT_NEAR(*expected.value, 2.03002, 1e-5);
  EXPECT_GT(*expected.standard_error, 0.0);
  EXPECT_LT(expected.interval->lower, 2.03);
  const auto added = loyalty::expected_purchases(fit, years(0));
  EXPECT_EQ(added.value, 0.0);
}

TEST(BgBbFit, NamesWhatTheDataCannotTell) {
  const auto fit = fit_yearly(
      {.unit = cc::TimeUnit::year, .counts = {{6, 6, 6, 300}, {3, 6, 6, 500}, {1, 6, 6, 200}}});
  EXPECT_EQ(fit.report.status, cc::FitStatus::boundary);
  ASSERT_FALSE(fit.report.diagnosis.empty());
  EXPECT_THAT(fit.report.diagnosis.front(), HasSubstr("No dropout detectable"));
  EXPECT_FALSE(fit.estimates.delta.standard_error.has_value());
}

TEST(BgBbFit, SaysWhatIsWrong) {
  const auto expect_refused = [](const cc::PurchaseHistory& history) {
    try {
      (void)loyalty::probability_alive(maximum, history);
      ADD_FAILURE();
    } catch (const cc::Error& error) {
      EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
      EXPECT_THAT(error.what(), HasSubstr("opportunities"));
    }
  };
  expect_refused({.repeats = 3, .recency = years(2), .age = years(6)});
  expect_refused({.repeats = 1, .recency = years(1.5), .age = years(6)});
  expect_refused({.repeats = 1, .recency = years(1), .age = years(6.2)});
  expect_refused({.repeats = 1, .recency = years(1), .age = years(1e9)});
  cc::PurchaseCounts bad = donations();
  bad.counts[2].recency = 4.5;
  try {
    (void)fit_yearly(bad);
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 2u);
  }
}
