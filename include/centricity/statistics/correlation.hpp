#pragma once

/// @file
/// How closely two columns go together.

#include <span>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Pearson's correlation of two columns of shape [n], optionally weighted; rows with a NaN in
/// either are left out.  Interval by Fisher's z with the effective sample size; O(n).
/// @return undefined `too_few` below 3 complete rows, `no_variation` if a column is constant; no
///         interval below an effective 4 rows or at exactly +-1.
/// @throws Error `incompatible` if lengths differ, `invalid_data` naming an infinite answer or a
///         bad weight.
[[nodiscard]] CENTRICITY_EXPORT Estimate pearson_correlation(std::span<const double> x,
                                                             std::span<const double> y,
                                                             std::span<const double> weights = {},
                                                             double level = 0.95);

/// Spearman's rank correlation (mid-ranks); interval with the standard error of Fisher's z by
/// Bonett & Wright (2000), Psychometrika 65, 23-28.  O(n log n).  Errors as above.
[[nodiscard]] CENTRICITY_EXPORT Estimate spearman_correlation(std::span<const double> x,
                                                              std::span<const double> y,
                                                              double level = 0.95);

/// Kendall's tau-b by Knight's algorithm; interval by Bonett & Wright (2000).  O(n log n).
/// @see Knight (1966), JASA 61, 436-439.  Errors as above.
[[nodiscard]] CENTRICITY_EXPORT Estimate kendall_tau_b(std::span<const double> x,
                                                       std::span<const double> y,
                                                       double level = 0.95);

}  // namespace centricity::inline v0::statistics
