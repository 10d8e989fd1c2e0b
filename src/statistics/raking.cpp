#include <algorithm>
#include <cmath>
#include <numeric>

#include <centricity/core/error.hpp>
#include <centricity/statistics/raking.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {
namespace {

std::vector<double> totals(const Margin& margin, std::span<const double> weights) {
  std::vector<double> total(margin.target.size(), 0.0);
  for (std::size_t row = 0; row < weights.size(); ++row) {
    total[margin.category[row]] += weights[row];
  }
  return total;
}

void check(const Margin& margin, std::span<const double> weights) {
  if (margin.category.size() != weights.size()) {
    throw Error(ErrorCode::incompatible,
                "margin \"" + margin.name + "\" has " + std::to_string(margin.category.size()) +
                    " rows, others have " + std::to_string(weights.size()),
                "Give one category a row.",
                {.column = margin.name});
  }
  for (std::size_t c = 0; c < margin.target.size(); ++c) {
    if (!(margin.target[c] >= 0.0) || !std::isfinite(margin.target[c])) {
      throw Error(ErrorCode::invalid_data,
                  "a target of margin \"" + margin.name + "\" is negative or not finite",
                  "Targets are counts or shares of the customer base.",
                  {.row = c, .column = margin.name});
    }
  }
  for (std::size_t row = 0; row < margin.category.size(); ++row) {
    if (margin.category[row] >= margin.target.size()) {
      throw Error(ErrorCode::invalid_data,
                  "a category of margin \"" + margin.name + "\" has no target",
                  "Give every category that occurs a target.",
                  {.row = row, .column = margin.name});
    }
  }
  const std::vector<double> total = totals(margin, weights);
  for (std::size_t c = 0; c < total.size(); ++c) {
    if (margin.target[c] > 0.0 && total[c] == 0.0) {
      throw Error(ErrorCode::invalid_data,
                  "category " + std::to_string(c) + " of margin \"" + margin.name +
                      "\" has customers but no respondent: no answer stands for them",
                  "Merge it with a neighbouring category.",
                  {.column = margin.name});
    }
  }
}

}  // namespace

Raking rake(std::span<const Margin> margins,
            std::span<const double> start,
            const RakingOptions& options) {
  if (margins.empty()) {
    throw Error(ErrorCode::invalid_argument, "raking needs at least one margin");
  }
  const std::size_t rows = margins[0].category.size();
  check_design({.weights = start}, rows);
  Raking result{.weights = start.empty() ? std::vector<double>(rows, 1.0)
                                         : std::vector<double>(start.begin(), start.end())};
  std::vector<double>& weights = result.weights;
  for (const Margin& margin : margins) check(margin, weights);

  const double scale =
      static_cast<double>(std::ranges::count_if(weights, [](double w) { return w > 0.0; }));
  std::vector<double> sum_target;
  for (const Margin& margin : margins) {
    sum_target.push_back(std::accumulate(margin.target.begin(), margin.target.end(), 0.0));
    if (!(sum_target.back() > 0.0)) {
      throw Error(ErrorCode::invalid_data, "all targets of margin \"" + margin.name + "\" are 0");
    }
  }
  const auto target = [&](std::size_t m, std::size_t c) {
    return scale * margins[m].target[c] / sum_target[m];
  };
  const auto worst_miss = [&] {
    double worst = 0.0;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      const std::vector<double> total = totals(margins[m], weights);
      for (std::size_t c = 0; c < total.size(); ++c) {
        // A target of 0 was reached exactly: its rows have weight 0 after the first round.
        if (target(m, c) > 0.0) worst = std::max(worst, std::abs(total[c] / target(m, c) - 1.0));
      }
    }
    return worst;
  };

  result.report.status = FitStatus::iteration_limit;
  for (int round = 1; round <= options.iterations; ++round) {
    result.report.iterations = round;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      std::vector<double> factor = totals(margins[m], weights);
      for (std::size_t c = 0; c < factor.size(); ++c) {
        factor[c] = factor[c] > 0.0 ? target(m, c) / factor[c] : 0.0;
      }
      for (std::size_t row = 0; row < rows; ++row) weights[row] *= factor[margins[m].category[row]];
    }
    if (options.largest_ratio > 1.0) {
      for (double& w : weights) w = std::min(w, options.largest_ratio);
    }
    if (worst_miss() <= options.tolerance) {
      result.report.status = FitStatus::converged;
      break;
    }
  }
  if (result.report.status != FitStatus::converged) {
    result.report.diagnosis.push_back(
        options.largest_ratio > 1.0
            ? "The cap on weights keeps at least one margin from its target."
            : "The margins contradict one another or the sample has empty combinations.");
  }
  result.effective_n = effective_sample_size(weights);
  result.design_effect = result.effective_n > 0.0 ? scale / result.effective_n : 1.0;
  return result;
}

}  // namespace centricity::inline v0::statistics
