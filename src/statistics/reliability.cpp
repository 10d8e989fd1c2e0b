#include <algorithm>
#include <cmath>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/reliability.hpp>

#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"
#include "statistics/moment_estimates.hpp"

namespace centricity::inline v0::statistics {
namespace {

// Welford: one pass, no cancellation.
class Variance {
 public:
  void add(double x) {
    n_ += 1.0;
    const double step = x - mean_;
    mean_ += step / n_;
    squares_ += step * (x - mean_);
  }

  [[nodiscard]] double value() const { return n_ > 1.0 ? squares_ / (n_ - 1.0) : 0.0; }

 private:
  double n_ = 0.0;
  double mean_ = 0.0;
  double squares_ = 0.0;
};

}  // namespace

Estimate cronbach_alpha(std::span<const std::span<const double>> items, double level) {
  check_level(level);
  const std::size_t k = items.size();
  if (k < 2) return undefined_estimate(Undefined::too_few);
  for (const auto& item : items) {
    if (item.size() != items[0].size()) {
      throw Error(ErrorCode::incompatible, "the items differ in length");
    }
    check_answers(item, "items");
  }
  std::vector<Variance> each(k);
  Variance sum;
  std::uint64_t n = 0;
  for (std::size_t row = 0; row < items[0].size(); ++row) {
    if (std::ranges::any_of(items, [&](const auto& item) { return std::isnan(item[row]); })) {
      continue;
    }
    ++n;
    double total = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
      each[j].add(items[j][row]);
      total += items[j][row];
    }
    sum.add(total);
  }
  double sum_of_variances = 0.0;
  for (const Variance& v : each) sum_of_variances += v.value();
  return alpha_estimate(static_cast<double>(k), sum_of_variances, sum.value(), n, level);
}

Estimate alpha_estimate(
    double parts, double sum_of_variances, double variance_of_sum, std::uint64_t n, double level) {
  if (parts < 2.0) return undefined_estimate(Undefined::too_few);
  if (n < 3) return undefined_estimate(Undefined::too_few, n);
  if (!(variance_of_sum > 0.0)) return undefined_estimate(Undefined::no_variation, n);
  const double alpha = parts / (parts - 1.0) * (1.0 - sum_of_variances / variance_of_sum);
  Estimate estimate{.value = alpha, .n = n, .method = Method::closed_form};
  const double df1 = static_cast<double>(n) - 1.0;
  const double df2 = df1 * (parts - 1.0);
  const double tail = 0.5 * (1.0 - level);
  estimate.interval =
      Interval{.lower = 1.0 - (1.0 - alpha) * numeric::f_quantile(1.0 - tail, df1, df2),
               .upper = 1.0 - (1.0 - alpha) * numeric::f_quantile(tail, df1, df2),
               .level = level};
  return estimate;
}

Estimate difference_reliability(const DifferenceParts& parts) {
  const double s1 = parts.first_deviation;
  const double s2 = parts.second_deviation;
  const double shared = 2.0 * parts.correlation * s1 * s2;
  const double variance = s1 * s1 + s2 * s2 - shared;
  const double reliable =
      s1 * s1 * parts.first_reliability + s2 * s2 * parts.second_reliability - shared;
  if (!std::isfinite(variance) || !std::isfinite(reliable)) {
    return undefined_estimate(Undefined::missing_input);
  }
  if (!(variance > 0.0)) return undefined_estimate(Undefined::no_variation);
  return {.value = reliable / variance, .method = Method::closed_form};
}

}  // namespace centricity::inline v0::statistics
