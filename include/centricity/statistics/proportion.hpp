#pragma once

/// @file
/// Shares with intervals that hold also for small samples and shares near 0 or 1.

#include <cstdint>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Which interval a share gets.
enum class ProportionInterval : std::uint8_t {
  wald,           ///< p +- z sqrt(p(1-p)/n): for comparison with others only; too short near 0, 1.
  adjusted_wald,  ///< Agresti & Coull (1998): Wald about the centre of Wilson's interval.
  score           ///< Wilson (1927): the default; never leaves [0, 1].
};

/// How a share is estimated.
struct ProportionOptions {
  ProportionInterval interval = ProportionInterval::score;  ///< Which interval.
  double level = 0.95;                                      ///< Coverage, in (0, 1).
};

/// The share of `successes` among `n`.
/// @return undefined `too_few` if n is 0.  The standard error is sqrt(p(1-p)/n).
/// @throws Error `invalid_argument` if successes > n or the level is not in (0, 1).
/// @see Wilson (1927), JASA 22, 209-212; Agresti & Coull (1998), American Statistician 52, 119-126.
[[nodiscard]] CENTRICITY_EXPORT Estimate proportion(std::uint64_t successes,
                                                    std::uint64_t n,
                                                    const ProportionOptions& options = {});

/// A share known from a weighted or clustered sample, with the interval of a simple random sample
/// of `effective_n` rows (see DesignEstimate).
/// @param share in [0, 1]
/// @param effective_n > 0; may be fractional
/// @param n rows behind it, for the record
[[nodiscard]] CENTRICITY_EXPORT Estimate proportion_of_effective(
    double share, double effective_n, std::uint64_t n, const ProportionOptions& options = {});

}  // namespace centricity::inline v0::statistics
