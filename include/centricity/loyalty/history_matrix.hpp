#pragma once

/// @file
/// What a history says: probability alive and purchases to come, for all customers of one age.

#include <cstdint>
#include <optional>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// The histories to look at.
struct HistoryRange {
  Duration age = weeks(40.0);       ///< Of everybody, from the first purchase to now; > 0.
  std::uint32_t most_repeats = 20;  ///< Of a customer; >= 1.
  std::uint32_t most_columns = 21;  ///< Numbers of repeats to show, >= 2; more leave some out.
  std::uint32_t most_rows = 14;     ///< Lengths of silence to show, >= 2; more leave some out.
  Duration horizon = years(1.0);    ///< Of purchases to come; >= 0.
};

/// Those of a base: the age of its oldest customers, in weeks where that is two months or more, and
/// as many repeats as 99% do not exceed, 5 to 100.
/// @throws Error `invalid_argument` if there is nobody.
[[nodiscard]] CENTRICITY_EXPORT HistoryRange history_range(const PurchaseCounts& counts);

/// A cell for each (silence, repeats), row by row: absent where nobody can have such a history.
struct HistoryMatrix {
  HistoryRange range{};                            ///< What was asked for.
  std::vector<double> repeats{};                   ///< Of the columns.
  std::vector<double> silence{};                   ///< Of the rows: since the last purchase, in the
                                                   ///< unit of the age; the last is the age.
  std::vector<std::optional<double>> alive{};      ///< Probability that they have not left.
  std::vector<std::optional<double>> purchases{};  ///< Expected within the horizon.
};

/// Works out the matrix of any model.
/// @throws Error `invalid_argument` for a range that is none or a fit that is not usable.
/// @par Complexity An expectation a cell.
[[nodiscard]] CENTRICITY_EXPORT HistoryMatrix tabulate_histories(const PurchaseModel& model,
                                                                 const HistoryRange& range);

/// As two heat maps.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const HistoryMatrix& matrix);

}  // namespace centricity::inline v0::loyalty
