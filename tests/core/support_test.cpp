#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/files.hpp"
#include "support/near.hpp"

// The helpers of the tests: one that cannot fail would hide defects in every room.
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

TEST(Support, expect_relative_accepts_what_is_near) {
  support::expect_relative(1.0 + 1e-13, 1.0, 1e-12);
  support::expect_relative(-1e20 * (1.0 + 1e-13), -1e20, 1e-12);
  support::expect_relative(1e-14, 0.0, 1e-12, 1e-13);
  support::expect_relative(0.0, -0.0, 0.0);
  support::expect_relative(nan_value, nan_value, 0.0);
  support::expect_relative(-infinity, -infinity, 0.0);
}

TEST(Support, expect_relative_refuses_what_is_not) {
  EXPECT_NONFATAL_FAILURE(support::expect_relative(1.0 + 1e-11, 1.0, 1e-12), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(1e-300, 0.0, 1e-12), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(nan_value, 1.0, 1.0, 1.0), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(1.0, nan_value, 1.0, 1.0), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(1.0, infinity, 1.0, 1.0), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(infinity, 1.0, 1.0, 1.0), "they differ");
  EXPECT_NONFATAL_FAILURE(support::expect_relative(-infinity, infinity, 1.0, 1.0), "they differ");
}

TEST(Support, threaded_host_runs_every_piece_once) {
  for (const std::size_t width : {1U, 2U, 5U}) {
    std::vector<int> calls(1000, 0);  // one element a piece: no two threads share one
    support::threaded_host(width).executor(calls.size(), [&](std::size_t i) { ++calls[i]; });
    EXPECT_EQ(calls, std::vector<int>(1000, 1)) << width << " threads";
  }
}

TEST(Support, threaded_host_shuffles) {
  std::vector<std::size_t> order;
  support::threaded_host(1).executor(100, [&](std::size_t i) { order.push_back(i); });
  EXPECT_FALSE(std::ranges::is_sorted(order));
}

TEST(Support, temporary_directory_is_gone_after_its_scope) {
  std::filesystem::path path;
  {
    const support::TemporaryDirectory directory;
    path = directory.path();
    const std::string bytes{"a\0\r\n", 4};
    EXPECT_EQ(support::read_bytes(directory.write("file", bytes)), bytes);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Support, data_file_is_absent_where_there_is_none) {
  EXPECT_FALSE(support::data_file("no such file.csv"));
  EXPECT_NE(support::no_data("no such file.csv").find("CENTRICITY_DATA"), std::string::npos);
}

}  // namespace
