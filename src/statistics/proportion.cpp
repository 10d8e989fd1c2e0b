#include <algorithm>
#include <cmath>

#include <centricity/core/error.hpp>
#include <centricity/statistics/proportion.hpp>

#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::statistics {

Estimate proportion_of_effective(double share,
                                 double effective_n,
                                 std::uint64_t n,
                                 const ProportionOptions& options) {
  check_level(options.level);
  if (!(share >= 0.0 && share <= 1.0)) {
    throw Error(ErrorCode::invalid_argument, "a share must lie between 0 and 1");
  }
  if (n == 0 || !(effective_n > 0.0)) return undefined_estimate(Undefined::too_few, n);

  const double z = numeric::two_sided_normal(options.level);
  const double z2 = z * z;
  const double se = std::sqrt(share * (1.0 - share) / effective_n);
  const double center = (share + z2 / (2.0 * effective_n)) / (1.0 + z2 / effective_n);

  Estimate estimate{.value = share, .standard_error = se, .n = n};
  Interval interval{.level = options.level};
  switch (options.interval) {
    case ProportionInterval::wald:
      estimate.method = Method::wald;
      interval.lower = share - z * se;
      interval.upper = share + z * se;
      break;
    case ProportionInterval::adjusted_wald: {
      estimate.method = Method::adjusted_wald;
      const double half = z * std::sqrt(center * (1.0 - center) / (effective_n + z2));
      interval.lower = center - half;
      interval.upper = center + half;
      break;
    }
    case ProportionInterval::score: {
      estimate.method = Method::score;
      const double half =
          z / (1.0 + z2 / effective_n) *
          std::sqrt(share * (1.0 - share) / effective_n + z2 / (4.0 * effective_n * effective_n));
      // Exact at the ends; rounding must not push a share below 0.
      interval.lower = share == 0.0 ? 0.0 : std::max(0.0, center - half);
      interval.upper = share == 1.0 ? 1.0 : std::min(1.0, center + half);
      break;
    }
  }
  estimate.interval = interval;
  return estimate;
}

Estimate proportion(std::uint64_t successes, std::uint64_t n, const ProportionOptions& options) {
  check_level(options.level);
  if (successes > n) {
    throw Error(ErrorCode::invalid_argument, "there are more successes than observations");
  }
  if (n == 0) return undefined_estimate(Undefined::too_few);
  return proportion_of_effective(
      static_cast<double>(successes) / static_cast<double>(n), static_cast<double>(n), n, options);
}

}  // namespace centricity::inline v0::statistics
