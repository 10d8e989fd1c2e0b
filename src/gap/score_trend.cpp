#include <algorithm>
#include <cmath>
#include <limits>

#include <centricity/core/error.hpp>
#include <centricity/gap/score_trend.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/distributions.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr double days_in_year = 365.2425;

struct Point {
  std::size_t wave;
  double year;
  double score;
  double weight;  // 1 / SE^2
};

// Weighted sums from the first wave on, so that any stretch of waves costs O(1).
class Stretches {
 public:
  explicit Stretches(const std::vector<Point>& points) : weight_(1), sum_(1), squares_(1) {
    for (const Point& p : points) {
      weight_.push_back(weight_.back() + p.weight);
      sum_.push_back(sum_.back() + p.weight * p.score);
      squares_.push_back(squares_.back() + p.weight * p.score * p.score);
    }
  }

  [[nodiscard]] Estimate mean(std::size_t begin, std::size_t end) const {
    const double w = weight_[end] - weight_[begin];
    return {.value = (sum_[end] - sum_[begin]) / w, .standard_error = std::sqrt(1.0 / w)};
  }

  // Sum of squared distances from the mean, in standard errors.
  [[nodiscard]] double misfit(std::size_t begin, std::size_t end) const {
    const double sum = sum_[end] - sum_[begin];
    return std::max(0.0,
                    squares_[end] - squares_[begin] - sum * sum / (weight_[end] - weight_[begin]));
  }

 private:
  std::vector<double> weight_;
  std::vector<double> sum_;
  std::vector<double> squares_;
};

// First points of all stretches but the first, by dynamic programming over the last change.
std::vector<std::size_t> optimal_partition(const Stretches& stretches,
                                           std::size_t n,
                                           double penalty) {
  std::vector<double> cost(n + 1, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> last(n + 1, 0);
  cost[0] = -penalty;
  for (std::size_t end = 1; end <= n; ++end) {
    for (std::size_t begin = 0; begin < end; ++begin) {
      const double candidate = cost[begin] + stretches.misfit(begin, end) + penalty;
      if (candidate < cost[end]) {
        cost[end] = candidate;
        last[end] = begin;
      }
    }
  }
  std::vector<std::size_t> starts;
  for (std::size_t at = last[n]; at > 0; at = last[at]) starts.push_back(at);
  std::ranges::reverse(starts);
  return starts;
}

Estimate slope_of(const std::vector<Point>& points, double level) {
  double w = 0.0;
  double wx = 0.0;
  double wy = 0.0;
  for (const Point& p : points) {
    w += p.weight;
    wx += p.weight * p.year;
    wy += p.weight * p.score;
  }
  double xx = 0.0;
  double xy = 0.0;
  for (const Point& p : points) {
    const double dx = p.year - wx / w;
    xx += p.weight * dx * dx;
    xy += p.weight * dx * (p.score - wy / w);
  }
  const double se = std::sqrt(1.0 / xx);
  const double half = *statistics::normal_quantile(0.5 * (1.0 + level)) * se;
  return {.value = xy / xx,
          .standard_error = se,
          .interval = Interval{.lower = xy / xx - half, .upper = xy / xx + half, .level = level},
          .n = points.size(),
          .method = Method::wald};
}

}  // namespace

ScoreTrend fit_score_trend(std::span<const ScoreWave> waves, const ScoreTrendOptions& options) {
  if (!(options.level > 0.0 && options.level < 1.0)) {
    throw Error(ErrorCode::invalid_argument, "the confidence level must lie between 0 and 1");
  }
  std::vector<Point> points;
  for (std::size_t i = 0; i < waves.size(); ++i) {
    if (i > 0 && waves[i].day <= waves[i - 1].day) {
      throw Error(ErrorCode::invalid_data,
                  "a wave is not later than the one before",
                  "Sort waves by day, one a day.",
                  {.row = i, .column = "day"});
    }
    const Estimate& e = waves[i].score;
    if (!e.defined() || !(e.standard_error.value_or(0.0) > 0.0)) continue;
    const double year = static_cast<double>((waves[i].day - waves[0].day).count()) / days_in_year;
    points.push_back({i, year, *e.value, 1.0 / (*e.standard_error * *e.standard_error)});
  }

  ScoreTrend trend{.waves = {waves.begin(), waves.end()},
                   .slope = undefined_estimate(Undefined::too_few, points.size()),
                   .level = std::vector<std::optional<double>>(waves.size())};
  if (points.empty()) return trend;
  const Stretches stretches(points);
  const std::size_t n = points.size();
  std::vector<std::size_t> starts;
  if (n >= 2) {
    const double places = static_cast<double>(n - 1);
    trend.p_no_change = statistics::chi_square_tail(stretches.misfit(0, n), places);
    // What the best of all places explains by chance, at most once in 1/(1 - level) series.
    const double penalty =
        *statistics::chi_square_quantile(1.0 - (1.0 - options.level) / places, 1.0);
    starts = optimal_partition(stretches, n, penalty);
  }
  if (n >= 3) trend.slope = slope_of(points, options.level);

  std::vector<std::size_t> edges{0};
  edges.insert(edges.end(), starts.begin(), starts.end());
  edges.push_back(n);
  for (std::size_t s = 0; s + 1 < edges.size(); ++s) {
    const Estimate level = stretches.mean(edges[s], edges[s + 1]);
    for (std::size_t i = edges[s]; i < edges[s + 1]; ++i) {
      trend.level[points[i].wave] = *level.value;
    }
    if (s == 0) continue;
    const Estimate before = stretches.mean(edges[s - 1], edges[s]);
    Estimate step =
        statistics::compare_independent(level, before, {}, {}, options.level).difference;
    step.n = edges[s + 1] - edges[s - 1];
    trend.changes.push_back({.wave = points[edges[s]].wave, .step = step});
  }
  return trend;
}

Document describe(const ScoreTrend& trend, const std::string& name) {
  Series scores{.name = name, .mark = Mark::points};
  Series levels{.name = "Level", .mark = Mark::line};
  bool intervals = true;
  for (std::size_t i = 0; i < trend.waves.size(); ++i) {
    const ScoreWave& wave = trend.waves[i];
    const double day = static_cast<double>(wave.day.time_since_epoch().count());
    const auto interval = wave.score.interval;
    intervals = intervals && interval.has_value();
    scores.x.push_back(day);
    scores.y.push_back(wave.score.value);
    scores.lower.push_back(interval ? interval->lower : 0.0);
    scores.upper.push_back(interval ? interval->upper : 0.0);
    scores.cell_sizes.push_back(static_cast<std::int64_t>(wave.score.n));
    levels.x.push_back(day);
    levels.y.push_back(trend.level[i]);
  }
  if (!intervals) {
    scores.lower.clear();
    scores.upper.clear();
  }
  Document document{.id = "score_trend", .title = name + " over time"};
  document.blocks.emplace_back(Chart{.title = name + " over time",
                                     .caption = "Waves with intervals, and the level they support.",
                                     .x = {.label = "Day", .format = {.quantity = Quantity::day}},
                                     .y = {.label = name},
                                     .series = {std::move(scores), std::move(levels)}});
  document.blocks.emplace_back(Figures{{{.name = "Change per year",
                                         .estimate = trend.slope,
                                         .help = "Straight line through the waves."}}});
  if (trend.changes.empty()) {
    document.blocks.emplace_back(
        Paragraph{"No wave differs from the others by more than chance explains."});
  } else {
    Table table{.title = "Change points", .columns = {{.name = "From"}, {.name = "Step"}}};
    for (const ChangePoint& change : trend.changes) {
      table.rows.push_back({trend.waves[change.wave].day, change.step});
    }
    document.blocks.emplace_back(std::move(table));
    document.blocks.emplace_back(Notice{
        Severity::note,
        "The places of the steps were chosen by the data: their intervals are a little short."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
