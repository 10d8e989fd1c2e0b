#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/tracking.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/window_purchases.hpp"

namespace centricity::inline v0::loyalty {
namespace {

using NewCustomers = std::map<Day, double>;

/// Expected repeat purchases up to a day of customers acquired on these days.
template <class Shape>
double expected_until(const Shape& shape, const NewCustomers& acquired, Day until, TimeUnit unit) {
  double sum = 0.0;
  for (const auto& [day, customers] : acquired) {
    if (day >= until) break;
    const double age = days(static_cast<double>((until - day).count())).in(unit);
    sum += customers * expected_purchases(shape, Observed{}, age);
  }
  return sum;
}

Estimate estimate_until(const PurchaseModel& model, const NewCustomers& acquired, Day until) {
  return std::visit(
      [&](const auto& fit) {
        return positive_estimate(fit, fit.customers, [&](const auto& shape) {
          return expected_until(shape, acquired, until, fit.parameters.unit);
        });
      },
      model);
}

}  // namespace

Tracking track_purchases(const PurchaseModel& model,
                         const PurchaseLedger& ledger,
                         const TrackingOptions& options,
                         const Host& host) {
  if (!report_of(model).usable() || options.period_days < 1) {
    throw Error(ErrorCode::invalid_argument,
                "tracking needs a usable fit and a period of at least a day",
                "look at the diagnosis of the fit, and at period_days.");
  }
  const Days window = days_of(ledger, options.from, options.calibration_until, options.until);
  const PurchaseHistories tracked = purchase_histories(ledger,
                                                       {.from = window.from,
                                                        .until = options.calibration_until,
                                                        .acquired_from = options.acquired_from},
                                                       host);
  NewCustomers acquired;
  for (const Day first : tracked.first) acquired[first] += 1.0;

  Tracking tracking{.calibration_until = options.calibration_until, .customers = tracked.size()};
  double actual_before = 0.0;
  double expected_before = 0.0;
  const double length = static_cast<double>((window.until - window.from).count() + 1);
  for (Day begin = window.from; begin <= window.until;
       begin += std::chrono::days{options.period_days}) {
    stop_if_cancelled(host);
    report_progress(
        host, "tracking purchases", static_cast<double>((begin - window.from).count()) / length);
    const Day end = std::min(begin + std::chrono::days{options.period_days - 1}, window.until);
    const std::vector<double> repeats = repeats_within(ledger, tracked, begin, end, host);
    TrackingPoint point{.until = end, .expected_cumulative = estimate_until(model, acquired, end)};
    for (const double n : repeats) point.actual += n;
    point.actual_cumulative = actual_before + point.actual;
    point.expected = *point.expected_cumulative.value - expected_before;
    actual_before = point.actual_cumulative;
    expected_before = *point.expected_cumulative.value;
    tracking.points.push_back(point);
  }
  report_progress(host, "tracking purchases", 1.0);
  return tracking;
}

Document describe(const Tracking& tracking) {
  Document document{.id = "tracking", .title = "Repeat purchases over time"};
  if (tracking.points.empty()) return document;
  const auto day_number = [](Day day) {
    return static_cast<double>(day.time_since_epoch().count());
  };
  const Axis time{.label = "End of period", .format = {.quantity = Quantity::day}};
  const ReferenceLine calibration{.at = day_number(tracking.calibration_until),
                                  .vertical = true,
                                  .label = "End of calibration"};
  Series actual{.name = "Actual"};
  Series expected{.name = "Expected by the model", .mark = Mark::dashed_line};
  Series actual_total{.name = "Actual"};
  Series expected_total{.name = "Expected by the model", .mark = Mark::dashed_line};
  for (const TrackingPoint& point : tracking.points) {
    for (Series* series : {&actual, &expected, &actual_total, &expected_total}) {
      series->x.push_back(day_number(point.until));
    }
    actual.y.emplace_back(point.actual);
    expected.y.emplace_back(point.expected);
    actual_total.y.emplace_back(point.actual_cumulative);
    const Estimate& total = point.expected_cumulative;
    expected_total.y.emplace_back(total.value);
    expected_total.lower.push_back(total.interval ? total.interval->lower : *total.value);
    expected_total.upper.push_back(total.interval ? total.interval->upper : *total.value);
  }
  const TrackingPoint& last = tracking.points.back();
  const double excess = *last.expected_cumulative.value - last.actual_cumulative;
  const std::string miss =
      last.actual_cumulative > 0.0
          ? " By " + to_text(last.until) + " the model is " +
                number_text(100.0 * std::abs(excess) / last.actual_cumulative, 2) + "% " +
                (excess < 0.0 ? "below" : "above") + " the " +
                with_thousands(number_text(last.actual_cumulative, 6)) + " repeat purchases made."
          : " No repeat purchases were made.";
  document.blocks.emplace_back(Paragraph{
      count_text(tracking.customers) +
      " customers first seen in the calibration period are followed; the model has not seen what "
      "comes after it." +
      miss});
  document.blocks.emplace_back(Chart{
      .title = "Cumulative repeat purchases",
      .caption = "The band is the confidence interval of the expectation: what the fit knows, "
                 "without the chance in what customers do.",
      .x = time,
      .y = {.label = "Repeat purchases", .format = {.decimals = 0}, .lowest = 0.0},
      .series = {std::move(actual_total), std::move(expected_total)},
      .reference_lines = {calibration}});
  document.blocks.emplace_back(
      Chart{.title = "Repeat purchases by period",
            .caption = "Where the lines part for long, the model misses something: a season, a "
                       "campaign, a change of the market.",
            .x = time,
            .y = {.label = "Repeat purchases", .format = {.decimals = 0}, .lowest = 0.0},
            .series = {std::move(actual), std::move(expected)},
            .reference_lines = {calibration}});
  return document;
}

}  // namespace centricity::inline v0::loyalty
