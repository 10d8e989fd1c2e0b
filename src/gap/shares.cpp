#include "gap/shares.hpp"

#include <algorithm>

#include <centricity/statistics/proportion.hpp>

namespace centricity::inline v0::gap {

DesignShare share_of(std::span<const double> is_so,
                     const statistics::SurveyDesign& design,
                     double level) {
  const auto mean = statistics::mean(is_so, design, level);
  if (!mean.estimate.defined()) return {.share = mean.estimate};
  const double within = std::clamp(*mean.estimate.value, 0.0, 1.0);  // weights add up rounded
  return {.share = statistics::proportion_of_effective(
              within, mean.effective_n, mean.estimate.n, {.level = level}),
          .effective_n = mean.effective_n};
}

}  // namespace centricity::inline v0::gap
