// The library's log in a spdlog logger of the application's own.

#include <sstream>

#include <spdlog/sinks/ostream_sink.h>

#include <centricity/interop/spdlog.hpp>

bool works_with_spdlog() {
  std::ostringstream written;
  auto logger = std::make_shared<spdlog::logger>(
      "application", std::make_shared<spdlog::sinks::ostream_sink_st>(written));
  logger->set_pattern("%v");
  centricity::interop::log_to(logger)({.component = "source", .message = "hello"});
  return written.str() == "source: hello\n";
}
