#pragma once

// The only way text and numbers get into a page.

#include <string>
#include <string_view>

namespace centricity::inline v0::report {

/// Clean text with & < > " ' escaped: safe between tags and in quoted attributes alike.
[[nodiscard]] std::string escape(std::string_view text);

/// A coordinate with at most one decimal, "-0.5", "12"; 0 where it is not finite.
[[nodiscard]] std::string pixels(double value);

}  // namespace centricity::inline v0::report
