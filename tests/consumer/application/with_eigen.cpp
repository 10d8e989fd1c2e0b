// Eigen of the application's own, compiled with the application's flags.

#include <vector>

#include <Eigen/Cholesky>

#include <centricity/interop/eigen.hpp>

bool works_with_eigen() {
  const std::vector<double> values(64, 2.0);
  double sum = 0.0;
  for (int n = 1; n <= 64; ++n) {
    const Eigen::MatrixXd twice = 2.0 * Eigen::MatrixXd::Identity(n, n);
    const Eigen::VectorXd ones = twice.ldlt().solve(centricity::interop::as_eigen(values).head(n));
    sum += ones.sum();
  }
  return sum == 64.0 * 65.0 / 2.0;
}
