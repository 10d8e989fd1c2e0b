#include "numeric/least_squares.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>

namespace centricity::inline v0::numeric {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

std::vector<double> to_vector(const Vector& v) { return {v.data(), v.data() + v.size()}; }

}  // namespace

LeastSquares solve_least_squares(std::span<const double> matrix,
                                 std::span<const double> right,
                                 std::size_t columns) {
  const auto rows = static_cast<Eigen::Index>(right.size());
  const auto cols = static_cast<Eigen::Index>(columns);
  const Eigen::Map<const Matrix> a(matrix.data(), rows, cols);
  const Eigen::Map<const Vector> y(right.data(), rows);

  // Columns of length one, so that the rank test does not depend on units.
  Vector length = a.colwise().norm().transpose();
  LeastSquares result;
  for (Eigen::Index j = 0; j < cols; ++j) {
    if (length[j] == 0.0) {
      result.redundant_column = static_cast<std::size_t>(j);
      return result;
    }
  }
  const Matrix scaled = a * length.cwiseInverse().asDiagonal();
  Eigen::ColPivHouseholderQR<Matrix> qr(scaled);
  qr.setThreshold(1e-11);
  if (qr.rank() < cols) {
    result.redundant_column = static_cast<std::size_t>(qr.colsPermutation().indices()[qr.rank()]);
    return result;
  }
  const Vector b = length.cwiseInverse().cwiseProduct(qr.solve(y));
  const Matrix r = qr.matrixR().topLeftCorner(cols, cols).triangularView<Eigen::Upper>();
  result.condition = std::abs(r(0, 0) / r(cols - 1, cols - 1));

  const Matrix permuted_inverse =
      r.triangularView<Eigen::Upper>().solve(Matrix::Identity(cols, cols));
  const Matrix root =
      length.cwiseInverse().asDiagonal() * (qr.colsPermutation() * permuted_inverse);
  const Matrix inverse = root * root.transpose();
  const Matrix q = qr.householderQ() * Matrix::Identity(rows, cols);

  result.coefficients = to_vector(b);
  result.residuals = to_vector(y - a * b);
  result.leverage = to_vector(q.rowwise().squaredNorm());
  result.inverse.assign(inverse.data(), inverse.data() + inverse.size());
  return result;
}

}  // namespace centricity::inline v0::numeric
