#pragma once

/// @file
/// The named groups of RFM, what they mean, and how much attention each should get.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <centricity/export.hpp>
#include <centricity/segment/rfm_cuts.hpp>

namespace centricity::inline v0::segment {

/// The groups, in the order in which they are shown.
///
/// Every pair of recency and value score belongs to one of them; `value_score` says what value is.
/// Scores are out of 5; others are first stretched to 1 to 5 and rounded, halves up:
///
///     recency  value 1               2                    3                    4            5
///        5     new_customers         potential_loyalists  potential_loyalists  champions champions
///        4     promising             potential_loyalists  potential_loyalists  loyal        loyal
///        3     about_to_sleep        about_to_sleep       need_attention       loyal        loyal
///        2     hibernating           hibernating          at_risk              at_risk cannot_lose
///        1     hibernating           hibernating          at_risk              at_risk cannot_lose
///
/// The names and regions are a convention of practice, the disjoint form of the map that marketing
/// tools share; they are not estimated from the data.
enum class RfmSegment : std::uint8_t {
  champions,
  loyal,
  potential_loyalists,
  new_customers,
  promising,
  need_attention,
  about_to_sleep,
  at_risk,
  cannot_lose,
  hibernating
};

inline constexpr std::size_t rfm_segment_count = 10;  ///< How many groups there are.

/// How much of the attention that can be given a group should get.
enum class Attention : std::uint8_t { little, some, much, most };

/// A group in plain words.
struct RfmSegmentNote {
  RfmSegment segment = RfmSegment::champions;  ///< Which group.
  std::string_view name{};                     ///< What people call it, e.g. "Champions".
  std::string_view meaning{};                  ///< Who they are, one sentence.
  Attention attention = Attention::some;       ///< How much attention they should get.
  std::string_view advice{};                   ///< What to do for them, one sentence.
};

/// Names as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(RfmSegment segment) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Attention attention) noexcept;

/// All groups in the order of `RfmSegment`.
[[nodiscard]] CENTRICITY_EXPORT const std::array<RfmSegmentNote, rfm_segment_count>&
rfm_segment_notes() noexcept;

/// The mean of the frequency and the monetary score, halves rounded up; the frequency score alone
/// where spend is unknown.  On the scale of the scores.
[[nodiscard]] constexpr int value_score(const RfmScore& score) noexcept {
  return score.monetary ? (score.frequency + *score.monetary + 1) / 2 : score.frequency;
}

/// The group of a customer with this score.
/// @param score_count number of classes, 2 to 10
/// @throws Error `invalid_argument` if a score is not in 1 to score_count
[[nodiscard]] CENTRICITY_EXPORT RfmSegment rfm_segment(const RfmScore& score, int score_count = 5);

}  // namespace centricity::inline v0::segment
