#pragma once

/// @file
/// Scores of all customers at once, into memory of the caller.

#include <span>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// Where the scores go, place i for customer i; a span that is empty is not wanted.
struct ScoreSpans {
  std::span<double> alive{};      ///< Probability that they have not left, in (0, 1].
  std::span<double> purchases{};  ///< Expected purchases within the horizon, >= 0.
};

/// Scores every customer with known parameters: what `probability_alive` and `expected_purchases`
/// give one by one, but for rounding: by less than 1e-11 for up to 1,000 repeats. Without
/// uncertainty; with it: `forecast_customers`.
/// @param horizon from the end of observation; not looked at unless purchases are wanted
/// @throws Error `invalid_argument` if a span is neither empty nor as long as the histories, or for
///         what the functions of one customer refuse; `cancelled`. The spans then hold anything.
/// @par Complexity One expectation for each distinct (repeats, age), then a few operations a
/// customer; memory for the distinct pairs. (M)BG/CNBD-k: an expectation a customer. The same bits
/// for any executor.
CENTRICITY_EXPORT void score_customers(const PurchaseParameters& parameters,
                                       const PurchaseHistories& histories,
                                       Duration horizon,
                                       const ScoreSpans& scores,
                                       const Host& host = {});

}  // namespace centricity::inline v0::loyalty
