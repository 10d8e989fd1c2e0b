#include "numeric/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/statistics/least_squares.hpp>

#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {
namespace {

// Complete rows, their weights' square roots already in the matrix and in the outcome.
struct Weighted {
  std::vector<double> matrix;  // rows x p, column by column
  std::vector<double> outcome;
  std::vector<double> root;  // square root of the weight
  std::vector<std::size_t> row;
};

Weighted complete_rows(std::span<const std::span<const double>> predictors,
                       std::span<const double> outcome,
                       const SurveyDesign& design,
                       std::uint64_t& missing) {
  Weighted data;
  for (std::size_t i = 0; i < outcome.size(); ++i) {
    if (std::isnan(outcome[i]) ||
        std::ranges::any_of(predictors, [i](const auto& x) { return std::isnan(x[i]); })) {
      ++missing;
      continue;
    }
    const double w = weight_of(design, i);
    if (w == 0.0) continue;
    data.row.push_back(i);
    data.root.push_back(std::sqrt(w));
    data.outcome.push_back(data.root.back() * outcome[i]);
  }
  data.matrix = data.root;  // the intercept
  for (const auto& x : predictors) {
    for (std::size_t k = 0; k < data.row.size(); ++k) {
      data.matrix.push_back(data.root[k] * x[data.row[k]]);
    }
  }
  return data;
}

// (X'WX)^-1 (sum of squared scores) (X'WX)^-1 for independent rows.
std::vector<double> sandwich(const Weighted& data,
                             const numeric::LeastSquares& solution,
                             std::size_t p,
                             bool leave_one_out) {
  const std::size_t n = data.row.size();
  std::vector<double> covariance(p * p, 0.0);
  std::vector<double> influence(p);
  for (std::size_t k = 0; k < n; ++k) {
    double e = solution.residuals[k];
    // A row of leverage 1 is fitted exactly: its residual is 0 and stays so.
    if (leave_one_out) e /= std::max(1.0 - solution.leverage[k], 1e-12);
    for (std::size_t i = 0; i < p; ++i) {
      influence[i] = 0.0;
      for (std::size_t j = 0; j < p; ++j) {
        influence[i] += solution.inverse[i * p + j] * data.matrix[j * n + k] * e;
      }
    }
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j < p; ++j) covariance[i * p + j] += influence[i] * influence[j];
    }
  }
  if (!leave_one_out) {
    const double correction = static_cast<double>(n) / static_cast<double>(n - p);
    for (double& c : covariance) c *= correction;
  }
  return covariance;
}

Linearized under_design(const Weighted& data,
                        const numeric::LeastSquares& solution,
                        std::size_t p,
                        std::size_t rows,
                        const SurveyDesign& design) {
  const std::size_t n = data.row.size();
  std::vector<std::uint8_t> kept(rows, 0);
  std::vector<double> influence(rows * p, 0.0);
  for (std::size_t k = 0; k < n; ++k) {
    kept[data.row[k]] = 1;
    for (std::size_t i = 0; i < p; ++i) {
      double sum = 0.0;
      for (std::size_t j = 0; j < p; ++j) {
        sum += solution.inverse[i * p + j] * data.matrix[j * n + k];
      }
      influence[data.row[k] * p + i] = sum * solution.residuals[k];
    }
  }
  return linearized_covariance(influence, p, kept, design);
}

}  // namespace

LeastSquaresFit fit_least_squares(std::span<const std::span<const double>> predictors,
                                  std::span<const double> outcome,
                                  const SurveyDesign& design,
                                  const LeastSquaresOptions& options) {
  check_level(options.level);
  check_design(design, outcome.size());
  check_answers(outcome, "outcome");
  for (std::size_t j = 0; j < predictors.size(); ++j) {
    const std::string name = "predictor " + std::to_string(j + 1);
    if (predictors[j].size() != outcome.size()) {
      throw Error(ErrorCode::incompatible,
                  name + " and the outcome differ in length",
                  "Give one entry a row.",
                  {.column = name});
    }
    check_answers(predictors[j], name);
  }

  const std::size_t p = predictors.size() + 1;
  LeastSquaresFit fit{.level = options.level};
  const Weighted data = complete_rows(predictors, outcome, design, fit.missing);
  const std::size_t n = data.row.size();
  fit.n = n;
  fit.coefficients.assign(p, undefined_estimate(Undefined::unusable_fit, n));
  if (n <= p) {
    fit.report.status = FitStatus::failed;
    fit.report.diagnosis.push_back(std::to_string(n) + " complete rows are too few for " +
                                   std::to_string(p) + " coefficients.");
    return fit;
  }
  const numeric::LeastSquares solution = numeric::solve_least_squares(data.matrix, data.outcome, p);
  if (solution.redundant_column) {
    fit.report.status = FitStatus::failed;
    fit.report.diagnosis.push_back(
        "Predictor " + std::to_string(*solution.redundant_column) +
        " is constant or determined by the others (0 is the intercept); leave it out.");
    return fit;
  }
  fit.report.status = FitStatus::converged;
  fit.report.condition_number = solution.condition;

  double weights = 0.0;
  double weighted_sum = 0.0;
  double residual_squares = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    weights += data.root[k] * data.root[k];
    weighted_sum += data.root[k] * data.outcome[k];
    residual_squares += solution.residuals[k] * solution.residuals[k];
  }
  double total_squares = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    const double d = data.outcome[k] - data.root[k] * weighted_sum / weights;
    total_squares += d * d;
  }
  const double rows_left = static_cast<double>(n - p);
  fit.residual_deviation = std::sqrt(residual_squares / rows_left);
  fit.degrees_of_freedom = rows_left;
  if (total_squares > 0.0) fit.r_squared = 1.0 - residual_squares / total_squares;

  switch (options.covariance) {
    case Covariance::classical:
      fit.covariance = solution.inverse;
      for (double& c : fit.covariance) c *= residual_squares / rows_left;
      break;
    case Covariance::hc1:
    case Covariance::hc3:
      fit.covariance = sandwich(data, solution, p, options.covariance == Covariance::hc3);
      break;
    case Covariance::design: {
      const Linearized linearized = under_design(data, solution, p, outcome.size(), design);
      fit.covariance = linearized.covariance;
      fit.degrees_of_freedom = linearized.degrees_of_freedom();
      break;
    }
  }
  for (std::size_t j = 0; j < p; ++j) {
    fit.coefficients[j] = t_estimate(solution.coefficients[j],
                                     fit.covariance[j * p + j],
                                     fit.degrees_of_freedom,
                                     options.level,
                                     n);
  }
  return fit;
}

Estimate linear_combination(const LeastSquaresFit& fit, std::span<const double> factors) {
  const std::size_t p = fit.coefficients.size();
  if (factors.size() != p) {
    throw Error(ErrorCode::incompatible, "a linear combination needs one factor a coefficient");
  }
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.n);
  double value = 0.0;
  double variance = 0.0;
  for (std::size_t i = 0; i < p; ++i) {
    value += factors[i] * *fit.coefficients[i].value;
    for (std::size_t j = 0; j < p; ++j) {
      variance += factors[i] * factors[j] * fit.covariance[i * p + j];
    }
  }
  return t_estimate(value, variance, fit.degrees_of_freedom, fit.level, fit.n);
}

}  // namespace centricity::inline v0::statistics
