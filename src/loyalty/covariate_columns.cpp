#include "loyalty/covariate_columns.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include <centricity/core/error.hpp>

#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// A column whose variance is smaller than this part of its size, or of which no more is left when
/// others are known, says nothing that doubles could hold.
constexpr double nothing_left = 1e-10;

/// Customers of each pattern.
std::vector<double> weights_of(const CovariateCounts& counts) {
  std::vector<double> weights(counts.patterns.size() / counts.columns.size());
  for (const CovariateCount& count : counts.counts) weights[count.pattern] += count.of.customers;
  return weights;
}

std::string list(const std::vector<std::string>& names) {
  std::string result;
  for (const std::string& name : names) result += (result.empty() ? "" : ", ") + name;
  return result;
}

}  // namespace

void check_shape(const CovariateCounts& counts) {
  const auto refuse = [](std::string_view what, std::string_view hint) {
    throw Error(ErrorCode::invalid_data, std::string{what}, std::string{hint});
  };
  const std::size_t width = counts.columns.size();
  if (width == 0) refuse("there are no covariates", "name at least one.");
  if (counts.patterns.size() % width != 0) {
    refuse("a pattern of covariates is cut off", "give each one value a column.");
  }
  for (std::size_t i = 0; i < counts.patterns.size(); ++i) {
    if (std::isfinite(counts.patterns[i])) continue;
    throw Error(ErrorCode::invalid_data,
                "a covariate is not a finite number",
                "leave its customers out, or the covariate.",
                {.row = i / width, .column = name_of(counts.columns[i % width])});
  }
  const std::size_t patterns = counts.patterns.size() / width;
  for (const CovariateCount& count : counts.counts) {
    if (count.pattern >= patterns) {
      refuse("customers have a pattern that there is not", "number patterns from 0.");
    }
  }
}

std::vector<CovariateRange> ranges_of(const CovariateCounts& counts) {
  const std::size_t width = counts.columns.size();
  const std::vector<double> weights = weights_of(counts);
  std::vector<CovariateRange> ranges;
  for (std::size_t k = 0; k < width; ++k) {
    CovariateRange range{.lowest = std::numeric_limits<double>::infinity(),
                         .highest = -std::numeric_limits<double>::infinity(),
                         .binary = true};
    numeric::Sum total;
    numeric::Sum sum;
    for (std::size_t p = 0; p < weights.size(); ++p) {
      if (!(weights[p] > 0.0)) continue;
      const double value = counts.patterns[p * width + k];
      range.lowest = std::min(range.lowest, value);
      range.highest = std::max(range.highest, value);
      range.binary = range.binary && (value == 0.0 || value == 1.0);
      total.add(weights[p]);
      sum.add(weights[p] * value);
    }
    if (total.value() > 0.0) {
      range.mean = sum.value() / total.value();
      numeric::Sum squares;
      for (std::size_t p = 0; p < weights.size(); ++p) {
        const double away = counts.patterns[p * width + k] - range.mean;
        squares.add(weights[p] * away * away);
      }
      range.standard_deviation = std::sqrt(squares.value() / total.value());
    }
    ranges.push_back(range);
  }
  return ranges;
}

std::vector<std::string> unusable_columns(const CovariateCounts& counts,
                                          const std::vector<CovariateRange>& ranges) {
  std::vector<std::string> words;
  for (std::size_t k = 0; k < ranges.size(); ++k) {
    const CovariateRange& range = ranges[k];
    if (!(range.standard_deviation > nothing_left * std::abs(range.mean))) {
      words.push_back("The covariate " + name_of(counts.columns[k]) +
                      " is the same for all customers: leave it out.");
    }
  }
  if (!words.empty()) return words;

  // Cholesky's decomposition of the correlations, column by column.
  const std::size_t width = counts.columns.size();
  const std::vector<double> z = standardized(counts, ranges);
  const std::vector<double> weights = weights_of(counts);
  double total = 0.0;
  for (const double weight : weights) total += weight;
  std::vector<double> lower(width * width);
  for (std::size_t k = 0; k < width; ++k) {
    double left = 1.0;
    for (std::size_t j = 0; j <= k; ++j) {
      numeric::Sum sum;
      for (std::size_t p = 0; p < weights.size(); ++p) {
        sum.add(weights[p] * z[p * width + k] * z[p * width + j]);
      }
      double entry = sum.value() / total;
      for (std::size_t i = 0; i < j; ++i) entry -= lower[k * width + i] * lower[j * width + i];
      if (j < k) {
        lower[k * width + j] = entry / lower[j * width + j];
      } else {
        left = entry;
      }
    }
    if (left > nothing_left) {
      lower[k * width + k] = std::sqrt(left);
      continue;
    }
    // What it is made of: the solution of lower' c = its row.
    std::vector<double> share(k);
    std::vector<std::string> of;
    for (std::size_t j = k; j-- > 0;) {
      double value = lower[k * width + j];
      for (std::size_t i = j + 1; i < k; ++i) value -= lower[i * width + j] * share[i];
      share[j] = value / lower[j * width + j];
      if (std::abs(share[j]) > 1e-6) of.insert(of.begin(), name_of(counts.columns[j]));
    }
    words.push_back("The covariate " + name_of(counts.columns[k]) + " follows from " + list(of) +
                    ": leave one of them out.");
    return words;
  }
  return words;
}

std::vector<double> standardized(const CovariateCounts& counts,
                                 const std::vector<CovariateRange>& ranges) {
  std::vector<double> z = counts.patterns;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const CovariateRange& range = ranges[i % ranges.size()];
    z[i] = (z[i] - range.mean) / range.standard_deviation;
  }
  return z;
}

}  // namespace centricity::inline v0::loyalty
