#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/next_purchases.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/count_forecast.hpp"
#include "loyalty/futures.hpp"
#include "loyalty/parameter_draws.hpp"

namespace centricity::inline v0::loyalty {
namespace {

void check_share(double value, const char* name) {
  if (!(value > 0.0 && value < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                std::string{"the "} + name + " is out of range",
                "it lies between 0 and 1.");
  }
}

/// What `answer(fit, seen)` says of a usable fit.
template <class Answer>
Estimate answer_of(const PurchaseModel& model,
                   const PurchaseHistory& history,
                   const Answer& answer) {
  return std::visit(
      [&](const auto& fit) {
        const Observed seen = observed(history, fit.parameters.unit);
        if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
        return answer(fit, seen);
      },
      model);
}

/// Log of the longest time anybody is waited for, in any unit; opportunities are counted one by
/// one.
template <class Parameters>
constexpr double longest_wait = is_discrete<Parameters> ? 11.0 : 100.0;

/// Time after which the next purchase has come with this probability; infinity if not in the
/// longest time.
template <class Shape>
double wait_for(const Shape& shape, const Observed& seen, double probability, double longest) {
  const double alive = probability_alive(shape, seen);
  const Shape today = if_alive(shape, seen);
  const auto bought = [&](double log_time) {
    return alive * probability_of_at_least(today, 1.0, std::exp(log_time)) >= probability;
  };
  double early = -50.0;
  double late = 0.0;
  while (!bought(late)) {
    if (late >= longest) return std::numeric_limits<double>::infinity();
    early = late;
    late = std::fmin(2.0 * late + 1.0, longest);
  }
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (early + late);
    (bought(middle) ? late : early) = middle;
  }
  return std::exp(late);
}

/// The same with its uncertainty, looking for the time once: its derivatives are those of the
/// probability at that time over how fast it rises. At whole units of time the probability jumps;
/// the interval is then that of the times when it reaches the ends of its own (Woodruff 1952).
template <class P, class E, std::size_t N>
Estimate wait_estimate(const PurchaseFit<P, E, N>& fit, const Observed& seen, double probability) {
  constexpr double step = 1e-4;
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const auto time_of = [&](double share) {
    return wait_for(ModelOf<P>::shape(at), seen, share, longest_wait<P>);
  };
  const double wait = time_of(probability);
  if (!std::isfinite(wait)) return undefined_estimate(Undefined::infinite, fit.customers);
  const auto bought = [&](const std::array<double, N>& values, double time) {
    const auto shape = ModelOf<P>::shape(values);
    return probability_alive(shape, seen) *
           probability_of_at_least(if_alive(shape, seen), 1.0, time);
  };
  const auto then = [&](const std::array<double, N>& values) { return bought(values, wait); };
  const double error = numeric::delta_error<N>(then, at, fit.log_covariance);
  if constexpr (is_discrete<P>) {
    Estimate estimate{.value = wait, .n = fit.customers, .method = Method::delta};
    const double reach = numeric::two_sided_normal(fit.level) * error;
    const double latest = time_of(std::fmin(probability + reach, 1.0));
    if (std::isfinite(reach) && std::isfinite(latest)) {
      estimate.interval =
          Interval{time_of(std::fmax(probability - reach, 1e-9)), latest, fit.level};
    }
    return estimate;
  } else {
    const double rise =
        (bought(at, wait * std::exp(step)) - bought(at, wait * std::exp(-step))) / (2.0 * step);
    const double log_error = rise > 0.0 ? error / rise : 0.0;
    return numeric::positive_estimate(wait, log_error, fit.level, fit.customers);
  }
}

/// Purchases of all customers, one total a future.
template <class P, class E, std::size_t N>
std::vector<double> draw_totals(const PurchaseFit<P, E, N>& fit,
                                const std::vector<Tuple>& tuples,
                                const PredictionOptions& options,
                                const Host& host) {
  const double horizon = time_in(options.horizon, fit.parameters.unit);
  const ParameterDraws<N> draws{ModelOf<P>::values(fit.parameters), fit.log_covariance};
  std::vector<double> totals(static_cast<std::size_t>(options.draws));
  run(host, totals.size(), [&](std::size_t draw) {
    Rng rng = Rng{options.seed}.stream(draw);
    const auto shape = ModelOf<P>::shape(draws.draw(rng));
    double total = 0.0;
    draw_future(shape, tuples, horizon, host, rng, [&](std::size_t, double) { total += 1.0; });
    totals[draw] = total;
  });
  return totals;
}

}  // namespace

Estimate probability_alive(const PurchaseModel& model,
                           const PurchaseHistory& history,
                           Duration later) {
  return answer_of(model, history, [&](const auto& fit, const Observed& seen) {
    const double time = time_in(later, fit.parameters.unit);
    return probability_estimate(fit, [&](const auto& shape) {
      return probability_alive(shape, seen) * probability_of_staying(if_alive(shape, seen), time);
    });
  });
}

Estimate probability_of_purchases(const PurchaseModel& model,
                                  const PurchaseHistory& history,
                                  std::uint64_t purchases,
                                  Duration horizon) {
  return answer_of(model, history, [&](const auto& fit, const Observed& seen) {
    const double time = time_in(horizon, fit.parameters.unit);
    return probability_estimate(fit, [&](const auto& shape) {
      return probability_of_purchases(shape, seen, static_cast<double>(purchases), time);
    });
  });
}

Estimate time_to_next_purchase(const PurchaseModel& model,
                               const PurchaseHistory& history,
                               double probability) {
  check_share(probability, "probability");
  return answer_of(model, history, [&](const auto& fit, const Observed& seen) {
    return wait_estimate(fit, seen, probability);
  });
}

Estimate predict_purchases(const PurchaseModel& model,
                           const PurchaseHistory& history,
                           Duration horizon,
                           double level) {
  check_share(level, "level");
  return answer_of(model, history, [&](const auto& fit, const Observed& seen) {
    const double time = time_in(horizon, fit.parameters.unit);
    const auto shapes = possible_shapes(fit);
    const CountForecast forecast{shapes, seen, time};
    return Estimate{.value = expected_purchases(fitted_shape(fit), seen, time),
                    .interval = forecast.interval(alive_by_shape(shapes, seen), level),
                    .n = fit.customers,
                    .method = Method::closed_form};
  });
}

Estimate predict_total(const PurchaseModel& model,
                       const PurchaseCounts& counts,
                       const PredictionOptions& options,
                       const Host& host) {
  check_share(options.level, "level");
  if (!report_of(model).usable() || options.draws < 50) {
    throw Error(ErrorCode::invalid_argument,
                "a prediction needs a usable fit and at least 50 draws",
                "look at the diagnosis of the fit, and at draws.");
  }
  return std::visit(
      [&](const auto& fit) {
        const std::vector<Tuple> tuples = tuples_of(counts, fit.parameters.unit);
        require_whole(counts);
        return summarize(draw_totals(fit, tuples, options, host),
                         options.level,
                         static_cast<std::uint64_t>(customers(counts)));
      },
      model);
}

}  // namespace centricity::inline v0::loyalty
