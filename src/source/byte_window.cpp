#include "source/byte_window.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::source {
namespace {

[[noreturn]] void throw_io(const std::string& path, int reason) {
  throw Error{ErrorCode::io,
              "Cannot read " + path + ": " + std::generic_category().message(reason),
              "Check the path and that you may read the file"};
}

}  // namespace

ByteWindow ByteWindow::over_file(const std::string& path) {
  ByteWindow window;
  window.path_ = path;
  errno = 0;
  window.file_.reset(std::fopen(path.c_str(), "rb"));
  if (!window.file_) {
    throw_io(path, errno);
  }
  std::setvbuf(window.file_.get(), nullptr, _IONBF, 0);  // The window is the buffer.
  std::error_code unknown;
  if (const auto size = std::filesystem::file_size(path, unknown); !unknown) {
    window.size_ = size;
  }
  return window;
}

ByteWindow ByteWindow::over_memory(std::string_view bytes) {
  ByteWindow window;
  window.rest_ = bytes;
  window.size_ = bytes.size();
  return window;
}

void ByteWindow::advance(std::size_t behind, std::size_t wanted) {
  offset_ += behind;
  if (!file_) {
    rest_.remove_prefix(behind);
    view_ = rest_.substr(0, wanted);
    at_end_ = view_.size() == rest_.size();
    return;
  }
  filled_ -= behind;
  if (behind > 0 && filled_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + behind, filled_);
  }
  buffer_.resize(std::max(buffer_.size(), wanted));
  while (filled_ < wanted && std::feof(file_.get()) == 0) {
    errno = 0;
    filled_ += std::fread(buffer_.data() + filled_, 1, wanted - filled_, file_.get());
    if (std::ferror(file_.get()) != 0) {
      throw_io(path_, errno);
    }
  }
  view_ = {buffer_.data(), std::min(filled_, wanted)};
  at_end_ = view_.size() == filled_ && std::feof(file_.get()) != 0;
}

}  // namespace centricity::inline v0::source
