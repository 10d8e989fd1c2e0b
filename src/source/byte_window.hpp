#pragma once

/// @file
/// A window that slides over the bytes of a file or of memory.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centricity::inline v0::source {

/// Bytes in view.  Those of memory are not copied; those of a file are read in blocks.
class ByteWindow {
 public:
  /// @throws Error `io`
  static ByteWindow over_file(const std::string& path);
  static ByteWindow over_memory(std::string_view bytes);

  /// Drops the first `behind` bytes in view and shows the next `wanted`, or all there are.
  /// @throws Error `io`
  void advance(std::size_t behind, std::size_t wanted);

  [[nodiscard]] std::string_view view() const noexcept { return view_; }

  /// True if nothing follows what is in view.
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }

  /// Bytes before the view.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

  /// Bytes of the whole; absent if nobody knows, as with a pipe.
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  std::string path_{};
  std::unique_ptr<std::FILE, Close> file_{};  // None: memory.
  std::vector<char> buffer_{};                // Of a file: `filled_` bytes were read, then space.
  std::size_t filled_ = 0;
  std::string_view rest_{};  // Of memory: what begins with the view.
  std::string_view view_{};
  std::optional<std::uint64_t> size_{};
  std::uint64_t offset_ = 0;
  bool at_end_ = false;
};

}  // namespace centricity::inline v0::source
