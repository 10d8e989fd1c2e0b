#pragma once

/// @file
/// What a whole base is expected to buy.

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Expected purchases of all customers within the horizon, by the delta method on the log.
/// @param model usable
/// @par Complexity Nine sums over the distinct histories. The same bits for any executor.
[[nodiscard]] Estimate total_purchases(const PurchaseModel& model,
                                       const PurchaseCounts& counts,
                                       Duration horizon,
                                       const Host& host);

}  // namespace centricity::inline v0::loyalty
