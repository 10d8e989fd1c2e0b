#include "loyalty/holdout_data.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/statistics/correlation.hpp>

#include "core/stop_check.hpp"
#include "numeric/distributions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Sum over customers of their rank by `order`, those alike sharing the mean of theirs, times what
/// they bought, less what it is where everybody has the same rank.
double ranked_purchases(std::span<const double> order,
                        std::span<const double> actual,
                        const Host& host) {
  std::vector<std::size_t> by(order.size());
  std::iota(by.begin(), by.end(), std::size_t{0});
  sort(host, by.begin(), by.end(), [&](std::size_t left, std::size_t right) {
    return std::pair{order[left], left} < std::pair{order[right], right};
  });
  const double middle = 0.5 * (static_cast<double>(by.size()) - 1.0);
  numeric::Sum sum;
  for (std::size_t begin = 0, end = 0; begin < by.size(); begin = end) {
    numeric::Sum alike;
    for (; end < by.size() && order[by[end]] == order[by[begin]]; ++end) alike.add(actual[by[end]]);
    sum.add((0.5 * static_cast<double>(begin + end - 1) - middle) * alike.value());
  }
  return sum.value();
}

Estimate normalized_gini(std::span<const double> forecast,
                         std::span<const double> actual,
                         const Host& host) {
  const double best = ranked_purchases(actual, actual, host);
  if (!(best > 0.0)) return undefined_estimate(Undefined::no_variation, actual.size());
  return {.value = ranked_purchases(forecast, actual, host) / best,
          .n = actual.size(),
          .method = Method::closed_form};
}

}  // namespace

HoldoutData holdout_data(const PurchaseLedger& ledger,
                         const HoldoutOptions& options,
                         const Host& host) {
  HoldoutData data{.days = days_of(ledger, options.from, options.calibration_until, options.until)};
  if (data.days.until == options.calibration_until) {
    throw Error(ErrorCode::invalid_argument,
                "there is no day after the calibration to test the model on",
                "end the calibration earlier.");
  }
  data.past = purchase_histories(ledger,
                                 {.from = data.days.from,
                                  .until = options.calibration_until,
                                  .acquired_from = options.acquired_from},
                                 host);
  data.counts = purchase_counts(data.past, {}, host);
  data.horizon = {days_between(options.calibration_until, data.days.until), TimeUnit::day};
  data.actual = repeats_within(
      ledger, data.past, options.calibration_until + std::chrono::days{1}, data.days.until, host);
  return data;
}

FitOptions options_for(ModelName name,
                       FitOptions options,
                       const PurchaseLedger& ledger,
                       const HoldoutData& data,
                       const Host& host) {
  if (name == ModelName::bg_bb) options.unit = data.past.unit;
  return with_waits(std::move(options), name, ledger, data.counts.window, host);
}

Estimate mean_of(std::span<const double> values, double level) {
  const auto n = static_cast<double>(values.size());
  if (values.empty()) return undefined_estimate(Undefined::too_few);
  numeric::Sum sum;
  for (const double value : values) sum.add(value);
  const double mean = sum.value() / n;
  Estimate estimate{.value = mean, .n = values.size(), .method = Method::wald};
  if (values.size() < 2) return estimate;
  numeric::Sum squares;
  for (const double value : values) squares.add((value - mean) * (value - mean));
  const double error = std::sqrt(squares.value() / (n - 1.0) / n);
  const double reach = numeric::two_sided_normal(level) * error;
  estimate.standard_error = error;
  estimate.interval = Interval{mean - reach, mean + reach, level};
  return estimate;
}

double days_between(Day from, Day until) { return static_cast<double>((until - from).count()); }

double squared_error(std::span<const double> forecast, std::span<const double> actual) {
  numeric::Sum sum;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    sum.add((forecast[i] - actual[i]) * (forecast[i] - actual[i]));
  }
  return sum.value();
}

ForecastScore score_forecast(std::span<const double> forecast,
                             std::span<const double> actual,
                             double level,
                             const Host& host) {
  numeric::Sum total, absolute;
  std::vector<double> excess(actual.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    excess[i] = forecast[i] - actual[i];
    total.add(forecast[i]);
    absolute.add(std::abs(excess[i]));
  }
  const auto n = static_cast<double>(actual.size());
  return {.total = total.value(),
          .bias = mean_of(excess, level),
          .mean_absolute_error = absolute.value() / n,
          .root_mean_square_error = std::sqrt(squared_error(forecast, actual) / n),
          .normalized_gini = normalized_gini(forecast, actual, host),
          .correlation = statistics::pearson_correlation(forecast, actual, {}, level)};
}

}  // namespace centricity::inline v0::loyalty
