#pragma once

/// @file
/// Formulas of BG/BB on whole numbers of opportunities: sums of positive terms, so that there is no
/// pole at gamma = 1 and nothing that overflows.
///
/// Customers leave before an opportunity, so "alive" means: there at the next one.

#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_bb.hpp>

#include "loyalty/models.hpp"
#include "loyalty/observed.hpp"

namespace centricity::inline v0::loyalty::bg_bb {

/// Parameters without their unit, all > 0.
struct Shape {
  double alpha = 1.0;
  double beta = 1.0;
  double gamma = 1.0;
  double delta = 1.0;
  bool there = false;  ///< Alive for sure, that is, there at the next opportunity.
};

using loyalty::Observed;

/// The history with times made whole; absent unless it counts at most 100,000 opportunities:
/// repeats <= recency <= age.
[[nodiscard]] std::optional<Observed> in_opportunities(const Observed& seen);

/// Opportunities within a horizon.
[[nodiscard]] inline double opportunities_in(double horizon) {
  return std::floor(horizon * (1.0 + 1e-12));
}

/// Log probability of the history, Fader, Hardie & Shang (2010) eq. (6).
/// @throws Error `invalid_argument` if the history does not count opportunities; so do all
///         functions of a history.
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// log[P(left) / P(alive)].
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

/// Its derivatives in log (alpha, beta, gamma, delta).
[[nodiscard]] std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen);

/// The shape of somebody who is alive, as if they had made their first purchase today.
[[nodiscard]] Shape if_alive(const Shape& shape, const Observed& seen);

[[nodiscard]] double expected_while_alive(const Shape& today, double horizon);

/// P(n purchases), n whole. O(opportunities).
[[nodiscard]] double probability_of_count(const Shape& today, double n, double horizon);

/// P(n purchases or more), n whole, >= 1.
[[nodiscard]] double probability_of_at_least(const Shape& today, double n, double horizon);

[[nodiscard]] double probability_of_staying(const Shape& today, double horizon);

[[nodiscard]] Life draw_life(const Shape& shape, Rng& rng);

template <class Buy>
bool live(const Shape& shape, const Life& life, double horizon, Rng& rng, const Buy& buy) {
  if (!shape.there && bernoulli(rng, life.dropout)) return false;
  const double last = opportunities_in(horizon);
  for (double time = 1.0; time <= last; time += 1.0) {
    if (bernoulli(rng, life.purchase_rate) && !buy(time)) return true;
    if (bernoulli(rng, life.dropout)) return false;
  }
  return true;
}

}  // namespace centricity::inline v0::loyalty::bg_bb

namespace centricity::inline v0::loyalty {

template <>
struct ModelOf<BgBbParameters> {
  static constexpr std::string_view name = "BG/BB";
  static constexpr std::string_view key = "bg-bb";
  static constexpr std::string_view symbols = "alpha, beta, gamma and delta";
  static constexpr std::array<std::string_view, 4> parameters{"alpha", "beta", "gamma", "delta"};
  static constexpr bool discrete = true;

  static std::array<double, 4> values(const BgBbParameters& of) {
    return {of.alpha, of.beta, of.gamma, of.delta};
  }

  static bg_bb::Shape shape(const std::array<double, 4>& values) {
    return {values[0], values[1], values[2], values[3]};
  }

  static BgBbFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_bg_bb(counts, options, host);
  }
};

}  // namespace centricity::inline v0::loyalty
