#include "gap/relative_importance.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "numeric/maximize.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double collinear = 1e-11;  // share of an attribute's variance left by the others

// Visits all subsets: with and without attribute `next`, given the choice for those before it.
// matrix holds the covariances of attributes next ... p-1 and the outcome, the chosen ones
// partialled out.
void visit(const std::vector<double>& matrix,
           std::size_t size,
           std::uint32_t subset,
           std::size_t next,
           double r_squared,
           std::vector<double>& results) {
  if (size == 1) {  // only the outcome is left
    results[subset] = r_squared;
    return;
  }
  const std::size_t rest = size - 1;
  std::vector<double> reduced(rest * rest);
  for (std::size_t i = 0; i < rest; ++i) {
    for (std::size_t j = 0; j < rest; ++j) reduced[i * rest + j] = matrix[(i + 1) * size + j + 1];
  }
  visit(reduced, rest, subset, next + 1, r_squared, results);

  const double pivot = matrix[0];
  double gain = 0.0;
  if (pivot > collinear) {
    for (std::size_t i = 0; i < rest; ++i) {
      const double factor = matrix[i + 1] / pivot;
      for (std::size_t j = 0; j < rest; ++j) reduced[i * rest + j] -= factor * matrix[j + 1];
    }
    gain = matrix[rest] * matrix[rest] / pivot;
  }
  visit(reduced, rest, subset | (1U << next), next + 1, r_squared + gain, results);
}

numeric::SymmetricEigen eigen_of(const Correlations& correlations, std::size_t p) {
  std::vector<double> among(p * p);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = 0; j < p; ++j) among[i * p + j] = correlations[i * (p + 1) + j];
  }
  return numeric::symmetric_eigen(among, p);
}

// Component of the outcome's correlations along a direction of the attributes.
double along_outcome(const std::vector<double>& direction, const Correlations& correlations) {
  const std::size_t p = direction.size();
  double along = 0.0;
  for (std::size_t j = 0; j < p; ++j) along += direction[j] * correlations[j * (p + 1) + p];
  return along;
}

}  // namespace

std::vector<double> r_squared_of_all_subsets(const Correlations& correlations,
                                             std::size_t attributes) {
  std::vector<double> results(std::size_t{1} << attributes, 0.0);
  visit(correlations, attributes + 1, 0, 0, 0.0, results);
  return results;
}

std::vector<double> lmg(std::span<const double> r_squared, std::size_t attributes) {
  // weight[k] = k! (p - k - 1)! / p!: the chance that exactly these k come before.
  std::vector<double> weight(attributes);
  for (std::size_t k = 0; k < attributes; ++k) {
    weight[k] = k == 0
                    ? 1.0 / static_cast<double>(attributes)
                    : weight[k - 1] * static_cast<double>(k) / static_cast<double>(attributes - k);
  }
  std::vector<double> value(attributes, 0.0);
  for (std::uint32_t subset = 0; subset < r_squared.size(); ++subset) {
    const auto members = static_cast<std::size_t>(std::popcount(subset));
    for (std::size_t j = 0; j < attributes; ++j) {
      const std::uint32_t with = subset | (1U << j);
      if (with != subset) value[j] += weight[members] * (r_squared[with] - r_squared[subset]);
    }
  }
  return value;
}

std::optional<std::vector<double>> johnson_weights(const Correlations& correlations,
                                                   std::size_t attributes) {
  const std::size_t p = attributes;
  const numeric::SymmetricEigen eigen = eigen_of(correlations, p);
  if (!(eigen.values.front() > collinear)) return std::nullopt;
  // Square root of the correlation matrix, and its inverse applied to the outcome's correlations.
  std::vector<double> root(p * p, 0.0);
  std::vector<double> beta(p, 0.0);
  for (std::size_t k = 0; k < p; ++k) {
    const std::vector<double>& vector = eigen.vectors[k];
    const double along = along_outcome(vector, correlations);
    const double length = std::sqrt(eigen.values[k]);
    for (std::size_t i = 0; i < p; ++i) {
      beta[i] += vector[i] * along / length;
      for (std::size_t j = 0; j < p; ++j) root[i * p + j] += vector[i] * vector[j] * length;
    }
  }
  std::vector<double> weight(p, 0.0);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t k = 0; k < p; ++k) {
      weight[i] += root[i * p + k] * root[i * p + k] * beta[k] * beta[k];
    }
  }
  return weight;
}

std::optional<std::vector<double>> standardized_slopes(const Correlations& correlations,
                                                       std::size_t attributes) {
  const numeric::SymmetricEigen eigen = eigen_of(correlations, attributes);
  if (!(eigen.values.front() > collinear)) return std::nullopt;
  std::vector<double> slope(attributes, 0.0);
  for (std::size_t k = 0; k < attributes; ++k) {
    const double length = along_outcome(eigen.vectors[k], correlations) / eigen.values[k];
    for (std::size_t i = 0; i < attributes; ++i) slope[i] += eigen.vectors[k][i] * length;
  }
  return slope;
}

}  // namespace centricity::inline v0::gap
