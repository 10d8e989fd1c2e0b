#pragma once

// Long work in pieces, so that the host sees how far it is.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>

#include <centricity/core/host.hpp>

namespace centricity::inline v0 {

/// As `run`, telling the host some twenty times how far the task is.
inline void run(const Host& host,
                std::string_view task,
                std::size_t n,
                const std::function<void(std::size_t)>& body) {
  const std::size_t piece = std::max<std::size_t>(1, n / 20);
  for (std::size_t begin = 0; begin < n; begin += piece) {
    report_progress(host, task, static_cast<double>(begin) / static_cast<double>(n));
    run(host, std::min(piece, n - begin), [&](std::size_t i) { body(begin + i); });
  }
  report_progress(host, task, 1.0);
}

}  // namespace centricity::inline v0
