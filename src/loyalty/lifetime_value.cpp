#include <algorithm>
#include <cmath>
#include <type_traits>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/lifetime_value.hpp>

#include "loyalty/all_models.hpp"
#include "numeric/gauss_legendre.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// What comes later than this is worth less than rounding: exp(-45).
constexpr double most_interest = 45.0;

/// A window and a rate in the unit of the model.
struct Terms {
  double from = 0.0;
  double to = 0.0;
  double rate = 0.0;  ///< Continuous: interest a unit of time.
  double period = 0.0;
  CashFlowTiming timing{};
};

Error bad(const char* what, const char* advice) {
  return {ErrorCode::invalid_argument, what, advice};
}

Terms terms_in(TimeUnit unit, const ValueWindow& window, const Discounting& discounting) {
  if (!discounting.timing) {
    throw bad("it is not said when the money of a period comes",
              "set Discounting::timing; it changes every value.");
  }
  if (!(discounting.annual_rate >= 0.0) || !std::isfinite(discounting.annual_rate)) {
    throw bad("the annual rate is out of range", "it is 0 or more; .1 is 10% a year.");
  }
  const double year = Duration{1.0, TimeUnit::year}.in(unit);
  const Terms terms{.from = window.from.in(unit),
                    .to = window.to.in(unit),
                    .rate = std::log1p(discounting.annual_rate) / year,
                    .period = discounting.period.in(unit),
                    .timing = *discounting.timing};
  if (!(terms.from >= 0.0 && terms.from <= terms.to) || !std::isfinite(terms.from) ||
      (!std::isfinite(terms.to) && terms.rate == 0.0)) {
    throw bad("the window is none",
              "it begins now or later, does not end before, and ends unless the rate is positive.");
  }
  if (!(terms.period > 0.0) || !std::isfinite(terms.period)) {
    throw bad("the period is not a length of time", "it is more than 0.");
  }
  return terms;
}

/// Integral of f over [from, to], in panels that grow from `from`, where f bends most, by half of
/// what is left to it, and are never longer than `longest`.
template <class Function>
double integrate(const Function& f, double from, double to, double longest) {
  constexpr int halvings = 30;
  double sum = 0.0;
  double begin = from;
  for (int level = halvings; level >= 0; --level) {
    const double end = from + std::ldexp(to - from, -level);
    const double pieces = std::max(std::ceil((end - begin) / longest), 1.0);
    const double width = (end - begin) / pieces;
    for (double piece = 0.0; piece < pieces; piece += 1.0) {
      const double at = begin + piece * width;
      sum += numeric::gauss_legendre(f, at, at + width);
    }
    begin = end;
  }
  return sum;
}

/// Purchases of somebody alive, each discounted at its own moment: by parts, so that the expected
/// number is needed but not its derivative.
template <class Shape>
double when_bought(const Shape& today, const Terms& terms) {
  const auto discounted = [&](double time) {
    return std::exp(-terms.rate * time) * expected_while_alive(today, time);
  };
  const double end = std::min(terms.to, terms.from + most_interest / terms.rate);
  const double within = integrate(discounted, terms.from, end, 2.0 / terms.rate);
  return discounted(end) - discounted(terms.from) + terms.rate * within;
}

/// The same, all purchases of a period at one moment. Periods begin now; those that the window cuts
/// keep their moment.
template <class Shape>
double by_period(const Shape& today, const Terms& terms) {
  const double share = terms.timing == CashFlowTiming::period_start    ? 0.0
                       : terms.timing == CashFlowTiming::period_middle ? 0.5
                                                                       : 1.0;
  const double interest = -std::expm1(-terms.rate * terms.period);
  double sum = 0.0;
  double bought = expected_while_alive(today, terms.from);
  double begin = terms.from;
  for (double k = std::floor(terms.from / terms.period); begin < terms.to; k += 1.0) {
    const double end = std::min((k + 1.0) * terms.period, terms.to);
    const double by_then = expected_while_alive(today, end);
    const double worth =
        std::exp(-terms.rate * (k + share) * terms.period) * std::fmax(by_then - bought, 0.0);
    sum += worth;
    // Later periods bring no more purchases than this one.
    if (worth <= 1e-13 * interest * sum && end < terms.to) break;
    bought = by_then;
    begin = end;
  }
  return sum;
}

/// @param discrete  purchases happen at the ends of whole units of time
template <class Shape>
double discounted_while_alive(const Shape& today, Terms terms, bool discrete) {
  if (discrete && terms.timing == CashFlowTiming::when_bought) {
    terms.timing = CashFlowTiming::period_end;
    terms.period = 1.0;
  }
  if (terms.rate == 0.0) {
    return expected_while_alive(today, terms.to) - expected_while_alive(today, terms.from);
  }
  return terms.timing == CashFlowTiming::when_bought ? when_bought(today, terms)
                                                     : by_period(today, terms);
}

}  // namespace

Estimate discounted_purchases(const PurchaseModel& model,
                              const PurchaseHistory& history,
                              const ValueWindow& window,
                              const Discounting& discounting) {
  return std::visit(
      [&](const auto& fit) {
        const Observed seen = observed(history, fit.parameters.unit);
        const Terms terms = terms_in(fit.parameters.unit, window, discounting);
        if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
        constexpr bool discrete = is_discrete<std::decay_t<decltype(fit.parameters)>>;
        return positive_estimate(fit, fit.customers, [&](const auto& shape) {
          const auto today = if_alive(shape, seen);
          return probability_alive(shape, seen) *
                 std::fmax(discounted_while_alive(today, terms, discrete), 0.0);
        });
      },
      model);
}

Estimate lifetime_value(const PurchaseModel& model,
                        const GammaGammaFit& spending,
                        const PurchaseHistory& history,
                        const SpendHistory& spend,
                        const ValueWindow& window,
                        const Discounting& discounting,
                        double margin) {
  if (!(margin > 0.0) || !std::isfinite(margin)) {
    throw bad("the margin is out of range", "it is a share of spend, more than 0.");
  }
  const double level = std::visit([](const auto& fit) { return fit.level; }, model);
  const Estimate certain{.value = margin,
                         .standard_error = 0.0,
                         .n = spending.customers,
                         .method = Method::closed_form};
  const Estimate margin_a_purchase = product(expected_spend(spending, spend), certain, level);
  return product(
      discounted_purchases(model, history, window, discounting), margin_a_purchase, level);
}

}  // namespace centricity::inline v0::loyalty
