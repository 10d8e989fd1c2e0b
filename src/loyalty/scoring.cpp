#include <string>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/distinct_ages.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, each well below a millisecond.
constexpr std::size_t chunk_customers = 8192;
constexpr std::size_t chunk_ages = 64;

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

  if (scores.purchases.empty()) {
    run_in_chunks(host, scores.alive.size(), chunk_customers, [&](std::size_t i) {
      scores.alive[i] = probability_alive(shape, seen(i));
    });
    return;
  }
  const double time = time_in(horizon, unit);
  const DistinctAges ages = distinct_ages(histories, host);
  std::vector<double> while_alive(ages.first.size());
  run_in_chunks(host, while_alive.size(), chunk_ages, [&](std::size_t k) {
    while_alive[k] = expected_while_alive(if_alive(shape, seen(ages.first[k])), time);
  });
  run_in_chunks(host, histories.size(), chunk_customers, [&](std::size_t i) {
    const double probability = probability_alive(shape, seen(i));
    if (!scores.alive.empty()) scores.alive[i] = probability;
    scores.purchases[i] = probability * while_alive[ages.position[i]];
  });
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
