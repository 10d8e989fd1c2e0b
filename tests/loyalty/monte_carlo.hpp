#pragma once

#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

/// Whether predictions are right on average in groups of simulated customers.
namespace monte_carlo {

/// Mean and standard error of what was seen minus what was predicted.
class Residuals {
 public:
  void add(double seen, double predicted) {
    const double residual = seen - predicted;
    n_ += 1.0;
    if (seen != 0.0) events_ += 1.0;
    sum_ += residual;
    squares_ += residual * residual;
  }

  [[nodiscard]] double n() const { return n_; }

  /// How often anything was seen.
  [[nodiscard]] double events() const { return events_; }

  /// The mean in standard errors.
  [[nodiscard]] double z() const {
    const double mean = sum_ / n_;
    if (squares_ == 0.0) return 0.0;
    return mean / std::sqrt((squares_ / n_ - mean * mean) / n_);
  }

 private:
  double n_ = 0.0;
  double events_ = 0.0;
  double sum_ = 0.0;
  double squares_ = 0.0;
};

/// Expects every group of at least 1,000 customers and 100 events, so that the error of the mean is
/// that of a normal deviate, within four standard errors of zero.
template <class Key>
void expect_unbiased(const std::map<Key, Residuals>& groups, const std::string& what) {
  std::size_t tested = 0;
  for (const auto& [key, residuals] : groups) {
    if (residuals.n() < 1000.0 || residuals.events() < 100.0) continue;
    ++tested;
    EXPECT_LT(std::abs(residuals.z()), 4.0)
        << what << ", group " << testing::PrintToString(key) << " of " << residuals.n();
  }
  EXPECT_GT(tested, 3u) << what;
}

/// Expects a share of n customers within four standard errors of a probability.
inline void expect_share(double count, double n, double probability, const std::string& what) {
  const double error = std::sqrt(probability * (1.0 - probability) / n);
  EXPECT_NEAR(count / n, probability, 4.0 * error) << what;
}

}  // namespace monte_carlo
