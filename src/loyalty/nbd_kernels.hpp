#pragma once

/// @file
/// Formulas of NBD on plain numbers, all times in one unit, and its likelihood.

#include <array>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/nbd.hpp>

#include "loyalty/models.hpp"
#include "loyalty/observed.hpp"
#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::nbd {

/// Parameters without their unit, all > 0.
struct Shape {
  double r = 1.0;
  double alpha = 1.0;
};

using loyalty::Observed;

[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// Minus infinity: nobody leaves.
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

[[nodiscard]] std::array<double, 2> log_odds_gradient(const Shape& shape, const Observed& seen);

[[nodiscard]] Shape if_alive(const Shape& shape, const Observed& seen);

[[nodiscard]] double expected_while_alive(const Shape& today, double horizon);

/// P(n purchases), n whole: negative binomial.
[[nodiscard]] double probability_of_count(const Shape& today, double n, double horizon);

/// P(X(t) >= n), n whole, >= 1.
[[nodiscard]] double probability_of_at_least(const Shape& today, double n, double horizon);

[[nodiscard]] double probability_of_staying(const Shape& today, double horizon);

[[nodiscard]] Life draw_life(const Shape& shape, Rng& rng);

template <class Buy>
bool live(const Shape&, const Life& life, double horizon, Rng& rng, const Buy& buy) {
  double time = 0.0;
  do {
    time += exponential(rng) / life.purchase_rate;
  } while (time < horizon && buy(time));
  return true;
}

/// Log-likelihood of a base, which depends on how many made so many repeat purchases, and how many
/// of which age made how many in all.
class Likelihood {
 public:
  explicit Likelihood(const std::vector<Tuple>& tuples, const Host& host = {});

  /// Log-likelihood and its derivatives in (r, alpha).
  void evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const;

  [[nodiscard]] double customers() const { return customers_; }

  [[nodiscard]] double repeaters() const { return repeaters_; }

  /// Repeat purchases of all customers over the time they were watched.
  [[nodiscard]] double purchase_rate() const { return rate_of(purchases_, time_); }

 private:
  struct Group {
    double value = 0.0;  ///< Repeats, or age.
    double customers = 0.0;
    double purchases = 0.0;
  };

  static std::vector<Group> grouped(const std::vector<Tuple>& tuples,
                                    double Observed::*field,
                                    const Host& host);

  std::vector<Group> repeats_{};
  std::vector<Group> ages_{};
  double customers_ = 0.0;
  double repeaters_ = 0.0;
  double purchases_ = 0.0;
  double time_ = 0.0;
};

}  // namespace centricity::inline v0::loyalty::nbd

namespace centricity::inline v0::loyalty {

template <>
struct ModelOf<NbdParameters> {
  static constexpr std::string_view name = "NBD";
  static constexpr std::string_view key = "nbd";
  static constexpr std::string_view symbols = "r and alpha";
  static constexpr std::array<std::string_view, 2> parameters{"r", "alpha"};

  static std::array<double, 2> values(const NbdParameters& of) { return {of.r, of.alpha}; }

  static nbd::Shape shape(const std::array<double, 2>& values) { return {values[0], values[1]}; }

  static NbdFit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
    return fit_nbd(counts, options, host);
  }
};

}  // namespace centricity::inline v0::loyalty
