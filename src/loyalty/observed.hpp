#pragma once

/// @file
/// Purchase histories as the kernels of all purchase-count models see them: plain numbers, all
/// times in the unit of the parameters, checked once.

#include <span>
#include <string_view>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// What is known of one customer: x repeat purchases, the last at t_x, watched until T.
struct Observed {
  double repeats = 0.0;
  double recency = 0.0;
  double age = 0.0;
};

/// Customers with the same history.
struct Tuple {
  Observed seen{};
  double customers = 1.0;
};

/// @throws Error `invalid_argument` if the history is impossible.
[[nodiscard]] Observed observed(const PurchaseHistory& history, TimeUnit unit);

/// @throws Error `invalid_data` with the row of an impossible history.
[[nodiscard]] std::vector<Tuple> tuples_of(const PurchaseCounts& counts, TimeUnit unit);

/// @throws Error `invalid_data` with the row that counts parts of customers, who cannot be drawn.
void require_whole(const PurchaseCounts& counts);

/// Purchases a unit of time; 1 where nobody bought again, so that a search always has a start.
[[nodiscard]] inline double rate_of(double purchases, double time) {
  return purchases > 0.0 && time > 0.0 ? purchases / time : 1.0;
}

/// A horizon in the unit of the parameters.
/// @throws Error `invalid_argument` if it is negative or not a number.
[[nodiscard]] double time_in(Duration horizon, TimeUnit unit);

/// @throws Error `invalid_argument`, naming model and parameters, unless all are positive numbers.
void require_positive(std::span<const double> parameters,
                      std::string_view model,
                      std::string_view names);

}  // namespace centricity::inline v0::loyalty
