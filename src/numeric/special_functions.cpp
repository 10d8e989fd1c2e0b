#include "numeric/special_functions.hpp"

#include <cmath>
#include <numbers>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

namespace centricity::inline v0::numeric {
namespace {

using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::domain_error<boost::math::policies::ignore_error>>;

/// Stirling's series starts here: eight terms give 1e-17.
constexpr double stirling_from = 12.0;

/// log Gamma(x) - [(x - 1/2) log x - x + log(2 pi) / 2] for x >= stirling_from (DLMF 5.11.1).
double stirling_correction(double x) {
  const double y = 1.0 / (x * x);
  double series = 3617.0 / 122400.0 * -y + 1.0 / 156.0;
  series = series * y - 691.0 / 360360.0;
  series = series * y + 1.0 / 1188.0;
  series = series * y - 1.0 / 1680.0;
  series = series * y + 1.0 / 1260.0;
  series = series * y - 1.0 / 360.0;
  series = series * y + 1.0 / 12.0;
  return series / x;
}

/// log(1 + y) - y, which for small y is the difference of two nearly equal numbers.
double log1p_minus(double y) {
  if (std::abs(y) > 0.1) return std::log1p(y) - y;
  double power = -y * y;
  double sum = 0.0;
  for (int k = 2; k < 24; ++k) {
    sum += power / k;
    power *= -y;
  }
  return sum;
}

}  // namespace

double log_gamma(double x) { return boost::math::lgamma(x, Policy{}); }

double digamma(double x) { return boost::math::digamma(x, Policy{}); }

double trigamma(double x) { return boost::math::trigamma(x, Policy{}); }

double incomplete_beta(double a, double b, double x) {
  return boost::math::ibeta(a, b, x, Policy{});
}

double log_rising_factorial(double x, double n) {
  // Gamma(x + n) / Gamma(x) = [x (x+1) ... (x+k-1)] / [(x+n) ... (x+n+k-1)] Gamma(x+k+n) /
  // Gamma(x+k)
  double shifted = 0.0;
  for (; x < stirling_from; x += 1.0) {
    if (n <= 0.0) return shifted;
    if (n >= 1.0) {
      shifted += std::log(x);
      n -= 1.0;
    } else {
      shifted -= std::log1p(n / x);
    }
  }
  // (x + n - 1/2) log(x + n) - (x - 1/2) log x - n, arranged so that small n keeps its digits.
  const double y = n / x;
  return shifted + n * std::log(x + n) + x * log1p_minus(y) - 0.5 * std::log1p(y) +
         (stirling_correction(x + n) - stirling_correction(x));
}

double normal_quantile(double p) {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * p, Policy{});
}

double softplus(double x) {
  return x > 0.0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

double logistic(double x) {
  if (x >= 0.0) return 1.0 / (1.0 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1.0 + e);
}

double log1mexp(double x) {
  return x > -std::numbers::ln2 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

}  // namespace centricity::inline v0::numeric
