#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <centricity/interop/spdlog.hpp>

namespace centricity {
namespace {

TEST(LogTo, writes_level_component_and_message_to_the_logger) {
  std::ostringstream written;
  auto logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_st>(written));
  logger->set_pattern("%l %v");
  logger->set_level(spdlog::level::debug);

  const auto log = interop::log_to(logger);
  log({LogLevel::debug, "source", "line 3"});
  log({LogLevel::info, "loyalty", "{} is not a format"});
  log({LogLevel::warning, "report", ""});
  log({LogLevel::error, "core", "stop"});

  EXPECT_EQ(written.str(),
            "debug source: line 3\n"
            "info loyalty: {} is not a format\n"
            "warning report: \n"
            "error core: stop\n");
}

}  // namespace
}  // namespace centricity
