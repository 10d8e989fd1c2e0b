#pragma once

/// @file
/// Gap scores of any number of respondents in one pass: sums that can be merged.
/// Model page: docs/models/gap_scores.md.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// Sums of products of a weight w, an expectation e and a perception p; both are high where good
/// and measured from the middle of the scale, so that squares lose no digits.
struct PairProducts {
  double w = 0.0;   ///< Sum of w, or of w w where totals are multiplied; so the others.
  double e = 0.0;   ///< Of w e.
  double p = 0.0;   ///< Of w p.
  double ee = 0.0;  ///< Of w e e.
  double ep = 0.0;  ///< Of w e p.
  double pp = 0.0;  ///< Of w p p.

  friend bool operator==(const PairProducts&, const PairProducts&) = default;
};

/// What means of expectation, perception and gap and their errors need of rows that gave both.
struct PairMoments {
  std::uint64_t n = 0;           ///< Rows of positive weight.
  std::uint64_t missing = 0;     ///< Rows without one of the answers.
  std::uint64_t units = 0;       ///< Respondents.
  double squared_weights = 0.0;  ///< Sum of w w over the rows.
  PairProducts rows{};           ///< Over the rows.
  PairProducts totals{};         ///< Over the respondents, of their totals of w, w e and w p.

  friend bool operator==(const PairMoments&, const PairMoments&) = default;
};

/// One item.
struct ItemMoments {
  std::string name{};       ///< As given.
  std::string dimension{};  ///< As given.
  Scale scale{};            ///< As given.
  PairMoments pair{};       ///< Expectation and perception.
  PairMoments ceiling{};    ///< Of rows with an expectation: e = 1 at the top of the scale, else 0.
  PairProducts complete{};  ///< Unweighted, of the rows that answered its whole dimension.

  friend bool operator==(const ItemMoments&, const ItemMoments&) = default;
};

/// One dimension: means of its items, of rows that answered all of them.
struct DimensionMoments {
  std::string name{};         ///< As given.
  PairMoments pair{};         ///< Means of expectations and of perceptions.
  PairProducts unweighted{};  ///< The same without weights, for reliabilities.

  friend bool operator==(const DimensionMoments&, const DimensionMoments&) = default;
};

/// All items; some 50 numbers an item, however many respondents.  Respondent-disjoint parts add up;
/// the empty one is the identity.
struct GapMoments {
  std::vector<ItemMoments> items{};            ///< In the order given.
  std::vector<DimensionMoments> dimensions{};  ///< In order of first appearance.
  PairMoments overall{};                       ///< Means of all items, of rows that answered all.
  std::uint64_t rows = 0;                      ///< As given.
  bool simple = true;                          ///< Neither weights nor clusters.

  /// Adds other respondents.
  /// @throws Error `incompatible` if names, dimensions or scales of the items differ.
  CENTRICITY_EXPORT GapMoments& operator+=(const GapMoments& other);

  friend bool operator==(const GapMoments&, const GapMoments&) = default;
};

/// One pass over the columns; importance is not read.
/// @param design weights, and clusters in ascending order, so that the rows of a respondent stand
///        together; no strata
/// @throws Error as `score_gaps`; `invalid_argument` for strata; `invalid_data` naming the row of a
///         cluster out of order.
/// @par Complexity O(n k) time for k items and memory for O(k) numbers.
[[nodiscard]] CENTRICITY_EXPORT GapMoments
summarize_gaps(std::span<const GapItem> items, const statistics::SurveyDesign& design = {});

/// The scores that `score_gaps` computes of the columns, unweighted by importance.
/// @throws Error `invalid_argument` without items, or for another weighting; as `mean`.
/// @par Complexity O(k).
[[nodiscard]] CENTRICITY_EXPORT GapScores score_gaps(const GapMoments& moments,
                                                     const GapOptions& options = {});

}  // namespace centricity::inline v0::gap
