#include "numeric/distributions.hpp"

#include <cmath>

#include <centricity/statistics/distributions.hpp>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::statistics {
namespace {

bool positive(double x) { return x > 0.0 && std::isfinite(x); }

bool not_negative(double x) { return x >= 0.0 && std::isfinite(x); }

bool inside(double p) { return p > 0.0 && p < 1.0; }

std::optional<double> finite(double x) {
  return std::isfinite(x) ? std::optional<double>{x} : std::nullopt;
}

}  // namespace

std::optional<double> normal_tail(double z) {
  if (!std::isfinite(z)) return std::nullopt;
  return numeric::normal_tail(z);
}

std::optional<double> normal_quantile(double p) {
  if (!inside(p)) return std::nullopt;
  return finite(numeric::normal_quantile(p));
}

std::optional<double> student_t_tail(double t, double degrees_of_freedom) {
  if (!std::isfinite(t) || !(degrees_of_freedom > 0.0)) return std::nullopt;
  return finite(numeric::student_t_tail(t, degrees_of_freedom));
}

std::optional<double> student_t_quantile(double p, double degrees_of_freedom) {
  if (!inside(p) || !(degrees_of_freedom > 0.0)) return std::nullopt;
  return finite(numeric::student_t_quantile(p, degrees_of_freedom));
}

std::optional<double> chi_square_tail(double x, double degrees_of_freedom) {
  if (!not_negative(x) || !positive(degrees_of_freedom)) return std::nullopt;
  return finite(numeric::chi_square_tail(x, degrees_of_freedom));
}

std::optional<double> chi_square_quantile(double p, double degrees_of_freedom) {
  if (!inside(p) || !positive(degrees_of_freedom)) return std::nullopt;
  return finite(numeric::chi_square_quantile(p, degrees_of_freedom));
}

std::optional<double> f_tail(double x, double numerator_degrees, double denominator_degrees) {
  if (!not_negative(x) || !positive(numerator_degrees) || !positive(denominator_degrees)) {
    return std::nullopt;
  }
  return finite(numeric::f_tail(x, numerator_degrees, denominator_degrees));
}

std::optional<double> f_quantile(double p, double numerator_degrees, double denominator_degrees) {
  if (!inside(p) || !positive(numerator_degrees) || !positive(denominator_degrees)) {
    return std::nullopt;
  }
  return finite(numeric::f_quantile(p, numerator_degrees, denominator_degrees));
}

std::optional<double> beta_tail(double x, double a, double b) {
  if (!(x >= 0.0 && x <= 1.0) || !positive(a) || !positive(b)) return std::nullopt;
  return finite(numeric::beta_tail(x, a, b));
}

std::optional<double> beta_quantile(double p, double a, double b) {
  if (!inside(p) || !positive(a) || !positive(b)) return std::nullopt;
  return finite(numeric::beta_quantile(p, a, b));
}

}  // namespace centricity::inline v0::statistics
