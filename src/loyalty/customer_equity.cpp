#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/customer_equity.hpp>
#include <centricity/statistics/concentration.hpp>

#include "core/progress.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/discount_rule.hpp"
#include "loyalty/parameter_draws.hpp"
#include "loyalty/spend_of.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// More purchases of one customer than this in one future are not simulated.
constexpr double most_purchases = 100'000.0;

/// More than this one customer does not bring in one future: where the tail of the spend is so
/// heavy that a draw overflows, it is this.
constexpr double highest_value = 1e15;

/// More classes than this are not read; they are then of a power of ten.
constexpr std::size_t most_classes = 12;

/// Values of all who have one, lowest first.
std::vector<double> sorted_values(const CustomerForecasts& values) {
  std::vector<double> sorted;
  sorted.reserve(values.forecasts.size());
  for (const CustomerForecast& forecast : values.forecasts) {
    if (forecast.value.defined()) sorted.push_back(*forecast.value.value);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

/// Greatest 1, 2 or 5 times a power of ten that is not above the value > 0.
double round_down(double value, bool tens_alone) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  if (!tens_alone && value >= 5.0 * power) return 5.0 * power;
  return !tens_alone && value >= 2.0 * power ? 2.0 * power : power;
}

double next_limit(double limit, bool tens_alone) {
  return round_down(limit * (tens_alone ? 10.5 : 2.6), tens_alone);
}

/// Where classes begin, but for the lowest, so that the lowest and the highest hold a few percent.
std::vector<double> class_limits(const std::vector<double>& sorted) {
  const auto quantile = [&](double p) {
    return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
  };
  const auto positive = std::upper_bound(sorted.begin(), sorted.end(), 0.0);
  if (positive == sorted.end()) return {};
  for (const bool tens_alone : {false, true}) {
    std::vector<double> limits;
    const double last = quantile(0.99);
    const double first = std::fmax(quantile(0.1), std::fmax(*positive, 1e-6 * last));
    for (double limit = next_limit(first, tens_alone); limit <= last && limits.size() < 100;
         limit = next_limit(limit, tens_alone)) {
      limits.push_back(limit);
    }
    if (tens_alone || limits.size() < most_classes) return limits;
  }
  return {};
}

std::vector<ValueClass> classes_of(const std::vector<double>& sorted) {
  if (sorted.empty()) return {};
  std::vector<ValueClass> classes{{}};
  for (const double limit : class_limits(sorted)) {
    classes.back().upper = limit;
    classes.push_back({.lower = limit});
  }
  std::size_t at = 0;
  for (ValueClass& each : classes) {
    numeric::Sum value;
    for (; at < sorted.size() && (!each.upper || sorted[at] < *each.upper); ++at) {
      value.add(sorted[at]);
      ++each.customers;
    }
    each.value = value.value();
  }
  return classes;
}

/// Margin that one customer brings in one future, each purchase with an amount of its own.
template <class Shape>
double future_value(const Shape& buying,
                    const std::array<double, 3>& spending,
                    const Observed& seen,
                    const SpendHistory& spent,
                    const DiscountTerms& terms,
                    Rng& rng) {
  if (!bernoulli(rng, probability_alive(buying, seen))) return 0.0;
  const Shape today = if_alive(buying, seen);
  const double p = spending[0];
  const double q = spending[1];
  const double rate = spending[2];
  double purchases = 0.0;
  double worth = 0.0;
  live(today, draw_life(today, rng), terms.to, rng, [&](double time) {
    purchases += 1.0;
    if (time > terms.from) worth += discount_at(terms, time) * gamma(rng, p);
    return purchases < most_purchases;
  });
  if (worth == 0.0) return 0.0;
  const double scale = gamma(rng, p * spent.repeats + q);
  const double total = worth * (rate + spent.repeats * spent.mean_spend);
  return total < highest_value * scale ? total / scale : highest_value;
}

template <class P, class E, std::size_t N>
std::vector<double> draw_totals(const PurchaseFit<P, E, N>& buying,
                                const GammaGammaFit& spending,
                                const PurchaseHistories& histories,
                                const ValueTerms& terms,
                                const EquityOptions& options,
                                const Host& host) {
  const TimeUnit unit = buying.parameters.unit;
  const DiscountTerms discounting =
      discount_terms(unit, is_discrete<P>, terms.window, terms.discounting);
  const auto& [p, q, gamma_rate] = spending.parameters;
  const ParameterDraws<N> buying_draws{ModelOf<P>::values(buying.parameters),
                                       buying.log_covariance};
  const ParameterDraws<3> spending_draws{{p, q, gamma_rate}, spending.log_covariance};
  std::vector<double> totals(static_cast<std::size_t>(options.draws));
  run(host, "simulating futures", totals.size(), [&](std::size_t draw) {
    Rng rng = Rng{options.seed}.stream(draw);
    const auto buying_now = ModelOf<P>::shape(buying_draws.draw(rng));
    const std::array<double, 3> spending_now = spending_draws.draw(rng);
    numeric::Sum total;
    for (std::size_t i = 0; i < histories.size(); ++i) {
      if (i % 8192 == 0) stop_if_cancelled(host);
      const std::optional<SpendHistory> spent = spend_of(histories, i);
      if (!spent) continue;
      const Observed seen = observed(history(histories, i), unit);
      total.add(future_value(buying_now, spending_now, seen, *spent, discounting, rng));
    }
    totals[draw] = terms.margin * total.value();
  });
  return totals;
}

}  // namespace

CustomerEquity customer_equity(const CustomerForecasts& values) {
  const std::vector<double> sorted = sorted_values(values);
  CustomerEquity equity{.terms = values.terms,
                        .currency = values.currency,
                        .customers = values.forecasts.size(),
                        .without_value = values.without_value,
                        .total = values.total,
                        .mean = values.total,
                        .top_fifth = values.total,
                        .correlation = values.correlation};
  if (!values.total.defined()) return equity;
  equity.mean = scaled(values.total, 1.0 / static_cast<double>(sorted.size()));
  equity.top_fifth = statistics::top_share(sorted, 0.2);
  equity.classes = classes_of(sorted);
  return equity;
}

Estimate predict_equity(const PurchaseModel& buying,
                        const GammaGammaFit& spending,
                        const PurchaseHistories& histories,
                        const ValueTerms& terms,
                        const EquityOptions& options,
                        const Host& host) {
  check_margin(terms.margin);
  if (options.draws < 50 || !(options.level > 0.0 && options.level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the simulation are out of range",
                "draws is at least 50, and level lies between 0 and 1.");
  }
  return std::visit(
      [&](const auto& fit) {
        if (!fit.report.usable() || !spending.report.usable()) {
          return undefined_estimate(Undefined::unusable_fit, histories.size());
        }
        if (histories.size() == 0) return undefined_estimate(Undefined::too_few);
        return summarize(draw_totals(fit, spending, histories, terms, options, host),
                         options.level,
                         histories.size());
      },
      buying);
}

CohortValue value_new_customers(const PurchaseModel& buying,
                                const GammaGammaFit& spending,
                                std::uint64_t customers,
                                const ValueTerms& terms,
                                double acquisition_cost) {
  if (!(acquisition_cost >= 0.0) || !std::isfinite(acquisition_cost)) {
    throw Error(ErrorCode::invalid_argument,
                "the acquisition cost is out of range",
                "it is that of one customer, 0 or more.");
  }
  CohortValue cohort{.customers = customers,
                     .each = lifetime_value(buying, spending, {}, {}, terms)};
  cohort.total = scaled(cohort.each, static_cast<double>(customers));
  cohort.net = cohort.total;
  if (cohort.net.defined()) {
    const double cost = acquisition_cost * static_cast<double>(customers);
    *cohort.net.value -= cost;
    if (cohort.net.interval) {
      cohort.net.interval->lower -= cost;
      cohort.net.interval->upper -= cost;
    }
  }
  return cohort;
}

}  // namespace centricity::inline v0::loyalty
