#include "loyalty/race.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Rates further apart than this, as 1 - smaller / larger, need too many terms of the series.
constexpr double far_apart = 0.95;

/// Sums stop where what is left of them is smaller than this part.
constexpr double negligible = 1e-18;

/// F(1, b; c; z) - 1 for 0 < b < c, 0 <= z < 1: positive terms that fall at least as fast as z^k.
double gauss(double b, double c, double z) {
  double term = 1.0;
  double sum = 0.0;
  for (double k = 0.0; term > negligible * (1.0 - z); k += 1.0) {
    term *= z * (b + k) / (c + k);
    sum += term;
  }
  return sum;
}

/// F(1, b; c; z) - 1 and the derivatives.
struct Gauss {
  double value = 0.0;
  double b = 0.0, c = 0.0, z = 0.0;
  double bb = 0.0, bc = 0.0, cc = 0.0, bz = 0.0, cz = 0.0, zz = 0.0;
};

/// In each sum all terms have the same sign.
Gauss gauss_with_derivatives(double b, double c, double z) {
  Gauss sum;
  // The k-th coefficient times z^(k - 1), and its derivatives in b and c.
  double e = 1.0, eb = 0.0, ec = 0.0, ebb = 0.0, ebc = 0.0, ecc = 0.0;
  double power = 1.0;
  for (double k = 0.0; e * (k + 1.0) * (k + 1.0) > negligible * (1.0 - z);) {
    const double inverse = 1.0 / (c + k);
    const double factor = (b + k) * inverse * power;
    const double step = inverse * power;
    ecc = factor * (ecc + 2.0 * inverse * (e * inverse - ec));
    ebc = factor * (ebc - eb * inverse) + step * (ec - e * inverse);
    ebb = factor * ebb + 2.0 * step * eb;
    ec = factor * (ec - e * inverse);
    eb = factor * eb + step * e;
    sum.zz += k * (k + 1.0) * e * (b + k) * inverse;
    e *= factor;
    power = z;
    k += 1.0;
    sum.value += e;
    sum.b += eb;
    sum.c += ec;
    sum.bb += ebb;
    sum.bc += ebc;
    sum.cc += ecc;
    sum.z += k * e;
    sum.bz += k * eb;
    sum.cz += k * ec;
  }
  for (double* total : {&sum.value, &sum.b, &sum.c, &sum.bb, &sum.bc, &sum.cc}) *total *= z;
  return sum;
}

/// P = s / (s + n) F(1, n; n + s + 1; z) where the second is slower, or else
/// s / (s + n) ratio F(1, s + 1; n + s + 1; z); z = 1 - ratio, ratio of smaller to larger rate.
LogFirst series(double s, double n, double z, bool slower) {
  const Gauss f = gauss_with_derivatives(slower ? n : s + 1.0, n + s + 1.0, z);
  const double ratio = 1.0 - z;
  const double inverse = 1.0 / (1.0 + f.value);
  const double turn = (slower ? ratio : -ratio) * inverse;  // From z to y = log(second / first).
  const double b = f.b * inverse;
  const double c = f.c * inverse;
  const double y = f.z * turn;
  const double bb = f.bb * inverse - b * b;
  const double bc = f.bc * inverse - b * c;
  const double cc = f.cc * inverse - c * c;
  const double by = f.bz * turn - b * y;
  const double cy = f.cz * turn - c * y;
  const double yy = (f.zz * ratio - f.z) * ratio * inverse - y * y;
  // b holds one of the shapes, c both; `in` is the place of the one in b.
  const std::size_t in = slower ? 1 : 0;
  const std::size_t out = 1 - in;
  const double sum = 1.0 / (s + n);
  LogFirst result{.value = std::log1p(f.value) - std::log1p(n / s)};
  if (!slower) result.value += std::log1p(-z);
  result.gradient[in] = b + c;
  result.gradient[out] = c;
  result.gradient[2] = y + (slower ? 0.0 : 1.0);
  result.gradient[0] += n / s * sum;
  result.gradient[1] -= sum;
  auto& hessian = result.hessian;
  hessian[4 * in] = bb + 2.0 * bc + cc;
  hessian[4 * out] = cc;
  hessian[1] = hessian[3] = bc + cc + sum * sum;
  hessian[0] += sum * sum - 1.0 / (s * s);
  hessian[4] += sum * sum;
  hessian[3 * in + 2] = hessian[6 + in] = by + cy;
  hessian[3 * out + 2] = hessian[6 + out] = cy;
  hessian[8] = yy;
  return result;
}

/// Sums over the nodes of a quadrature, with p = 1 - q = logistic(u), and l the chance that the
/// first comes last.
struct Moments {
  double all = 0.0;
  double p = 0.0, q = 0.0, l = 0.0;                                   ///< Of log p, log q, l, ...
  double pp = 0.0, pq = 0.0, qq = 0.0, pl = 0.0, ql = 0.0, ll = 0.0;  ///< ... and their products.

  void add(double weight, double log_p, double log_q, double last) {
    all += weight;
    p += weight * log_p;
    q += weight * log_q;
    l += weight * last;
    pp += weight * log_p * log_p;
    pq += weight * log_p * log_q;
    qq += weight * log_q * log_q;
    pl += weight * log_p * last;
    ql += weight * log_q * last;
    ll += weight * last * last;
  }

  /// All nodes beyond u, at a distance h: weights fall as exp(-rate u), log_q is -u.
  void add_tail(double weight, double u, double h, double rate) {
    const double rest = -std::expm1(-rate * h);
    const double ratio = 1.0 - rest;
    const double zeroth = weight * ratio / rest;
    const double first = zeroth / rest * h;
    const double second = first * (1.0 + ratio) / rest * h;
    all += zeroth;
    q -= u * zeroth + first;
    qq += u * u * zeroth + 2.0 * u * first + second;
  }
};

double log_beta(double s, double n) {
  const double smaller = std::min(s, n);
  return numeric::log_gamma(smaller) - numeric::log_rising_factorial(std::max(s, n), smaller);
}

/// log E[logistic(U + y)], U the log odds of Beta(s, n), by the trapezoidal rule: the integrand is
/// smooth, has one peak and falls exponentially on both sides, so that the rule converges
/// geometrically whatever y.
LogFirst quadrature(double s, double n, double y) {
  const double spread_s = numeric::trigamma(s);
  const double spread_n = numeric::trigamma(n);
  const double h = 0.25 * std::min(1.0, std::sqrt(spread_s + spread_n));
  const double middle = std::log((s + 0.5) / n);
  double scale = 0.0;  // Of the integrand at the middle: may be far below what exp can hold.
  Moments sums;
  const auto add = [&](double u) {
    const double tail = std::log1p(std::exp(-std::abs(u)));
    const double log_p = std::min(u, 0.0) - tail;
    const double log_q = std::min(-u, 0.0) - tail;
    const double e = std::exp(-std::abs(u + y));
    const double last = (u + y > 0.0 ? e : 1.0) / (1.0 + e);
    const double log_weight = s * log_p + n * log_q + std::min(u + y, 0.0) - std::log1p(e);
    if (u == middle) scale = log_weight;
    const double weight = std::exp(log_weight - scale);
    sums.add(weight, log_p, log_q, last);
    return weight;
  };
  const double exponential_from = 40.0 + std::log1p(s) + std::max(0.0, -y);
  for (double u = middle;; u += h) {
    const double weight = add(u);
    if (weight <= negligible * sums.all * -std::expm1(-n * h)) break;
    if (u > exponential_from) {
      sums.add_tail(weight, u, h, n);
      break;
    }
  }
  for (double u = middle - h; add(u) > negligible * sums.all;) u -= h;
  const double p = sums.p / sums.all;
  const double q = sums.q / sums.all;
  const double l = sums.l / sums.all;
  const double both = numeric::digamma(s + n);
  const double spread = numeric::trigamma(s + n);
  const double pq = sums.pq / sums.all - p * q + spread;
  const double pl = sums.pl / sums.all - p * l;
  const double ql = sums.ql / sums.all - q * l;
  LogFirst result{.value = scale + std::log(sums.all * h) - log_beta(s, n)};
  result.gradient = {p - (numeric::digamma(s) - both), q - (numeric::digamma(n) - both), l};
  result.hessian[0] = sums.pp / sums.all - p * p - (spread_s - spread);
  result.hessian[4] = sums.qq / sums.all - q * q - (spread_n - spread);
  result.hessian[8] = 2.0 * sums.ll / sums.all - l * l - l;
  result.hessian[1] = result.hessian[3] = pq;
  result.hessian[2] = result.hessian[6] = pl;
  result.hessian[5] = result.hessian[7] = ql;
  return result;
}

struct Distance {
  bool slower = true;  ///< Of the second.
  double z = 0.0;      ///< 1 - ratio of smaller to larger rate.
};

Distance distance(const Wait& first, const Wait& second, double difference) {
  const bool slower = difference >= 0.0;
  return {slower, slower ? difference / second.rate : -difference / first.rate};
}

}  // namespace

double log_first(const Wait& first, const Wait& second, double difference) {
  const auto [slower, z] = distance(first, second, difference);
  const double s = first.shape;
  const double n = second.shape;
  if (z > far_apart) return quadrature(s, n, std::log(second.rate / first.rate)).value;
  const double even = -std::log1p(n / s);
  return slower ? even + std::log1p(gauss(n, n + s + 1.0, z))
                : even + std::log1p(gauss(s + 1.0, n + s + 1.0, z)) + std::log1p(-z);
}

LogFirst log_first_with_derivatives(const Wait& first, const Wait& second, double difference) {
  const auto [slower, z] = distance(first, second, difference);
  return z > far_apart ? quadrature(first.shape, second.shape, std::log(second.rate / first.rate))
                       : series(first.shape, second.shape, z, slower);
}

}  // namespace centricity::inline v0::loyalty
