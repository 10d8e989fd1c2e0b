#pragma once

/// @file
/// What any model of purchase counts says about a customer: with known parameters as plain numbers,
/// from a fit with their uncertainty.
///
/// Templates, where functions of `PurchaseModel` would copy a fit to ask it: none of these copies
/// or allocates. They are compiled into the library for the models below and for no other type.
/// What a model says differently stands in its own header.

#include <concepts>
#include <cstddef>
#include <cstdint>

#include <centricity/core/estimate.hpp>
#include <centricity/core/time.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

struct NbdParameters;
struct BgNbdParameters;
struct MbgNbdParameters;
struct BgCnbdParameters;
struct MbgCnbdParameters;
struct ParetoNbdParameters;
struct BgBbParameters;

/// The parameters of a model of purchase counts.
template <class P>
concept ModelParameters = std::same_as<P, NbdParameters> || std::same_as<P, BgNbdParameters> ||
    std::same_as<P, MbgNbdParameters> || std::same_as<P, BgCnbdParameters> ||
    std::same_as<P, MbgCnbdParameters> || std::same_as<P, ParetoNbdParameters> ||
    std::same_as<P, BgBbParameters>;

/// Log density of a history, in nats; times count in the unit of the parameters.
/// @throws Error `invalid_argument` if a parameter is not in its range, the history is impossible
///         or the horizon is not a length of time; so do all functions below.
template <ModelParameters P>
[[nodiscard]] double log_likelihood(const P& parameters, const PurchaseHistory& history);

/// Probability that the customer has not left by the end of their history, in [0, 1].
template <ModelParameters P>
[[nodiscard]] double probability_alive(const P& parameters, const PurchaseHistory& history);

/// Expected purchases in (age, age + horizon] given the history, >= 0.
///
/// Finite for all parameters, also where the closed form divides zero by zero.
template <ModelParameters P>
[[nodiscard]] double expected_purchases(const P& parameters,
                                        const PurchaseHistory& history,
                                        Duration horizon);

/// Expected repeat purchases of a new customer in their first `horizon`, >= 0.
template <ModelParameters P>
[[nodiscard]] double expected_purchases(const P& parameters, Duration horizon) {
  return expected_purchases(parameters, PurchaseHistory{}, horizon);
}

/// Probability that a new customer makes exactly so many repeat purchases within `horizon`, in
/// [0, 1].
template <ModelParameters P>
[[nodiscard]] double probability_of_purchases(const P& parameters,
                                              std::uint64_t purchases,
                                              Duration horizon);

/// As above, with the uncertainty of the fit by the delta method: on the log odds for the
/// probability, on the log for expectations, so that intervals stay within their range. Undefined
/// where the fit is not usable.
template <ModelParameters P, class E, std::size_t N>
[[nodiscard]] Estimate probability_alive(const PurchaseFit<P, E, N>& fit,
                                         const PurchaseHistory& history);

/// As above: expected purchases in (age, age + horizon] given the history.
template <ModelParameters P, class E, std::size_t N>
[[nodiscard]] Estimate expected_purchases(const PurchaseFit<P, E, N>& fit,
                                          const PurchaseHistory& history,
                                          Duration horizon);

/// As above: expected repeat purchases of a new customer in their first `horizon`.
template <ModelParameters P, class E, std::size_t N>
[[nodiscard]] Estimate expected_purchases(const PurchaseFit<P, E, N>& fit, Duration horizon) {
  return expected_purchases(fit, PurchaseHistory{}, horizon);
}

}  // namespace centricity::inline v0::loyalty
