#include <algorithm>
#include <cmath>

#include "loyalty/pareto_nbd_kernels.hpp"
#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {
namespace {

using numeric::log_rising_factorial;
using numeric::softplus;

/// The integral over [0, horizon] of t^(m - 1) (1 + t)^-c (1 + t / beta)^-q, m >= 1, in the
/// variable u = log odds of t / horizon: there the integrand is smooth, has one peak and falls
/// exponentially on both sides, so that the trapezoidal rule converges geometrically.
class Integral {
 public:
  Integral(double m, double c, double q, double beta, double horizon)
      : m_{m}, c_{c}, q_{q}, beta_{beta}, horizon_{horizon}, log_horizon_{std::log(horizon)} {}

  [[nodiscard]] double log() const {
    const double peak = find_peak();
    const At top = at(peak);
    // Sixty digits of a normal distribution; or as far as poles at +-i pi allow.
    const double h = std::min(0.25, 0.6 / std::sqrt(top.curvature));
    double sum = 1.0;
    const auto add = [&](double step) {
      for (double u = peak + step;; u += step) {
        const At here = at(u);
        const double term = std::exp(here.log - top.log);
        sum += term;
        if (term <= 1e-17 * sum * h * std::min(1.0, std::abs(here.slope))) return;
      }
    };
    add(h);
    add(-h);
    return top.log + std::log(h * sum);
  }

 private:
  struct At {
    double log = 0.0;  ///< Of the integrand.
    double slope = 0.0;
    double curvature = 0.0;  ///< Minus the second derivative; right at the peak alone.
  };

  /// m less the powers of the two factors that fall; falls with t.
  [[nodiscard]] double power(double t) const {
    return m_ - c_ * t / (1.0 + t) - q_ * t / (beta_ + t);
  }

  /// The slope is (1 - p) power - p for p = t / horizon, so that its sign changes once.
  [[nodiscard]] double find_peak() const {
    double above = std::log(m_);
    double below = above - std::log1p(horizon_ * (c_ + q_ / beta_));
    while (above - below > 1e-3) {
      const double middle = 0.5 * (above + below);
      (power(horizon_ * numeric::logistic(middle)) > std::exp(middle) ? below : above) = middle;
    }
    return above;
  }

  [[nodiscard]] At at(double u) const {
    const double e = std::exp(-std::abs(u));
    const double larger = 1.0 / (1.0 + e);
    const double p = u > 0.0 ? larger : e * larger;
    const double rest = u > 0.0 ? e * larger : larger;
    const double tail = std::log1p(e);
    const double t = horizon_ * p;
    const double a = t / (1.0 + t);
    const double b = t / (beta_ + t);
    return {m_ * (log_horizon_ - tail + std::min(u, 0.0)) - c_ * std::log1p(t) -
                q_ * std::log1p(t / beta_) - tail - std::max(u, 0.0),
            rest * power(t) - p,
            p + rest * rest * (c_ * a * (1.0 - a) + q_ * b * (1.0 - b))};
  }

  double m_, c_, q_, beta_, horizon_, log_horizon_;
};

}  // namespace

double probability_of_count(const Shape& today, double n, double horizon) {
  const auto& [r, alpha, s, beta] = today;
  if (horizon == 0.0) return n == 0.0 ? 1.0 : 0.0;
  const double ways = log_rising_factorial(r, n) - log_rising_factorial(1.0, n);
  const double stays = ways - r * std::log1p(horizon / alpha) - s * std::log1p(horizon / beta) -
                       (n > 0.0 ? n * std::log1p(alpha / horizon) : 0.0);
  // Or leaves after the n-th, at any time: times are in multiples of alpha.
  const Integral leaving{n + 1.0, r + n, s + 1.0, beta / alpha, horizon / alpha};
  return std::exp(stays) + std::exp(ways + std::log(s * (alpha / beta)) + leaving.log());
}

double probability_of_at_least(const Shape& today, double n, double horizon) {
  const auto& [r, alpha, s, beta] = today;
  if (horizon == 0.0) return 0.0;
  // The density of the time of the n-th purchase, for somebody who is still there.
  const double ways = log_rising_factorial(r, n) - log_rising_factorial(1.0, n - 1.0);
  return std::exp(ways + Integral{n, r + n, s, beta / alpha, horizon / alpha}.log());
}

}  // namespace centricity::inline v0::loyalty::pareto_nbd
