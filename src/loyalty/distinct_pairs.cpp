#include "loyalty/distinct_pairs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::loyalty {
namespace {

/// Mixes all bits into all others.
std::uint64_t hash_of(std::uint32_t repeats, double time) noexcept {
  std::uint64_t hash = std::bit_cast<std::uint64_t>(time) ^ repeats * 0x9E3779B97F4A7C15U;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
  return hash ^ hash >> 32;
}

}  // namespace

std::size_t PairNumbers::slot_of(std::uint32_t repeats, double time) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash_of(repeats, time)) & mask;
  while (slots_[at].number != none && (slots_[at].repeats != repeats || slots_[at].time != time)) {
    at = (at + 1) & mask;
  }
  return at;
}

std::uint32_t& PairNumbers::place_of(std::uint32_t repeats, double time) {
  if (repeats < row_length && time >= 0.0 && time < most_rows && std::floor(time) == time) {
    const auto row = static_cast<std::size_t>(time);
    if (row >= grid_.size()) {
      std::array<std::uint32_t, row_length> empty;
      empty.fill(none);
      grid_.resize(std::max(row + 1, 2 * grid_.size()), empty);
      rows_ = static_cast<std::int32_t>(grid_.size());
    }
    return grid_[row][repeats];
  }
  if (2 * used_ >= slots_.size()) {
    const std::size_t size = std::max<std::size_t>(2 * slots_.size(), 256);
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(size));
    for (const Slot& slot : old) {
      if (slot.number != none) slots_[slot_of(slot.repeats, slot.time)] = slot;
    }
  }
  Slot& slot = slots_[slot_of(repeats, time)];
  if (slot.number == none) {
    slot = {time, repeats, none};
    ++used_;
  }
  return slot.number;
}

std::uint32_t PairNumbers::find_or_add(std::uint32_t repeats, double time) {
  const std::uint32_t found = find(repeats, time);
  return found != none ? found : place_of(repeats, time) = size_++;
}

DistinctPairs each_apart(std::size_t customers) {
  DistinctPairs result{.first = std::vector<std::uint32_t>(customers)};
  std::iota(result.first.begin(), result.first.end(), 0U);
  result.position = result.first;
  return result;
}

DistinctPairs distinct_pairs(std::span<const std::uint32_t> repeats,
                             std::span<const double> times,
                             const Host& host) {
  constexpr std::size_t asked_every = 65'536;
  if (repeats.size() >= PairNumbers::none) {
    throw Error(ErrorCode::limit_exceeded,
                "there are more than 4,294,967,294 customers",
                "score them in parts.");
  }
  DistinctPairs result{.position = std::vector<std::uint32_t>(repeats.size())};
  PairNumbers number;
  for (std::uint32_t i = 0; i < result.position.size(); ++i) {
    if (i % asked_every == 0) stop_if_cancelled(host);
    const std::uint32_t before = number.size();
    result.position[i] = number.find_or_add(repeats[i], times[i]);
    if (number.size() > before) result.first.push_back(i);
  }
  return result;
}

}  // namespace centricity::inline v0::loyalty
