#include "loyalty/distinct_pairs.hpp"

#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Mixes all bits into all others.
std::uint64_t hash_of(std::uint32_t repeats, double time) noexcept {
  std::uint64_t hash = std::bit_cast<std::uint64_t>(time) ^ repeats * 0x9E3779B97F4A7C15U;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
  return hash ^ hash >> 32;
}

/// A hash table of positions in `first`, at most half full.
class Table {
 public:
  Table(std::span<const std::uint32_t> repeats, std::span<const double> times)
      : repeats_{repeats}, times_{times} {}

  /// The position of the pair of customer i, which is added if it is new.
  std::uint32_t place(std::uint32_t i, std::vector<std::uint32_t>& first) {
    Slot& slot = slots_[slot_of(repeats_[i], times_[i])];
    if (slot.position == none) {
      slot = {times_[i], repeats_[i], static_cast<std::uint32_t>(first.size())};
      first.push_back(i);
      if (2 * first.size() > slots_.size()) {
        grow();
        return static_cast<std::uint32_t>(first.size() - 1);
      }
    }
    return slot.position;
  }

 private:
  struct Slot {
    double time = 0.0;
    std::uint32_t repeats = 0;
    std::uint32_t position = none;
  };

  [[nodiscard]] std::size_t slot_of(std::uint32_t repeats, double time) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(hash_of(repeats, time)) & mask;
    while (slots_[at].position != none &&
           (slots_[at].repeats != repeats || slots_[at].time != time)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    for (const Slot& slot : old) {
      if (slot.position != none) slots_[slot_of(slot.repeats, slot.time)] = slot;
    }
  }

  std::span<const std::uint32_t> repeats_;
  std::span<const double> times_;
  std::vector<Slot> slots_ = std::vector<Slot>(1024);  // A power of two of them.
};

}  // namespace

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
  if (repeats.size() >= none) {
    throw Error(ErrorCode::limit_exceeded,
                "there are more than 4,294,967,294 customers",
                "score them in parts.");
  }
  DistinctPairs result{.position = std::vector<std::uint32_t>(repeats.size())};
  Table table{repeats, times};
  for (std::uint32_t i = 0; i < result.position.size(); ++i) {
    if (i % asked_every == 0) stop_if_cancelled(host);
    result.position[i] = table.place(i, result.first);
  }
  return result;
}

}  // namespace centricity::inline v0::loyalty
