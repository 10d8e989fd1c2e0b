#pragma once

/// @file
/// Gamma-gamma log-likelihood of the mean spends of many customers, with gradient and Hessian.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <centricity/core/host.hpp>

#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::gamma_gamma {

/// Parameters, all > 0.
struct Shape {
  double p = 1.0;
  double q = 1.0;
  double gamma = 1.0;
};

/// Mean spend, > 0, of one customer over so many purchases, > 0.
struct Observed {
  double purchases = 1.0;
  double mean_spend = 1.0;
};

/// Log density of the mean spend, Fader & Hardie (2013) eq. (1a).
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// Expected spend per purchase given the history, eq. (5); with 0 purchases that of a random
/// customer. Infinite if p x + q <= 1.
[[nodiscard]] double expected_spend(const Shape& shape, const Observed& seen);

/// Derivatives of the log of it, where it is finite, in log (p, q, gamma).
[[nodiscard]] std::array<double, 3> expected_spend_gradient(const Shape& shape,
                                                            const Observed& seen);

/// The base, by number of purchases, so that gamma functions are worked out once for each.
class Likelihood {
 public:
  explicit Likelihood(std::vector<Observed> customers, const Host& host = {});

  /// By number of purchases, then by mean spend: the same for any order they came in.
  [[nodiscard]] std::span<const Observed> customers() const { return customers_; }

  /// Log-likelihood and its derivatives in (p, q, gamma). The same bits for any executor.
  void evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const;

 private:
  struct Purchases {
    double purchases = 0.0;
    double customers = 0.0;
    double sum_log_spend = 0.0;  ///< Of the mean spends.
  };

  struct Sums;
  [[nodiscard]] Sums sum_customers(const Shape& shape, std::size_t chunk) const;

  std::vector<Observed> customers_{};
  std::vector<Purchases> purchases_{};
};

}  // namespace centricity::inline v0::loyalty::gamma_gamma
