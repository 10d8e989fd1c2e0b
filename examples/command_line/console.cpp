#include "console.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <unistd.h>

#include <centricity/interop/spdlog.hpp>

namespace command_line {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set nothing else");

extern "C" void on_interrupt(int) { interrupted = true; }

/// Calls body(i) for i in [0, n) on as many threads as the machine has.
void run_on_threads(std::size_t n, const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < n; i = next++) body(i);
  };
  const std::size_t width = std::min<std::size_t>(n, std::thread::hardware_concurrency());
  std::vector<std::jthread> helpers;
  for (std::size_t k = 1; k < width; ++k) helpers.emplace_back(work);
  work();
}

}  // namespace

/// One line that is drawn over itself; redrawn at most ten times a second.
class Console::ProgressBar {
 public:
  void show(const centricity::Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    const bool finished = progress.fraction >= 1.0;
    if (!finished && now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    if (finished) {
      clear();
      return;
    }
    constexpr int width = 30;
    const int filled = static_cast<int>(progress.fraction * width);
    const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                            std::string(static_cast<std::size_t>(width - filled), '.');
    std::fprintf(stderr,
                 "\r\033[K[%s] %3d%%  %.*s",
                 bar.c_str(),
                 static_cast<int>(progress.fraction * 100),
                 static_cast<int>(progress.task.size()),
                 progress.task.data());
    std::fflush(stderr);
    visible_ = true;
  }

  /// Makes room for another line.
  void clear() {
    if (!visible_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    visible_ = false;
  }

 private:
  std::chrono::steady_clock::time_point drawn_{};
  bool visible_ = false;
};

Console::Console(ConsoleOptions options)
    : bar_{!options.quiet && isatty(STDERR_FILENO) != 0 ? std::make_shared<ProgressBar>()
                                                        : nullptr},
      logger_{std::make_shared<spdlog::logger>(
          "centricity", std::make_shared<spdlog::sinks::stderr_color_sink_mt>())} {
  logger_->set_pattern("%^%l%$: %v");
  logger_->set_level(options.quiet     ? spdlog::level::err
                     : options.verbose ? spdlog::level::debug
                                       : spdlog::level::warn);
  std::signal(SIGINT, on_interrupt);
}

Console::~Console() {
  if (bar_) bar_->clear();
  std::signal(SIGINT, SIG_DFL);
}

centricity::Host Console::host() {
  centricity::Host host;
  host.executor = run_on_threads;
  host.cancelled = [] { return interrupted.load(); };
  host.log = [bar = bar_, to_logger = centricity::interop::log_to(logger_)](
                 const centricity::LogRecord& record) {
    if (bar) bar->clear();
    to_logger(record);
  };
  if (bar_) {
    host.progress = [bar = bar_](const centricity::Progress& progress) { bar->show(progress); };
  }
  return host;
}

}  // namespace command_line
