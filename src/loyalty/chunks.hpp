#pragma once

/// @file
/// Much small work in pieces.

#include <algorithm>
#include <cstddef>

#include <centricity/core/host.hpp>

namespace centricity::inline v0::loyalty {

/// Calls `body(i)` for all i < n, so many at a time on the host's executor; the host is asked
/// before each piece.
template <class Body>
void run_in_chunks(const Host& host, std::size_t n, std::size_t chunk_size, const Body& body) {
  run(host, (n + chunk_size - 1) / chunk_size, [&](std::size_t chunk) {
    const std::size_t end = std::min(n, (chunk + 1) * chunk_size);
    for (std::size_t i = chunk * chunk_size; i < end; ++i) body(i);
  });
}

}  // namespace centricity::inline v0::loyalty
