#pragma once

/// @file
/// Purchases of known customers within some days.

#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_histories.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// Repeat purchases from `from` to `until`, both inclusive, of each of these customers: 0 for those
/// who did not buy then. Their very first purchase is not a repeat.
[[nodiscard]] std::vector<double> repeats_within(const PurchaseLedger& ledger,
                                                 const PurchaseHistories& customers,
                                                 Day from,
                                                 Day until,
                                                 const Host& host);

/// First and last day looked at, from options whose parts may be absent.
struct Days {
  Day from{};
  Day until{};
};

/// @throws Error `invalid_argument` unless from <= calibration_until <= until, and if nothing was
/// bought at all.
[[nodiscard]] Days days_of(const PurchaseLedger& ledger,
                           std::optional<Day> from,
                           Day calibration_until,
                           std::optional<Day> until);

}  // namespace centricity::inline v0::loyalty
