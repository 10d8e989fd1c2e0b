#pragma once

#include <cstddef>

/// How often this thread has asked for memory.
std::size_t allocations();
