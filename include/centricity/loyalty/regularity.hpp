#pragma once

/// @file
/// Do customers buy at random times or at regular ones? How many steps k there are to a purchase.

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/purchase_waits.hpp>

namespace centricity::inline v0::loyalty {

/// Shape k of the waits of a customer as a Gamma(k, lambda): 1 at random, as (M)BG/NBD and
/// Pareto/NBD have it; more: regular; less: in bursts.
struct Regularity {
  Estimate wheat_morrison{};    ///< By moments of the last two waits of each customer.
  Estimate likelihood{};        ///< By maximum likelihood of all waits, given each customer's sum.
  std::uint64_t customers = 0;  ///< With two waits or more.
  FitReport report{};           ///< Of the maximum likelihood.
};

/// Estimates the regularity of waits, the same for all customers while their rates may differ as
/// they like: shares of a customer's time are Dirichlet(k, ..., k), whatever the rate.
///
/// The first estimate is (1 - 4 V) / (8 V) with V the mean square of last / (last two waits) - 1/2,
/// the same whichever of the two is taken, its standard error by the delta method; the second uses
/// every wait. Where k varies over customers or rates over time they differ. A whole k near to
/// either is a start for (M)BG/CNBD-k.
/// @param level  coverage of intervals, in (0, 1)
/// @throws Error `invalid_argument` for a level out of range.
/// @see Wheat & Morrison (1990), "Estimating purchase regularity with two interpurchase times",
/// Journal of Marketing Research 27(1).
[[nodiscard]] CENTRICITY_EXPORT Regularity estimate_regularity(const PurchaseWaits& waits,
                                                               double level = 0.95);

/// The regularity in words and numbers, and which models suit it.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Regularity& regularity);

}  // namespace centricity::inline v0::loyalty
