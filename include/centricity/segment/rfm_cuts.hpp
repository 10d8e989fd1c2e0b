#pragma once

/// @file
/// One customer's scores of recency, frequency and spend against given cuts.

#include <cstdint>
#include <optional>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0::segment {

/// The three numbers that are scored.
struct RfmValues {
  double recency = 0.0;    ///< Days from the last purchase to the end of observation; >= 0.
  double frequency = 1.0;  ///< Purchases; >= 1.
  std::optional<double> monetary{};  ///< Spend in currency units; absent: unknown, which is not 0.

  friend bool operator==(const RfmValues&, const RfmValues&) = default;
};

/// Scores from 1 (worst) to the number of classes (best).
struct RfmScore {
  std::uint8_t recency = 1;                ///< High: bought recently.
  std::uint8_t frequency = 1;              ///< High: bought often.
  std::optional<std::uint8_t> monetary{};  ///< High: spent much; absent: spend unknown.

  friend bool operator==(const RfmScore&, const RfmScore&) = default;
};

/// Borders between the classes, each column in its own unit and ascending: a value belongs to the
/// class (lower cut, upper cut].  k classes have k - 1 cuts; equal cuts enclose an empty class.
struct RfmCuts {
  std::vector<double> recency{};    ///< Days; up to the first cut: the highest score.
  std::vector<double> frequency{};  ///< Purchases; up to the first cut: score 1.
  std::vector<double> monetary{};   ///< Currency units, likewise; empty: spend is not scored.

  friend bool operator==(const RfmCuts&, const RfmCuts&) = default;
};

/// Number of classes of these cuts, 2 to 10.
/// @throws Error `invalid_argument` if a column has not 1 to 9 finite ascending cuts, or not as
///         many as recency has (monetary may have none)
[[nodiscard]] CENTRICITY_EXPORT int score_count(const RfmCuts& cuts);

/// Scores one customer, known or new.  O(classes), allocates nothing.
/// @param cuts as `score_count` accepts them; not checked again
/// @throws Error `invalid_data` if a number is not finite, recency < 0 or frequency < 1
[[nodiscard]] CENTRICITY_EXPORT RfmScore score_rfm(const RfmCuts& cuts, const RfmValues& customer);

}  // namespace centricity::inline v0::segment
