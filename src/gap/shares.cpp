#include "gap/shares.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/distributions.hpp"

namespace centricity::inline v0::gap {

double rows_for_interval(const statistics::DesignEstimate& mean, double level) {
  const double rows = static_cast<double>(mean.estimate.n) - 1.0;
  if (!(mean.degrees_of_freedom > 0.0 && mean.degrees_of_freedom < rows)) return mean.effective_n;
  const double ratio = numeric::two_sided_student_t(level, rows) /
                       numeric::two_sided_student_t(level, mean.degrees_of_freedom);
  return mean.effective_n * ratio * ratio;
}

Estimate share_estimate(const statistics::DesignEstimate& mean,
                        const statistics::ProportionOptions& options) {
  if (!mean.estimate.defined()) return mean.estimate;
  const double share = std::clamp(*mean.estimate.value, 0.0, 1.0);  // weights add up rounded
  Estimate estimate = statistics::proportion_of_effective(
      share, rows_for_interval(mean, options.level), mean.estimate.n, options);
  estimate.standard_error = std::sqrt(share * (1.0 - share) / mean.effective_n);
  return estimate;
}

DesignShare share_of(std::span<const double> is_so,
                     const statistics::SurveyDesign& design,
                     double level) {
  const auto mean = statistics::mean(is_so, design, level);
  if (!mean.estimate.defined()) return {.share = mean.estimate};
  return {.share = share_estimate(mean, {.level = level}), .effective_n = mean.effective_n};
}

}  // namespace centricity::inline v0::gap
