#pragma once

/// @file
/// Dates that are two days.

#include <string_view>

namespace centricity::inline v0::source {

/// True for "01/02/2010" and the like, where somebody must say which part is the month.
[[nodiscard]] bool is_local_date(std::string_view field) noexcept;

}  // namespace centricity::inline v0::source
