#pragma once

/// @file
/// A part of a base: a window of time, some kinds of interaction, some parties.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0 {

/// A set of interaction kinds.
struct KindSet {
  std::uint32_t bits = ~std::uint32_t{0};  ///< Bit k stands for kind k; default: all.

  constexpr KindSet() = default;

  /// Just these kinds.
  constexpr KindSet(std::initializer_list<InteractionKind> kinds) : bits{0} {
    for (const InteractionKind kind : kinds) {
      bits |= std::uint32_t{1} << static_cast<unsigned>(kind);
    }
  }

  /// Whether the kind is one of them.
  [[nodiscard]] constexpr bool contains(InteractionKind kind) const noexcept {
    return (bits >> static_cast<unsigned>(kind) & 1U) != 0;
  }
};

/// A part of a base, without a copy.  The base must outlive it.  Rows outside do not exist for
/// whoever reads through it, so nothing later than `until` leaks in.
struct BaseView {
  const CustomerBase* base = nullptr;  ///< Never null.
  std::optional<Instant> from{};       ///< First moment inside; absent: from the beginning.
  std::optional<Instant> until{};      ///< First moment outside; absent: to the end.
  KindSet kinds{};                     ///< Kinds of interaction inside.
  /// By PartyId, parties beyond its end outside; empty: all, and anonymous rows too.
  std::vector<bool> parties{};

  /// The whole base.
  BaseView(const CustomerBase& whole) : base{&whole} {}

  /// A view of a base about to vanish would dangle.
  BaseView(const CustomerBase&& vanishing) = delete;

  /// True if the interaction or assessment of this kind, party and time is inside.  O(1).
  [[nodiscard]] bool contains(InteractionKind kind, PartyId party, Instant time) const noexcept {
    return (!from || time >= *from) && (!until || time < *until) && kinds.contains(kind) &&
           contains(party);
  }

  /// True if this party is inside; `PartyId::none` stands for an anonymous row.  O(1).
  [[nodiscard]] bool contains(PartyId party) const noexcept {
    return parties.empty() || (index(party) < parties.size() && parties[index(party)]);
  }
};

/// The base as it was known at a moment: rows before `time`.
[[nodiscard]] inline BaseView as_of(const CustomerBase& base, Instant time) {
  BaseView view{base};
  view.until = time;
  return view;
}

BaseView as_of(const CustomerBase&& vanishing, Instant time) = delete;

}  // namespace centricity::inline v0
