#pragma once

/// @file
/// What is unusual about the rows of a file, counted fast.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <centricity/core/validation_report.hpp>
#include <centricity/source/csv_reader.hpp>

namespace centricity::inline v0::source {

/// Everything a loader may find.  The words are in the source.
enum class Issue : std::uint8_t {
  too_few_fields,
  too_many_fields,
  broken_quote,
  long_field,
  nul_byte,
  empty_row,
  no_time,
  bad_time,
  ambiguous_time,
  bad_amount,
  amount_too_large,
  bad_quantity,
  bad_price,
  bad_number,
  negative_duration,
  unknown_kind,
  unknown_channel,
  no_customer,
  no_amount,
  zero_amount,
  rounded_amount,
  refund,
  refund_order,
  refund_sign,
  sign_conflict,
  repeated_day,
  latin1_text,
  no_value,
  bad_history,
  negative_weight,
  unknown_stakeholder,
  unknown_item,
  no_answers,
  no_answer,
  bad_answer,
  off_scale,
  unknown_code,
  repeated_answer
};
inline constexpr std::size_t issues = 38;

/// The kind of its finding.
[[nodiscard]] std::string_view kind_of(Issue issue) noexcept;

/// The issue of a row whose structure is broken.
[[nodiscard]] Issue issue_of(RowProblem problem) noexcept;

/// Counts, and the first examples.
class IssueTally {
 public:
  /// Counts the row the reader is on.
  void add(Issue issue,
           const CsvReader& reader,
           std::string_view column = {},
           std::string_view text = {});

  /// Counts rows of which nothing more is known.
  void add_many(Issue issue, std::uint64_t count);

  /// All findings, in order of first appearance.
  [[nodiscard]] ValidationReport report() const;

 private:
  Finding& finding(Issue issue);

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::array<std::size_t, issues> position_ = unseen();  // In `findings_`.
  std::vector<Finding> findings_{};

  static constexpr std::array<std::size_t, issues> unseen() noexcept {
    std::array<std::size_t, issues> positions{};
    positions.fill(none);
    return positions;
  }
};

}  // namespace centricity::inline v0::source
