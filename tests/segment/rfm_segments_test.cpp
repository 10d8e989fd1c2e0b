#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/segment/rfm_segments.hpp>

namespace {

using namespace centricity::segment;

RfmScore score_of(int recency, int frequency, std::optional<int> monetary = {}) {
  RfmScore score{.recency = static_cast<std::uint8_t>(recency),
                 .frequency = static_cast<std::uint8_t>(frequency)};
  if (monetary) {
    score.monetary = static_cast<std::uint8_t>(*monetary);
  }
  return score;
}

TEST(RfmSegments, the_documented_map) {
  // Rows: recency 5 to 1; columns: value 1 to 5.
  const std::array<const char*, 5> map{"NPPCC", "RPPLL", "SSALL", "HHKKX", "HHKKX"};
  const auto letter = [](RfmSegment segment) {
    constexpr std::array<char, rfm_segment_count> letters{
        'C', 'L', 'P', 'N', 'R', 'A', 'S', 'K', 'X', 'H'};
    return letters[static_cast<std::size_t>(segment)];
  };
  for (int recency = 1; recency <= 5; ++recency) {
    for (int value = 1; value <= 5; ++value) {
      const char expected =
          map[static_cast<std::size_t>(5 - recency)][static_cast<std::size_t>(value - 1)];
      EXPECT_EQ(letter(rfm_segment(score_of(recency, value))), expected) << recency << value;
      EXPECT_EQ(letter(rfm_segment(score_of(recency, value, value))), expected);
    }
  }
}

TEST(RfmSegments, value_is_the_mean_of_frequency_and_spend_halves_up) {
  EXPECT_EQ(value_score(score_of(1, 1, 5)), 3);
  EXPECT_EQ(value_score(score_of(1, 2, 5)), 4);
  EXPECT_EQ(value_score(score_of(1, 5, 4)), 5);
  EXPECT_EQ(value_score(score_of(1, 2)), 2);
}

TEST(RfmSegments, other_scales_are_stretched_to_five) {
  for (int scores = 2; scores <= 10; ++scores) {
    for (int recency = 1; recency <= scores; ++recency) {
      for (int value = 1; value <= scores; ++value) {
        const auto stretched = [&](int score) {
          return static_cast<int>(std::floor(1.5 + 4.0 * (score - 1) / (scores - 1)));
        };
        EXPECT_EQ(rfm_segment(score_of(recency, value), scores),
                  rfm_segment(score_of(stretched(recency), stretched(value))));
      }
    }
    EXPECT_EQ(rfm_segment(score_of(1, 1), scores), RfmSegment::hibernating);
    EXPECT_EQ(rfm_segment(score_of(1, scores), scores), RfmSegment::cannot_lose);
    EXPECT_EQ(rfm_segment(score_of(scores, 1), scores), RfmSegment::new_customers);
    EXPECT_EQ(rfm_segment(score_of(scores, scores), scores), RfmSegment::champions);
  }
}

TEST(RfmSegments, every_group_is_explained) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < rfm_segment_count; ++i) {
    const RfmSegmentNote& note = rfm_segment_notes()[i];
    EXPECT_EQ(note.segment, static_cast<RfmSegment>(i));
    EXPECT_FALSE(note.meaning.empty());
    EXPECT_FALSE(note.advice.empty());
    names.emplace(note.name);
    names.emplace(to_string(note.segment));
  }
  EXPECT_EQ(names.size(), 2 * rfm_segment_count);
  EXPECT_EQ(rfm_segment_notes().front().attention, Attention::most);
  EXPECT_EQ(rfm_segment_notes().back().attention, Attention::little);
}

TEST(RfmSegments, scores_off_the_scale_are_refused) {
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(0, 1))), centricity::Error);
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(6, 1))), centricity::Error);
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(1, 6))), centricity::Error);
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(1, 1), 11)), centricity::Error);
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(1, 1), 1)), centricity::Error);
  EXPECT_THROW(static_cast<void>(rfm_segment(score_of(1, 1), 0)), centricity::Error);
}

}  // namespace
