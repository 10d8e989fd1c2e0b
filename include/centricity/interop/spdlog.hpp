#pragma once

/// @file
/// Sends the library's log lines to a spdlog logger. Link `centricity::spdlog`.
///
/// Inline on purpose: it works with the compiled and the header-only spdlog alike, because it is
/// compiled with whichever the caller uses.

#include <functional>
#include <memory>
#include <utility>

#include <spdlog/logger.h>

#include <centricity/core/host.hpp>

namespace centricity::inline v0::interop {

/// The level of spdlog that stands for `level`.
[[nodiscard]] inline spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

/// A log for `Host::log` that writes "component: message" to `logger`, which must not be null and
/// is kept alive by the result.
[[nodiscard]] inline std::function<void(const LogRecord&)> log_to(
    std::shared_ptr<spdlog::logger> logger) {
  return [logger = std::move(logger)](const LogRecord& record) {
    logger->log(to_spdlog(record.level), "{}: {}", record.component, record.message);
  };
}

}  // namespace centricity::inline v0::interop
