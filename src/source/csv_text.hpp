#pragma once

// Values as texts that every reader of the library reads back exactly.

#include <string>

#include <centricity/core/money.hpp>

namespace centricity::inline v0::source {

/// "-12.50": two decimals, or as many as it needs.
[[nodiscard]] std::string decimal_text(Money amount);

/// The shortest text that reads back as the same double.
[[nodiscard]] std::string number_text(double value);

}  // namespace centricity::inline v0::source
