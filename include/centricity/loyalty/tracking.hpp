#pragma once

/// @file
/// Actual against expected repeat purchases over time: the first thing to look at after a fit.

#include <cstdint>
#include <optional>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// Whom and how long to track.
struct TrackingOptions {
  Day calibration_until{};             ///< Customers first seen later are not tracked.
  std::optional<Day> until{};          ///< Last day tracked; absent: the last in the ledger.
  std::optional<Day> from{};           ///< First day tracked; absent: the first in the ledger.
  std::optional<Day> acquired_from{};  ///< Leave out customers acquired or first seen before.
  int period_days = 7;                 ///< Length of a period; >= 1. The last may be cut off.
};

/// Repeat purchases of one period and of all up to its end.
struct TrackingPoint {
  Day until{};                     ///< Last day of the period.
  double actual = 0.0;             ///< In the period.
  double expected = 0.0;           ///< In the period, by the model.
  double actual_cumulative = 0.0;  ///< Up to the end of the period.
  Estimate expected_cumulative{};  ///< The same by the model, with the uncertainty of the fit.
};

/// The whole track.
struct Tracking {
  Day calibration_until{};              ///< What the model has seen.
  std::uint64_t customers = 0;          ///< Customers tracked.
  std::vector<TrackingPoint> points{};  ///< In order of time.
};

/// Compares the repeat purchases of everybody first seen in the calibration period with what the
/// model expects of customers acquired on those days.
/// @throws Error `invalid_argument` for an empty period or window, or a fit that is not usable;
///         `cancelled`.
/// @par Complexity O(entries of the ledger) a period; one expectation a period and day of first
/// purchase.
[[nodiscard]] CENTRICITY_EXPORT Tracking track_purchases(const PurchaseModel& model,
                                                         const PurchaseLedger& ledger,
                                                         const TrackingOptions& options,
                                                         const Host& host = {});

/// The track in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Tracking& tracking);

}  // namespace centricity::inline v0::loyalty
