#pragma once

/// @file
/// Rules that every codebook obeys, read from a file or not.

#include <cstddef>

#include <centricity/source/codebook.hpp>

namespace centricity::inline v0::source {

inline constexpr std::size_t survey_meanings = 19;  ///< How many meanings there are.

/// True if the column holds answers about an item, not something that belongs to the row.
[[nodiscard]] constexpr bool is_answer(SurveyMeaning meaning) noexcept {
  return meaning >= SurveyMeaning::predicted;
}

/// @throws Error `invalid_argument` naming the column: of no or an unknown item, or mapped twice.
void check(const Codebook& book);

}  // namespace centricity::inline v0::source
