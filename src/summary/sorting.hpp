#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <centricity/core/host.hpp>

namespace centricity::inline v0 {

/// std::sort that asks the host now and then.
/// @throws Error `cancelled`; the elements are all still there, in some order.
template <class Iterator, class Less>
void sort(const Host& host, Iterator first, Iterator last, Less less) {
  std::uint32_t comparisons = 0;
  std::sort(first, last, [&](const auto& left, const auto& right) {
    if ((++comparisons & 0xFFFFU) == 0) {
      stop_if_cancelled(host);
    }
    return less(left, right);
  });
}

}  // namespace centricity::inline v0
