#pragma once

/// @file
/// How unevenly something (spend, attention, value) is spread over parties.

#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Concentration of amounts over parties.  Descriptive: exact for the parties given.
struct Concentration {
  Estimate gini{};              ///< 0 all equal ... (n−1)/n one has all.
  Estimate herfindahl{};        ///< Sum of squared shares, 1/n ... 1 (Herfindahl-Hirschman index).
  Estimate effective_number{};  ///< 1 / herfindahl: equal parties that would be as concentrated.
};

/// @param amounts one a party, finite and >= 0, shape [n]; order is irrelevant
/// @return undefined `too_few` without parties, `division_by_zero` if all amounts are 0.
/// @throws Error `invalid_data` naming the row of a negative or non-finite amount.
/// @par Complexity O(n log n).
[[nodiscard]] CENTRICITY_EXPORT Concentration concentration(std::span<const double> amounts);

/// Share of the total held by the top `fraction` of the parties; a party cut by the fraction counts
/// in part.  Errors as above, `invalid_argument` if fraction is not in [0, 1].
[[nodiscard]] CENTRICITY_EXPORT Estimate top_share(std::span<const double> amounts,
                                                   double fraction);

/// One point of the Lorenz curve.
struct LorenzPoint {
  double parties = 0.0;  ///< Poorest share of the parties, in [0, 1].
  double amount = 0.0;   ///< Their share of the total, in [0, 1].
};

/// The Lorenz curve at `points` + 1 equally spaced shares of parties, from (0, 0) to (1, 1).
/// @return empty if there is no party or the total is 0.
[[nodiscard]] CENTRICITY_EXPORT std::vector<LorenzPoint> lorenz_curve(
    std::span<const double> amounts, int points = 100);

}  // namespace centricity::inline v0::statistics
