#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace support {

/// The folder of real data: CENTRICITY_DATA in the environment, which ctest sets, else
/// ../shared/data beside the source tree.
inline std::filesystem::path data_folder() {
  if (const char* folder = std::getenv("CENTRICITY_DATA"); folder != nullptr) {
    return folder;
  }
  const auto source = std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path();
  return source.parent_path() / "shared" / "data";
}

/// A file of real data, absent where the data are not installed:
///
///     const auto file = support::data_file("cdnow_master.csv");
///     if (!file) GTEST_SKIP() << support::no_data("cdnow_master.csv");
inline std::optional<std::filesystem::path> data_file(std::string_view name) {
  auto file = data_folder() / name;
  return std::filesystem::is_regular_file(file) ? std::optional{std::move(file)} : std::nullopt;
}

/// Why a test is skipped.
inline std::string no_data(std::string_view name) {
  return "there is no " + (data_folder() / name).string() + "; set CENTRICITY_DATA to its folder";
}

}  // namespace support
