#include "source/repeated_days.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include "core/stop_check.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t slice_rows = std::size_t{1} << 22;
constexpr std::uint32_t out_of_order = std::numeric_limits<std::uint32_t>::max();

// What is kept of a customer.
struct Seen {
  std::int32_t last = std::numeric_limits<std::int32_t>::min();  // Day.
  std::uint32_t repeats = 0;
};

// Calls visit(party, number of the day) for every purchase of a customer.
template <class Visit>
void visit_purchases(const CustomerBase& base, const Host& host, Visit&& visit) {
  const Interactions& rows = base.interactions();
  if (rows.party.absent()) {
    return;
  }
  constexpr std::size_t chunk_rows = ChunkedColumn<PartyId>::chunk_rows;
  for (std::size_t k = 0; k * chunk_rows < rows.size(); ++k) {
    stop_if_cancelled(host);
    const auto parties = rows.party.chunk(k);
    const auto times = rows.time.chunk(k);
    const auto kinds = rows.kind.chunk(k);
    for (std::size_t i = 0; i < parties.size(); ++i) {
      const bool purchase = kinds.empty() || kinds[i] == InteractionKind::purchase;
      if (purchase && parties[i] != PartyId::none) {
        const Day day = day_of(times[i], base.definition().day_offset);
        visit(index(parties[i]), static_cast<std::int32_t>(day.time_since_epoch().count()));
      }
    }
  }
}

// How many equal an earlier one.
std::uint64_t repeats_in(std::vector<std::uint64_t>& keys, const Host& host) {
  sort(host, keys.begin(), keys.end(), std::less{});
  const auto distinct = std::unique(keys.begin(), keys.end()) - keys.begin();
  return keys.size() - static_cast<std::size_t>(distinct);
}

std::uint64_t count_out_of_order(const CustomerBase& base,
                                 const std::vector<Seen>& seen,
                                 const Host& host) {
  std::uint64_t total = 0;
  const std::size_t slices = base.interactions().size() / slice_rows + 1;
  for (std::size_t slice = 0; slice < slices; ++slice) {
    report_progress(
        host, "counting repeated days", static_cast<double>(slice) / static_cast<double>(slices));
    std::vector<std::uint64_t> keys;
    visit_purchases(base, host, [&](std::uint32_t party, std::int32_t day) {
      if (party % slices == slice && seen[party].repeats == out_of_order) {
        keys.push_back(std::uint64_t{party} << 32U | static_cast<std::uint32_t>(day));
      }
    });
    total += repeats_in(keys, host);
  }
  report_progress(host, "counting repeated days", 1.0);
  return total;
}

}  // namespace

std::uint64_t count_repeated_days(const CustomerBase& base, const Host& host) {
  std::vector<Seen> seen(base.parties().size());
  bool ordered = true;
  visit_purchases(base, host, [&](std::uint32_t party, std::int32_t day) {
    Seen& customer = seen[party];
    if (customer.repeats == out_of_order) {
      return;
    }
    if (day < customer.last) {
      customer.repeats = out_of_order;
      ordered = false;
      return;
    }
    customer.repeats += day == customer.last ? 1U : 0U;
    customer.last = day;
  });
  std::uint64_t total = 0;
  for (const Seen& customer : seen) {
    total += customer.repeats != out_of_order ? customer.repeats : 0;
  }
  return ordered ? total : total + count_out_of_order(base, seen, host);
}

}  // namespace centricity::inline v0::source
