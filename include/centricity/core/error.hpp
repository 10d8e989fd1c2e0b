#pragma once

/// @file
/// The exception of the library: a broken precondition, said in words that help to mend it.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// What kind of precondition was broken.
enum class ErrorCode : std::uint8_t {
  invalid_argument,  ///< An option or parameter is outside its documented range.
  invalid_data,      ///< A row, column or file breaks the rules of its format or meaning.
  incompatible,      ///< Two values that must agree do not (definitions, shapes, units).
  limit_exceeded,    ///< A documented limit (bytes, columns, rows, range of Money) was passed.
  io,                ///< The operating system refused to read or write.
  cancelled          ///< The host asked to stop; nothing was changed.
};

/// Name of the code as written above, e.g. "invalid_data".
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(ErrorCode code) noexcept;

/// Where in the caller's data something happened.  Every part is optional.
struct Location {
  std::optional<std::uint64_t> line{};  ///< 1-based line in the text file, header included.
  std::optional<std::uint64_t> row{};   ///< 0-based record, header excluded.
  std::string column{};                 ///< Name of the column or field; empty: not one column.

  friend bool operator==(const Location&, const Location&) = default;
};

/// "line 12, column amount"; "row 3"; empty when nothing is known.
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const Location& where);

/// Thrown for a broken precondition.  Data quality is reported by ValidationReport and a fit that
/// does not converge by FitReport; neither throws.
///
/// `what()` is the whole message in one line: "What happened (line 12, column amount). What to do."
/// Control characters in it are written out, so data that it quotes cannot forge a log line.
class CENTRICITY_EXPORT Error : public std::runtime_error {
 public:
  /// @param code what kind of precondition
  /// @param what what happened, one sentence without a full stop
  /// @param hint what to do about it, one sentence; may be empty
  /// @param where the place in the caller's data, if there is one
  Error(ErrorCode code, const std::string& what, std::string hint = {}, Location where = {});
  Error(const Error&) = default;
  Error& operator=(const Error&) = default;
  ~Error() override;

  /// What kind of mistake it is.
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

  /// What to do about it, one sentence; may be empty.
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

  /// The place in the caller's data, if there is one.
  [[nodiscard]] const Location& where() const noexcept { return where_; }

 private:
  ErrorCode code_;
  std::string hint_;
  Location where_;
};

}  // namespace centricity::inline v0
