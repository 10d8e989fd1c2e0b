#pragma once

/// @file
/// Estimates from moments, for those who have read the columns themselves.

#include <cstdint>

#include <centricity/core/estimate.hpp>

namespace centricity::inline v0::statistics {

/// Cronbach's alpha with Feldt's interval, as `cronbach_alpha`.
/// @param parts            items
/// @param sum_of_variances of the items
/// @param variance_of_sum  of the sum of the items
[[nodiscard]] Estimate alpha_estimate(
    double parts, double sum_of_variances, double variance_of_sum, std::uint64_t n, double level);

/// Pearson's correlation with Fisher's interval, as `pearson_correlation`.
[[nodiscard]] Estimate pearson_estimate(double correlation,
                                        double effective_n,
                                        std::uint64_t n,
                                        double level);

}  // namespace centricity::inline v0::statistics
