#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/statistics/distributions.hpp>
#include <centricity/statistics/proportion.hpp>

#include "gap/ratings.hpp"
#include "gap/shares.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double largest_count = 1e15;

struct Shares {
  double promoters;
  double detractors;

  [[nodiscard]] double score() const { return promoters - detractors; }

  [[nodiscard]] double variance() const {
    return std::max(0.0, promoters + detractors - score() * score());
  }
};

double z_of(double level) {
  const auto z = statistics::normal_quantile(0.5 * (1.0 + level));
  if (!z) {
    throw Error(ErrorCode::invalid_argument, "the confidence level must lie between 0 and 1");
  }
  return *z;
}

Interval symmetric(double center, double half, double level) {
  return {.lower = center - half, .upper = center + half, .level = level};
}

// (observed - difference) in standard errors, with the shares most likely under this difference.
double tango_statistic(const Shares& shares, double n, double difference) {
  const double b = shares.promoters * n;
  const double c = shares.detractors * n;
  const double linear = (2.0 * n - b + c) * difference - b - c;
  const double constant = -c * difference * (1.0 - difference);
  const double q =
      (std::sqrt(std::max(0.0, linear * linear - 8.0 * n * constant)) - linear) / (4.0 * n);
  const double variance = n * (2.0 * q + difference * (1.0 - difference));
  const double distance = b - c - n * difference;
  if (distance == 0.0) return 0.0;
  return variance > 0.0 ? distance / std::sqrt(variance) : std::copysign(INFINITY, distance);
}

// The end of the interval between the score (inside) and +-1 (outside).
double tango_end(const Shares& shares, double n, double z, double outside) {
  if (std::abs(tango_statistic(shares, n, outside)) <= z) return outside;
  double inside = shares.score();
  for (;;) {
    const double middle = 0.5 * (inside + outside);
    if (middle == inside || middle == outside) return middle;
    (std::abs(tango_statistic(shares, n, middle)) <= z ? inside : outside) = middle;
  }
}

// How many answers stand behind a standard error, and behind an interval.
struct EffectiveNumber {
  double error = 0.0;
  double interval = 0.0;
};

Estimate score_estimate(const Shares& shares,
                        const EffectiveNumber& effective,
                        std::uint64_t n,
                        const NetPromoterOptions& options) {
  const double z = z_of(options.level);
  const double effective_n = effective.interval;
  Estimate estimate{.value = shares.score(),
                    .standard_error = std::sqrt(shares.variance() / effective.error),
                    .n = n};
  switch (options.interval) {
    case NetPromoterInterval::wald:
      estimate.method = Method::wald;
      estimate.interval =
          symmetric(shares.score(), z * std::sqrt(shares.variance() / effective_n), options.level);
      break;
    case NetPromoterInterval::adjusted_wald: {
      estimate.method = Method::adjusted_wald;
      const double more = effective_n + 3.0;
      const Shares adjusted{(shares.promoters * effective_n + 0.75) / more,
                            (shares.detractors * effective_n + 0.75) / more};
      estimate.interval =
          symmetric(adjusted.score(), z * std::sqrt(adjusted.variance() / more), options.level);
      break;
    }
    case NetPromoterInterval::score:
      estimate.method = Method::score;
      estimate.interval = Interval{.lower = tango_end(shares, effective_n, z, -1.0),
                                   .upper = tango_end(shares, effective_n, z, 1.0),
                                   .level = options.level};
      break;
  }
  return estimate;
}

NetPromoter scored(const Shares& shares,
                   const EffectiveNumber& effective,
                   std::uint64_t n,
                   const NetPromoterOptions& options) {
  const auto share = [&](double p) {
    p = std::clamp(p, 0.0, 1.0);
    Estimate estimate =
        statistics::proportion_of_effective(p, effective.interval, n, {.level = options.level});
    estimate.standard_error = std::sqrt(p * (1.0 - p) / effective.error);
    return estimate;
  };
  return {.score = score_estimate(shares, effective, n, options),
          .promoters = share(shares.promoters),
          .passives = share(1.0 - shares.promoters - shares.detractors),
          .detractors = share(shares.detractors),
          .effective_n = effective.error};
}

NetPromoter nobody(Undefined why) {
  const Estimate none = undefined_estimate(why);
  return {.score = none, .promoters = none, .passives = none, .detractors = none};
}

CutPoints cut_points_for(const Scale& scale, const NetPromoterOptions& options) {
  if (options.cut_points) {
    if (!(options.cut_points->highest_detractor < options.cut_points->lowest_promoter)) {
      throw Error(ErrorCode::invalid_argument,
                  "promoters must start above the highest detractor",
                  "Reichheld's cut points are 6 and 9.",
                  {.column = "cut_points"});
    }
    return *options.cut_points;
  }
  if (scale.lowest != 0.0 || scale.highest != 10.0) {
    throw Error(ErrorCode::invalid_argument,
                "on a scale " + to_text(scale) + " it must be said who is a promoter",
                "Give cut_points; 6 and 9 are meant for a scale 0 to 10.",
                {.column = "cut_points"});
  }
  return {};
}

// +1 promoter, -1 detractor, 0 passive.
double vote_of(double oriented_rating, const CutPoints& cut) {
  return oriented_rating >= cut.lowest_promoter     ? 1.0
         : oriented_rating <= cut.highest_detractor ? -1.0
                                                    : 0.0;
}

// NaN where missing.
std::vector<double> votes(std::span<const double> ratings,
                          const Scale& scale,
                          const NetPromoterOptions& options,
                          std::string_view column) {
  const CutPoints cut = cut_points_for(scale, options);
  std::vector<double> vote = oriented_ratings(ratings, scale, column);
  for (double& v : vote) {
    if (!std::isnan(v)) v = vote_of(v, cut);
  }
  return vote;
}

void check_counts(const NetPromoterCounts& counts) {
  const NetPromoterSquares squares = counts.squares.value_or(NetPromoterSquares{});
  for (const double count : {counts.promoters,
                             counts.passives,
                             counts.detractors,
                             squares.promoters,
                             squares.passives,
                             squares.detractors}) {
    if (!(count >= 0.0 && count <= largest_count)) {
      throw Error(ErrorCode::invalid_argument, "a count is negative, not finite or above 1e15");
    }
  }
}

// Squares of answers that all weigh 1.
NetPromoterSquares squares_of(const NetPromoterCounts& counts) {
  if (counts.squares) return *counts.squares;
  const double n = counts.promoters + counts.passives + counts.detractors;
  return {.promoters = counts.promoters,
          .passives = counts.passives,
          .detractors = counts.detractors,
          .answers = static_cast<std::uint64_t>(std::llround(n))};
}

// Answers of a simple random sample with the same variance: W sum w r^2 / sum w^2 r^2 of the
// distances r from the score; Kish's W^2 / sum w^2 where nothing varies.
double effective_number(const NetPromoterCounts& counts, const Shares& shares, double total) {
  const NetPromoterSquares squares = squares_of(counts);
  const auto squared_distances = [&](double promoters, double passives, double detractors) {
    const double up = 1.0 - shares.score();
    const double down = 1.0 + shares.score();
    return promoters * up * up + passives * shares.score() * shares.score() +
           detractors * down * down;
  };
  const double top = squared_distances(counts.promoters, counts.passives, counts.detractors);
  const double bottom = squared_distances(squares.promoters, squares.passives, squares.detractors);
  if (top > 0.0 && bottom > 0.0) return total * top / bottom;
  return total * total / (squares.promoters + squares.passives + squares.detractors);
}

}  // namespace

NetPromoterCounts& NetPromoterCounts::operator+=(const NetPromoterCounts& other) {
  if (squares || other.squares) {
    NetPromoterSquares sum = squares_of(*this);
    const NetPromoterSquares more = squares_of(other);
    sum.promoters += more.promoters;
    sum.passives += more.passives;
    sum.detractors += more.detractors;
    sum.answers += more.answers;
    squares = sum;
  }
  promoters += other.promoters;
  passives += other.passives;
  detractors += other.detractors;
  return *this;
}

NetPromoterCounts count_net_promoters(std::span<const double> ratings,
                                      const Scale& scale,
                                      std::span<const double> weights,
                                      const NetPromoterOptions& options) {
  const CutPoints cut = cut_points_for(scale, options);
  statistics::check_design({.weights = weights}, ratings.size());
  NetPromoterCounts counts;
  NetPromoterSquares squares;
  for (std::size_t row = 0; row < ratings.size(); ++row) {
    check_rating(ratings[row], scale, row, "ratings");
    const double weight = weights.empty() ? 1.0 : weights[row];
    if (std::isnan(ratings[row]) || weight == 0.0) continue;
    const double vote = vote_of(oriented(scale, ratings[row]), cut);
    (vote > 0.0 ? counts.promoters : vote < 0.0 ? counts.detractors : counts.passives) += weight;
    (vote > 0.0   ? squares.promoters
     : vote < 0.0 ? squares.detractors
                  : squares.passives) += weight * weight;
    ++squares.answers;
  }
  if (!weights.empty()) counts.squares = squares;
  return counts;
}

NetPromoter score_net_promoter(const NetPromoterCounts& counts, const NetPromoterOptions& options) {
  check_counts(counts);
  const double total = counts.promoters + counts.passives + counts.detractors;
  NetPromoter result = nobody(Undefined::too_few);
  if (total > 0.0) {
    const Shares shares{counts.promoters / total, counts.detractors / total};
    const double effective = effective_number(counts, shares, total);
    const std::uint64_t answers = squares_of(counts).answers;
    result = scored(shares, {effective, effective}, answers, options);
    if (counts.squares) result.design_effect = static_cast<double>(answers) / effective;
  }
  result.sheet = options.sheet;
  result.sheet.answered = result.score.n;
  result.sheet.weighted = counts.squares.has_value();
  return result;
}

NetPromoter score_net_promoter(std::span<const double> ratings,
                               const Scale& scale,
                               const statistics::SurveyDesign& design,
                               const NetPromoterOptions& options) {
  const std::vector<double> vote = votes(ratings, scale, options, "ratings");
  const statistics::DesignEstimate mean = statistics::mean(vote, design, options.level);
  NetPromoter result = nobody(mean.estimate.undefined);
  if (mean.estimate.defined()) {
    double total = 0.0;
    double promoters = 0.0;
    double detractors = 0.0;
    for (std::size_t row = 0; row < vote.size(); ++row) {
      const double w = design.weights.empty() ? 1.0 : design.weights[row];
      if (std::isnan(vote[row])) continue;
      total += w;
      promoters += vote[row] > 0.0 ? w : 0.0;
      detractors += vote[row] < 0.0 ? w : 0.0;
    }
    result = scored({promoters / total, detractors / total},
                    {mean.effective_n, rows_for_interval(mean, options.level)},
                    mean.estimate.n,
                    options);
    result.design_effect = mean.design_effect;
    if (!design.clusters.empty() && mean.clusters < 2) {  // one unit says nothing about others
      for (Estimate* e : {&result.score, &result.promoters, &result.passives, &result.detractors}) {
        e->standard_error.reset();
        e->interval.reset();
      }
    }
  }
  result.sheet = completed(options.sheet, scale, design, mean);
  return result;
}

statistics::Comparison compare_net_promoters(const NetPromoter& first,
                                             const NetPromoter& second,
                                             double level) {
  return statistics::compare_independent(first.score, second.score, {}, {}, level);
}

statistics::Comparison compare_net_promoters_paired(std::span<const double> first,
                                                    std::span<const double> second,
                                                    const Scale& scale,
                                                    const statistics::SurveyDesign& design,
                                                    const NetPromoterOptions& options) {
  return statistics::compare_paired(votes(first, scale, options, "first"),
                                    votes(second, scale, options, "second"),
                                    design,
                                    options.level);
}

Document describe(const NetPromoter& result) {
  const Format percent{.quantity = Quantity::percent, .decimals = 1};
  Document document{.id = "net_promoter", .title = "Net Promoter Score"};
  document.blocks.emplace_back(
      Figures{{{.name = "Net Promoter Score",
                .estimate = result.score,
                .format = percent,
                .help = "Promoters minus detractors; the interval need not be symmetric."},
               {.name = "Promoters", .estimate = result.promoters, .format = percent},
               {.name = "Passives", .estimate = result.passives, .format = percent},
               {.name = "Detractors", .estimate = result.detractors, .format = percent}}});
  add_notices(document, result.score, result.design_effect);
  if (result.score.method == Method::wald && result.score.n < 100) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "The Wald interval is too short for so few answers; use the score interval."});
  }
  document.sections.push_back(describe(result.sheet));
  return document;
}

}  // namespace centricity::inline v0::gap
