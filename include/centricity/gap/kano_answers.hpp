#pragma once

/// @file
/// Answers to a Kano pair of questions: how would you feel if it had this, and if it had not?

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0::gap {

/// What a pair of answers makes of a feature (Kano, Seraku, Takahashi & Tsuji 1984).
enum class KanoCategory : std::uint8_t {
  must_be,          ///< M: taken for granted; its absence angers.
  one_dimensional,  ///< O: the more the better.
  attractive,       ///< A: delights if present, not missed if absent.
  indifferent,      ///< I: no matter.
  reverse,          ///< R: the opposite is wanted.
  questionable      ///< Q: the two answers contradict each other.
};
inline constexpr std::size_t kano_categories = 6;  ///< How many there are.

/// "must-be", "one-dimensional", ...
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(KanoCategory category) noexcept;

/// Which table turns a pair of answers into a category; they differ in two of 25 cells.
enum class KanoTable : std::uint8_t {
  berger,  ///< Berger et al. (1993): twice "must be" or twice "can live with" is indifferent.
  pouliot  ///< Pouliot (1993): these two are questionable.
};

/// The category of one pair of answers, each 1 like, 2 must be, 3 neutral, 4 can live with,
/// 5 dislike.
/// @throws Error `invalid_argument` for an answer outside 1 to 5.
[[nodiscard]] CENTRICITY_EXPORT KanoCategory kano_category(int functional,
                                                           int dysfunctional,
                                                           KanoTable table = KanoTable::berger);

/// Everything a Kano analysis needs of one feature: 25 cells, however many respondents.
/// Party-disjoint parts add up exactly.
struct KanoAnswers {
  /// Weight of respondents by functional answer − 1 and dysfunctional answer − 1.
  std::array<std::array<double, 5>, 5> weight{};
  /// Sum of squared weights, cell by cell, for the variance of weighted shares.
  std::array<std::array<double, 5>, 5> squared_weight{};
  std::uint64_t n = 0;        ///< Respondents who answered both.
  std::uint64_t missing = 0;  ///< Respondents who left out at least one.

  /// Adds the answers of other respondents.
  CENTRICITY_EXPORT KanoAnswers& operator+=(const KanoAnswers& other) noexcept;

  friend bool operator==(const KanoAnswers&, const KanoAnswers&) = default;
};

/// Counts answers of shape [n]; 0 is an answer not given.
/// @param weights finite, >= 0; empty: all 1
/// @throws Error `incompatible` if lengths differ; `invalid_data` naming row and column of an
///         answer above 5 or a bad weight.
[[nodiscard]] CENTRICITY_EXPORT KanoAnswers
count_kano_answers(std::span<const std::uint8_t> functional,
                   std::span<const std::uint8_t> dysfunctional,
                   std::span<const double> weights = {});

/// The same by group, e.g. context or price band: entry g holds the rows with `group[i] == g`.
/// @throws Error also naming the row of a group >= `groups`.
[[nodiscard]] CENTRICITY_EXPORT std::vector<KanoAnswers> count_kano_answers_by_group(
    std::span<const std::uint8_t> functional,
    std::span<const std::uint8_t> dysfunctional,
    std::span<const std::uint32_t> group,
    std::uint32_t groups,
    std::span<const double> weights = {});

}  // namespace centricity::inline v0::gap
