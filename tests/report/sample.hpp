#pragma once

// A document with every kind of block, as a customer might get it.

#include <centricity/core/document.hpp>

namespace centricity_tests {

[[nodiscard]] centricity::Document sample_document();

}  // namespace centricity_tests
