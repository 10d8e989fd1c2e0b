#pragma once

/// @file
/// A past to learn from and what came after it, and how good a forecast of it was.

#include <span>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_histories.hpp>
#include <centricity/summary/purchase_ledger.hpp>

#include "loyalty/window_purchases.hpp"

namespace centricity::inline v0::loyalty {

/// Customers of the past and what they did in the test.
struct HoldoutData {
  Days days{};                   ///< First day of the past, last day of the test.
  PurchaseHistories past{};      ///< What may be learned from.
  PurchaseCounts counts{};       ///< The same, as a model wants it.
  Duration horizon{};            ///< Length of the test.
  std::vector<double> actual{};  ///< Purchases in the test, customer by customer.
};

/// @throws Error `invalid_argument` unless from <= calibration_until < until; `cancelled`.
[[nodiscard]] HoldoutData holdout_data(const PurchaseLedger& ledger,
                                       const HoldoutOptions& options,
                                       const Host& host);

/// The options this model needs for these histories: the waits, where it chooses its steps by them;
/// for opportunities (BG/BB) the unit in which purchases are merged.
[[nodiscard]] FitOptions options_for(ModelName name,
                                     FitOptions options,
                                     const PurchaseLedger& ledger,
                                     const HoldoutData& data,
                                     const Host& host);

/// Mean of a sample with a normal interval.
[[nodiscard]] Estimate mean_of(std::span<const double> values, double level);

[[nodiscard]] double days_between(Day from, Day until);

[[nodiscard]] double squared_error(std::span<const double> forecast,
                                   std::span<const double> actual);

[[nodiscard]] ForecastScore score_forecast(std::span<const double> forecast,
                                           std::span<const double> actual,
                                           double level,
                                           const Host& host);

}  // namespace centricity::inline v0::loyalty
