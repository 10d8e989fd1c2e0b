#pragma once

/// @file
/// Formulas of BG/NBD and MBG/NBD on plain numbers, all times in one unit. Sums of positive terms
/// in logs: no hypergeometric function, so no pole at a = 1 and nothing that overflows.
///
/// A customer with x repeat purchases has had x chances to leave in BG/NBD and x + 1 in MBG/NBD,
/// where the first purchase is one as well; nothing else differs.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/models.hpp"
#include "loyalty/observed.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {

/// Parameters without their unit, all > 0.
struct Shape {
  double r = 1.0;
  double alpha = 1.0;
  double a = 1.0;
  double b = 1.0;
  double first = 0.0;  ///< Chances to leave at the first purchase: 0 in BG/NBD, 1 in MBG/NBD.
};

using loyalty::Observed;

/// Log density of the history, Fader, Hardie & Lee (2005) eq. (6).
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// log[P(left) / P(alive)]; minus infinity without a chance to leave.
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

/// Its derivatives in log (r, alpha, a, b), of somebody who had a chance to leave.
[[nodiscard]] std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen);

/// 1 / P(alive) in parts, see models.hpp: the odds of having left are a / (b + x - 1)
/// ((alpha + T) / (alpha + t_x))^(r + x).
[[nodiscard]] AliveByAge alive_by_age(const Shape& shape, const Observed& seen);
[[nodiscard]] double alive_by_recency(const Shape& shape, const Observed& seen);

/// The shape of somebody who is alive, as if they had made their first purchase today and, in
/// MBG/NBD, survived that chance.
[[nodiscard]] Shape if_alive(const Shape& shape, const Observed& seen);

/// Expected purchases, Fader, Hardie & Lee (2005) eq. (9).
[[nodiscard]] double expected_while_alive(const Shape& today, double horizon);

/// Expected purchases of many customers within one horizon. Of the series for customers of the same
/// repeats only the powers differ; the rest of its first terms is worked out once.
class Expectations {
 public:
  Expectations(const Shape& shape, double horizon);

  /// expected_while_alive(if_alive(shape, seen), horizon) but for rounding.
  [[nodiscard]] double operator()(const Observed& seen) const;

 private:
  static constexpr std::size_t terms = 256;

  Shape shape_;
  double horizon_;
  std::vector<std::array<double, terms>> weights_{};  ///< By repeats.
};

[[nodiscard]] inline Expectations expectations(const Shape& shape, double horizon) {
  return {shape, horizon};
}

/// P(X(t) = n), n whole, eq. (8).
[[nodiscard]] double probability_of_count(const Shape& today, double n, double horizon);

/// P(X(t) >= n), n whole, >= 1: somebody who never leaves would, and stays n - 1 times.
[[nodiscard]] double probability_of_at_least(const Shape& today, double n, double horizon);

/// P(alive at the horizon): E[(1 + p t / alpha)^-r], as somebody alive leaves at the rate lambda p.
[[nodiscard]] double probability_of_staying(const Shape& today, double horizon);

[[nodiscard]] Life draw_life(const Shape& shape, Rng& rng);

template <class Buy>
bool live(const Shape& shape, const Life& life, double horizon, Rng& rng, const Buy& buy) {
  if (shape.first > 0.0 && bernoulli(rng, life.dropout)) return false;
  double time = 0.0;
  for (;;) {
    time += exponential(rng) / life.purchase_rate;
    if (!(time < horizon)) return true;
    if (!buy(time)) return true;
    if (bernoulli(rng, life.dropout)) return false;
  }
}

}  // namespace centricity::inline v0::loyalty::bg_nbd

namespace centricity::inline v0::loyalty {

/// BG/NBD and MBG/NBD differ in `Shape::first` alone.
template <class Parameters, int first>
struct BetaGeometricModel {
  static constexpr double first_chances = first;
  static constexpr std::string_view symbols = "r, alpha, a and b";
  static constexpr std::array<std::string_view, 4> parameters{"r", "alpha", "a", "b"};

  static std::array<double, 4> values(const Parameters& of) { return {of.r, of.alpha, of.a, of.b}; }

  static bg_nbd::Shape shape(const std::array<double, 4>& values) {
    return {values[0], values[1], values[2], values[3], first};
  }
};

template <>
struct ModelOf<BgNbdParameters> : BetaGeometricModel<BgNbdParameters, 0> {
  static constexpr std::string_view name = "BG/NBD";
  static constexpr std::string_view key = "bg-nbd";

  static BgNbdFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_bg_nbd(counts, options, host);
  }
};

template <>
struct ModelOf<MbgNbdParameters> : BetaGeometricModel<MbgNbdParameters, 1> {
  static constexpr std::string_view name = "MBG/NBD";
  static constexpr std::string_view key = "mbg-nbd";

  static MbgNbdFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_mbg_nbd(counts, options, host);
  }
};

}  // namespace centricity::inline v0::loyalty
