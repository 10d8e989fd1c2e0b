#include "summary/history_keys.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <tuple>
#include <utility>

#include "core/stop_check.hpp"

namespace centricity::inline v0 {
namespace {

/// Sorts numbers of so many bits, 11 bits at a time (LSD radix sort).
template <class Number>
void radix_sort(std::vector<Number>& numbers, int bits, const Host& host) {
  constexpr int digit_bits = 11;
  constexpr std::size_t digits = std::size_t{1} << digit_bits;
  std::vector<Number> sorted;
  grow(sorted, numbers.size(), host);
  StopCheck stop_check{host};
  for (int shift = 0; shift < bits; shift += digit_bits) {
    std::array<std::size_t, digits> begin{};
    const auto digit = [shift](Number number) { return number >> shift & (digits - 1); };
    for (const Number number : numbers) {
      stop_check.step();
      ++begin[digit(number)];
    }
    std::size_t count = 0;
    for (std::size_t& place : begin) {
      count += std::exchange(place, count);
    }
    for (const Number number : numbers) {
      stop_check.step();
      sorted[begin[digit(number)]++] = number;
    }
    numbers.swap(sorted);
  }
}

auto values(const HistoryKey& key) noexcept {
  return std::tuple{key.repeats, key.recency, key.age};
}

/// Counts neighbours that are the same.
template <class Sorted, class Same, class KeyOf>
std::vector<PurchaseCount> counts_of_sorted(
    const Sorted& sorted, double periods_per_unit, Same same, KeyOf key_of, const Host& host) {
  StopCheck stop_check{host};
  std::size_t count = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    stop_check.step();
    count += i == 0 || !same(sorted[i], sorted[i - 1]) ? 1U : 0U;
  }
  std::vector<PurchaseCount> counts;
  counts.reserve(count);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    stop_check.step();
    if (i > 0 && same(sorted[i], sorted[i - 1])) {
      counts.back().customers += 1.0;
    } else {
      const HistoryKey key = key_of(sorted[i]);
      counts.push_back({.repeats = static_cast<double>(key.repeats),
                        .recency = static_cast<double>(key.recency) / periods_per_unit,
                        .age = static_cast<double>(key.age) / periods_per_unit,
                        .customers = 1.0});
    }
  }
  return counts;
}

}  // namespace

template <class Number>
std::vector<PurchaseCount> counts_of(std::vector<Number> packed,
                                     const Packing& packing,
                                     double periods_per_unit,
                                     const Host& host) {
  radix_sort(packed, packing.bits, host);
  return counts_of_sorted(
      packed,
      periods_per_unit,
      std::equal_to{},
      [&packing](Number number) { return packing.unpack(number); },
      host);
}

template std::vector<PurchaseCount> counts_of(std::vector<std::uint32_t>,
                                              const Packing&,
                                              double,
                                              const Host&);
template std::vector<PurchaseCount> counts_of(std::vector<std::uint64_t>,
                                              const Packing&,
                                              double,
                                              const Host&);

std::vector<PurchaseCount> counts_of(std::vector<HistoryKey> keys,
                                     double periods_per_unit,
                                     const Host& host) {
  sort(host, keys.begin(), keys.end(), [](const HistoryKey& left, const HistoryKey& right) {
    return values(left) < values(right);
  });
  return counts_of_sorted(
      keys,
      periods_per_unit,
      [](const HistoryKey& left, const HistoryKey& right) { return values(left) == values(right); },
      [](const HistoryKey& key) { return key; },
      host);
}

}  // namespace centricity::inline v0
