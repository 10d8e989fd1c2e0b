#pragma once

/// @file
/// What people call the kinds of interactions.

#include <optional>
#include <string_view>

#include <centricity/records/interactions.hpp>

namespace centricity::inline v0::source {

/// The kind of this name or of a usual synonym ("sale", "return", "cancellation"), in either case;
/// absent if there is none.
[[nodiscard]] std::optional<InteractionKind> kind_of_name(std::string_view name);

}  // namespace centricity::inline v0::source
