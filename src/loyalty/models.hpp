#pragma once

/// @file
/// What a model of purchase counts has to say for all shared answers to work with it.
///
/// In every one of these models a customer who is alive has a future like that of somebody who
/// starts today, under parameters that their history has moved. So a model says how likely they are
/// alive, moves the parameters, and answers for somebody who starts today; the rest is shared.
///
/// A model has a `Shape`, its parameters as plain numbers in one unit of time, and beside it in its
/// namespace (here `Shape` and `N` are those of the model):
///
///     double log_likelihood(const Shape&, const Observed&);
///     // log[P(left) / P(alive)]; minus infinity for somebody who cannot have left.
///     double log_odds_of_having_left(const Shape&, const Observed&);
///     // Its derivatives in the logs of the parameters; asked only where the odds are not zero.
///     std::array<double, N> log_odds_gradient(const Shape&, const Observed&);
///     // The shape under which a customer who is alive starts today.
///     Shape if_alive(const Shape&, const Observed&);
///     // Of somebody who starts today: expected purchases, P(n purchases), P(n or more, n >= 1),
///     // P(still alive then).
///     double expected_while_alive(const Shape& today, double horizon);
///     double probability_of_count(const Shape& today, double n, double horizon);
///     double probability_of_at_least(const Shape& today, double n, double horizon);
///     double probability_of_staying(const Shape& today, double horizon);
///     // Draws what somebody is like, and lives their life: calls buy(time) for each purchase
///     // within the horizon, until it returns false, and returns whether they are alive then.
///     Life draw_life(const Shape&, Rng&);
///     template <class Buy> bool live(const Shape&, const Life&, double horizon, Rng&, Buy&&);
///
/// Where P(alive) is costly, it may say what customers share of it:
///
///     // 1 / P(alive) = share + growth * the other; looks at repeats and age alone.
///     AliveByAge alive_by_age(const Shape&, const Observed&);
///     // The other: looks at repeats and recency alone; NaN where it is too small for a double.
///     double alive_by_recency(const Shape&, const Observed&);
///
/// Where expectations are costly, it may have a faster way for many customers, that of all models
/// is below:
///
///     // f(seen) = expected_while_alive(if_alive(shape, seen), horizon), but for rounding.
///     auto expectations(const Shape&, double horizon);
///
/// A new customer is one with the history `{}`. What somebody alive will do depends on repeats and
/// age alone, unless `bool recency_matters(const Shape&)` says otherwise.

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include <centricity/core/rng.hpp>

#include "loyalty/observed.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty {

/// A model, named by its public parameters. A specialization has
///
///     static constexpr std::string_view name;     // "BG/NBD"
///     static constexpr std::string_view key;      // "bg-nbd", as on the command line
///     static constexpr std::string_view symbols;  // "r, alpha, a and b"
///     static constexpr std::array<std::string_view, N> parameters;  // {"r", "alpha", "a", "b"}
///     static std::array<double, N> values(const Parameters&);  // In the order of the members.
///     static Shape shape(const std::array<double, N>& values);
///     static Fit fit(const PurchaseCounts&, const FitOptions&, const Host&);
///     static constexpr bool given = true;     // The last parameter has no error; or absent.
///     static constexpr bool discrete = true;  // Purchases at whole units of time only; or absent.
template <class Parameters>
struct ModelOf;

/// Whether purchases happen at whole units of time only, so that likelihoods are of other data than
/// those of other models.
template <class Parameters>
constexpr bool is_discrete = requires {
  ModelOf<Parameters>::discrete;
};

/// How many parameters a fit searches for: all but one that is known without error, the last.
template <class Parameters>
constexpr std::size_t free_parameters = [] {
  constexpr std::size_t all = ModelOf<Parameters>::parameters.size();
  return requires { ModelOf<Parameters>::given; }
  ? all - 1 : all;
}();

/// What customers of the same repeats and age share of 1 / P(alive).
struct AliveByAge {
  double share = 0.0;
  double growth = 0.0;
};

/// What a simulated customer is like.
struct Life {
  double purchase_rate = 0.0;  ///< Purchases a unit of time while alive, or a chance to buy.
  double dropout = 0.0;        ///< Probability of leaving at a chance to leave, or a rate of it.
  double steps = 0.0;          ///< Taken toward the next purchase, where one takes several.
};

/// The shape of a model, not its public parameters, whose answers have the same names.
template <class S>
concept ModelShape = requires(const S& shape, const Observed& seen) {
  log_odds_of_having_left(shape, seen);
};

/// Whether what somebody alive will do depends on when they last bought.
template <class Shape>
[[nodiscard]] constexpr bool recency_matters(const Shape&) {
  return false;
}

/// A function that gives the expected purchases of a customer as long as they are alive.
template <class Shape>
[[nodiscard]] auto expectations(const Shape& shape, double horizon) {
  return [=](const Observed& seen) { return expected_while_alive(if_alive(shape, seen), horizon); };
}

/// @throws Error `invalid_argument` if a parameter is not a positive number.
template <class Parameters>
[[nodiscard]] auto shape_of(const Parameters& parameters) {
  using Model = ModelOf<Parameters>;
  const auto values = Model::values(parameters);
  require_positive(values, Model::name, Model::symbols);
  return Model::shape(values);
}

/// Probability that a customer has not left.
template <ModelShape Shape>
[[nodiscard]] double probability_alive(const Shape& shape, const Observed& seen) {
  return numeric::logistic(-log_odds_of_having_left(shape, seen));
}

/// Expected purchases of a customer within the horizon.
template <ModelShape Shape>
[[nodiscard]] double expected_purchases(const Shape& shape, const Observed& seen, double horizon) {
  return probability_alive(shape, seen) * expected_while_alive(if_alive(shape, seen), horizon);
}

/// Probability that a customer makes exactly n purchases within the horizon.
template <ModelShape Shape>
[[nodiscard]] double probability_of_purchases(const Shape& shape,
                                              const Observed& seen,
                                              double n,
                                              double horizon) {
  const double log_odds = log_odds_of_having_left(shape, seen);
  const double alive =
      numeric::logistic(-log_odds) * probability_of_count(if_alive(shape, seen), n, horizon);
  return n > 0.0 ? alive : alive + numeric::logistic(log_odds);
}

}  // namespace centricity::inline v0::loyalty
