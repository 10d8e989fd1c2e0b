#pragma once

/// @file
/// Answers of a BG/NBD fit about one customer, cut where customers share the work: nearly all of it
/// depends on repeats and age alone, which many have in common.

#include <array>

#include <centricity/core/estimate.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/bg_nbd_kernels.hpp"

namespace centricity::inline v0::loyalty {

/// @throws Error `invalid_argument` if one of them is not positive.
[[nodiscard]] bg_nbd::Shape shape_of(const BgNbdParameters& parameters);

/// @throws Error `invalid_argument` if the history is impossible.
[[nodiscard]] bg_nbd::Observed observed(const PurchaseHistory& history, TimeUnit unit);

/// @throws Error `invalid_argument` if it is negative or not finite.
[[nodiscard]] double time_in(Duration horizon, TimeUnit unit);

/// Probability that a customer has not left.
[[nodiscard]] double alive(const bg_nbd::Shape& shape, const bg_nbd::Observed& seen);

/// Expected purchases of customers of the same repeats and age, as long as they have not left.
struct WhileAlive {
  double purchases = 0.0;
  std::array<double, 4> log_gradient{};  ///< Of log purchases in log (r, alpha, a, b).
};

/// @param fit is usable
[[nodiscard]] WhileAlive while_alive(const BgNbdFit& fit,
                                     double repeats,
                                     double age,
                                     double horizon);

/// Probability that a customer has not left.  @param fit is usable
[[nodiscard]] Estimate alive_estimate(const BgNbdFit& fit, const bg_nbd::Observed& seen);

/// Expected purchases of a customer.
/// @param fit is usable
/// @param shared of customers of the same repeats and age
[[nodiscard]] Estimate purchases_estimate(const BgNbdFit& fit,
                                          const bg_nbd::Observed& seen,
                                          const WhileAlive& shared);

}  // namespace centricity::inline v0::loyalty
