#pragma once

/// @file
/// Many comparisons at once: p-values that stay honest.

#include <span>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Holm's adjusted p-values: the chance of any false alarm among all tests stays below alpha if
/// those <= alpha are called significant.  Valid under any dependence.  O(n log n).
/// @throws Error `invalid_data` naming the row of a p-value outside [0, 1].
/// @see Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
[[nodiscard]] CENTRICITY_EXPORT std::vector<double> holm(std::span<const double> p_values);

/// Benjamini & Hochberg's adjusted p-values: the expected share of false alarms among those called
/// significant stays below alpha (independent or positively dependent tests).  O(n log n).
/// @see Benjamini & Hochberg (1995), JRSS B 57, 289-300.
[[nodiscard]] CENTRICITY_EXPORT std::vector<double> benjamini_hochberg(
    std::span<const double> p_values);

}  // namespace centricity::inline v0::statistics
