#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <centricity/loyalty/outlook.hpp>

#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/total_purchases.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Histories summed together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_size = 1024;

/// The histories by repeats and age, as those who share both share the expectation.
std::vector<Tuple> by_expectation(const PurchaseCounts& counts, TimeUnit unit, const Host& host) {
  std::vector<Tuple> tuples = tuples_of(counts, unit);
  const auto key = [](const Tuple& tuple) {
    return std::tie(tuple.seen.repeats, tuple.seen.age, tuple.seen.recency, tuple.customers);
  };
  sort(host, tuples.begin(), tuples.end(), [&](const Tuple& left, const Tuple& right) {
    return key(left) < key(right);
  });
  return tuples;
}

/// Sum of `of(i)` for i < n, where `of` is made anew for each piece of work.
template <class MakeTerm>
double sum(std::size_t n, const Host& host, const MakeTerm& make_term) {
  std::vector<double> chunks((n + chunk_size - 1) / chunk_size);
  run(host, chunks.size(), [&](std::size_t chunk) {
    numeric::Sum total;
    auto term = make_term();
    const std::size_t end = std::min((chunk + 1) * chunk_size, n);
    for (std::size_t i = chunk * chunk_size; i < end; ++i) total.add(term(i));
    chunks[chunk] = total.value();
  });
  numeric::Sum total;
  for (const double chunk : chunks) total.add(chunk);
  return total.value();
}

template <class Shape>
double sum_alive(const Shape& shape, const std::vector<Tuple>& tuples, const Host& host) {
  return sum(tuples.size(), host, [&] {
    return [&](std::size_t i) {
      return tuples[i].customers * probability_alive(shape, tuples[i].seen);
    };
  });
}

template <class Shape>
double sum_purchases(const Shape& shape,
                     const std::vector<Tuple>& tuples,
                     double horizon,
                     const Host& host) {
  return sum(tuples.size(), host, [&] {
    return [&, shared = 0.0, of = static_cast<const Observed*>(nullptr)](std::size_t i) mutable {
      const auto& [seen, customers] = tuples[i];
      if (of == nullptr || of->repeats != seen.repeats || of->age != seen.age ||
          (recency_matters(shape) && of->recency != seen.recency)) {
        shared = expected_while_alive(if_alive(shape, seen), horizon);
        of = &seen;
      }
      return customers * (probability_alive(shape, seen) * shared);
    };
  });
}

template <class P, class E, std::size_t N>
Estimate count_alive(const PurchaseFit<P, E, N>& fit,
                     const std::vector<Tuple>& tuples,
                     double people,
                     const Host& host) {
  const auto log_odds = [&](const std::array<double, N>& values) {
    const double alive = sum_alive(ModelOf<P>::shape(values), tuples, host);
    return std::log(alive) - std::log(std::fmax(people - alive, 0.0));
  };
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  const double odds = log_odds(at);  // Infinite if nobody can have left.
  const double error =
      std::isfinite(odds) ? numeric::delta_error<N>(log_odds, at, fit.log_covariance) : 0.0;
  const auto n = static_cast<std::uint64_t>(std::llround(people));
  // Of the share, so that it stays between none and all.
  return scaled(numeric::probability_estimate(odds, error, fit.level, n), people);
}

Estimate count_purchases(const PurchaseModel& model,
                         const std::vector<Tuple>& tuples,
                         double people,
                         double horizon,
                         const Host& host) {
  const auto n = static_cast<std::uint64_t>(std::llround(people));
  return std::visit(
      [&](const auto& fit) {
        return positive_estimate(
            fit, n, [&](const auto& shape) { return sum_purchases(shape, tuples, horizon, host); });
      },
      model);
}

TimeUnit unit_of(const PurchaseModel& model) {
  return std::visit([](const auto& fit) { return fit.parameters.unit; }, model);
}

}  // namespace

Estimate total_purchases(const PurchaseModel& model,
                         const PurchaseCounts& counts,
                         Duration horizon,
                         const Host& host) {
  const TimeUnit unit = unit_of(model);
  return count_purchases(
      model, by_expectation(counts, unit, host), customers(counts), time_in(horizon, unit), host);
}

Outlook outlook(const PurchaseModel& model,
                const PurchaseCounts& counts,
                Duration horizon,
                const Host& host) {
  const TimeUnit unit = unit_of(model);
  const double time = time_in(horizon, unit);
  const double people = customers(counts);
  const auto n = static_cast<std::uint64_t>(std::llround(people));
  Outlook result{.horizon = horizon, .customers = n};
  if (!report_of(model).usable() || n == 0) {
    const Undefined why = n == 0 ? Undefined::too_few : Undefined::unusable_fit;
    result.alive = result.purchases = undefined_estimate(why, n);
    return result;
  }
  const std::vector<Tuple> tuples = by_expectation(counts, unit, host);
  result.alive =
      std::visit([&](const auto& fit) { return count_alive(fit, tuples, people, host); }, model);
  result.purchases = count_purchases(model, tuples, people, time, host);
  return result;
}

Document describe(const Outlook& outlook) {
  return {.id = "outlook",
          .title = "The customer base as a whole",
          .blocks = {Figures{{{.name = "Still customers",
                               .estimate = outlook.alive,
                               .format = {.decimals = 0},
                               .help = "Expected number who have not left for good, of " +
                                       count_text(outlook.customers) + "."},
                              {.name = "Purchases to come",
                               .estimate = outlook.purchases,
                               .format = {.decimals = 0},
                               .help = "Expected from these customers within the horizon."}}}}};
}

}  // namespace centricity::inline v0::loyalty
