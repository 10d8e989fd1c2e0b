#pragma once

/// @file
/// BG/NBD formulas on plain numbers, all times in one unit. Sums of positive terms in logs: no
/// hypergeometric function, so no pole at a = 1 and nothing that overflows.

#include <array>

namespace centricity::inline v0::loyalty::bg_nbd {

/// Parameters without their unit, all > 0.
struct Shape {
  double r = 1.0;
  double alpha = 1.0;
  double a = 1.0;
  double b = 1.0;
};

/// What is known of one customer: x repeat purchases, the last at t_x, watched until T.
struct Observed {
  double repeats = 0.0;
  double recency = 0.0;
  double age = 0.0;
};

/// Log density of the history, Fader, Hardie & Lee (2005) eq. (6).
[[nodiscard]] double log_likelihood(const Shape& shape, const Observed& seen);

/// log[P(left) / P(alive)]; minus infinity without repeats: in this model one leaves only after a
/// repeat purchase.
[[nodiscard]] double log_odds_of_having_left(const Shape& shape, const Observed& seen);

/// Its derivatives in log (r, alpha, a, b), of somebody with repeats.
[[nodiscard]] std::array<double, 4> log_odds_gradient(const Shape& shape, const Observed& seen);

/// Expected purchases in the next `horizon` of a customer who is alive. Does not depend on recency.
[[nodiscard]] double expected_while_alive(const Shape& shape,
                                          double repeats,
                                          double age,
                                          double horizon);

/// P(X(t) = n) of a new customer, n whole, Fader, Hardie & Lee (2005) eq. (8).
[[nodiscard]] double probability_of_count(const Shape& shape, double n, double time);

}  // namespace centricity::inline v0::loyalty::bg_nbd
