#include <algorithm>
#include <cmath>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {
namespace {

struct Ones {
  double operator[](std::size_t) const noexcept { return 1.0; }
};

// A row has no answer, or no weight.
template <class Denominator>
bool missing_at(std::span<const double> numerator, Denominator denominator, std::size_t row) {
  return std::isnan(numerator[row]) || std::isnan(denominator[row]);
}

// Independent rows need no memory: their influences add up to 0.
Linearized independent_rows(double sum, double squares, std::uint64_t n) {
  const auto rows = static_cast<double>(n);
  const double about_mean = std::max(0.0, squares - sum * sum / rows);
  return {.covariance = {n > 1 ? about_mean * rows / (rows - 1.0) : squares},
          .clusters = n,
          .strata = 1};
}

template <class Denominator>
DesignEstimate ratio_of(std::span<const double> numerator,
                        Denominator denominator,
                        const SurveyDesign& design,
                        double level) {
  const std::size_t rows = numerator.size();
  DesignEstimate result{};
  double top = 0.0;
  double bottom = 0.0;
  double sum_weights = 0.0;
  double sum_squared_weights = 0.0;
  std::uint64_t n = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (missing_at(numerator, denominator, row)) {
      ++result.missing;
      continue;
    }
    const double w = weight_of(design, row);
    if (w == 0.0) continue;
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
  const bool independent = design.clusters.empty() && design.strata.empty();
  std::vector<std::uint8_t> kept(independent ? 0 : rows, 0);
  std::vector<double> influence(independent ? 0 : rows, 0.0);
  double simple = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double w = weight_of(design, row);
    if (w == 0.0 || missing_at(numerator, denominator, row)) continue;
    const double residual = numerator[row] - value * denominator[row];
    const double own = w * residual / bottom;
    simple += w * residual * residual;
    sum += own;
    squares += own * own;
    if (independent) continue;
    kept[row] = 1;
    influence[row] = own;
  }
  const Linearized linearized = independent ? independent_rows(sum, squares, n)
                                            : linearized_covariance(influence, 1, kept, design);
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

}  // namespace

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
  if (denominator.size() != numerator.size()) {
    throw Error(ErrorCode::incompatible, "numerator and denominator differ in length");
  }
  check_design(design, numerator.size());
  check_answers(numerator, "numerator");
  check_answers(denominator, "denominator");
  return ratio_of(numerator, denominator, design, level);
}

DesignEstimate mean(std::span<const double> values, const SurveyDesign& design, double level) {
  check_level(level);
  check_design(design, values.size());
  check_answers(values, "numerator");
  return ratio_of(values, Ones{}, design, level);
}

}  // namespace centricity::inline v0::statistics
