// Do the 95% intervals cover the truth?  Surveys of three designs, drawn from populations whose
// gaps, scores and shares are known exactly:
//
//   simple     respondents drawn alike;
//   weighted   half of the population is drawn three times as often as the other half, which thinks
//              differently; the weights set that right;
//   clustered  the same, but whole branches are drawn, and those of a branch are alike; the
//              branches are 30, or 10.
//
// 1,000 surveys a design; .93 to .97 of the intervals must cover.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/kano_effects.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/satisfaction_score.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

constexpr std::uint64_t surveys = 1000;

struct Design {
  std::string name;
  std::uint32_t clusters;  // each of `size` respondents
  std::uint32_t size;
  bool weighted;
};

class Coverage : public testing::TestWithParam<Design> {};

INSTANTIATE_TEST_SUITE_P(Of,
                         Coverage,
                         testing::Values(Design{"simple", 150, 1, false},
                                         Design{"weighted", 150, 1, true},
                                         Design{"clustered", 30, 8, true},
                                         Design{"few_clusters", 10, 20, true}),
                         [](const auto& design) { return design.param.name; });

// One respondent: of which half of the population, how his or her branch leans, and the weight.
struct Respondent {
  double half;    // +1 or -1, each half of the population
  double branch;  // standard normal, the same for all of a branch
  double weight;
  std::uint32_t cluster;
};

std::vector<Respondent> draw(const Design& design, cc::Rng& rng) {
  std::vector<Respondent> sample;
  for (std::uint32_t c = 0; c < design.clusters; ++c) {
    const double branch = cc::normal(rng);
    for (std::uint32_t i = 0; i < design.size; ++i) {
      const double chance = design.weighted ? 0.75 : 0.5;
      const double half = cc::bernoulli(rng, chance) ? 1.0 : -1.0;
      sample.push_back({.half = half,
                        .branch = branch,
                        .weight = 0.5 / (half > 0.0 ? chance : 1.0 - chance),
                        .cluster = c});
    }
  }
  return sample;
}

struct Columns {
  std::vector<double> weight{};
  std::vector<std::uint32_t> cluster{};

  [[nodiscard]] cc::statistics::SurveyDesign design() const {
    return {.weights = weight, .clusters = cluster};
  }
};

Columns columns_of(const std::vector<Respondent>& sample) {
  Columns columns;
  for (const Respondent& r : sample) {
    columns.weight.push_back(r.weight);
    columns.cluster.push_back(r.cluster);
  }
  return columns;
}

bool covers(const cc::Estimate& estimate, double truth) {
  return estimate.interval && estimate.interval->lower <= truth &&
         truth <= estimate.interval->upper;
}

// How often each of several intervals covers.
template <typename Study>
void expect_coverage(const Design& design, std::uint64_t seed, Study study) {
  std::vector<int> covered;
  for (std::uint64_t survey = 0; survey < surveys; ++survey) {
    cc::Rng rng = cc::Rng(seed).stream(survey);
    const std::vector<bool> hits = study(draw(design, rng), rng);
    covered.resize(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) covered[i] += hits[i] ? 1 : 0;
  }
  for (std::size_t i = 0; i < covered.size(); ++i) {
    testing::Test::RecordProperty("covered_" + std::to_string(i), covered[i]);
    EXPECT_GE(covered[i], 0.93 * surveys) << "interval " << i;
    EXPECT_LE(covered[i], 0.97 * surveys) << "interval " << i;
  }
}

// A normal opinion with variance 1: a tenth of it the branch, in the designs that have branches.
double opinion(const Respondent& r, cc::Rng& rng) {
  return std::sqrt(0.1) * r.branch + std::sqrt(0.9) * cc::normal(rng);
}

// P(lower < opinion + shift half <= upper) in the population.
double chance_of(double lower, double upper, double shift) {
  const auto below = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  return 0.5 * (below(upper - shift) - below(lower - shift) + below(upper + shift) -
                below(lower + shift));
}

constexpr double never = 1e9;

}  // namespace

TEST_P(Coverage, Gaps) {
  constexpr cc::Scale open{.lowest = -100, .highest = 100, .step = 0};
  constexpr cc::Scale positive{.lowest = 0, .highest = 100, .step = 0};
  constexpr std::array share{0.5, 1.0, 1.5};  // of the gap, item by item
  constexpr std::array importance{10.0, 20.0, 30.0};
  expect_coverage(GetParam(), 31, [&](const std::vector<Respondent>& sample, cc::Rng& rng) {
    std::array<std::vector<double>, 3> expected, perceived, matters;
    for (const Respondent& r : sample) {
      const double missing = -1.0 + 0.5 * r.half + opinion(r, rng);
      for (std::size_t j = 0; j < 3; ++j) {
        expected[j].push_back(5.0 + cc::normal(rng));
        perceived[j].push_back(expected[j].back() + share[j] * missing + cc::normal(rng));
        matters[j].push_back(importance[j] + 2.0 * cc::normal(rng));
      }
    }
    std::vector<gap::GapItem> items;
    for (std::size_t j = 0; j < 3; ++j) {
      items.push_back({.name = std::to_string(j),
                       .scale = open,
                       .importance_scale = positive,
                       .expectation = expected[j],
                       .perception = perceived[j],
                       .importance = matters[j]});
    }
    const Columns columns = columns_of(sample);
    const auto plain = gap::score_gaps(items, columns.design());
    const auto weighted =
        gap::score_gaps(items, columns.design(), {.weighting = gap::GapWeighting::mean_weighted});
    return std::vector<bool>{covers(plain.items[2].scores.gap.difference, -1.5),
                             covers(plain.overall.gap.difference, -1.0),
                             covers(weighted.overall.gap.difference, -7.0 / 6.0)};
  });
}

TEST_P(Coverage, NetPromoterAndSatisfaction) {
  constexpr cc::Scale zero_to_ten{.lowest = 0, .highest = 10};
  constexpr double half = 0.4;
  const double promoters = chance_of(0.3, never, half);
  const double detractors = chance_of(-never, -0.5, half);
  expect_coverage(GetParam(), 32, [&](const std::vector<Respondent>& sample, cc::Rng& rng) {
    std::vector<double> ratings;
    for (const Respondent& r : sample) {
      const double o = opinion(r, rng) + half * r.half;
      ratings.push_back(o > 0.3 ? 10.0 : o <= -0.5 ? 4.0 : 8.0);
    }
    const Columns columns = columns_of(sample);
    const auto nps = gap::score_net_promoter(ratings, zero_to_ten, columns.design());
    const auto csat =
        gap::score_satisfaction(ratings, zero_to_ten, columns.design(), {.top_boxes = 1});
    return std::vector<bool>{covers(nps.score, promoters - detractors),
                             covers(csat.score, promoters)};
  });
}

TEST_P(Coverage, BetterAndWorse) {
  using enum gap::KanoCategory;
  constexpr double half = 0.4;
  constexpr std::array upto{-0.8, 0.0, 0.7, 1.4, 2.0};  // M, O, A, I, R, then Q
  constexpr std::uint8_t functional[] = {3, 1, 1, 3, 3, 1};
  constexpr std::uint8_t dysfunctional[] = {5, 5, 3, 3, 1, 1};
  const double classified = chance_of(-never, upto[3], half);
  const double better = chance_of(upto[0], upto[2], half) / classified;
  const double worse = -chance_of(-never, upto[1], half) / classified;
  expect_coverage(GetParam(), 33, [&](const std::vector<Respondent>& sample, cc::Rng& rng) {
    std::vector<std::uint8_t> f, d;
    for (const Respondent& r : sample) {
      const double o = opinion(r, rng) + half * r.half;
      const auto c = static_cast<std::size_t>(std::ranges::lower_bound(upto, o) - upto.begin());
      f.push_back(functional[c]);
      d.push_back(dysfunctional[c]);
    }
    const Columns columns = columns_of(sample);
    if (GetParam().size == 1) {
      const auto a = gap::analyze_kano(gap::count_kano_answers(f, d, columns.weight));
      return std::vector<bool>{covers(a.better, better), covers(a.worse, worse)};
    }
    const auto effects = gap::measure_kano_effects(f, d, columns.design());
    return std::vector<bool>{covers(effects.better, better), covers(effects.worse, worse)};
  });
}

namespace {

// The population of three drivers: x = opinion + shift half + noise, y = effect x + 2 noise.
constexpr std::array shift{0.5, 0.0, -0.5};
constexpr std::array effect{1.0, 0.6, 0.8};

double covariance_of(std::size_t i, std::size_t j) {
  return 1.0 + (i == j ? 1.0 : 0.0) + shift[i] * shift[j];
}

// Explained variance of the outcome by a set of drivers: Gram-Schmidt, one driver after another.
double explained(const std::vector<std::size_t>& set) {
  std::vector<std::array<double, 3>> basis;  // as combinations of the three x
  const auto covariance = [](const std::array<double, 3>& a, const std::array<double, 3>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) sum += a[i] * covariance_of(i, j) * b[j];
    }
    return sum;
  };
  double variance = 0.0;
  for (const std::size_t j : set) {
    std::array<double, 3> direction{};
    direction[j] = 1.0;
    for (const auto& earlier : basis) {
      const double slope = covariance(direction, earlier) / covariance(earlier, earlier);
      for (std::size_t i = 0; i < 3; ++i) direction[i] -= slope * earlier[i];
    }
    const double with_outcome = covariance(direction, effect);
    variance += with_outcome * with_outcome / covariance(direction, direction);
    basis.push_back(direction);
  }
  return variance;
}

// The definition of LMG: the mean gain over all orders of entry.
std::array<double, 3> true_shares() {
  std::array<double, 3> gain{};
  std::vector<std::size_t> order{0, 1, 2};
  do {
    std::vector<std::size_t> set;
    for (const std::size_t j : order) {
      const double before = explained(set);
      set.push_back(j);
      gain[j] += explained(set) - before;
    }
  } while (std::ranges::next_permutation(order).found);
  const double total = gain[0] + gain[1] + gain[2];
  for (double& g : gain) g /= total;
  return gain;
}

}  // namespace

TEST_P(Coverage, DriverShares) {
  const std::array truth = true_shares();
  expect_coverage(GetParam(), 34, [&](const std::vector<Respondent>& sample, cc::Rng& rng) {
    std::array<std::vector<double>, 3> x;
    std::vector<double> outcome;
    for (const Respondent& r : sample) {
      const double o = opinion(r, rng);
      double y = 2.0 * cc::normal(rng);
      for (std::size_t j = 0; j < 3; ++j) {
        x[j].push_back(o + shift[j] * r.half + cc::normal(rng));
        y += effect[j] * x[j].back();
      }
      outcome.push_back(y);
    }
    std::vector<gap::DriverColumn> drivers;
    for (const auto& column : x) drivers.push_back({.name = "x", .values = column});
    const Columns columns = columns_of(sample);
    const auto result = gap::fit_drivers(
        drivers,
        outcome,
        {.weights = columns.weight, .respondent = columns.cluster},
        {.bootstrap = {.seed = cc::uniform_index(rng, 1U << 30), .replicates = 200}});
    std::vector<bool> hits;
    for (std::size_t j = 0; j < 3; ++j) hits.push_back(covers(result.drivers[j].share, truth[j]));
    return hits;
  });
}
