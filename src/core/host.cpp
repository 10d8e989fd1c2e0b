#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/core/host.hpp>

#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

// The exception of the lowest index that threw, whatever the order in which they ran.
class LowestFailure {
 public:
  explicit LowestFailure(std::size_t n) : index_{n} {}

  // A body above a failure can no longer decide the outcome; one below it still can.
  [[nodiscard]] bool is_below(std::size_t i) const {
    return index_.load(std::memory_order_relaxed) < i;
  }

  void add(std::size_t i, std::exception_ptr exception) {
    const std::lock_guard lock{mutex_};
    if (i < index_.load(std::memory_order_relaxed)) {
      index_.store(i, std::memory_order_relaxed);
      exception_ = std::move(exception);
    }
  }

  void rethrow_if_any() const {
    if (exception_) {
      std::rethrow_exception(exception_);
    }
  }

 private:
  std::atomic<std::size_t> index_;
  std::mutex mutex_{};
  std::exception_ptr exception_{};
};

void run_on_executor(const Host& host,
                     std::size_t n,
                     const std::function<void(std::size_t)>& body) {
  LowestFailure failure{n};
  std::atomic<bool> cancelled{false};
  std::atomic<std::size_t> visited{0};
  host.executor(n, [&](std::size_t i) {
    visited.fetch_add(1, std::memory_order_relaxed);
    if (failure.is_below(i) || cancelled.load(std::memory_order_relaxed)) {
      return;
    }
    try {
      if (host.cancelled && host.cancelled()) {
        cancelled.store(true, std::memory_order_relaxed);
        return;
      }
      body(i);
    } catch (...) {
      failure.add(i, std::current_exception());
    }
  });
  if (cancelled.load()) {
    throw Error{ErrorCode::cancelled, "The host asked to stop"};
  }
  failure.rethrow_if_any();
  if (visited.load() != n) {
    throw Error{ErrorCode::invalid_argument,
                "The executor made " + std::to_string(visited.load()) + " calls instead of " +
                    std::to_string(n),
                "Host::executor must call body(i) once for every i in [0, n) before it returns"};
  }
}

}  // namespace

void run(const Host& host, std::size_t n, const std::function<void(std::size_t)>& body) {
  if (host.executor && n > 0) {
    run_on_executor(host, n, body);
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    stop_if_cancelled(host);
    body(i);
  }
}

void stop_if_cancelled(const Host& host) {
  if (host.cancelled && host.cancelled()) {
    throw Error{ErrorCode::cancelled, "The host asked to stop"};
  }
}

void log(const Host& host, LogLevel level, std::string_view component, std::string_view message) {
  if (host.log) {
    const std::string line = printable(message);
    host.log({.level = level, .component = component, .message = line});
  }
}

void report_progress(const Host& host, std::string_view task, double fraction) {
  if (host.progress) {
    const double done = fraction > 0.0 ? std::min(fraction, 1.0) : 0.0;  // NaN: 0
    host.progress({.task = task, .fraction = done});
  }
}

}  // namespace centricity::inline v0
