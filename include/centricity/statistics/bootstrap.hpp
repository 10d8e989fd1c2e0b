#pragma once

/// @file
/// Intervals by resampling, for statistics without a formula of their own.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// Which interval is read off the replicates.  Both look so much further into the tails that the
/// interval of a mean of few units is as wide as Student's (Hesterberg 2015).
enum class BootstrapInterval : std::uint8_t {
  percentile,  ///< Quantiles of the replicates.
  bca          ///< Bias-corrected and accelerated (Efron 1987); costs one more run per unit.
};

/// How replicates are drawn.
enum class Resampling : std::uint8_t {
  multinomial,  ///< n units with replacement.
  poisson       ///< Each unit Poisson(1) times: for data that arrive in parts.
};

/// How to bootstrap.  The seed is the caller's; the same seed gives the same bits on any executor.
struct BootstrapOptions {
  std::uint64_t seed = 1;                                      ///< Of the random numbers.
  int replicates = 2000;                                       ///< 50 or more.
  double level = 0.95;                                         ///< Coverage, in (0, 1).
  BootstrapInterval interval = BootstrapInterval::percentile;  ///< Which interval.
  Resampling resampling = Resampling::multinomial;             ///< How units are drawn.
};

/// A statistic with k results.  Called from any thread of the executor at the same time.
/// @param times   how often each unit counts, shape [units]; all 1 for the sample itself
/// @param results to be filled, shape [k]; absent, as they come, where undefined for this replicate
using Statistic =
    std::function<void(std::span<const double> times, std::span<std::optional<double>> results)>;

/// Replicates and what is read off them.
struct Bootstrap {
  std::vector<Estimate> estimates{};                ///< One a result, at the sample itself.
  std::vector<std::optional<double>> replicates{};  ///< replicates x k, row by row.
  std::vector<std::uint64_t> undefined{};           ///< Replicates without a value, one a result.
};

/// Resamples independent units (respondents, not answers).
///
/// An interval is given only if at most 5% of the replicates are undefined.
/// @param units   number of independent units
/// @param results number k of results
/// @return estimates undefined `too_few` below two units, `missing_input` where the sample itself
///         has no value.
/// @throws Error `invalid_argument` for fewer than 50 replicates or a bad level; `cancelled`.
/// @par Complexity replicates runs of the statistic; bca adds `units` runs.
/// @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13-14; Hesterberg (2015),
///      American Statistician 69, 371-386.
[[nodiscard]] CENTRICITY_EXPORT Bootstrap bootstrap(std::size_t units,
                                                    std::size_t results,
                                                    const Statistic& statistic,
                                                    const BootstrapOptions& options = {},
                                                    const Host& host = {});

}  // namespace centricity::inline v0::statistics
