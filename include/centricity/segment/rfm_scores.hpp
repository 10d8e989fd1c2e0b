#pragma once

/// @file
/// A population scored by recency, frequency and spend.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/segment/rfm_cuts.hpp>

namespace centricity::inline v0::segment {

/// How the cuts between k classes of n customers are found.
enum class RfmScoring : std::uint8_t {
  /// Cut i is the value x_(ceil(n i / k)): quantiles of type 1 (Hyndman & Fan 1996).  Equal values
  /// always get equal scores, so where many share one value, classes are empty.
  equal_values,
  /// Quantiles of type 7 (Hyndman & Fan 1996), interpolated, as R and NumPy do by default.  Equal
  /// values get equal scores.  (R's package rfm 0.3.0 adds 1 to these cuts in whatever unit, and
  /// closes classes below; its scores are those of the next smaller double than each such cut.)
  interpolated,
  /// Classes of equal size as NTILE of SQL makes them, the first n mod k one larger, recency from
  /// the fewest days on.  Equal values at a border are split by position, so equal customers may
  /// get unequal scores; the cuts split nothing.
  ntile
};

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(RfmScoring scoring) noexcept;

/// How to score a population.
struct RfmOptions {
  int scores = 5;                                 ///< Classes of each column, 2 to 10.
  RfmScoring scoring = RfmScoring::equal_values;  ///< How the cuts are found.

  friend bool operator==(const RfmOptions&, const RfmOptions&) = default;
};

/// The scores of a population and how to score more customers alike.
struct RfmScores {
  RfmCuts cuts{};                  ///< For `score_rfm(cuts, customer)`.
  std::vector<RfmScore> scores{};  ///< By customer, in the order given.
  ValidationReport report{};       ///< Columns that do not divide, unknown spend, split ties.

  friend bool operator==(const RfmScores&, const RfmScores&) = default;
};

/// Scores customers by the quantiles of their own population.  O(n log k) by selection.
/// @throws Error `invalid_argument` for bad options, `invalid_data` if there is no customer or,
/// with
///         the row, as `score_rfm` for one
/// @see Hughes (1994), Strategic Database Marketing; Hyndman & Fan (1996), The American
///      Statistician 50(4), 361-365.
[[nodiscard]] CENTRICITY_EXPORT RfmScores score_rfm(std::span<const RfmValues> customers,
                                                    const RfmOptions& options = {});

/// Scores customers with given cuts, so that any part of a population is scored as the whole is.
/// O(n k).
/// @throws Error as `score_count`, and with the row as `score_rfm` for one
[[nodiscard]] CENTRICITY_EXPORT RfmScores score_rfm(const RfmCuts& cuts,
                                                    std::span<const RfmValues> customers);

}  // namespace centricity::inline v0::segment
