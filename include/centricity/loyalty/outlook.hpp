#pragma once

/// @file
/// The customer base as a whole: how many are still there, how much they will buy.

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Sums over all customers of a base.
struct Outlook {
  Duration horizon{};           ///< From the end of observation.
  std::uint64_t customers = 0;  ///< Customers in the base.
  Estimate alive{};             ///< Expected number who have not left.
  Estimate purchases{};         ///< Expected purchases of them all within the horizon.
};

/// Sums the probability of being alive and the expected purchases of all customers. Intervals are
/// confidence intervals of the expectation, by the delta method: what the fit does not know. Chance
/// adds to them; for a large base it adds little.
/// @throws Error `invalid_argument` for a negative horizon or an impossible history; `cancelled`.
/// @par Complexity Nine sums over the distinct histories. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT Outlook outlook(const PurchaseModel& model,
                                                const PurchaseCounts& counts,
                                                Duration horizon = years(1.0),
                                                const Host& host = {});

/// The sums in words and numbers.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Outlook& outlook);

}  // namespace centricity::inline v0::loyalty
