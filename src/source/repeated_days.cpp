#include "source/repeated_days.hpp"

#include <algorithm>
#include <cstddef>

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t slice_rows = std::size_t{1} << 22;  // 32 MiB of keys at a time.

using Keys = std::vector<std::uint64_t>;

// How many equal an earlier one.
std::uint64_t repeats_in(Keys& keys) {
  std::ranges::sort(keys);
  const auto distinct = std::unique(keys.begin(), keys.end()) - keys.begin();
  return keys.size() - static_cast<std::size_t>(distinct);
}

}  // namespace

void RepeatedDays::add(PartyId party, Day day) {
  if (party == PartyId::none) {
    return;
  }
  if (index(party) >= seen_.size()) {
    seen_.resize(std::max<std::size_t>(2 * seen_.size(), index(party) + std::size_t{1}));
  }
  Seen& seen = seen_[index(party)];
  const auto number = static_cast<std::int32_t>(day.time_since_epoch().count());
  if (seen.repeats == out_of_order) {
    return;
  }
  if (number < seen.last) {
    seen.repeats = out_of_order;
    ordered_ = false;
    return;
  }
  seen.repeats += number == seen.last ? 1U : 0U;
  seen.last = number;
}

std::uint64_t RepeatedDays::count(const CustomerBase& base) const {
  std::uint64_t total = 0;
  for (const Seen& seen : seen_) {
    total += seen.repeats != out_of_order ? seen.repeats : 0;
  }
  if (ordered_) {
    return total;
  }
  const Interactions& rows = base.interactions();
  const std::size_t slices = rows.size() / slice_rows + 1;
  for (std::size_t slice = 0; slice < slices; ++slice) {
    Keys keys;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const PartyId party = rows.party[row];
      const bool wanted = party != PartyId::none && index(party) % slices == slice &&
                          seen_[index(party)].repeats == out_of_order &&
                          rows.kind[row] == InteractionKind::purchase;
      if (wanted) {
        const Day day = day_of(*rows.time[row], base.definition().day_offset);
        const auto number = static_cast<std::uint32_t>(day.time_since_epoch().count());
        keys.push_back(std::uint64_t{index(party)} << 32U | number);
      }
    }
    total += repeats_in(keys);
  }
  return total;
}

}  // namespace centricity::inline v0::source
