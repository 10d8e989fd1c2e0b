#include <utility>

#include <centricity/core/error.hpp>

#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

constexpr std::size_t longest_column_name = 80;  // bytes

std::string sentence(std::string text) {
  if (!text.empty() && std::string_view{".!?"}.find(text.back()) == std::string_view::npos) {
    text += '.';
  }
  return text;
}

std::string message(const std::string& what, const std::string& hint, const Location& where) {
  std::string text = printable(what);
  const std::string place = to_text(where);
  if (!place.empty()) {
    text += " (" + place + ")";
  }
  text = sentence(std::move(text));
  if (!hint.empty()) {
    text += " " + sentence(printable(hint));
  }
  return text;
}

}  // namespace

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::invalid_data:
      return "invalid_data";
    case ErrorCode::incompatible:
      return "incompatible";
    case ErrorCode::limit_exceeded:
      return "limit_exceeded";
    case ErrorCode::io:
      return "io";
    case ErrorCode::cancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string to_text(const Location& where) {
  std::string text;
  if (where.line) {
    text = "line " + std::to_string(*where.line);
  } else if (where.row) {
    text = "row " + std::to_string(*where.row);
  }
  if (!where.column.empty()) {
    text += text.empty() ? "column " : ", column ";
    text += printable(where.column, longest_column_name);
  }
  return text;
}

Error::Error(ErrorCode code, const std::string& what, std::string hint, Location where)
    : std::runtime_error{message(what, hint, where)},
      code_{code},
      hint_{std::move(hint)},
      where_{std::move(where)} {}

Error::~Error() = default;

}  // namespace centricity::inline v0
