#pragma once

/// @file
/// Would another sample of customers have put the feature into the same class?

#include <array>
#include <cstdint>

#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/kano.hpp>

namespace centricity::inline v0::gap {

/// How to resample.
struct KanoStabilityOptions {
  std::uint64_t seed = 1;  ///< Of the random numbers.
  int replicates = 2000;   ///< 50 or more.
  KanoOptions kano{};      ///< How each replicate is analysed.
};

/// Share of replicates by class.
struct KanoStability {
  std::array<double, kano_categories> category{};       ///< In which it is a significant class.
  double no_class = 0.0;                                ///< In which Fong's test finds none.
  std::array<double, kano_categories> most_frequent{};  ///< In which it is the mode; ties split.
};

/// Share of replicates that say the same as the analysis: the same class, or no class.
[[nodiscard]] CENTRICITY_EXPORT double agreement(const KanoStability& stability,
                                                 const KanoAnalysis& analysis) noexcept;

/// Poisson bootstrap of the 25 cells (weights by matching two moments): its cost does not depend on
/// the number of respondents; same bits for any executor.
/// @throws Error `invalid_argument` for fewer than 50 replicates; `cancelled`.
[[nodiscard]] CENTRICITY_EXPORT KanoStability kano_stability(
    const KanoAnswers& answers, const KanoStabilityOptions& options = {}, const Host& host = {});

}  // namespace centricity::inline v0::gap
