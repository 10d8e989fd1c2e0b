#include <cstddef>
#include <limits>
#include <vector>

#include <centricity/gap/kano_effects.hpp>

#include "gap/kano_cells.hpp"
#include "gap/shares.hpp"

namespace centricity::inline v0::gap {

KanoEffects measure_kano_effects(std::span<const std::uint8_t> functional,
                                 std::span<const std::uint8_t> dysfunctional,
                                 const statistics::SurveyDesign& design,
                                 const KanoOptions& options) {
  using enum KanoCategory;
  const KanoAnalysis analysis =
      analyze_kano(count_kano_answers(functional, dysfunctional, design.weights), options);
  if (!analysis.better.defined()) return {.better = analysis.better, .worse = analysis.worse};

  const std::size_t rows = functional.size();
  std::vector<double> gains(rows, std::numeric_limits<double>::quiet_NaN());
  std::vector<double> costs = gains;
  for (std::size_t row = 0; row < rows; ++row) {
    if (functional[row] == 0 || dysfunctional[row] == 0) continue;
    const auto category = category_of_cell(functional[row] - 1U, dysfunctional[row] - 1U, options);
    if (!category || *category == reverse || *category == questionable) continue;
    gains[row] = *category == attractive || *category == one_dimensional ? 1.0 : 0.0;
    costs[row] = *category == must_be || *category == one_dimensional ? 1.0 : 0.0;
  }
  return {.better = share_of(gains, design, options.level).share,
          .worse = negated(share_of(costs, design, options.level).share)};
}

}  // namespace centricity::inline v0::gap
