#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <centricity/core/host.hpp>
#include <centricity/records/view.hpp>

namespace centricity::inline v0 {

/// Calls `body(row, kind, party, time)` for every interaction inside a view, in the order of the
/// base; asks the host and tells it how far it is at every chunk.
template <class Body>
void for_each_interaction(const BaseView& view,
                          const Host& host,
                          std::string_view task,
                          Body body) {
  constexpr std::size_t chunk_rows = ChunkedColumn<Instant>::chunk_rows;
  const Interactions& all = view.base->interactions();
  const Instant from = view.from.value_or(Instant::min());
  const Instant last = view.until ? *view.until - std::chrono::seconds{1} : Instant::max();
  const KindSet kinds = view.kinds;
  const bool all_parties = view.parties.empty();
  for (std::size_t begin = 0, chunk = 0; begin < all.size(); begin += chunk_rows, ++chunk) {
    stop_if_cancelled(host);
    report_progress(host, task, static_cast<double>(begin) / static_cast<double>(all.size()));
    const std::span<const Instant> time = all.time.chunk(chunk);
    const std::span<const PartyId> party = all.party.chunk(chunk);
    const std::span<const InteractionKind> kind = all.kind.chunk(chunk);
    for (std::size_t i = 0; i < time.size(); ++i) {
      const PartyId who = party.empty() ? blank<PartyId> : party[i];
      const InteractionKind what = kind.empty() ? blank<InteractionKind> : kind[i];
      if (time[i] >= from && time[i] <= last && kinds.contains(what) &&
          (all_parties || view.contains(who))) {
        body(begin + i, what, who, time[i]);
      }
    }
  }
  report_progress(host, task, 1.0);
}

/// When the relation with a party began, if that is known inside the view.
[[nodiscard]] inline std::optional<Day> acquired_day(const BaseView& view, std::size_t party) {
  const auto moment = view.base->parties().acquired_at[party];
  return moment && (!view.until || *moment < *view.until)
             ? std::optional{day_of(*moment, view.base->definition().day_offset)}
             : std::nullopt;
}

/// When a customer was first seen or acquired, whichever was earlier.
[[nodiscard]] inline Day first_seen(Day first, std::optional<Day> acquired) noexcept {
  return acquired && *acquired < first ? *acquired : first;
}

}  // namespace centricity::inline v0
