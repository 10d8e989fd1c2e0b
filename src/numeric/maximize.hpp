#pragma once

/// @file
/// Maximum of a smooth function of a few parameters: Newton steps inside a trust region.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace centricity::inline v0::numeric {

/// A function's value, gradient [n] and Hessian [n * n, row by row, symmetric] at one point.
struct Derivatives {
  double value = 0.0;
  std::vector<double> gradient{};
  std::vector<double> hessian{};

  explicit Derivatives(std::size_t parameters = 0)
      : gradient(parameters), hessian(parameters * parameters) {}
};

/// Fills `out` (of the right size, not zeroed) at a point. A point outside the domain is answered
/// with a value that is not finite; the search then shortens its step. What it throws (say, because
/// the host wants to stop) passes through.
using Objective = std::function<void(std::span<const double> at, Derivatives& out)>;

/// How to search. The objective is taken to be of the order of one (a log-likelihood divided by the
/// number of observations), so that the tolerance means the same for every sample size.
struct MaximizeOptions {
  int max_iterations = 200;           ///< Newton steps tried before giving up.
  double gradient_tolerance = 1e-10;  ///< Converged when no component of the gradient exceeds it.
  double max_step = 2.0;              ///< No step is longer, whatever the model promises.
};

/// Why the search ended.
enum class Stop { converged, iteration_limit, stalled, not_finite };

/// Where the search ended.
struct Maximum {
  std::vector<double> point{};
  Derivatives at{};            ///< The objective there.
  double gradient_norm = 0.0;  ///< Largest absolute component of the gradient.
  int iterations = 0;          ///< Steps tried; one evaluation each, and one at the start.
  Stop stop = Stop::not_finite;
};

/// Climbs from `start` to a local maximum.
///
/// Each step solves the trust-region problem exactly in the eigenvectors of the Hessian, so that a
/// direction of positive curvature is climbed rather than inverted.
/// @par Complexity One evaluation and O(n^3) a step; near the maximum the digits double each step.
/// @see Nocedal & Wright (2006), Numerical Optimization, algorithms 4.1 and 4.3.
[[nodiscard]] Maximum maximize(const Objective& objective,
                               std::span<const double> start,
                               const MaximizeOptions& options = {});

/// Eigenvalues and eigenvectors of a symmetric matrix.
struct SymmetricEigen {
  std::vector<double> values{};                ///< [n], ascending.
  std::vector<std::vector<double>> vectors{};  ///< vectors[i] belongs to values[i]; length one.
};

/// @param matrix order * order, row by row
[[nodiscard]] SymmetricEigen symmetric_eigen(std::span<const double> matrix, std::size_t order);

}  // namespace centricity::inline v0::numeric
