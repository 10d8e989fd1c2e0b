#include "numeric/maximize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Eigenvalues>

namespace centricity::inline v0::numeric {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The best step of length at most `radius` for the model g's + s'Hs / 2 to be maximised.
///
/// In the eigenvectors of -H (values `curvature`, ascending) the step is g_i / (curvature_i +
/// shift) with the smallest shift >= 0 that makes the model concave and the step short enough.
Vector trust_region_step(const Vector& gradient, const Vector& curvature, double radius) {
  const auto step_at = [&](double shift) -> Vector {
    return (gradient.array() / (curvature.array() + shift)).matrix();
  };
  const double scale = std::max(curvature.cwiseAbs().maxCoeff(), 1e-300);
  const double floor = 1e-14 * scale;
  double low = std::max(0.0, floor - curvature(0));
  Vector step = step_at(low);
  if (step.norm() <= radius) {
    if (curvature(0) < floor) {  // Saddle or flat: go to the edge along the weakest direction.
      const double missing = radius * radius - step.squaredNorm() + step(0) * step(0);
      step(0) = std::copysign(std::sqrt(std::max(missing, 0.0)), gradient(0));
    }
    return step;
  }
  double high = low + gradient.norm() / radius;
  for (int i = 0; i < 80 && high - low > 1e-12 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (step_at(middle).norm() > radius ? low : high) = middle;
  }
  return step_at(high);
}

double largest_component(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

bool finite(const Derivatives& at) {
  const auto all = [](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  };
  return std::isfinite(at.value) && all(at.gradient) && all(at.hessian);
}

}  // namespace

Maximum maximize(const Objective& objective,
                 std::span<const double> start,
                 const MaximizeOptions& options) {
  const std::size_t order = start.size();
  const auto n = static_cast<Eigen::Index>(order);
  Maximum best{.point{start.begin(), start.end()}, .at = Derivatives(order)};
  objective(best.point, best.at);
  if (!finite(best.at)) return best.stop = Stop::not_finite, best;

  Derivatives trial(order);
  std::vector<double> trial_point(order);
  double radius = std::min(1.0, options.max_step);
  for (;;) {
    best.gradient_norm = largest_component(best.at.gradient);
    if (best.gradient_norm <= options.gradient_tolerance) return best.stop = Stop::converged, best;
    const Eigen::Map<const Matrix> hessian(best.at.hessian.data(), n, n);
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(-hessian);
    const Vector gradient =
        eigen.eigenvectors().transpose() * Eigen::Map<const Vector>(best.at.gradient.data(), n);

    for (bool accepted = false; !accepted;) {
      if (best.iterations == options.max_iterations) {
        return best.stop = Stop::iteration_limit, best;
      }
      ++best.iterations;
      const Vector step = trust_region_step(gradient, eigen.eigenvalues(), radius);
      const double promised =
          gradient.dot(step) - 0.5 * (eigen.eigenvalues().array() * step.array().square()).sum();
      const Vector moved = eigen.eigenvectors() * step;
      for (std::size_t i = 0; i < order; ++i) {
        trial_point[i] = best.point[i] + moved(static_cast<Eigen::Index>(i));
      }
      objective(trial_point, trial);

      const double length = step.norm();
      const double noise =
          64.0 * std::numeric_limits<double>::epsilon() * std::max(1.0, std::abs(best.at.value));
      const double gained =
          finite(trial) ? trial.value - best.at.value : -std::numeric_limits<double>::infinity();
      if (promised <= noise && gained >= -noise) {
        // Rounding hides the gain; the gradient still tells which point is better.
        if (largest_component(trial.gradient) >= best.gradient_norm) {
          best.stop = best.gradient_norm <= 1e3 * options.gradient_tolerance ? Stop::converged
                                                                             : Stop::stalled;
          return best;
        }
        accepted = true;
      } else {
        accepted = gained > 1e-4 * promised;
        if (gained < 0.25 * promised) {
          radius = 0.25 * length;
        } else if (gained > 0.75 * promised && length > 0.9 * radius) {
          radius = std::min(2.0 * radius, options.max_step);
        }
        if (!accepted && radius < 1e-12) return best.stop = Stop::stalled, best;
      }
    }
    std::swap(best.at, trial);
    std::swap(best.point, trial_point);
  }
}

SymmetricEigen symmetric_eigen(std::span<const double> matrix, std::size_t order) {
  const auto n = static_cast<Eigen::Index>(order);
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(Eigen::Map<const Matrix>(matrix.data(), n, n));
  SymmetricEigen result;
  for (Eigen::Index i = 0; i < n; ++i) {
    result.values.push_back(eigen.eigenvalues()(i));
    const Vector column = eigen.eigenvectors().col(i);
    result.vectors.emplace_back(column.data(), column.data() + n);
  }
  return result;
}

}  // namespace centricity::inline v0::numeric
