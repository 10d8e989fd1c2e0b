#pragma once

/// @file
/// What is unusual about the data, counted by kind: nothing is lost and reading never stops at the
/// first problem.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/error.hpp>

namespace centricity::inline v0 {

/// How much a finding matters.
enum class Severity : std::uint8_t {
  note,     ///< Worth knowing; nothing was changed.
  warning,  ///< Kept or set aside by a documented rule; look before you trust.
  error     ///< The row, column or file could not be used.
};

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Severity severity) noexcept;

/// One occurrence of a finding.
struct Example {
  Location where{};    ///< Line, row and column.
  std::string text{};  ///< The offending text, its control characters written out ("\n", "\x1B").

  friend bool operator==(const Example&, const Example&) = default;
};

/// All findings of one kind.
struct Finding {
  std::string kind{};                  ///< Stable name, e.g. "bad_date".
  Severity severity = Severity::note;  ///< How much it matters.
  std::string message{};               ///< What it is, in words.
  std::string hint{};                  ///< What to do about it.
  std::uint64_t count = 0;             ///< How many rows (or columns) show it.
  std::vector<Example> examples{};     ///< The first few, in the order of the file.

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Everything found while reading or checking one data set.
struct CENTRICITY_EXPORT ValidationReport {
  /// No more than this many examples are kept of each kind; all are counted.
  static constexpr std::size_t max_examples = 5;

  std::vector<Finding> findings{};  ///< One entry a kind, in order of first appearance.

  /// Counts one occurrence; message and hint are those of the first of its kind, the severity is
  /// the gravest.  Of the example's text 80 bytes are kept, then "…".  O(kinds).
  void add(std::string_view kind,
           Severity severity,
           std::string_view message,
           std::string_view hint,
           Example example = {});

  /// Counts `count` occurrences at once, without examples; none is no finding.
  void add_many(std::string_view kind,
                Severity severity,
                std::string_view message,
                std::string_view hint,
                std::uint64_t count);

  /// Adds the findings of a later part of the same data.
  void merge(const ValidationReport& later);

  /// Occurrences of this kind; 0 if there is none.
  [[nodiscard]] std::uint64_t count(std::string_view kind) const noexcept;

  /// Occurrences of this severity over all kinds.
  [[nodiscard]] std::uint64_t count(Severity severity) const noexcept;

  /// True if any finding is an error.
  [[nodiscard]] bool has_errors() const noexcept { return count(Severity::error) > 0; }

  /// @throws Error `invalid_data` that quotes the first error, if there is one.
  void throw_if_errors() const;

  friend bool operator==(const ValidationReport&, const ValidationReport&) = default;
};

/// A few lines of plain text: kind, count, message, first example, hint.
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const ValidationReport& report);

}  // namespace centricity::inline v0
