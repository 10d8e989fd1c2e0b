#pragma once

/// @file
/// What the application lends to the library: threads, a log, a progress display, a stop button.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// How much a log line matters.
enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// One log line.  The views live for the call only.  No customer id is ever logged.
struct LogRecord {
  LogLevel level = LogLevel::info;  ///< How much it matters.
  std::string_view component{};     ///< Room it comes from, e.g. "source".
  std::string_view message{};       ///< Plain words, one line.
};

/// How far a long task is.  The view lives for the call only.
struct Progress {
  std::string_view task{};  ///< What is being done, e.g. "reading transactions.csv".
  double fraction = 0.0;    ///< Done, in [0, 1]; never falls within one task.
};

/// Everything the library may use of its host.  The default is serial, silent and uncancelled.
struct Host {
  /// Calls `body(i)` once for every i in [0, n), in any order and on any threads, and returns when
  /// all have returned.  `body` does not throw.  Empty: serial.
  std::function<void(std::size_t n, const std::function<void(std::size_t)>& body)> executor{};

  /// Receives log lines, one at a time.
  std::function<void(const LogRecord&)> log{};

  /// Receives progress, one call at a time, from the thread that called the library.
  std::function<void(const Progress&)> progress{};

  /// Asked often during long work, from any thread of the executor, so it must be safe to call at
  /// the same time from several; true stops with Error `cancelled`.
  std::function<bool()> cancelled{};
};

/// Runs `body(i)` for i in [0, n) on the host's executor.  The work is cut by the caller, so the
/// result does not depend on the number of threads.  Checks for cancellation before each i.
///
/// After a body threw, those of higher i that have not begun are left out and those of lower i
/// still run, so the exception is the same for any executor.
/// @throws Error `cancelled`; else the exception of the lowest i that throws; else
///         `invalid_argument` if the executor did not make n calls.
CENTRICITY_EXPORT void run(const Host& host,
                           std::size_t n,
                           const std::function<void(std::size_t)>& body);

/// @throws Error `cancelled` if the host wants to stop.
CENTRICITY_EXPORT void stop_if_cancelled(const Host& host);

/// Hands a line to the host's log, if it has one, with control characters written out.  Not for
/// bodies of `run`: the host is promised one line at a time.
CENTRICITY_EXPORT void log(const Host& host,
                           LogLevel level,
                           std::string_view component,
                           std::string_view message);

/// Tells the host how far the task is, if it wants to know; a fraction outside [0, 1] is the
/// nearest end, NaN is 0.  Not for bodies of `run`.
CENTRICITY_EXPORT void report_progress(const Host& host, std::string_view task, double fraction);

}  // namespace centricity::inline v0
