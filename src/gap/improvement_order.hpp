#pragma once

/// @file
/// Puts improvements in order, once their gains and the draws of these are known.

#include <optional>
#include <span>
#include <vector>

#include <centricity/gap/improvement_list.hpp>

namespace centricity::inline v0::gap {

/// @throws Error `invalid_argument` for options or costs out of range.
void check_improvement(const ImprovementOptions& options);
void check_improvement(const ImprovementTerms& terms,
                       const std::string& name,
                       const ImprovementOptions& options);

/// What closing a gap is worth.
[[nodiscard]] inline double gain_of(double shortfall, double weight) noexcept {
  return shortfall > 0.0 ? weight * shortfall : 0.0;
}

/// @param improvements with name, shortfall, weight, gain and terms
/// @param draws        of the gains, draws x improvements, row by row; absent where undefined
/// @param method       of the draws
[[nodiscard]] ImprovementList in_order(std::vector<Improvement> improvements,
                                       std::span<const std::optional<double>> draws,
                                       Method method,
                                       const ImprovementOptions& options);

}  // namespace centricity::inline v0::gap
