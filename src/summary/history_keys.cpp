#include "summary/history_keys.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <tuple>
#include <utility>

#include "summary/sorting.hpp"

namespace centricity::inline v0 {
namespace {

/// Sorts numbers of so many bits, 11 bits at a time (LSD radix sort).
void radix_sort(std::vector<std::uint64_t>& numbers, int bits, const Host& host) {
  constexpr int digit_bits = 11;
  constexpr std::size_t digits = std::size_t{1} << digit_bits;
  std::vector<std::uint64_t> sorted(numbers.size());
  for (int shift = 0; shift < bits; shift += digit_bits) {
    stop_if_cancelled(host);
    std::array<std::size_t, digits> begin{};
    const auto digit = [shift](std::uint64_t number) { return number >> shift & (digits - 1); };
    for (const std::uint64_t number : numbers) {
      ++begin[digit(number)];
    }
    std::size_t count = 0;
    for (std::size_t& place : begin) {
      count += std::exchange(place, count);
    }
    for (const std::uint64_t number : numbers) {
      sorted[begin[digit(number)]++] = number;
    }
    numbers.swap(sorted);
  }
}

auto values(const HistoryKey& key) noexcept {
  return std::tuple{key.repeats, key.recency, key.age};
}

/// Appends a key, or counts it to the last one if it is the same.
void append(std::vector<HistoryKey>& keys, const HistoryKey& key) {
  if (!keys.empty() && values(keys.back()) == values(key)) {
    keys.back().customers += key.customers;
  } else {
    keys.push_back(key);
  }
}

}  // namespace

std::vector<HistoryKey> distinct(const std::vector<HistoryKey>& keys, const Host& host) {
  std::uint64_t repeats = 0;
  std::uint64_t time = 0;
  bool ones = true;
  for (const HistoryKey& key : keys) {
    repeats |= static_cast<std::uint64_t>(key.repeats);
    time |= static_cast<std::uint64_t>(key.age);
    ones = ones && key.customers == 1;
  }
  const int time_bits = static_cast<int>(std::bit_width(time));
  const int bits = static_cast<int>(std::bit_width(repeats)) + 2 * time_bits;
  std::vector<HistoryKey> result;
  if (ones && bits <= 64 && time_bits < 32) {
    std::vector<std::uint64_t> packed;
    packed.reserve(keys.size());
    for (const HistoryKey& key : keys) {
      packed.push_back(static_cast<std::uint64_t>(key.repeats) << 2 * time_bits |
                       static_cast<std::uint64_t>(key.recency) << time_bits |
                       static_cast<std::uint64_t>(key.age));
    }
    radix_sort(packed, bits, host);
    const std::uint64_t mask = (std::uint64_t{1} << time_bits) - 1;
    for (const std::uint64_t number : packed) {
      append(result,
             {.repeats = static_cast<std::int64_t>(number >> 2 * time_bits),
              .recency = static_cast<std::int64_t>(number >> time_bits & mask),
              .age = static_cast<std::int64_t>(number & mask)});
    }
  } else {
    std::vector<HistoryKey> sorted = keys;
    sort(host, sorted.begin(), sorted.end(), [](const HistoryKey& left, const HistoryKey& right) {
      return values(left) < values(right);
    });
    for (const HistoryKey& key : sorted) {
      append(result, key);
    }
  }
  return result;
}

}  // namespace centricity::inline v0
