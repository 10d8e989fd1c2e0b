#pragma once

/// @file
/// What a terminal lends to the library: a progress bar, a log, and Ctrl-C as the stop button.

#include <memory>

#include <spdlog/logger.h>

#include <centricity/core/host.hpp>

namespace command_line {

/// How much the console says.
struct ConsoleOptions {
  bool quiet = false;    ///< No progress bar and no log below errors.
  bool verbose = false;  ///< Debug lines too.
};

/// The terminal of this process.  Everything goes to standard error, so that results on standard
/// output can be piped; the progress bar is drawn on a terminal only.
class Console {
 public:
  explicit Console(ConsoleOptions options);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  ~Console();

  /// Log, progress, Ctrl-C and the threads of this machine, for the library.
  [[nodiscard]] centricity::Host host();

  /// For the program's own lines.
  [[nodiscard]] spdlog::logger& logger() { return *logger_; }

 private:
  class ProgressBar;
  std::shared_ptr<ProgressBar> bar_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace command_line
