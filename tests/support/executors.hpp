#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <centricity/core/host.hpp>

namespace support {

/// A host whose executor runs the pieces on `width` threads in an order shuffled by `seed`.
/// Width 1 is a shuffled order on one thread.
inline centricity::Host threaded_host(std::size_t width, std::uint64_t seed = 1) {
  return {.executor = [width, seed](std::size_t n, const std::function<void(std::size_t)>& body) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 generator{seed};
    for (std::size_t left = n; left > 1; --left) {
      std::swap(order[left - 1], order[generator() % left]);
    }
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < width; ++thread) {
      threads.emplace_back([&] {
        for (std::size_t i = next++; i < n; i = next++) {
          body(order[i]);
        }
      });
    }
  }};
}

}  // namespace support
