#pragma once

/// @file
/// Least squares by QR, without an opinion about standard errors.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace centricity::inline v0::numeric {

/// Solution of min |A b - y|.
struct LeastSquares {
  std::vector<double> coefficients{};             ///< [columns]
  std::vector<double> residuals{};                ///< [rows], y - A b
  std::vector<double> leverage{};                 ///< [rows], diagonal of the hat matrix
  std::vector<double> inverse{};                  ///< (A'A)^-1, columns x columns
  double condition = 0.0;                         ///< Ratio of extreme diagonal entries of R.
  std::optional<std::size_t> redundant_column{};  ///< Set: rank deficient, nothing else is.
};

/// @param matrix rows x columns, column by column; rows >= columns >= 1
[[nodiscard]] LeastSquares solve_least_squares(std::span<const double> matrix,
                                               std::span<const double> right,
                                               std::size_t columns);

}  // namespace centricity::inline v0::numeric
