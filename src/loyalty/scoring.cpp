#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/scoring.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/distinct_pairs.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, a few milliseconds even for the hardest.
constexpr std::size_t chunk_customers = 1024;
constexpr std::size_t chunk_pairs = 64;

/// Customers looked at first; from block to block they grow by a quarter.
constexpr std::size_t first_block = 8192;

void check_length(std::span<const double> scores, std::size_t customers, const char* name) {
  if (!scores.empty() && scores.size() != customers) {
    throw Error(ErrorCode::invalid_argument,
                std::string{"the span "} + name + " has " + count_text(scores.size()) +
                    " places for " + count_text(customers) + " customers",
                "give one place a customer, or an empty span.");
  }
}

/// Something that customers of the same repeats and time share, worked out once.
template <class Value>
class Shared {
 public:
  /// Null if it was not asked for.
  [[nodiscard]] const Value* find(std::uint32_t repeats, double time) const {
    const std::uint32_t number = numbers_.find(repeats, time);
    return number == PairNumbers::none ? nullptr : &values_[number];
  }

  /// Asks for what this customer shares, who stands for all others of the pair.
  void ask(std::uint32_t repeats, double time, std::size_t customer) {
    const std::uint32_t before = numbers_.size();
    if (numbers_.find_or_add(repeats, time) == before) asked_.push_back(customer);
  }

  /// Works out all that was asked for; `value_of(i)` of customer i.
  template <class ValueOf>
  void work_out(const Host& host, const ValueOf& value_of) {
    const std::size_t known = values_.size();
    values_.resize(known + asked_.size());
    run_in_chunks(host, asked_.size(), chunk_pairs, [&](std::size_t k) {
      values_[known + k] = value_of(asked_[k]);
    });
    asked_.clear();
  }

 private:
  PairNumbers numbers_{};
  std::vector<Value> values_{};
  std::vector<std::size_t> asked_{};
};

/// What customers of the same repeats and age share.
struct ByAge {
  AliveByAge alive{};
  double purchases = 0.0;  ///< Expected of somebody alive.
};

/// All that customers share, as far as it is known.
struct Known {
  Shared<ByAge> by_age{};
  Shared<double> by_recency{};  ///< Of 1 / P(alive), see models.hpp.
};

/// Calls `score(i)` for all customers; where it returns false they share something not yet worked
/// out: then `work_out(unknown)`, and again. The first of them ask for nearly all there is.
template <class Score, class WorkOut>
void score_all(std::size_t customers,
               const Host& host,
               const Score& score,
               const WorkOut& work_out) {
  std::size_t block = first_block;
  for (std::size_t begin = 0; begin < customers; begin += block, block += block / 4) {
    const std::size_t end = std::min(customers, begin + block);
    std::vector<std::vector<std::size_t>> unknown((end - begin + chunk_customers - 1) /
                                                  chunk_customers);
    run(host, unknown.size(), [&](std::size_t chunk) {
      const std::size_t first = begin + chunk * chunk_customers;
      const std::size_t last = std::min(end, first + chunk_customers);
      const Score here = score;  // Out of reach of others, so that it stays in registers.
      for (std::size_t i = first; i < last; ++i) {
        if (!here(i)) unknown[chunk].push_back(i);
      }
    });
    work_out(unknown);
    run(host, unknown.size(), [&](std::size_t chunk) {
      for (const std::size_t i : unknown[chunk]) score(i);
    });
  }
}

template <class Parameters>
void score(const Parameters& parameters,
           const PurchaseHistories& histories,
           Duration horizon,
           const ScoreSpans& scores,
           const Host& host) {
  const auto shape = shape_of(parameters);
  const bool alive = !scores.alive.empty();
  const bool purchases = !scores.purchases.empty();
  const double time = purchases ? time_in(horizon, parameters.unit) : 0.0;
  if (!alive && !purchases) return;
  const auto seen = [&histories, unit = parameters.unit](std::size_t i) {
    return observed(history(histories, i), unit);
  };
  const auto store = [=](std::size_t i, double probability, double while_alive) {
    if (alive) scores.alive[i] = probability;
    if (purchases) scores.purchases[i] = probability * while_alive;
  };
  if (recency_matters(shape)) {
    run_in_chunks(host, histories.size(), chunk_customers, [&](std::size_t i) {
      const Observed one = seen(i);
      store(i,
            probability_alive(shape, one),
            purchases ? expected_while_alive(if_alive(shape, one), time) : 0.0);
    });
    return;
  }
  constexpr bool alive_is_shared = requires { alive_by_age(shape, Observed{}); };
  const std::span<const std::uint32_t> repeats = histories.repeats;
  const std::span<const double> ages = histories.age;
  const std::span<const double> lasts = histories.recency;
  const auto expected = expectations(shape, time);
  Known known;
  const auto score_one = [=, &known](std::size_t i) {
    const ByAge* const age = known.by_age.find(repeats[i], ages[i]);
    if (age == nullptr) return false;
    if constexpr (alive_is_shared) {
      const double* const last = known.by_recency.find(repeats[i], lasts[i]);
      if (last == nullptr) return false;
      const double inverse = age->alive.share + age->alive.growth * *last;
      // Not where no double holds it, nor a history that may be impossible.
      if (inverse > 0.5 && inverse <= std::numeric_limits<double>::max() && lasts[i] <= ages[i]) {
        store(i, std::min(1.0 / inverse, 1.0), age->purchases);
        return true;
      }
    }
    store(i, probability_alive(shape, seen(i)), age->purchases);
    return true;
  };
  score_all(histories.size(), host, score_one, [&](const auto& unknown) {
    for (const auto& chunk : unknown) {
      for (const std::size_t i : chunk) {
        known.by_age.ask(repeats[i], ages[i], i);
        if (alive_is_shared) known.by_recency.ask(repeats[i], lasts[i], i);
      }
    }
    known.by_age.work_out(host, [&](std::size_t i) {
      const Observed any = seen(i);
      ByAge value;
      if constexpr (alive_is_shared) value.alive = alive_by_age(shape, any);
      if (purchases) value.purchases = expected(any);
      return value;
    });
    if constexpr (alive_is_shared) {
      known.by_recency.work_out(host,
                                [&](std::size_t i) { return alive_by_recency(shape, seen(i)); });
    }
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
