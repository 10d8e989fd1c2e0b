#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/bg_bb.hpp>

#include "loyalty/bg_bb_kernels.hpp"
#include "loyalty/bg_bb_likelihood.hpp"
#include "loyalty/fit_counts.hpp"

namespace centricity::inline v0::loyalty {
namespace {

std::vector<Tuple> opportunities_of(const PurchaseCounts& counts, TimeUnit unit) {
  std::vector<Tuple> tuples = tuples_of(counts, unit);
  for (std::size_t row = 0; row < tuples.size(); ++row) {
    const auto counted = bg_bb::in_opportunities(tuples[row].seen);
    if (!counted) {
      throw Error(ErrorCode::invalid_data,
                  "the purchase history does not count opportunities",
                  "the unit is the time from one opportunity to the next; in it repeats <= recency "
                  "<= age, all whole and at most 100,000: merge purchases by day, week or "
                  "month.",
                  {.row = row});
    }
    tuples[row].seen = *counted;
  }
  return tuples;
}

}  // namespace

BgBbFit fit_bg_bb(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  check_options(options, ModelOf<BgBbParameters>::name);
  const SortedTuples base{opportunities_of(counts, options.unit), host};
  // The first start has the right mean if nobody leaves; the second is for bases in which most do.
  const double mean = base.purchase_rate();
  const std::array<std::array<double, 4>, 2> starts{
      {{1.0, std::max(1.0 / mean - 1.0, 0.05), 0.5, 4.0}, {1.0, 1.0, 0.5, 1.0}}};
  const auto evaluate = [&](std::span<const double> at, numeric::Derivatives& out) {
    bg_bb::evaluate(base, {at[0], at[1], at[2], at[3]}, host, out);
  };
  return fit_counts<BgBbFit>(counts, options, base, starts, evaluate, bg_bb::explain_flat);
}

}  // namespace centricity::inline v0::loyalty
