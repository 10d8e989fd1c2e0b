#pragma once

#include <optional>

#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_definition.hpp>

namespace centricity::inline v0 {

/// The window with its last day set, and its first where weeks are counted from it.
/// @param first first day in the data, absent if there is none
/// @param last  last day in the data, absent if there is none
/// @throws Error `invalid_argument` if it ends before it begins.
[[nodiscard]] ObservationWindow observed_window(const PurchaseDefinition& definition,
                                                ObservationWindow window,
                                                std::optional<Day> first,
                                                std::optional<Day> last);

/// @throws Error `incompatible` if they differ.
void require_same(const PurchaseDefinition& left, const PurchaseDefinition& right);
void require_same(const ObservationWindow& left, const ObservationWindow& right);

}  // namespace centricity::inline v0
