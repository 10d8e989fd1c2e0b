#include <algorithm>
#include <cmath>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {

double effective_sample_size(std::span<const double> weights) {
  check_design({.weights = weights}, weights.size());
  double sum = 0.0;
  double squares = 0.0;
  for (const double w : weights) {
    sum += w;
    squares += w * w;
  }
  return squares > 0.0 ? sum * sum / squares : 0.0;
}

DesignEstimate ratio(std::span<const double> numerator,
                     std::span<const double> denominator,
                     const SurveyDesign& design,
                     double level) {
  check_level(level);
  const std::size_t rows = numerator.size();
  if (denominator.size() != rows) {
    throw Error(ErrorCode::incompatible, "numerator and denominator differ in length");
  }
  check_design(design, rows);
  check_answers(numerator, "numerator");
  check_answers(denominator, "denominator");

  DesignEstimate result{};
  std::vector<std::uint8_t> kept(rows, 0);
  double top = 0.0;
  double bottom = 0.0;
  double sum_weights = 0.0;
  double sum_squared_weights = 0.0;
  std::uint64_t n = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (std::isnan(numerator[row]) || std::isnan(denominator[row])) {
      ++result.missing;
      continue;
    }
    const double w = weight_of(design, row);
    if (w == 0.0) continue;
    kept[row] = 1;
    ++n;
    sum_weights += w;
    sum_squared_weights += w * w;
    top += w * numerator[row];
    bottom += w * denominator[row];
  }
  if (n == 0) {
    result.estimate = undefined_estimate(Undefined::missing_input);
    return result;
  }
  if (bottom == 0.0) {
    result.estimate = undefined_estimate(Undefined::division_by_zero, n);
    return result;
  }

  const double value = top / bottom;
  std::vector<double> influence(rows, 0.0);
  double simple = 0.0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (kept[row] == 0) continue;
    const double w = weight_of(design, row);
    const double residual = numerator[row] - value * denominator[row];
    influence[row] = w * residual / bottom;
    simple += w * residual * residual;
  }
  const Linearized linearized = linearized_covariance(influence, 1, kept, design);
  const double df = linearized.degrees_of_freedom();
  const double variance = linearized.covariance[0];
  result.clusters = linearized.clusters;
  result.degrees_of_freedom = df;
  result.estimate = t_estimate(value, variance, df, level, n);

  // What a simple random sample of as many rows would have given.
  const double rows_used = static_cast<double>(n);
  const double mean_bottom = bottom / sum_weights;
  const double simple_variance =
      n < 2 ? 0.0 : simple / sum_weights / (mean_bottom * mean_bottom) / (rows_used - 1.0);
  const bool simple_sample =
      design.weights.empty() && design.clusters.empty() && design.strata.empty();
  if (simple_sample) {
    result.effective_n = rows_used;
  } else if (simple_variance > 0.0 && variance > 0.0 && df > 0.0) {
    result.effective_n = rows_used * simple_variance / variance;
  } else {
    // Nothing varies, so the variances say nothing: the weights and clusters still do.
    result.effective_n = std::min(sum_weights * sum_weights / sum_squared_weights,
                                  static_cast<double>(linearized.clusters));
  }
  result.design_effect = rows_used / result.effective_n;
  return result;
}

DesignEstimate mean(std::span<const double> values, const SurveyDesign& design, double level) {
  const std::vector<double> ones(values.size(), 1.0);
  return ratio(values, ones, design, level);
}

}  // namespace centricity::inline v0::statistics
