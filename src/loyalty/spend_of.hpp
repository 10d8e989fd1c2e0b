#pragma once

/// @file
/// The spend of one customer as the gamma-gamma model wants it.

#include <cstddef>
#include <optional>

#include <centricity/summary/purchase_histories.hpp>
#include <centricity/summary/spend_histories.hpp>

namespace centricity::inline v0::loyalty {

/// Mean spend of the repeat purchases of customer i; none without repeats of known spend. Absent if
/// the mean is not positive, which the model does not know of.
[[nodiscard]] inline std::optional<SpendHistory> spend_of(const PurchaseHistories& histories,
                                                          std::size_t i) {
  if (histories.priced_repeats[i] == 0) return SpendHistory{};
  const double repeats = histories.priced_repeats[i];
  const double mean = to_double(histories.repeat_spend[i]) / repeats;
  if (!(mean > 0.0)) return std::nullopt;
  return SpendHistory{.repeats = repeats, .mean_spend = mean};
}

}  // namespace centricity::inline v0::loyalty
