#pragma once

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace support {

/// Expects |actual - expected| <= max(rtol |expected|, atol); NaN equals NaN, infinities are exact.
/// The rule of Stan's tests: relative, and absolute near zero.  Fails at the line of the caller.
inline void expect_relative(double actual,
                            double expected,
                            double rtol,
                            double atol = 0.0,
                            const char* file = __builtin_FILE(),
                            int line = __builtin_LINE()) {
  const bool same = actual == expected || (std::isnan(actual) && std::isnan(expected));
  const double difference = std::abs(actual - expected);
  const double allowed = std::max(rtol * std::abs(expected), atol);
  const bool near = std::isfinite(expected) && difference <= allowed;
  if (same || near) {
    return;
  }
  ADD_FAILURE_AT(file, line) << "actual " << ::testing::PrintToString(actual) << ", expected "
                             << ::testing::PrintToString(expected) << ": they differ by "
                             << difference << ", allowed are " << allowed;
}

}  // namespace support
