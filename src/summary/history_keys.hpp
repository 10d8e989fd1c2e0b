#pragma once

#include <cstdint>
#include <vector>

#include <centricity/core/host.hpp>

namespace centricity::inline v0 {

/// What a purchase-count model knows of one customer, in whole periods, and of how many.
struct HistoryKey {
  std::int64_t repeats = 0;
  std::int64_t recency = 0;
  std::int64_t age = 0;
  std::uint64_t customers = 1;
};

/// The distinct ones, sorted by repeats, recency and age, with their customers added up.
/// O(keys) where the three numbers fit into 64 bits together, as they do in days.
[[nodiscard]] std::vector<HistoryKey> distinct(const std::vector<HistoryKey>& keys,
                                               const Host& host);

}  // namespace centricity::inline v0
