#include <cmath>
#include <limits>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/comparison.hpp>

#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {
namespace {

Comparison compare(Estimate difference, double df, double level) {
  Comparison result{.difference = difference};
  const double se = difference.standard_error.value_or(0.0);
  if (!difference.defined() || se == 0.0) return result;
  const double t = *difference.value / se;
  const double half = numeric::two_sided_student_t(level, df) * se;
  result.difference.interval = Interval{
      .lower = *difference.value - half, .upper = *difference.value + half, .level = level};
  result.statistic = t;
  if (std::isfinite(df)) result.degrees_of_freedom = df;
  result.p_value = 2.0 * numeric::student_t_tail(std::abs(t), df);
  return result;
}

}  // namespace

Comparison compare_independent(const Estimate& first,
                               const Estimate& second,
                               std::optional<double> first_degrees,
                               std::optional<double> second_degrees,
                               double level) {
  check_level(level);
  const std::uint64_t n = first.n + second.n;
  if (!first.defined() || !second.defined() || !first.standard_error || !second.standard_error) {
    return {.difference = undefined_estimate(Undefined::missing_input, n)};
  }
  const double v1 = *first.standard_error * *first.standard_error;
  const double v2 = *second.standard_error * *second.standard_error;
  const double infinity = std::numeric_limits<double>::infinity();
  const double spread =
      v1 * v1 / first_degrees.value_or(infinity) + v2 * v2 / second_degrees.value_or(infinity);
  const double df = spread > 0.0 ? (v1 + v2) * (v1 + v2) / spread : infinity;
  const Estimate difference{.value = *first.value - *second.value,
                            .standard_error = std::sqrt(v1 + v2),
                            .n = n,
                            .method = std::isfinite(df) ? Method::student_t : Method::wald};
  return compare(difference, df, level);
}

Comparison compare_independent(const DesignEstimate& first,
                               const DesignEstimate& second,
                               double level) {
  return compare_independent(
      first.estimate, second.estimate, first.degrees_of_freedom, second.degrees_of_freedom, level);
}

Comparison compare_paired(std::span<const double> first,
                          std::span<const double> second,
                          const SurveyDesign& design,
                          double level) {
  if (first.size() != second.size()) {
    throw Error(ErrorCode::incompatible, "the two columns of a pair differ in length");
  }
  check_answers(first, "first");
  check_answers(second, "second");
  std::vector<double> difference(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) difference[i] = first[i] - second[i];
  const DesignEstimate result = mean(difference, design, level);
  return compare(result.estimate, result.degrees_of_freedom, level);
}

}  // namespace centricity::inline v0::statistics
