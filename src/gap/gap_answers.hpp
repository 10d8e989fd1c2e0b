#pragma once

/// @file
/// Expectations and perceptions, checked and read so that high is good.

#include <span>
#include <vector>

#include <centricity/gap/gap_scores.hpp>

namespace centricity::inline v0::gap {

/// Answers by item, then by row.
struct GapAnswers {
  std::vector<std::vector<double>> expectation{};
  std::vector<std::vector<double>> perception{};
  std::vector<std::vector<double>> importance{};  ///< Empty unless asked for.
};

/// @throws Error as `score_gaps` promises for items and, if `importance` is wanted, for its
/// columns.
[[nodiscard]] GapAnswers read_gap_answers(std::span<const GapItem> items, bool importance);

/// Only the shapes and scales.
void check_gap_items(std::span<const GapItem> items, bool importance);

}  // namespace centricity::inline v0::gap
