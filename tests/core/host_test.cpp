#include <atomic>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/host.hpp>

#include "support/executors.hpp"

using centricity::Error;
using centricity::ErrorCode;
using centricity::Host;
using centricity::LogLevel;
using centricity::LogRecord;
using centricity::Progress;
using centricity::run;

namespace {

std::vector<Host> hosts_of_all_kinds() {
  std::vector<Host> hosts(1);  // serial
  for (const std::size_t width : {1U, 2U, 8U}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      hosts.push_back(support::threaded_host(width, seed));
    }
  }
  return hosts;
}

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "it did not throw";
  return {};
}

TEST(Run, runs_every_body_once) {
  for (const Host& host : hosts_of_all_kinds()) {
    std::vector<int> calls(500, 0);
    run(host, calls.size(), [&](std::size_t i) { ++calls[i]; });
    EXPECT_EQ(calls, std::vector<int>(500, 1));
  }
}

TEST(Run, without_bodies_does_nothing) {
  for (const Host& host : hosts_of_all_kinds()) {
    run(host, 0, [](std::size_t) { FAIL(); });
  }
}

TEST(Run, is_serial_and_in_order_without_an_executor) {
  std::vector<std::size_t> order;
  run({}, 4, [&](std::size_t i) { order.push_back(i); });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Run, throws_the_exception_of_the_lowest_index_whatever_the_order) {
  for (const Host& host : hosts_of_all_kinds()) {
    try {
      run(host, 300, [](std::size_t i) {
        if (i % 100 == 57) {
          throw std::out_of_range{std::to_string(i)};
        }
      });
      FAIL() << "three bodies throw";
    } catch (const std::out_of_range& exception) {
      EXPECT_STREQ(exception.what(), "57");
    }
  }
}

TEST(Run, throws_the_exception_of_the_lowest_index_also_of_bodies_that_overlap) {
  std::function<void(std::size_t)> call;
  Host host;
  host.executor = [&](std::size_t, const std::function<void(std::size_t)>& body) {
    call = body;
    body(1);
  };
  try {
    run(host, 2, [&](std::size_t i) {
      if (i == 1) {
        call(0);  // begins and throws while body 1 is still running
      }
      throw std::out_of_range{std::to_string(i)};
    });
    FAIL() << "both bodies throw";
  } catch (const std::out_of_range& exception) {
    EXPECT_STREQ(exception.what(), "0");
  }
}

TEST(Run, leaves_out_what_can_no_longer_matter) {
  Host backwards;
  backwards.executor = [](std::size_t n, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = n; i-- > 0;) {
      body(i);
    }
  };
  const auto ran = [](const Host& host) {
    std::vector<std::size_t> order;
    EXPECT_THROW(run(host,
                     6,
                     [&](std::size_t i) {
                       order.push_back(i);
                       if (i == 3) {
                         throw std::runtime_error{"3"};
                       }
                     }),
                 std::runtime_error);
    return order;
  };
  EXPECT_EQ(ran({}), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(ran(backwards), (std::vector<std::size_t>{5, 4, 3, 2, 1, 0}));
  Host forwards;
  forwards.executor = [](std::size_t n, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = 0; i < n; ++i) {
      body(i);
    }
  };
  EXPECT_EQ(ran(forwards), (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Run, stops_when_the_host_asks_to) {
  for (Host host : hosts_of_all_kinds()) {
    std::atomic<int> bodies{0};
    host.cancelled = [&] { return bodies >= 10; };
    EXPECT_EQ(code_of([&] { run(host, 10'000, [&](std::size_t) { ++bodies; }); }),
              ErrorCode::cancelled);
    EXPECT_LT(bodies, 10 + 8);  // every one of at most 8 threads may have been inside one
  }
}

TEST(Run, does_not_begin_when_the_host_has_stopped_already) {
  for (Host host : hosts_of_all_kinds()) {
    host.cancelled = [] { return true; };
    EXPECT_EQ(code_of([&] { run(host, 3, [](std::size_t) { FAIL(); }); }), ErrorCode::cancelled);
  }
}

TEST(Run, lets_no_exception_into_the_executor) {
  Host host;
  bool escaped = false;
  host.executor = [&](std::size_t n, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = 0; i < n; ++i) {
      try {
        body(i);
      } catch (...) {
        escaped = true;
      }
    }
  };
  EXPECT_THROW(run(host, 3, [](std::size_t) { throw 1; }), int);
  host.cancelled = []() -> bool { throw 2L; };
  EXPECT_THROW(run(host, 3, [](std::size_t) {}), long);
  EXPECT_FALSE(escaped);
}

TEST(Run, notices_an_executor_that_leaves_pieces_out) {
  Host lazy;
  lazy.executor = [](std::size_t, const std::function<void(std::size_t)>& body) { body(0); };
  EXPECT_EQ(code_of([&] { run(lazy, 2, [](std::size_t) {}); }), ErrorCode::invalid_argument);
}

TEST(Run, can_be_used_within_a_body) {
  const Host host = support::threaded_host(2);
  std::atomic<int> bodies{0};
  run(host, 4, [&](std::size_t) { run(host, 5, [&](std::size_t) { ++bodies; }); });
  EXPECT_EQ(bodies, 20);
}

TEST(StopIfCancelled, throws_only_when_asked_to) {
  Host host;
  EXPECT_NO_THROW(stop_if_cancelled(host));
  host.cancelled = [] { return false; };
  EXPECT_NO_THROW(stop_if_cancelled(host));
  host.cancelled = [] { return true; };
  EXPECT_EQ(code_of([&] { stop_if_cancelled(host); }), ErrorCode::cancelled);
}

TEST(Log, hands_over_one_clean_line) {
  Host host;
  EXPECT_NO_THROW(log(host, LogLevel::error, "core", "nobody listens"));
  std::string seen;
  host.log = [&](const LogRecord& record) {
    EXPECT_EQ(record.level, LogLevel::warning);
    EXPECT_EQ(record.component, "source");
    seen = record.message;
  };
  log(host, LogLevel::warning, "source", "column a\nERROR all is lost");
  EXPECT_EQ(seen, "column a\\nERROR all is lost");
}

TEST(ReportProgress, stays_between_zero_and_one) {
  Host host;
  EXPECT_NO_THROW(report_progress(host, "nobody looks", 0.5));
  std::vector<double> seen;
  host.progress = [&](const Progress& progress) {
    EXPECT_EQ(progress.task, "reading");
    seen.push_back(progress.fraction);
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double fraction :
       {-1.0, 0.0, 0.25, 1.0, 1.5, infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}) {
    report_progress(host, "reading", fraction);
  }
  EXPECT_EQ(seen, (std::vector<double>{0, 0, 0.25, 1, 1, 1, 0, 0}));
}

}  // namespace
