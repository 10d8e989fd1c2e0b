#pragma once

/// @file
/// Simulated futures of whole bases.

#include <cmath>
#include <cstddef>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/rng.hpp>

#include "loyalty/models.hpp"

namespace centricity::inline v0::loyalty {

/// Nobody is simulated, and no distribution followed, beyond so many purchases.
constexpr double most_purchases = 1e6;

/// One future of whole customers: calls `buy(row, time)` for each purchase of a customer of this
/// tuple within the horizon.
template <class Shape, class Buy>
void draw_future(const Shape& shape,
                 const std::vector<Tuple>& tuples,
                 double horizon,
                 const Host& host,
                 Rng& rng,
                 const Buy& buy) {
  constexpr double asked_every = 8192.0;
  double since = 0.0;
  for (std::size_t row = 0; row < tuples.size(); ++row) {
    const auto& [seen, customers] = tuples[row];
    const double alive = probability_alive(shape, seen);
    const Shape today = if_alive(shape, seen);
    for (double k = 0.0; k < customers; k += 1.0) {
      if (++since >= asked_every) {
        stop_if_cancelled(host);
        since = 0.0;
      }
      if (!bernoulli(rng, alive)) continue;
      double purchases = 0.0;
      live(today, draw_life(today, rng), horizon, rng, [&](double time) {
        buy(row, time);
        purchases += 1.0;
        return purchases < most_purchases;
      });
    }
  }
}

}  // namespace centricity::inline v0::loyalty
