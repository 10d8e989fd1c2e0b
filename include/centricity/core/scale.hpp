#pragma once

/// @file
/// The declared range of a rating.

#include <string>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// The scale a rating was given on.  No rating is read without one.
struct Scale {
  double lowest = 1.0;    ///< Lowest answer that can be given.
  double highest = 7.0;   ///< Highest; > lowest.
  double step = 1.0;      ///< Distance of neighbouring answers; 0: continuous.
  bool reversed = false;  ///< True if a low answer is a good one.

  friend bool operator==(const Scale&, const Scale&) = default;
};

/// True if the answer can be given on the scale (within 1e-9).
[[nodiscard]] CENTRICITY_EXPORT bool contains(const Scale& scale, double answer) noexcept;

/// The answer read so that high is good: lowest + highest − answer where the scale is reversed.
[[nodiscard]] CENTRICITY_EXPORT double oriented(const Scale& scale, double answer) noexcept;

/// "1 to 7", "0 to 10, reversed", "0 to 1 in steps of 0.1", "0 to 100, continuous".
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const Scale& scale);

}  // namespace centricity::inline v0
