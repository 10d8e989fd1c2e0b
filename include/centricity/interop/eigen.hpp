#pragma once

/// @file
/// Eigen views of the library's spans, without a copy. Link `centricity::eigen`.
///
/// The views are made in the caller's own translation unit: no Eigen type crosses into the
/// compiled library, so the caller may use any version of Eigen and any vector flags.

#include <span>

#include <Eigen/Core>

namespace centricity::inline v0::interop {

/// A read-only column vector over `values`, which must outlive it.
[[nodiscard]] inline Eigen::Map<const Eigen::VectorXd> as_eigen(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

/// A column vector over `values`, which must outlive it; writing to it writes to `values`.
[[nodiscard]] inline Eigen::Map<Eigen::VectorXd> as_writable_eigen(std::span<double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

}  // namespace centricity::inline v0::interop
