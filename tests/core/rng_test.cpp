#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <vector>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>

#include "support/near.hpp"

// Golden values: tests/core/rng_reference.py, a second implementation.  Distributions: moments in
// standard errors, Kolmogorov's distance and chi-square against Boost.Math, at fixed seeds.
using centricity::bernoulli;
using centricity::beta;
using centricity::exponential;
using centricity::gamma;
using centricity::log_gamma_draw;
using centricity::normal;
using centricity::poisson;
using centricity::Rng;
using centricity::uniform;
using centricity::uniform_index;

namespace {

constexpr std::uint64_t largest_integer = std::numeric_limits<std::uint64_t>::max();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t many = 100'000;

using Draw = std::function<double(Rng&)>;

std::vector<double> draws(const Draw& draw, std::size_t n = many, std::uint64_t seed = 20'240'229) {
  Rng rng{seed};
  std::vector<double> values(n);
  std::ranges::generate(values, [&] { return draw(rng); });
  return values;
}

// Mean and variance within 4.5 standard errors of the truth.
void expect_moments(const std::vector<double>& values,
                    double mean,
                    double variance,
                    double excess_kurtosis) {
  const auto n = static_cast<double>(values.size());
  double sum = 0.0;
  double squares = 0.0;
  for (const double value : values) {
    sum += value - mean;
    squares += (value - mean) * (value - mean);
  }
  EXPECT_LT(std::abs(sum / n), 4.5 * std::sqrt(variance / n)) << "mean";
  EXPECT_LT(std::abs(squares / n - variance), 4.5 * variance * std::sqrt((excess_kurtosis + 2) / n))
      << "variance";
}

// Kolmogorov's distance; sqrt(n) D exceeds 2.2 once in 8,000 samples.
void expect_distribution(std::vector<double> values, const std::function<double(double)>& cdf) {
  std::ranges::sort(values);
  const auto n = static_cast<double>(values.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]);
    const auto below = static_cast<double>(i);
    distance = std::max({distance, p - below / n, (below + 1) / n - p});
  }
  EXPECT_LT(std::sqrt(n) * distance, 2.2);
}

// Pearson's chi-square within 4.5 standard deviations of its degrees of freedom.
void expect_frequencies(const std::vector<double>& counts, const std::vector<double>& expected) {
  double chi_square = 0.0;
  for (std::size_t cell = 0; cell < counts.size(); ++cell) {
    const double difference = counts[cell] - expected[cell];
    chi_square += difference * difference / expected[cell];
  }
  const auto degrees = static_cast<double>(counts.size() - 1);
  EXPECT_LT(std::abs(chi_square - degrees), 4.5 * std::sqrt(2 * degrees)) << chi_square;
}

TEST(Rng, is_xoshiro256_plus_plus_seeded_by_splitmix64) {
  // The test "stable_seed_from_u64" of Rust's rand 0.8, src/rngs/xoshiro256plusplus.rs.
  Rng rng{0};
  for (const std::uint64_t expected : {5987356902031041503U,
                                       7051070477665621255U,
                                       6633766593972829180U,
                                       211316841551650330U,
                                       9136120204379184874U,
                                       379361710973160858U,
                                       15813423377499357806U,
                                       15596884590815070553U,
                                       5439680534584881407U,
                                       1369371744833522710U}) {
    EXPECT_EQ(rng.next(), expected);
  }
}

TEST(Rng, streams_are_fixed) {
  struct Case {
    std::uint64_t seed;
    std::uint64_t k;
    std::uint64_t first;
    std::uint64_t second;
  };

  for (const auto& [seed, k, first, second] :
       {Case{42, 0, 16917435633991974622U, 2895953342373275716U},
        Case{42, 1, 16952325622244263635U, 13403855731906573151U},
        Case{42, largest_integer, 12868963488707589109U, 9591342744439392268U},
        Case{0, 0, 18353448787882852715U, 5247628295075597669U},
        Case{largest_integer, 7, 12851959072405934884U, 7920178296612844522U}}) {
    Rng stream = Rng{seed}.stream(k);
    EXPECT_EQ(stream.next(), first);
    EXPECT_EQ(stream.next(), second);
  }
  EXPECT_EQ(Rng{42}.stream(2).stream(1).next(), 6196490447500821003U);
}

TEST(Rng, streams_depend_on_the_seed_and_not_on_draws_made) {
  Rng used{42};
  (void)used.next();
  EXPECT_EQ(used.stream(3).next(), Rng{42}.stream(3).next());
}

TEST(Rng, streams_of_neighbouring_seeds_and_numbers_all_differ) {
  std::set<std::uint64_t> first_draws;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    first_draws.insert(Rng{seed}.next());
    for (std::uint64_t k = 0; k < 100; ++k) {
      first_draws.insert(Rng{seed}.stream(k).next());
      first_draws.insert(Rng{seed}.stream(k).stream(k).next());
    }
  }
  EXPECT_EQ(first_draws.size(), 100U * 201U);
}

TEST(Rng, first_draws_of_streams_are_uniform_and_uncorrelated) {
  const Rng parent{1};
  std::vector<double> firsts(many);
  double products = 0.0;
  for (std::size_t k = 0; k < many; ++k) {
    Rng stream = parent.stream(k);
    firsts[k] = uniform(stream);
    products += k == 0 ? 0.0 : (firsts[k] - 0.5) * (firsts[k - 1] - 0.5);
  }
  EXPECT_LT(std::abs(12 * products / std::sqrt(static_cast<double>(many))), 4.5);
  expect_distribution(firsts, [](double x) { return x; });
}

TEST(Rng, distributions_draw_what_the_second_implementation_draws) {
  struct Case {
    const char* name;
    Draw draw;
    std::vector<double> expected;
    std::uint64_t then;  // so many draws were used, no more and no fewer
  };

  const std::vector<Case> cases{
      {"uniform",
       uniform,
       {0.8143051451229099,
        0.3188210400616611,
        0.9838941681774888,
        0.7011355981347556,
        0.793504489691729},
       10848501901068131965U},
      {"normal",
       normal,
       {0.9813983900724986,
        1.3403256427520227,
        -0.9642205062941384,
        0.1962265296745266,
        0.20290854483035597},
       7435390023275438269U},
      {"exponential",
       exponential,
       {1.683650517646569,
        0.38393021743170935,
        4.128573847578659,
        1.207765313923566,
        1.5774766086659737},
       10848501901068131965U},
      {"gamma 2.5",
       [](Rng& rng) { return gamma(rng, 2.5); },
       {3.9560771068585736,
        3.2895089916913505,
        1.0347231991856878,
        3.4177247106027004,
        2.479274120906517},
       10071993084810367336U},
      {"gamma 0.3",
       [](Rng& rng) { return gamma(rng, 0.3); },
       {0.04083938716662885,
        0.13434291229112277,
        0.9222872127875759,
        0.27235510245191025,
        0.007650140038552711},
       2632753594928126012U},
      {"log_gamma_draw 1e-6",
       [](Rng& rng) { return log_gamma_draw(rng, 1e-6); },
       {-1207764.7085695462,
        -929178.6548920174,
        -72066.12467177109,
        -176384.64112081967,
        -1691958.2079417915},
       2632753594928126012U},
      {"beta",
       [](Rng& rng) { return beta(rng, 0.8, 2.4); },
       {0.1248608181652595,
        0.17417062249758028,
        0.15813600136585046,
        0.020246089664999488,
        0.00479967906085232},
       9938095894668909206U},
      {"poisson 3.5",
       [](Rng& rng) { return static_cast<double>(poisson(rng, 3.5)); },
       {5, 2, 8, 4, 5},
       10848501901068131965U},
      {"poisson 12.5",
       [](Rng& rng) { return static_cast<double>(poisson(rng, 12.5)); },
       {16, 16, 8, 9, 13, 11, 13, 8, 14, 12, 13, 6, 15, 16, 13, 12, 14, 15, 15, 12},
       11556842671164673377U},
      {"poisson 123.4",
       [](Rng& rng) { return static_cast<double>(poisson(rng, 123.4)); },
       {135, 134, 108, 113, 125, 129, 120, 126, 111, 128,
        121, 124, 105, 131, 134, 125, 137, 122, 98,  128},
       13955903524794606584U}};
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    Rng rng{42};
    for (const double expected : one.expected) {
      support::expect_relative(one.draw(rng), expected, 1e-14);
    }
    EXPECT_EQ(rng.next(), one.then);
  }
}

TEST(UniformIndex, draws_what_the_second_implementation_draws) {
  struct Case {
    std::uint64_t n;
    std::vector<std::uint64_t> expected;
    std::uint64_t then;
  };

  for (const auto& [n, all_expected, then] :
       {Case{1, {0, 0, 0, 0, 0}, 10848501901068131965U},
        Case{6, {4, 1, 5, 4, 4}, 10848501901068131965U},
        Case{(1ULL << 63) + 1,  // nearly half of the draws are refused
             {2940605065665682376U,
              9074821957992740550U,
              6466834469879552732U,
              5581269471817655715U,
              1915852752325109347U},
             17217215411128672468U},
        Case{largest_integer,
             {15021278609987233950U,
              5881210131331364752U,
              18149643915985481099U,
              12933668939759105463U,
              14637574242682825330U},
             10848501901068131965U}}) {
    Rng rng{42};
    for (const std::uint64_t expected : all_expected) {
      EXPECT_EQ(uniform_index(rng, n), expected);
    }
    EXPECT_EQ(rng.next(), then);
  }
}

TEST(UniformIndex, of_no_choice_is_zero) {
  Rng rng{1};
  EXPECT_EQ(uniform_index(rng, 0), 0U);
  EXPECT_EQ(uniform_index(rng, 1), 0U);
}

TEST(UniformIndex, is_uniform) {
  for (const std::size_t n : {2U, 3U, 10U, 1000U}) {
    Rng rng{7};
    std::vector<double> counts(n, 0.0);
    for (std::size_t i = 0; i < many; ++i) {
      ++counts[uniform_index(rng, n)];
    }
    expect_frequencies(counts,
                       std::vector<double>(n, static_cast<double>(many) / static_cast<double>(n)));
  }
}

TEST(Uniform, is_uniform_and_below_one) {
  const auto values = draws(uniform);
  EXPECT_GE(std::ranges::min(values), 0.0);
  EXPECT_LT(std::ranges::max(values), 1.0);
  expect_moments(values, 0.5, 1.0 / 12, -1.2);
  expect_distribution(values, [](double x) { return x; });
  for (const double value : values) {
    ASSERT_EQ(std::ldexp(value, 53), std::floor(std::ldexp(value, 53)));
  }
}

TEST(Normal, has_its_moments_and_its_distribution) {
  const auto values = draws(normal);
  expect_moments(values, 0.0, 1.0, 0.0);
  expect_distribution(values, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); });
}

TEST(Exponential, has_its_moments_and_its_distribution) {
  const auto values = draws(exponential);
  EXPECT_GE(std::ranges::min(values), 0.0);
  expect_moments(values, 1.0, 1.0, 6.0);
  expect_distribution(values, [](double x) { return -std::expm1(-x); });
}

TEST(Gamma, has_its_moments_and_its_distribution) {
  for (const double shape : {0.05, 0.5, 0.999, 1.0, 1.5, 4.0, 100.0, 1e6}) {
    SCOPED_TRACE(shape);
    const auto values = draws([&](Rng& rng) { return gamma(rng, shape); });
    expect_moments(values, shape, shape, 6 / shape);
    expect_distribution(values, [&](double x) { return boost::math::gamma_p(shape, x); });
  }
}

TEST(Gamma, of_extreme_shape_ends_in_a_number) {
  for (const double shape : {1e-300, 1e-6, 1e12, 1e300}) {
    for (const double value : draws([&](Rng& rng) { return gamma(rng, shape); }, 1000)) {
      ASSERT_TRUE(std::isfinite(value) && value >= 0.0) << shape;
    }
  }
}

TEST(LogGammaDraw, has_its_moments_where_the_draw_itself_underflows) {
  for (const double shape : {1e-6, 1e-3, 0.3, 1.0, 2.5, 1e6}) {
    SCOPED_TRACE(shape);
    const auto values = draws([&](Rng& rng) { return log_gamma_draw(rng, shape); });
    const double variance = boost::math::trigamma(shape);
    // The fourth cumulant is the third derivative of digamma, 6 / shape^4 near 0.
    expect_moments(values, boost::math::digamma(shape), variance, 6.0);
  }
}

TEST(LogGammaDraw, has_its_distribution_where_the_draw_itself_underflows) {
  constexpr double shape = 1e-6;
  expect_distribution(draws([&](Rng& rng) { return log_gamma_draw(rng, shape); }), [&](double x) {
    // P(shape, exp x) is exp(shape x) / Gamma(1 + shape) but for a factor 1 + O(exp x).
    return x < -50 ? std::exp(shape * x) / std::tgamma(1 + shape)
                   : boost::math::gamma_p(shape, std::exp(x));
  });
}

TEST(LogGammaDraw, is_the_logarithm_of_the_gamma_draw) {
  for (const double shape : {0.3, 0.999, 1.0, 7.0}) {
    Rng plain{3};
    Rng logarithmic{3};
    for (int i = 0; i < 100; ++i) {
      const double expected = std::log(gamma(plain, shape));
      support::expect_relative(log_gamma_draw(logarithmic, shape), expected, 1e-14, 1e-14);
    }
  }
}

TEST(LogGammaDraw, is_finite_for_the_smallest_shapes) {
  for (const double shape : {1e-300, std::numeric_limits<double>::denorm_min()}) {
    for (const double value : draws([&](Rng& rng) { return log_gamma_draw(rng, shape); }, 1000)) {
      ASSERT_TRUE(std::isfinite(value));
    }
  }
}

TEST(GammaAndBeta, of_an_impossible_shape_are_nan_and_end) {
  Rng rng{1};
  for (const double shape : {0.0, -1.0, -infinity, nan_value}) {
    EXPECT_TRUE(std::isnan(gamma(rng, shape))) << shape;
    EXPECT_TRUE(std::isnan(log_gamma_draw(rng, shape))) << shape;
    EXPECT_TRUE(std::isnan(beta(rng, shape, 1.0))) << shape;
    EXPECT_TRUE(std::isnan(beta(rng, 1.0, shape))) << shape;
  }
  EXPECT_FALSE(gamma(rng, infinity) < 1e300);
}

TEST(Beta, has_its_moments_and_its_distribution) {
  struct Shapes {
    double a;
    double b;
  };

  for (const auto& [a, b] : {Shapes{0.79, 2.43},
                             Shapes{0.3, 0.3},
                             Shapes{0.02, 4.0},
                             Shapes{1.0, 1.0},
                             Shapes{5.0, 0.5},
                             Shapes{1e6, 1e6},
                             Shapes{30.0, 1e5}}) {
    SCOPED_TRACE(::testing::Message() << a << ", " << b);
    const double sum = a + b;
    const double variance = a * b / (sum * sum * (sum + 1));
    const double kurtosis =
        6 * ((a - b) * (a - b) * (sum + 1) - a * b * (sum + 2)) / (a * b * (sum + 2) * (sum + 3));
    const auto values = draws([&, a = a, b = b](Rng& rng) { return beta(rng, a, b); });
    expect_moments(values, a / sum, variance, kurtosis);
    expect_distribution(values,
                        [&, a = a, b = b](double x) { return boost::math::ibeta(a, b, x); });
  }
}

TEST(Beta, of_tiny_shapes_is_one_end_or_the_other_but_never_exactly) {
  const auto values = draws([](Rng& rng) { return beta(rng, 1e-6, 3e-6); });
  double high = 0.0;
  for (const double value : values) {
    ASSERT_GT(value, 0.0);
    ASSERT_LT(value, 1.0);
    high += value > 0.5 ? 1.0 : 0.0;
  }
  const auto n = static_cast<double>(values.size());
  EXPECT_LT(std::abs(high / n - 0.25), 4.5 * std::sqrt(0.25 * 0.75 / n));
}

TEST(Poisson, has_its_frequencies) {
  constexpr std::size_t n = 1'000'000;
  for (const double mean : {0.01, 1.0, 3.5, 9.999, 10.0, 12.5, 30.0, 200.0}) {
    SCOPED_TRACE(mean);
    // Cells of one count each; both tails, where fewer than 10 are expected, are joined.
    std::vector<double> expected{0.0};
    std::vector<std::size_t> cell_of;
    double left = static_cast<double>(n);
    for (double k = 0.0; left > 10.0; ++k) {
      const double here = static_cast<double>(n) * boost::math::gamma_p_derivative(k + 1, mean);
      if (expected.back() >= 10.0) {
        expected.push_back(0.0);
      }
      expected.back() += here;
      cell_of.push_back(expected.size() - 1);
      left -= here;
    }
    expected.back() += left;
    std::vector<double> counts(expected.size(), 0.0);
    Rng rng{11};
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t k = poisson(rng, mean);
      ++counts[k < cell_of.size() ? cell_of[k] : counts.size() - 1];
    }
    expect_frequencies(counts, expected);
  }
}

TEST(Poisson, has_its_moments_up_to_the_largest_mean) {
  for (const double mean : {1e-6, 0.5, 10.0, 1e3, 1e6, 1e12, 1e15}) {
    SCOPED_TRACE(mean);
    const auto values = draws([&](Rng& rng) { return static_cast<double>(poisson(rng, mean)); },
                              mean < 1e-3 ? 10 * many : many);
    expect_moments(values, mean, mean, 1 / mean);
    if (mean >= 1e6) {  // the normal approximation is off by less than 1 / sqrt(mean)
      expect_distribution(values, [&](double k) {
        return 0.5 * std::erfc(-(k + 0.5 - mean) / std::sqrt(2 * mean));
      });
    }
  }
}

TEST(Poisson, takes_a_mean_out_of_range_for_the_nearest_end) {
  Rng rng{1};
  EXPECT_EQ(poisson(rng, 0.0), 0U);
  EXPECT_EQ(poisson(rng, -1.0), 0U);
  EXPECT_EQ(poisson(rng, nan_value), 0U);
  EXPECT_NEAR(static_cast<double>(poisson(rng, infinity)), 1e15, 1e9);
}

TEST(Bernoulli, is_true_as_often_as_it_should) {
  const auto values = draws([](Rng& rng) { return bernoulli(rng, 0.3) ? 1.0 : 0.0; });
  expect_moments(values, 0.3, 0.21, (1 - 6 * 0.21) / 0.21);
}

TEST(Bernoulli, knows_never_and_always) {
  Rng rng{1};
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(bernoulli(rng, 0.0) || bernoulli(rng, -1.0) || bernoulli(rng, nan_value));
    EXPECT_TRUE(bernoulli(rng, 1.0) && bernoulli(rng, 2.0));
  }
}

}  // namespace
