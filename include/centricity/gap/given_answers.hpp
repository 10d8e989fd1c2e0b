#pragma once

/// @file
/// Which kinds of answers a survey has, item by item: what can be analysed at all.

#include <array>
#include <vector>

#include <centricity/export.hpp>
#include <centricity/records/assessments.hpp>

namespace centricity::inline v0::gap {

/// Kinds of answers that somebody gave to an item.
struct GivenAnswers {
  std::array<bool, standards> expectation{};  ///< By Standard.
  bool perception = false;                    ///< What was experienced.
  bool importance = false;                    ///< How much it matters.
  bool kano = false;                          ///< Both answers of the Kano pair, by one person.

  friend bool operator==(const GivenAnswers&, const GivenAnswers&) = default;
};

/// One entry an item, in the order of `assessments.items`.  O(rows).
[[nodiscard]] CENTRICITY_EXPORT std::vector<GivenAnswers> given_answers(
    const Assessments& assessments);

}  // namespace centricity::inline v0::gap
