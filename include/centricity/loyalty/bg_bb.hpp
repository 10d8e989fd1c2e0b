#pragma once

/// @file
/// Purchases at regular opportunities, none or one at each: the BG/BB model.
///
/// For what can happen once a year, month or day: a donation at each appeal, a conference, a box.
/// While alive, a customer buys at an opportunity with a probability of their own; before each they
/// leave for good with a probability of their own. These are Beta(alpha, beta) and
/// Beta(gamma, delta) over customers.
///
/// The unit of the parameters is the time from one opportunity to the next. Repeats, recency and
/// age then count opportunities, so that repeats <= recency <= age and all are whole: merge
/// purchases by day, week or month (PurchaseRules), or count them yourself. The first purchase, at
/// time 0, is none of them.
/// @see Fader, Hardie & Shang (2010), "Customer-base analysis in a discrete-time noncontractual
/// setting", Marketing Science 29(6).

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_answers.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the BG/BB model.
///
/// The log probability of a history is eq. (6). Being alive is being there at the next opportunity;
/// purchases are those at the whole opportunities within the horizon. A history that does not count
/// opportunities, 100,000 at most, is an error.
/// @par Accuracy Against 40-digit values at 2,000 hard points, relative error of
/// `probability_alive` and `expected_purchases` below 1e-10.
/// @par Complexity `probability_of_purchases` takes O(opportunities).
struct BgBbParameters {
  double alpha = 1.0;  ///< First shape of the probabilities to buy; > 0.
  double beta = 1.0;   ///< Second shape; > 0; mean probability to buy alpha / (alpha + beta).
  double gamma = 1.0;  ///< First shape of the dropout probabilities; > 0.
  double delta = 1.0;  ///< Second shape; > 0; mean dropout probability gamma / (gamma + delta).
  TimeUnit unit = TimeUnit::week;  ///< From one opportunity to the next.

  friend bool operator==(const BgBbParameters&, const BgBbParameters&) = default;
};

/// The four parameters, each with its uncertainty.
struct BgBbEstimates {
  Estimate alpha{};  ///< First shape of the probabilities to buy.
  Estimate beta{};   ///< Second shape of the probabilities to buy.
  Estimate gamma{};  ///< First shape of the dropout probabilities.
  Estimate delta{};  ///< Second shape of the dropout probabilities.
};

/// The fit; its covariance is that of log alpha, log beta, log gamma, log delta.
using BgBbFit = PurchaseFit<BgBbParameters, BgBbEstimates, 4>;

/// Fits the model by maximum likelihood: Newton steps in log parameters inside a trust region.
///
/// Customers who look all the same, nobody leaving and the like leave parameters without a maximum;
/// the report then says `boundary` and names what the data cannot tell.
/// @param options  `unit` is the time from one opportunity to the next
/// @throws Error `invalid_data` with the row of a history that does not count opportunities,
///         `invalid_argument` for bad options, `cancelled`.
/// @par Complexity A step costs a few multiplications for each distinct history and opportunity
/// since its last purchase. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT BgBbFit fit_bg_bb(const PurchaseCounts& counts,
                                                  const FitOptions& options = {},
                                                  const Host& host = {});

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const BgBbFit& fit);

}  // namespace centricity::inline v0::loyalty
