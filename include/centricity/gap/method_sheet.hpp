#pragma once

/// @file
/// How a survey score was obtained: without it, two scores cannot be compared.

#include <cstdint>
#include <optional>
#include <string>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/records/assessments.hpp>

namespace centricity::inline v0::gap {

/// The method sheet every survey score carries.  The caller says what it knows; the score fills in
/// scale, answers and whether weights were used.
struct MethodSheet {
  std::string wording{};                   ///< The question as asked; empty: unknown.
  Scale scale{};                           ///< Of the answers.
  std::optional<Day> first_day{};          ///< Of the field work.
  std::optional<Day> last_day{};           ///< Of the field work.
  std::string frame{};                     ///< Who could be asked, e.g. "buyers of the last year".
  std::optional<std::uint64_t> invited{};  ///< How many were asked.
  std::uint64_t answered = 0;              ///< How many answered this question.
  std::uint64_t missing = 0;               ///< Rows of the data without an answer to it.
  bool weighted = false;                   ///< True if weights were used.
  std::string weighting{};                 ///< How weights came about, e.g. "raked to region".
  Asked asked = Asked::unknown;            ///< Expectation asked before or after the experience.

  friend bool operator==(const MethodSheet&, const MethodSheet&) = default;
};

/// Share of the invited who answered, with Wilson's interval; undefined `missing_input` if the
/// number of the invited is unknown or smaller than that of the answers.
[[nodiscard]] CENTRICITY_EXPORT Estimate response_rate(const MethodSheet& sheet);

/// A section "How it was asked": a table of what is known, and what is not said.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const MethodSheet& sheet);

}  // namespace centricity::inline v0::gap
