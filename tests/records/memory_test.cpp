// What a purchase costs in memory: every allocation of this program is counted.

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <malloc.h>

#include <centricity/records/customer_base.hpp>

namespace {

std::atomic<std::size_t> live{0};
std::atomic<std::size_t> peak{0};

void* counted(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) {
    throw std::bad_alloc{};
  }
  const std::size_t now = live += malloc_usable_size(memory);
  if (now > peak) {
    peak = now;
  }
  return memory;
}

void release(void* memory) noexcept {
  if (memory != nullptr) {
    live -= malloc_usable_size(memory);
    std::free(memory);
  }
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }

void operator delete(void* memory) noexcept { release(memory); }

void operator delete(void* memory, std::size_t) noexcept { release(memory); }

namespace {

using namespace centricity;

TEST(Memory, APurchaseTakesTwentyBytes) {
  constexpr std::size_t rows = std::size_t{1} << 21;
  CustomerBase base;
  const PartyId party = base.add(Party{.label = "a"});
  const std::vector<PartyId> parties(1'000, party);
  const std::vector<Instant> times(parties.size());
  const std::vector<Money> amounts(parties.size());
  const std::size_t before = live;
  peak = before;
  while (base.interactions().size() + parties.size() <= rows) {
    base.add(InteractionColumns{.party = parties, .time = times, .amount = amounts});
  }
  // 4 bytes of party, 8 of time, 8 of amount; 10^8 of them are 1.9 GiB, at the peak.
  const double a_row = static_cast<double>(peak - before) / static_cast<double>(rows);
  EXPECT_GT(a_row, 19.9);
  EXPECT_LT(a_row, 21.0);
}

}  // namespace
