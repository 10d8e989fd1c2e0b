#pragma once

/// @file
/// Formulas of BG/CNBD-k and MBG/CNBD-k on plain numbers, all times in one unit.
///
/// Between two purchases a customer takes k steps, each after an exponential wait of rate lambda; a
/// purchase is the k-th. Of somebody silent since the last purchase nobody knows how many steps
/// they have taken, only that they are fewer than k: a mixture over 0 to k - 1, whose weights are
/// (n)_j z^j / j! with n = r + k x and z = silence / (alpha + age). All sums are over steps, of
/// positive terms: no hypergeometric function, no pole at a = 1, and k = 1 is (M)BG/NBD.

#include <array>
#include <string_view>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>

#include "loyalty/models.hpp"
#include "loyalty/observed.hpp"

namespace centricity::inline v0::loyalty::cnbd {

/// Steps to a purchase at most; beyond, waits hardly differ from regular ones.
inline constexpr int most_steps = 32;

/// Parameters without their unit, all > 0.
struct Shape {
  double r = 1.0;
  double alpha = 1.0;
  double a = 1.0;
  double b = 1.0;
  int k = 1;             ///< Steps to a purchase, 1 to most_steps.
  double first = 0.0;    ///< Chances to leave at the first purchase: 0 in BG, 1 in MBG.
  double silence = 0.0;  ///< Of today's customers: z above; 0 right after a purchase.
};

using loyalty::Observed;

/// What is known of the steps since the last purchase.
struct Steps {
  std::array<double, most_steps> weight{};  ///< Of j = 0 to k - 1, up to a factor.
  double total = 0.0;                       ///< Their sum.
  double log_factor = 0.0;                  ///< Log of that factor.
};

[[nodiscard]] Steps steps_taken(double n, double z, int k);

/// Log density of the history, without that of the waits between purchases, which depends on no
/// parameter but k: (k - 1) times the sum of their logs.
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// log[P(left) / P(alive)]; minus infinity without a chance to leave.
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

/// Its derivatives in log (r, alpha, a, b); none in k.
[[nodiscard]] std::array<double, 5> log_odds_gradient(const Shape& shape, const Observed& seen);

/// The shape of somebody who is alive, at today's age and silence.
[[nodiscard]] Shape if_alive(const Shape& shape, const Observed& seen);

/// Expected purchases, exactly.
[[nodiscard]] double expected_while_alive(const Shape& today, double horizon);

/// P(n purchases), n whole.
[[nodiscard]] double probability_of_count(const Shape& today, double n, double horizon);

/// P(n purchases or more), n whole, >= 1.
[[nodiscard]] double probability_of_at_least(const Shape& today, double n, double horizon);

[[nodiscard]] double probability_of_staying(const Shape& today, double horizon);

/// Somebody regular who has just bought will wait longer than somebody who is due.
[[nodiscard]] inline bool recency_matters(const Shape& shape) { return shape.k > 1; }

[[nodiscard]] Life draw_life(const Shape& shape, Rng& rng);

template <class Buy>
bool live(const Shape& shape, const Life& life, double horizon, Rng& rng, const Buy& buy) {
  if (shape.first > 0.0 && bernoulli(rng, life.dropout)) return false;
  double time = 0.0;
  for (double steps = shape.k - life.steps;; steps = shape.k) {
    time += gamma(rng, steps) / life.purchase_rate;
    if (!(time < horizon)) return true;
    if (!buy(time)) return true;
    if (bernoulli(rng, life.dropout)) return false;
  }
}

/// @throws Error `invalid_argument` unless k is a whole number from 1 to most_steps.
[[nodiscard]] int checked_steps(double k);

}  // namespace centricity::inline v0::loyalty::cnbd

namespace centricity::inline v0::loyalty {

/// BG/CNBD-k and MBG/CNBD-k differ in `Shape::first` alone. k is a parameter known without error.
template <class Parameters, int first>
struct RegularModel {
  static constexpr double first_chances = first;
  static constexpr bool given = true;
  static constexpr std::string_view symbols = "r, alpha, a, b and k";
  static constexpr std::array<std::string_view, 5> parameters{"r", "alpha", "a", "b", "k"};

  static std::array<double, 5> values(const Parameters& of) {
    return {of.r, of.alpha, of.a, of.b, of.k};
  }

  static cnbd::Shape shape(const std::array<double, 5>& values) {
    const int k = cnbd::checked_steps(values[4]);
    return {values[0], values[1], values[2], values[3], k, first};
  }
};

template <>
struct ModelOf<BgCnbdParameters> : RegularModel<BgCnbdParameters, 0> {
  static constexpr std::string_view name = "BG/CNBD-k";
  static constexpr std::string_view key = "bg-cnbd";

  static BgCnbdFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_bg_cnbd(counts, options, host);
  }
};

template <>
struct ModelOf<MbgCnbdParameters> : RegularModel<MbgCnbdParameters, 1> {
  static constexpr std::string_view name = "MBG/CNBD-k";
  static constexpr std::string_view key = "mbg-cnbd";

  static MbgCnbdFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_mbg_cnbd(counts, options, host);
  }
};

}  // namespace centricity::inline v0::loyalty
