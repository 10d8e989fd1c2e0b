#pragma once

// Documents for tests and for eyes.

#include <centricity/core/document.hpp>

namespace centricity_tests {

/// Every kind of block, as a customer might get it.
[[nodiscard]] centricity::Document sample_document();

/// Charts that nobody plans and everybody gets: empty, one point, all equal, huge, tiny, 100,000
/// points, names that do not fit.
[[nodiscard]] centricity::Document odd_document();

}  // namespace centricity_tests
