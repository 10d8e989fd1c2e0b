#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/distinct_pairs.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, each well below a millisecond.
constexpr std::size_t chunk_customers = 8192;
constexpr std::size_t chunk_pairs = 64;

void check_length(std::span<const double> scores, std::size_t customers, const char* name) {
  if (!scores.empty() && scores.size() != customers) {
    throw Error(ErrorCode::invalid_argument,
                std::string{"the span "} + name + " has " + std::to_string(scores.size()) +
                    " places for " + std::to_string(customers) + " customers",
                "give one place a customer, or an empty span.");
  }
}

template <class Parameters>
void score(const Parameters& parameters,
           const PurchaseHistories& histories,
           Duration horizon,
           const ScoreSpans& scores,
           const Host& host) {
  const auto shape = shape_of(parameters);
  const TimeUnit unit = parameters.unit;
  const auto seen = [&](std::size_t i) { return observed(history(histories, i), unit); };

  constexpr bool alive_is_shared = requires { alive_by_age(shape, Observed{}); };
  const bool purchases = !scores.purchases.empty();
  DistinctPairs ages;
  if (purchases || (alive_is_shared && !scores.alive.empty())) {
    ages = recency_matters(shape) ? each_apart(histories.size())
                                  : distinct_pairs(histories.repeats, histories.age, host);
  }
  std::vector<double> while_alive(purchases ? ages.first.size() : 0);
  const double time = purchases ? time_in(horizon, unit) : 0.0;
  run_in_chunks(host, while_alive.size(), chunk_pairs, [&](std::size_t k) {
    while_alive[k] = expected_while_alive(if_alive(shape, seen(ages.first[k])), time);
  });
  const auto score_all = [&](const auto& probability_of) {
    const std::size_t wanted = std::max(scores.alive.size(), scores.purchases.size());
    run_in_chunks(host, wanted, chunk_customers, [&](std::size_t i) {
      const double probability = probability_of(i);
      if (!scores.alive.empty()) scores.alive[i] = probability;
      if (purchases) scores.purchases[i] = probability * while_alive[ages.position[i]];
    });
  };
  const auto one_by_one = [&](std::size_t i) { return probability_alive(shape, seen(i)); };
  if constexpr (alive_is_shared) {
    std::vector<AliveByAge> by_age(ages.first.size());
    run_in_chunks(host, by_age.size(), chunk_pairs, [&](std::size_t k) {
      by_age[k] = alive_by_age(shape, seen(ages.first[k]));
    });
    const DistinctPairs lasts = distinct_pairs(histories.repeats, histories.recency, host);
    std::vector<double> by_recency(lasts.first.size());
    run_in_chunks(host, by_recency.size(), chunk_pairs, [&](std::size_t k) {
      by_recency[k] = alive_by_recency(shape, seen(lasts.first[k]));
    });
    score_all([&](std::size_t i) {
      const auto& [share, growth] = by_age[ages.position[i]];
      const double inverse = share + growth * by_recency[lasts.position[i]];
      // What no double holds, and a history that may be impossible.
      if (!std::isfinite(inverse) || histories.recency[i] > histories.age[i]) return one_by_one(i);
      return 1.0 / std::max(inverse, 1.0);
    });
  } else {
    score_all(one_by_one);
  }
}

}  // namespace

void score_customers(const PurchaseParameters& parameters,
                     const PurchaseHistories& histories,
                     Duration horizon,
                     const ScoreSpans& scores,
                     const Host& host) {
  check_length(scores.alive, histories.size(), "alive");
  check_length(scores.purchases, histories.size(), "purchases");
  std::visit([&](const auto& of) { score(of, histories, horizon, scores, host); }, parameters);
}

}  // namespace centricity::inline v0::loyalty
