#include "numeric/distributions.hpp"

#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::numeric {
namespace {

namespace bm = boost::math;

// Errors come back as values: the callers have checked the domain, and infinity is an answer.
using Policy = bm::policies::policy<bm::policies::promote_double<false>,
                                    bm::policies::domain_error<bm::policies::ignore_error>,
                                    bm::policies::pole_error<bm::policies::ignore_error>,
                                    bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::evaluation_error<bm::policies::ignore_error>>;
using Normal = bm::normal_distribution<double, Policy>;
using StudentT = bm::students_t_distribution<double, Policy>;
using ChiSquare = bm::chi_squared_distribution<double, Policy>;
using FisherF = bm::fisher_f_distribution<double, Policy>;
using Beta = bm::beta_distribution<double, Policy>;

// Upper tails and the upper half of the quantiles go through the complement: no digits are lost.
template <typename Distribution>
double upper_tail(const Distribution& distribution, double x) {
  return cdf(bm::complement(distribution, x));
}

template <typename Distribution>
double deviate(const Distribution& distribution, double p) {
  return p <= 0.5 ? quantile(distribution, p) : quantile(bm::complement(distribution, 1.0 - p));
}

}  // namespace

double normal_tail(double z) { return upper_tail(Normal{}, z); }

double student_t_tail(double t, double df) {
  return std::isinf(df) ? normal_tail(t) : upper_tail(StudentT{df}, t);
}

double student_t_quantile(double p, double df) {
  return std::isinf(df) ? normal_quantile(p) : deviate(StudentT{df}, p);
}

double chi_square_tail(double x, double df) { return upper_tail(ChiSquare{df}, x); }

double chi_square_quantile(double p, double df) { return deviate(ChiSquare{df}, p); }

double f_tail(double x, double df1, double df2) { return upper_tail(FisherF{df1, df2}, x); }

double f_quantile(double p, double df1, double df2) {
  // X/(1-X) of a beta variate; both are asked for, so that neither end cancels.
  double rest = 0.0;
  const double x = p <= 0.5 ? bm::ibeta_inv(0.5 * df1, 0.5 * df2, p, &rest, Policy{})
                            : bm::ibetac_inv(0.5 * df1, 0.5 * df2, 1.0 - p, &rest, Policy{});
  return df2 * x / (df1 * rest);
}

double beta_tail(double x, double a, double b) { return upper_tail(Beta{a, b}, x); }

double beta_quantile(double p, double a, double b) { return deviate(Beta{a, b}, p); }

double two_sided_normal(double level) { return -normal_quantile(0.5 * (1.0 - level)); }

double two_sided_student_t(double level, double df) {
  return -student_t_quantile(0.5 * (1.0 - level), df);
}

}  // namespace centricity::inline v0::numeric
