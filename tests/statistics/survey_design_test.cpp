#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

// R: t.test(c(44.4,45.9,41.9,53.3,44.7,44.1,50.7,45.2,60.1)), data of Hollander & Wolfe (1973).
constexpr std::array tuna{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};

struct Sample {
  std::vector<double> y, w;
  std::vector<std::uint32_t> cluster, stratum;
};

Sample clustered_sample(std::uint64_t seed) {
  cc::Rng rng(seed);
  Sample s;
  for (std::uint32_t c = 0; c < 30; ++c) {
    const double shift = cc::normal(rng);
    const auto rows = 1 + cc::uniform_index(rng, 5);
    for (std::uint64_t i = 0; i < rows; ++i) {
      s.y.push_back(3.0 + shift + cc::normal(rng));
      s.w.push_back(0.5 + cc::uniform(rng));
      s.cluster.push_back(1000 + 17 * c);
      s.stratum.push_back(c % 3);
    }
  }
  return s;
}

// The formula again, slowly: sums by (stratum, cluster) in maps.
double naive_variance(const Sample& s) {
  double sw = 0.0;
  double sy = 0.0;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    sw += s.w[i];
    sy += s.w[i] * s.y[i];
  }
  std::map<std::uint32_t, std::map<std::uint32_t, double>> z;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    z[s.stratum[i]][s.cluster[i]] += s.w[i] * (s.y[i] - sy / sw) / sw;
  }
  double variance = 0.0;
  for (const auto& [h, clusters] : z) {
    double mean = 0.0;
    for (const auto& [c, total] : clusters) mean += total;
    const auto n = static_cast<double>(clusters.size());
    mean /= n;
    for (const auto& [c, total] : clusters) {
      variance += n / (n - 1.0) * (total - mean) * (total - mean);
    }
  }
  return variance;
}

}  // namespace

TEST(Mean, IsTheTextbookMeanWithoutADesign) {
  const st::DesignEstimate mean = st::mean(tuna);
  double sum = 0.0;
  for (const double y : tuna) sum += y;
  double squares = 0.0;
  for (const double y : tuna) squares += (y - sum / 9.0) * (y - sum / 9.0);
  const double se = std::sqrt(squares / 8.0 / 9.0);
  expect_relative(*mean.estimate.value, sum / 9.0, 1e-14);
  expect_relative(*mean.estimate.standard_error, se, 1e-13);
  // t(8) at .975, printed in every table as 2.306.
  expect_relative(mean.estimate.interval->upper, sum / 9.0 + 2.3060041352041667 * se, 1e-12);
  EXPECT_EQ(mean.estimate.n, 9u);
  EXPECT_EQ(mean.degrees_of_freedom, 8.0);
  expect_relative(mean.design_effect, 1.0, 1e-12);
  expect_relative(mean.effective_n, 9.0, 1e-12);
}

TEST(Mean, ClustersAndStrataAgreeWithASecondImplementation) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Sample s = clustered_sample(seed);
    const st::DesignEstimate mean =
        st::mean(s.y, {.weights = s.w, .clusters = s.cluster, .strata = s.stratum});
    expect_relative(
        *mean.estimate.standard_error * *mean.estimate.standard_error, naive_variance(s), 1e-12);
    EXPECT_EQ(mean.clusters, 30u);
    EXPECT_EQ(mean.degrees_of_freedom, 27.0);
    EXPECT_GT(mean.design_effect, 1.0);  // answers of one respondent resemble one another
  }
}

// A respondent of weight 2 is a respondent who is counted twice.
RC_GTEST_PROP(Mean, WeightsAreRepetitionsWithinACluster, ()) {
  const auto answers = *rc::gen::container<std::vector<std::pair<int, int>>>(
      20, rc::gen::pair(rc::gen::inRange(1, 8), rc::gen::inRange(1, 4)));
  std::vector<double> y, w, repeated;
  std::vector<std::uint32_t> c, repeated_c;
  for (std::uint32_t i = 0; i < answers.size(); ++i) {
    y.push_back(answers[i].first);
    w.push_back(answers[i].second);
    c.push_back(i);
    for (int k = 0; k < answers[i].second; ++k) {
      repeated.push_back(answers[i].first);
      repeated_c.push_back(i);
    }
  }
  const auto weighted = st::mean(y, {.weights = w, .clusters = c}).estimate;
  const auto expanded = st::mean(repeated, {.clusters = repeated_c}).estimate;
  RC_ASSERT(std::abs(*weighted.value - *expanded.value) < 1e-12);
  RC_ASSERT(std::abs(*weighted.standard_error - *expanded.standard_error) < 1e-12);
}

TEST(Mean, MissingIsLeftOutAndCounted) {
  const double nan = std::nan("");
  const st::DesignEstimate with = st::mean(std::array{1.0, nan, 2.0, 4.0});
  const st::DesignEstimate without = st::mean(std::array{1.0, 2.0, 4.0});
  EXPECT_EQ(with.estimate, without.estimate);
  EXPECT_EQ(with.missing, 1u);
  EXPECT_EQ(st::mean(std::array{nan, nan}).estimate.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(st::mean({}).estimate.undefined, cc::Undefined::missing_input);
}

TEST(Mean, OneClusterHasNoStandardError) {
  const std::array<std::uint32_t, 3> one{7, 7, 7};
  const st::DesignEstimate mean = st::mean(std::array{1.0, 2.0, 4.0}, {.clusters = one});
  EXPECT_TRUE(mean.estimate.defined());
  EXPECT_FALSE(mean.estimate.standard_error);
  EXPECT_FALSE(mean.estimate.interval);
}

TEST(Ratio, IsUndefinedWhereTheDenominatorIsZero) {
  EXPECT_EQ(st::ratio(std::array{1.0, 2.0}, std::array{0.0, 0.0}).estimate.undefined,
            cc::Undefined::division_by_zero);
}

TEST(SurveyDesign, BadInputIsNamed) {
  const std::array y{1.0, 2.0, 3.0};
  const std::array w{1.0, -1.0, 1.0};
  try {
    (void)st::mean(y, {.weights = w});
    FAIL() << "a negative weight passed";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 1u);
    EXPECT_EQ(error.where().column, "weights");
  }
  const std::array infinite{1.0, std::numeric_limits<double>::infinity()};
  EXPECT_THROW((void)st::mean(infinite), cc::Error);
  const std::array<std::uint32_t, 2> short_column{1, 2};
  EXPECT_THROW((void)st::mean(y, {.clusters = short_column}), cc::Error);
  const std::array<std::uint32_t, 3> clusters{1, 1, 2};
  const std::array<std::uint32_t, 3> strata{1, 2, 2};
  EXPECT_THROW((void)st::mean(y, {.clusters = clusters, .strata = strata}), cc::Error);
  EXPECT_THROW((void)st::mean(y, {}, 1.0), cc::Error);
}

TEST(SurveyDesign, EffectiveSampleSize) {
  EXPECT_EQ(st::effective_sample_size(std::array{2.0, 2.0, 2.0}), 3.0);
  EXPECT_EQ(st::effective_sample_size(std::array{1.0, 3.0}), 1.6);
  EXPECT_EQ(st::effective_sample_size({}), 0.0);
}

// 95% intervals of clustered, weighted samples cover: 1,000 draws of 60 respondents with up to 5
// answers each; .93 to .97 is four standard errors of the count wide on either side.
TEST(Mean, ClusteredIntervalsCover) {
  int covered = 0;
  for (std::uint64_t draw = 0; draw < 1000; ++draw) {
    cc::Rng rng = cc::Rng(20240601).stream(draw);
    Sample s;
    for (std::uint32_t c = 0; c < 60; ++c) {
      const double person = cc::normal(rng);
      const double weight = 0.5 + cc::uniform(rng);
      const auto rows = 1 + cc::uniform_index(rng, 5);
      for (std::uint64_t i = 0; i < rows; ++i) {
        s.y.push_back(5.0 + person + 0.5 * cc::normal(rng));
        s.w.push_back(weight);
        s.cluster.push_back(c);
      }
    }
    const auto mean = st::mean(s.y, {.weights = s.w, .clusters = s.cluster}).estimate;
    covered += mean.interval->lower <= 5.0 && 5.0 <= mean.interval->upper ? 1 : 0;
  }
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}
