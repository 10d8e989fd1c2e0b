#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace centricity::inline v0 {

/// What is kept of a party while its purchases pass in order of time.
template <class Period>
struct Passing {
  Period first = std::numeric_limits<Period>::max();  ///< Period of the first purchase.
  Period last = std::numeric_limits<Period>::min();   ///< Period of the last.
  std::uint32_t purchases = 0;                        ///< Periods with a purchase.
};

/// A purchase on its way to its party.
template <class Period>
struct PassingPurchase {
  std::uint32_t party = 0;
  Period period = 0;
};

/// Folds a batch of purchases into their parties.
///
/// With a million parties nearly every purchase finds its party out of the cache, and waiting for
/// memory is what takes the time.  So there are no branches, and the memory of purchases to come is
/// asked for ahead.
/// @return false if purchases of a party are not in order of time
template <class Period>
bool pass(std::span<const PassingPurchase<Period>> batch, std::span<Passing<Period>> parties) {
  constexpr std::size_t ahead = 32;
  bool in_order = true;
  for (std::size_t i = 0; i < batch.size(); ++i) {
#if defined(__GNUC__)
    __builtin_prefetch(&parties[batch[std::min(i + ahead, batch.size() - 1)].party], 1);
#endif
    const Period period = batch[i].period;
    Passing<Period>& own = parties[batch[i].party];
    in_order &= period >= own.last;
    own.purchases += period > own.last ? 1U : 0U;
    own.first = std::min(own.first, period);
    own.last = std::max(own.last, period);
  }
  return in_order;
}

}  // namespace centricity::inline v0
