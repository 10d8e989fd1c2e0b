#include <algorithm>
#include <cmath>
#include <optional>

#include <centricity/core/error.hpp>
#include <centricity/gap/gap_moments.hpp>
#include <centricity/statistics/reliability.hpp>

#include "gap/holm.hpp"
#include "gap/shares.hpp"
#include "statistics/linearized.hpp"
#include "statistics/moment_estimates.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double rounding = 1e-13;  // of sums of squares

// What squares exceed those of their mean by; exactly 0 where only rounding is left.
double spread(double squares, double of_mean) {
  const double left = squares - of_mean;
  return left > rounding * squares ? left : 0.0;
}

// The score a e + b p of one row.
struct Combination {
  double e;
  double p;

  [[nodiscard]] double sum(const PairProducts& m) const { return e * m.e + p * m.p; }

  [[nodiscard]] double squares(const PairProducts& m) const {
    return e * e * m.ee + 2.0 * e * p * m.ep + p * p * m.pp;
  }

  // Variance over n rows, unweighted; none of fewer than two.
  [[nodiscard]] double variance(const PairProducts& m) const {
    if (!(m.w > 1.0)) return 0.0;
    return spread(squares(m), sum(m) * sum(m) / m.w) / (m.w - 1.0);
  }
};

constexpr Combination expectation{.e = 1.0, .p = 0.0};
constexpr Combination perception{.e = 0.0, .p = 1.0};
constexpr Combination difference{.e = -1.0, .p = 1.0};

double degrees(const PairMoments& m) { return m.units > 0 ? static_cast<double>(m.units) - 1 : 0; }

// The linearised mean: respondents' totals about mean * their weight.
Estimate mean_of(const PairMoments& m, const Combination& score, double shift, double level) {
  if (m.n == 0) return undefined_estimate(Undefined::missing_input);
  const double mean = score.sum(m.rows) / m.rows.w;
  const double squares =
      spread(score.squares(m.totals) + mean * mean * m.totals.w, 2.0 * mean * score.sum(m.totals));
  const double df = degrees(m);
  const double variance = df > 0.0 ? squares * (df + 1.0) / df / (m.rows.w * m.rows.w) : 0.0;
  return statistics::t_estimate(mean + shift, variance, df, level, m.n);
}

statistics::Comparison against_zero(const Estimate& mean, double df, double level) {
  statistics::Comparison result{.difference = mean};
  if (mean.standard_error.value_or(0.0) > 0.0) {
    const Estimate zero{.value = 0.0, .standard_error = 0.0};
    result = statistics::compare_independent(mean, zero, df, {}, level);
  }
  return result;
}

Gap gap_of(const PairMoments& m, double middle, double level) {
  return {.expectation = mean_of(m, expectation, middle, level),
          .perception = mean_of(m, perception, middle, level),
          .gap = against_zero(mean_of(m, difference, 0.0, level), degrees(m), level)};
}

Estimate share_at_top(const PairMoments& m, double level) {
  const Estimate mean = mean_of(m, expectation, 0.0, level);
  if (!mean.defined()) return mean;
  const double share = std::clamp(*mean.value, 0.0, 1.0);
  const auto n = static_cast<double>(m.n);
  const double simple = n < 2.0 ? 0.0 : share * (1.0 - share) / (n - 1.0);
  const double error = mean.standard_error.value_or(0.0);
  const double effective =
      simple > 0.0 && error > 0.0
          ? n * simple / (error * error)
          : std::min(m.rows.w * m.rows.w / m.squared_weights, static_cast<double>(m.units));
  return share_estimate(
      {.estimate = mean, .degrees_of_freedom = degrees(m), .effective_n = effective},
      {.level = level});
}

// Cronbach's alpha of one score of the items.
Estimate alpha_of(const GapMoments& moments,
                  const DimensionMoments& dimension,
                  const Combination& score,
                  double level) {
  double each = 0.0;
  double parts = 0.0;
  for (const ItemMoments& item : moments.items) {
    if (item.dimension != dimension.name) continue;
    each += score.variance(item.complete);
    parts += 1.0;
  }
  const double of_sum = parts * parts * score.variance(dimension.unweighted);
  const auto n = static_cast<std::uint64_t>(dimension.unweighted.w);
  return statistics::alpha_estimate(parts, each, of_sum, n, level);
}

// Of expectation and perception, whose variances are given.
Estimate correlation(const PairProducts& m, double of_e, double of_p, double level) {
  const auto n = static_cast<std::uint64_t>(m.w);
  if (n < 3) return undefined_estimate(Undefined::too_few, n);
  if (!(of_e > 0.0) || !(of_p > 0.0)) return undefined_estimate(Undefined::no_variation, n);
  const double shared = (m.ep - m.e * m.p / m.w) / (m.w - 1.0);
  return statistics::pearson_estimate(shared / std::sqrt(of_e * of_p), m.w, n, level);
}

DimensionGap dimension_gap(const GapMoments& moments,
                           const DimensionMoments& dimension,
                           double middle,
                           double level) {
  const PairProducts& m = dimension.unweighted;
  DimensionGap result{.name = dimension.name,
                      .scores = gap_of(dimension.pair, middle, level),
                      .expectation_alpha = alpha_of(moments, dimension, expectation, level),
                      .perception_alpha = alpha_of(moments, dimension, perception, level),
                      .gap_alpha = alpha_of(moments, dimension, difference, level)};
  for (const ItemMoments& item : moments.items) {
    result.items += item.dimension == dimension.name ? 1U : 0U;
  }
  const double of_e = expectation.variance(m);
  const double of_p = perception.variance(m);
  result.correlation = correlation(m, of_e, of_p, level);
  if (result.expectation_alpha.defined() && result.perception_alpha.defined() &&
      result.correlation.defined()) {
    result.difference_reliability =
        statistics::difference_reliability({.first_deviation = std::sqrt(of_p),
                                            .second_deviation = std::sqrt(of_e),
                                            .first_reliability = *result.perception_alpha.value,
                                            .second_reliability = *result.expectation_alpha.value,
                                            .correlation = *result.correlation.value});
  } else {
    result.difference_reliability =
        undefined_estimate(Undefined::missing_input, static_cast<std::uint64_t>(m.w));
  }
  return result;
}

}  // namespace

GapScores score_gaps(const GapMoments& moments, const GapOptions& options) {
  statistics::check_level(options.level);
  if (moments.items.empty()) throw Error(ErrorCode::invalid_argument, "a gap needs an item");
  if (options.weighting != GapWeighting::unweighted) {
    throw Error(ErrorCode::invalid_argument,
                "moments hold no importance to weight by",
                "Score the columns.",
                {.column = "weighting"});
  }
  const Scale& scale = moments.items.front().scale;
  const double middle = 0.5 * (scale.lowest + scale.highest);
  GapScores result{.options = options, .rows = moments.rows};
  for (const ItemMoments& item : moments.items) {
    result.items.push_back({.name = item.name,
                            .scores = gap_of(item.pair, middle, options.level),
                            .ceiling = share_at_top(item.ceiling, options.level)});
  }
  for (const DimensionMoments& dimension : moments.dimensions) {
    result.dimensions.push_back(dimension_gap(moments, dimension, middle, options.level));
  }
  result.overall = gap_of(moments.overall, middle, options.level);
  correct_gaps(result.items);
  correct_gaps(result.dimensions);
  return result;
}

}  // namespace centricity::inline v0::gap
