#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/drift.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_histories.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/fit_counts.hpp"
#include "loyalty/futures.hpp"
#include "loyalty/holdout_data.hpp"
#include "loyalty/parameter_draws.hpp"
#include "loyalty/score_test.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::uint32_t last_group = 7;

void check_input(const PurchaseModel& model, const DriftOptions& options) {
  if (!report_of(model).usable()) {
    throw Error(ErrorCode::invalid_argument,
                "drift needs a usable fit",
                "look at the diagnosis of the fit.");
  }
  const auto share = [](double value) { return value > 0.0 && value < 1.0; };
  if (!share(options.false_alarms) || !share(options.level) || !(options.noticeable > 0.0) ||
      options.period_days < 1 || options.draws < 400) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the drift check are out of range",
                "false_alarms and level lie between 0 and 1, noticeable is positive, period_days "
                "at least 1 and draws at least 400.");
  }
}

std::size_t group_of(double repeats) {
  return static_cast<std::size_t>(std::min<double>(repeats, last_group));
}

/// Purchases of known customers in many futures, by period and by group.
struct Futures {
  std::vector<std::vector<double>> periods{};  ///< [period][draw]
  std::vector<std::vector<double>> groups{};   ///< [group][draw]
};

/// Draws so many futures of everybody, as predict_total does.
template <class P, class E, std::size_t N>
Futures draw_futures(const PurchaseFit<P, E, N>& fit,
                     const HoldoutData& data,
                     std::size_t periods,
                     const DriftOptions& options,
                     const Host& host) {
  const TimeUnit unit = fit.parameters.unit;
  const std::vector<Tuple> tuples = tuples_of(data.counts, unit);
  const double period = days(options.period_days).in(unit);
  const double horizon = data.horizon.in(unit);
  const ParameterDraws<N> draws{ModelOf<P>::values(fit.parameters), fit.log_covariance};
  const auto n = static_cast<std::size_t>(options.draws);
  Futures futures{.periods{periods, std::vector<double>(n)},
                  .groups{last_group + 1, std::vector<double>(n)}};
  run(host, "drawing futures", n, [&](std::size_t draw) {
    Rng rng = Rng{options.seed}.stream(draw);
    const auto shape = ModelOf<P>::shape(draws.draw(rng));
    draw_future(shape, tuples, horizon, host, rng, [&](std::size_t row, double time) {
      const double whole = std::ceil(time / period) - 1.0;
      const double last = static_cast<double>(periods - 1);
      futures.periods[static_cast<std::size_t>(std::clamp(whole, 0.0, last))][draw] += 1.0;
      futures.groups[group_of(tuples[row].seen.repeats)][draw] += 1.0;
    });
  });
  return futures;
}

/// Probability of a total at least as unusual as this one, either way.
double two_sided(const std::vector<double>& totals, double actual) {
  double below = 1.0;
  double above = 1.0;
  for (const double total : totals) {
    if (total <= actual) below += 1.0;
    if (total >= actual) above += 1.0;
  }
  return std::min(1.0, 2.0 * std::min(below, above) / (static_cast<double>(totals.size()) + 1.0));
}

void add_periods(const PurchaseLedger& ledger,
                 const HoldoutData& data,
                 const Futures& futures,
                 DriftCheck& check,
                 const Host& host) {
  const DriftOptions& options = check.options;
  std::vector<double> totals(static_cast<std::size_t>(options.draws), 0.0);
  Day begin = options.calibrated_until + std::chrono::days{1};
  double actual = 0.0;
  for (const std::vector<double>& drawn : futures.periods) {
    stop_if_cancelled(host);
    DriftPeriod period{
        .until = std::min(begin + std::chrono::days{options.period_days - 1}, data.days.until)};
    for (const double n : repeats_within(ledger, data.past, begin, period.until, host)) {
      period.actual += n;
    }
    actual += period.actual;
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += drawn[i];
    period.predicted = summarize(drawn, options.level, data.past.size());
    period.actual_cumulative = actual;
    period.predicted_cumulative = summarize(totals, options.level, data.past.size());
    check.periods.push_back(period);
    begin = period.until + std::chrono::days{1};
  }
  check.predicted = check.periods.back().predicted_cumulative;
  check.total_p = two_sided(totals, check.actual);
}

void add_groups(const HoldoutData& data, const Futures& futures, DriftCheck& check) {
  for (std::uint32_t repeats = 0; repeats <= last_group; ++repeats) {
    check.groups.push_back({.repeats = repeats, .or_more = repeats == last_group});
  }
  for (std::size_t i = 0; i < data.past.size(); ++i) {
    DriftGroup& group = check.groups[group_of(data.past.repeats[i])];
    group.actual += data.actual[i];
    ++group.customers;
  }
  for (std::size_t i = 0; i < check.groups.size(); ++i) {
    check.groups[i].predicted =
        summarize(futures.groups[i], check.options.level, check.groups[i].customers);
  }
}

/// Histories of everybody at the end and, of those known, at the calibration.
struct NewDays {
  std::vector<Passage> known{};
  std::vector<Passage> fresh{};
  std::uint64_t known_buyers = 0;  ///< Who bought since.
  std::uint64_t repeaters = 0;     ///< Fresh customers who bought again.
  std::uint64_t undone = 0;        ///< Known customers whose purchases were given back since.
};

NewDays new_days(const PurchaseLedger& ledger,
                 const HoldoutData& data,
                 const DriftOptions& options,
                 TimeUnit unit,
                 const Host& host) {
  const PurchaseHistories now = purchase_histories(
      ledger,
      {.from = data.days.from, .until = data.days.until, .acquired_from = options.acquired_from},
      host);
  const PurchaseHistories& past = data.past;
  NewDays result;
  StopCheck stop_check{host};
  for (std::size_t i = 0, j = 0; i < now.size(); ++i) {
    stop_check.step();
    while (j < past.size() && past.labels[j] < now.labels[i]) ++j;
    const Observed after = observed(history(now, i), unit);
    if (j == past.size() || past.labels[j] != now.labels[i]) {
      if (now.first[i] <= options.calibrated_until) continue;
      result.fresh.push_back({.after = after});
      if (after.repeats > 0.0) ++result.repeaters;
      continue;
    }
    const Observed before = observed(history(past, j), unit);
    if (now.first[i] != past.first[j] || after.repeats < before.repeats ||
        after.recency < before.recency) {
      ++result.undone;
      continue;
    }
    result.known.push_back({.before = before, .after = after});
    if (after.repeats > before.repeats) ++result.known_buyers;
  }
  return result;
}

/// Whether a test that shares the false alarms with the others alarms (Bonferroni).
bool alarms(const std::optional<double>& p, const DriftCheck& check) {
  const int tests = 1 + (check.known.p_value ? 1 : 0) + (check.fresh.p_value ? 1 : 0);
  return p && *p * tests < check.options.false_alarms;
}

DriftVerdict verdict_of(const DriftCheck& check) {
  if (alarms(check.total_p, check) || alarms(check.known.p_value, check) ||
      alarms(check.fresh.p_value, check)) {
    return DriftVerdict::drift;
  }
  const double median = *check.predicted.value;
  const Interval& interval = *check.predicted.interval;
  const bool sharp =
      0.5 * (interval.upper - interval.lower) <= check.options.noticeable * median && median > 0.0;
  return check.known.p_value && sharp ? DriftVerdict::no_drift : DriftVerdict::cannot_tell;
}

std::string percent(double share) { return number_text(100.0 * share, 2) + "%"; }

std::string range_of(const Estimate& predicted) {
  return whole_text(predicted.interval->lower) + " to " + whole_text(predicted.interval->upper);
}

/// "12% more than predicted"
std::string beside_prediction(const DriftCheck& check) {
  const double median = *check.predicted.value;
  if (!(median > 0.0)) return "where hardly any were predicted";
  const double excess = check.actual / median - 1.0;
  return percent(std::abs(excess)) + (excess < 0.0 ? " less" : " more") + " than predicted";
}

std::vector<std::string> reasons(const DriftCheck& check) {
  std::vector<std::string> words;
  if (alarms(check.total_p, check)) {
    words.emplace_back("Chance and what the fit does not know do not explain that total.");
  }
  if (alarms(check.known.p_value, check)) {
    words.emplace_back(
        "How known customers went on, each by their own history, no longer fits the parameters.");
  }
  if (alarms(check.fresh.p_value, check)) {
    words.emplace_back("Customers won since behave otherwise than those the model was fitted on.");
  }
  return words;
}

std::vector<std::string> words_about(const DriftCheck& check, const NewDays& days) {
  std::vector<std::string> words;
  const std::string bought = whole_text(check.actual) + " purchases by known customers, " +
                             beside_prediction(check) + "; " + range_of(check.predicted) +
                             " were to be expected.";
  switch (check.verdict) {
    case DriftVerdict::drift:
      words.push_back("Drift: " + bought);
      for (std::string& reason : reasons(check)) words.push_back(std::move(reason));
      words.emplace_back(
          "Fit the model again to all data, and hold it against customers by check_frequencies and "
          "a hold-out test: a model that never fitted drifts as well. In a large base small "
          "misfits "
          "show, which may not matter.");
      break;
    case DriftVerdict::no_drift:
      words.push_back("No drift: " + bought + " The model may be kept.");
      break;
    case DriftVerdict::cannot_tell:
      words.push_back("Cannot tell: " + bought +
                      " Nothing is unusual, but too little has happened to notice a change by " +
                      percent(check.options.noticeable) + ": wait, then check again.");
      break;
  }
  if (days.undone > 0) {
    words.push_back(count_text(days.undone) +
                    " known customers gave purchases back since and are left out of the test of "
                    "their parameters.");
  }
  return words;
}

}  // namespace

std::string_view to_string(DriftVerdict verdict) noexcept {
  switch (verdict) {
    case DriftVerdict::cannot_tell:
      return "cannot_tell";
    case DriftVerdict::no_drift:
      return "no_drift";
    case DriftVerdict::drift:
      return "drift";
  }
  return "cannot_tell";
}

DriftCheck check_drift(const PurchaseModel& model,
                       const PurchaseLedger& ledger,
                       const DriftOptions& options,
                       const Host& host) {
  check_input(model, options);
  const HoldoutData data = holdout_data(ledger,
                                        {.calibration_until = options.calibrated_until,
                                         .until = options.until,
                                         .from = options.from,
                                         .acquired_from = options.acquired_from},
                                        host);
  DriftCheck check{.options = options};
  check.options.until = data.days.until;
  for (const double actual : data.actual) check.actual += actual;
  const auto periods =
      static_cast<std::size_t>(std::ceil(data.horizon.value / options.period_days));
  const Futures futures = std::visit(
      [&](const auto& fit) { return draw_futures(fit, data, periods, options, host); }, model);
  add_periods(ledger, data, futures, check, host);
  add_groups(data, futures, check);
  const NewDays days = std::visit(
      [&](const auto& fit) {
        NewDays found = new_days(ledger, data, options, fit.parameters.unit, host);
        check.known = score_test(fit, found.known, host);
        check.fresh = score_test(fit, found.fresh, host);
        return found;
      },
      model);
  if (days.known_buyers < few_repeaters) check.known.p_value.reset();
  if (days.repeaters < few_repeaters) check.fresh.p_value.reset();
  check.verdict = verdict_of(check);
  check.words = words_about(check, days);
  return check;
}

}  // namespace centricity::inline v0::loyalty
