#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/holdout_data.hpp"
#include "loyalty/prediction_check.hpp"
#include "loyalty/total_purchases.hpp"
#include "loyalty/window_purchases.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Repeats from which customers are shown as one group.
constexpr std::uint32_t last_group = 7;

/// What the host reads of the work here, beside that of the fit.
constexpr std::string_view testing = "testing on days not seen";

/// Thresholds tried for the hiatus.
constexpr int hiatus_steps = 20;

/// The forecasts of all methods and the truth, by customer.
struct Forecasts {
  std::vector<double> actual{};
  std::vector<double> model{};
  std::vector<double> hiatus{};
  std::vector<double> last_period{};
};

/// Gone after so long a silence, else at the mean rate so far.
double hiatus_forecast(const PurchaseHistories& past, std::size_t i, double after, double horizon) {
  const double silence = past.age[i] - past.recency[i];
  return silence > after || past.age[i] <= 0.0 ? 0.0 : past.repeats[i] / past.age[i] * horizon;
}

std::vector<double> hiatus_forecasts(const PurchaseHistories& past, double after, double horizon) {
  std::vector<double> forecasts(past.size());
  for (std::size_t i = 0; i < past.size(); ++i) {
    forecasts[i] = hiatus_forecast(past, i, after, horizon);
  }
  return forecasts;
}

/// The hiatus that would have served best in the last part of the past, in the unit of `past`.
double choose_hiatus(const PurchaseLedger& ledger,
                     const HoldoutOptions& options,
                     const Days& days,
                     TimeUnit unit,
                     const Host& host) {
  const int past_days = static_cast<int>((options.calibration_until - days.from).count());
  const int test_days = static_cast<int>((days.until - options.calibration_until).count());
  const double longest = Duration{static_cast<double>(past_days), TimeUnit::day}.in(unit);
  const std::chrono::days last_part{std::min(test_days, past_days / 2)};
  if (last_part.count() == 0) return longest;  // A past too short to choose on.
  const Day end = options.calibration_until - last_part;
  const Host quiet{.cancelled =
                       host.cancelled};  // Customers are summarized once, as the host sees.
  const PurchaseHistories past = purchase_histories(
      ledger, {.from = days.from, .until = end, .acquired_from = options.acquired_from}, quiet);
  const std::vector<double> actual =
      repeats_within(ledger, past, end + std::chrono::days{1}, options.calibration_until, host);
  const double horizon =
      Duration{days_between(end, options.calibration_until), TimeUnit::day}.in(unit);
  double best = longest;
  double smallest = std::numeric_limits<double>::infinity();
  for (int step = 1; step <= hiatus_steps; ++step) {
    const double after = longest * step / hiatus_steps;
    const double error = squared_error(hiatus_forecasts(past, after, horizon), actual);
    if (error < smallest) {
      smallest = error;
      best = after;
    }
  }
  return best;
}

/// Everybody does again what they did in the last days of the past, as many as the test has.
std::vector<double> last_period_forecasts(const PurchaseLedger& ledger,
                                          const PurchaseHistories& past,
                                          const Days& days,
                                          Day calibration_until,
                                          const Host& host) {
  const Day from = std::max(
      days.from, calibration_until - (days.until - calibration_until) + std::chrono::days{1});
  std::vector<double> forecasts = repeats_within(ledger, past, from, calibration_until, host);
  const double scale =
      days_between(calibration_until, days.until) / (days_between(from, calibration_until) + 1.0);
  for (double& forecast : forecasts) forecast *= scale;
  return forecasts;
}

std::vector<HoldoutGroup> group(const PurchaseHistories& past, const Forecasts& all, double level) {
  std::vector<HoldoutGroup> groups;
  for (std::uint32_t repeats = 0; repeats <= last_group; ++repeats) {
    HoldoutGroup group{.repeats = repeats, .or_more = repeats == last_group};
    std::vector<double> actual;
    for (std::size_t i = 0; i < past.size(); ++i) {
      if (std::min(past.repeats[i], last_group) != repeats) continue;
      actual.push_back(all.actual[i]);
      group.model += all.model[i];
      group.hiatus += all.hiatus[i];
      group.last_period += all.last_period[i];
    }
    if (actual.empty()) continue;
    const auto n = static_cast<double>(actual.size());
    group.customers = actual.size();
    group.actual = mean_of(actual, level);
    group.model /= n;
    group.hiatus /= n;
    group.last_period /= n;
    groups.push_back(group);
  }
  return groups;
}

/// Customers in the order of their forecasts, in ten parts as equal as can be.
std::vector<HoldoutTenth> calibrate(const Forecasts& all, double level, const Host& host) {
  const std::size_t n = all.actual.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  sort(host, order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::pair{all.model[left], left} < std::pair{all.model[right], right};
  });
  constexpr std::size_t parts = 10;
  std::vector<HoldoutTenth> tenths;
  for (std::size_t part = 0; n >= parts && part < parts; ++part) {
    std::vector<double> actual;
    numeric::Sum foretold;
    for (std::size_t i = part * n / parts; i < (part + 1) * n / parts; ++i) {
      actual.push_back(all.actual[order[i]]);
      foretold.add(all.model[order[i]]);
    }
    tenths.push_back({.customers = actual.size(),
                      .model = foretold.value() / static_cast<double>(actual.size()),
                      .actual = mean_of(actual, level)});
  }
  return tenths;
}

void judge(const Forecasts& all, double level, HoldoutEvaluation& evaluation) {
  const bool hiatus_is_better =
      evaluation.hiatus.root_mean_square_error <= evaluation.last_period.root_mean_square_error;
  const std::vector<double>& rival = hiatus_is_better ? all.hiatus : all.last_period;
  std::vector<double> gains(all.actual.size());
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const double theirs = rival[i] - all.actual[i];
    const double ours = all.model[i] - all.actual[i];
    gains[i] = theirs * theirs - ours * ours;
  }
  evaluation.advantage = mean_of(gains, level);
  if (!evaluation.advantage.interval) {
    evaluation.words = "One customer is too few to compare forecasts on.";
    return;
  }
  const auto& [lower, upper, coverage, kind] = *evaluation.advantage.interval;
  const std::string name =
      hiatus_is_better ? "\"silent customers are gone\"" : "\"same as last period\"";
  const double off = evaluation.actual > 0.0
                         ? 100.0 * std::abs(evaluation.model.total / evaluation.actual - 1.0)
                         : 0.0;
  const std::string total =
      evaluation.actual > 0.0
          ? " Its total is " + number_text(off, 2) + "% " +
                (evaluation.model.total < evaluation.actual ? "below" : "above") + " the truth."
          : " Nobody bought in the test.";
  if (lower > 0.0) {
    evaluation.verdict = HoldoutVerdict::better;
    evaluation.words = "The model foretells customers better than both heuristics, beyond chance.";
  } else if (upper < 0.0) {
    evaluation.verdict = HoldoutVerdict::worse;
    evaluation.words = "The model loses: the simple heuristic " + name +
                       " foretells customers better, beyond chance. "
                       "Do not base decisions on the model before you know why.";
  } else {
    evaluation.verdict = HoldoutVerdict::no_worse;
    evaluation.words =
        "Customer by customer the model is no better and no worse than the simple "
        "heuristic " +
        name + ": the difference is within chance.";
  }
  evaluation.words += total;
}

}  // namespace

std::string_view to_string(HoldoutVerdict verdict) noexcept {
  switch (verdict) {
    case HoldoutVerdict::not_made:
      return "not_made";
    case HoldoutVerdict::better:
      return "better";
    case HoldoutVerdict::no_worse:
      return "no_worse";
    case HoldoutVerdict::worse:
      return "worse";
  }
  return "";
}

HoldoutEvaluation evaluate_holdout(const PurchaseLedger& ledger,
                                   const HoldoutOptions& options,
                                   const Host& host) {
  if (!(options.prediction_level > 0.0 && options.prediction_level < 1.0) || options.draws < 50) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the hold-out are out of range",
                "prediction_level lies between 0 and 1 and draws is at least 50.");
  }
  const HoldoutData data = holdout_data(ledger, options, host);
  const PurchaseHistories& past = data.past;
  const double level = options.fit.level;
  const FitOptions fit = options_for(options.model, options.fit, ledger, data, host);
  HoldoutEvaluation evaluation{.fit = fit_model(options.model, data.counts, fit, host),
                               .calibration_until = options.calibration_until,
                               .until = data.days.until,
                               .customers = past.size()};
  if (!report_of(evaluation.fit).usable()) {
    evaluation.expected = undefined_estimate(Undefined::unusable_fit, past.size());
    evaluation.advantage = evaluation.expected;
    evaluation.words = "The model could not be fitted to the past, so there is nothing to compare.";
    return evaluation;
  }
  report_progress(host, testing, 0.0);
  const double hiatus_after = choose_hiatus(ledger, options, data.days, past.unit, host);
  evaluation.hiatus_after = {hiatus_after, past.unit};
  Forecasts all{.actual = data.actual,
                .model = std::vector<double>(past.size()),
                .hiatus = hiatus_forecasts(past, hiatus_after, data.horizon.in(past.unit)),
                .last_period = last_period_forecasts(
                    ledger, past, data.days, options.calibration_until, host)};
  score_customers(
      parameters_of(evaluation.fit), past, data.horizon, {.purchases = all.model}, host);
  for (const double actual : all.actual) evaluation.actual += actual;
  report_progress(host, testing, 0.5);
  evaluation.expected = total_purchases(evaluation.fit, data.counts, data.horizon, host);
  evaluation.model = score_forecast(all.model, all.actual, level, host);
  evaluation.hiatus = score_forecast(all.hiatus, all.actual, level, host);
  evaluation.last_period = score_forecast(all.last_period, all.actual, level, host);
  evaluation.tenths = calibrate(all, level, host);
  evaluation.groups = group(past, all, level);
  judge(all, level, evaluation);
  report_progress(host, testing, 1.0);
  evaluation.predictions = check_predictions(evaluation.fit, data, ledger, options, host);
  return evaluation;
}

}  // namespace centricity::inline v0::loyalty
