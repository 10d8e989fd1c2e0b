#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <centricity/core/host.hpp>

namespace centricity::inline v0 {

/// Asks the host whether to stop, at once and then once in so many small steps of a loop.
class StopCheck {
 public:
  explicit StopCheck(const Host& host) : host_{host} { stop_if_cancelled(host); }

  /// @throws Error `cancelled` if the host wants to stop.
  void step(std::size_t steps = 1) {
    taken_ += steps;
    if (taken_ >= steps_between) {
      taken_ = 0;
      stop_if_cancelled(host_);
    }
  }

 private:
  static constexpr std::size_t steps_between = 65'536;  // Of some 100 ns: 7 ms.

  const Host& host_;
  std::size_t taken_ = 0;
};

/// std::sort that asks the host now and then.
/// @throws Error `cancelled`; what was to be sorted is then not worth keeping.
template <class Iterator, class Less>
void sort(const Host& host, Iterator first, Iterator last, Less less) {
  StopCheck stop_check{host};
  std::sort(first, last, [&](const auto& left, const auto& right) {
    stop_check.step();
    return less(left, right);
  });
}

/// Makes a vector larger; as the system gives memory page by page, a large one takes a while.
template <class T>
void grow(std::vector<T>& values, std::size_t size, const Host& host) {
  constexpr std::size_t rows_together = 262'144;
  values.reserve(size);
  while (values.size() < size) {
    stop_if_cancelled(host);
    values.resize(std::min(size, values.size() + rows_together));
  }
}

}  // namespace centricity::inline v0
