#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <tuple>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "core/stop_check.hpp"

namespace centricity::inline v0 {

/// What a purchase-count model knows of one customer, in whole periods.
struct HistoryKey {
  std::uint32_t repeats = 0;
  std::int64_t recency = 0;  ///< 0 <= recency <= age.
  std::int64_t age = 0;
};

/// How the three numbers of a key share 64 bits, so that keys sort as numbers do.
struct Packing {
  int time_bits = 0;  ///< Of recency, and of age.
  int bits = 0;       ///< Of all three.

  /// @param repeats all repeats, or-ed; @param age all ages, or-ed
  [[nodiscard]] static Packing of(std::uint64_t repeats, std::uint64_t age) noexcept {
    const int time_bits = static_cast<int>(std::bit_width(age));
    return {time_bits, static_cast<int>(std::bit_width(repeats)) + 2 * time_bits};
  }

  [[nodiscard]] bool fits() const noexcept { return bits <= 64 && time_bits < 32; }

  [[nodiscard]] std::uint64_t pack(const HistoryKey& key) const noexcept {
    return std::uint64_t{key.repeats} << 2 * time_bits |
           static_cast<std::uint64_t>(key.recency) << time_bits |
           static_cast<std::uint64_t>(key.age);
  }

  [[nodiscard]] HistoryKey unpack(std::uint64_t number) const noexcept {
    const std::uint64_t mask = (std::uint64_t{1} << time_bits) - 1;
    return {.repeats = static_cast<std::uint32_t>(number >> 2 * time_bits),
            .recency = static_cast<std::int64_t>(number >> time_bits & mask),
            .age = static_cast<std::int64_t>(number & mask)};
  }
};

/// Sorts packed keys and counts those that are the same; periods are divided to give units.  O(n).
/// @tparam Number std::uint32_t, which is faster, or std::uint64_t: has room for `packing.bits`
template <class Number>
[[nodiscard]] std::vector<PurchaseCount> counts_of(std::vector<Number> packed,
                                                   const Packing& packing,
                                                   double periods_per_unit,
                                                   const Host& host);

/// The same for keys that do not fit.  O(n log n).
[[nodiscard]] std::vector<PurchaseCount> counts_of(std::vector<HistoryKey> keys,
                                                   double periods_per_unit,
                                                   const Host& host);

/// How many customers share each key, sorted by repeats, recency and age.
/// @param for_each calls what it is given for each customer's key; called twice, so that keys
/// need not be kept
template <class ForEach>
[[nodiscard]] std::vector<PurchaseCount> distinct(ForEach for_each,
                                                  double periods_per_unit,
                                                  const Host& host) {
  std::uint64_t repeats = 0;
  std::uint64_t age = 0;
  std::size_t customers = 0;
  for_each([&](const HistoryKey& key) {
    repeats |= key.repeats;
    age |= static_cast<std::uint64_t>(key.age);
    ++customers;
  });
  const Packing packing = Packing::of(repeats, age);
  const auto packed_in = [&]<class Number>(Number) {
    std::vector<Number> packed;
    packed.reserve(customers);
    for_each(
        [&](const HistoryKey& key) { packed.push_back(static_cast<Number>(packing.pack(key))); });
    return counts_of(std::move(packed), packing, periods_per_unit, host);
  };
  if (packing.bits <= 32) {
    return packed_in(std::uint32_t{});
  }
  if (packing.fits()) {
    return packed_in(std::uint64_t{});
  }
  std::vector<HistoryKey> keys;
  keys.reserve(customers);
  for_each([&](const HistoryKey& key) { keys.push_back(key); });
  return counts_of(std::move(keys), periods_per_unit, host);
}

}  // namespace centricity::inline v0
