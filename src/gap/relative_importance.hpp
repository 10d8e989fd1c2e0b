#pragma once

/// @file
/// R^2 divided among attributes, from their correlations alone.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace centricity::inline v0::gap {

/// Correlations of p attributes and the outcome, (p + 1) x (p + 1); the outcome is last.
using Correlations = std::vector<double>;

/// R^2 of the regression on every subset of the attributes; bit j of the position is attribute j.
/// An attribute that the others determine adds nothing.
[[nodiscard]] std::vector<double> r_squared_of_all_subsets(const Correlations& correlations,
                                                           std::size_t attributes);

/// Shapley values of R^2, from the R^2 of all subsets.
[[nodiscard]] std::vector<double> lmg(std::span<const double> r_squared, std::size_t attributes);

/// Johnson's relative weights; absent if the attributes are collinear.
[[nodiscard]] std::optional<std::vector<double>> johnson_weights(const Correlations& correlations,
                                                                 std::size_t attributes);

/// Slopes of the regression of the outcome on all attributes, all of variance 1; absent if the
/// attributes are collinear.
[[nodiscard]] std::optional<std::vector<double>> standardized_slopes(
    const Correlations& correlations, std::size_t attributes);

}  // namespace centricity::inline v0::gap
