#pragma once

/// @file
/// Pareto/NBD formulas on plain numbers, all times in one unit. Sums of positive terms in logs and
/// no difference of hypergeometric functions: nothing overflows, nothing special happens at
/// alpha = beta or s = 1.

#include <array>
#include <string_view>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>

#include "loyalty/models.hpp"
#include "loyalty/observed.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {

/// Parameters without their unit, all > 0.
struct Shape {
  double r = 1.0;
  double alpha = 1.0;
  double s = 1.0;
  double beta = 1.0;
};

using loyalty::Observed;

/// Log density of the history; equals Fader & Hardie (2005) eq. (18).
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// log[P(left) / P(alive)]; minus infinity right after a purchase.
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

/// Its derivatives in log (r, alpha, s, beta), some time after the last purchase.
[[nodiscard]] std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen);

/// 1 / P(alive) in parts, see models.hpp: the share is P(buying before leaving | alive now).
[[nodiscard]] AliveByAge alive_by_age(const Shape& shape, const Observed& seen);
[[nodiscard]] double alive_by_recency(const Shape& shape, const Observed& seen);

/// The shape of somebody who is alive, as if they had made their first purchase today.
[[nodiscard]] Shape if_alive(const Shape& shape, const Observed& seen);

/// Expected purchases, Fader & Hardie (2005) eq. (27).
[[nodiscard]] double expected_while_alive(const Shape& today, double horizon);

/// P(X(t) = n), n whole.
[[nodiscard]] double probability_of_count(const Shape& today, double n, double horizon);

/// P(X(t) >= n), n whole, >= 1.
[[nodiscard]] double probability_of_at_least(const Shape& today, double n, double horizon);

/// P(alive at the horizon): (1 + t / beta)^-s.
[[nodiscard]] double probability_of_staying(const Shape& today, double horizon);

/// `Life::dropout` is the rate of leaving.
[[nodiscard]] Life draw_life(const Shape& shape, Rng& rng);

template <class Buy>
bool live(const Shape&, const Life& life, double horizon, Rng& rng, const Buy& buy) {
  const double end = exponential(rng) / life.dropout;
  double time = 0.0;
  for (;;) {
    time += exponential(rng) / life.purchase_rate;
    if (!(time < end && time < horizon)) return !(end < horizon);
    if (!buy(time)) return true;
  }
}

}  // namespace centricity::inline v0::loyalty::pareto_nbd

namespace centricity::inline v0::loyalty {

template <>
struct ModelOf<ParetoNbdParameters> {
  static constexpr std::string_view name = "Pareto/NBD";
  static constexpr std::string_view key = "pareto-nbd";
  static constexpr std::string_view symbols = "r, alpha, s and beta";
  static constexpr std::array<std::string_view, 4> parameters{"r", "alpha", "s", "beta"};

  static std::array<double, 4> values(const ParetoNbdParameters& of) {
    return {of.r, of.alpha, of.s, of.beta};
  }

  static pareto_nbd::Shape shape(const std::array<double, 4>& values) {
    return {values[0], values[1], values[2], values[3]};
  }

  static ParetoNbdFit fit(const PurchaseCounts& counts,
                          const FitOptions& options,
                          const Host& host) {
    return fit_pareto_nbd(counts, options, host);
  }
};

}  // namespace centricity::inline v0::loyalty
