#pragma once

/// @file
/// What a customer is worth today: purchases to come, discounted, by any model.

#include <cstdint>
#include <optional>

#include <centricity/core/estimate.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/spend_histories.hpp>

namespace centricity::inline v0::loyalty {

/// When the money of a period is taken to come. It moves a value by up to a period's interest, so
/// that two systems that do not say it cannot be compared.
enum class CashFlowTiming : std::uint8_t {
  when_bought,    ///< Every purchase at its own moment (continuous).
  period_start,   ///< All of a period at its start.
  period_middle,  ///< All of a period at its middle.
  period_end      ///< All of a period at its end, as in a monthly sum.
};

/// How later money is made comparable to money today.
struct Discounting {
  double annual_rate = 0.0;                ///< Effective, over a year of 365.2425 days: .1 is 10%.
  std::optional<CashFlowTiming> timing{};  ///< Must be given.
  Duration period = months(1.0);           ///< Of the last three timings; > 0.
};

/// The purchases to count.
struct ValueWindow {
  Duration from{};           ///< From now; >= 0.
  Duration to = years(1.0);  ///< From now; >= from, infinite allowed if the rate is positive.
};

/// What a value is of.
struct ValueTerms {
  ValueWindow window{};       ///< The purchases to count.
  Discounting discounting{};  ///< What they are worth today; its timing must be given.
  double margin = 1.0;        ///< Share of spend that is margin; finite and > 0.
};

/// Expected purchases of a customer in a window ahead, each discounted to today: for an infinite
/// window the discounted expected residual transactions (DERT) of Fader, Hardie & Lee (2005), "RFM
/// and CLV", Journal of Marketing Research 42(4). Any model, by quadrature of its expectation.
/// @throws Error `invalid_argument` for a rate that is negative or not finite, a window that is
///         none or has more than a million periods, timing not given, an impossible history.
/// @par Accuracy Relative error below 1e-9 against closed forms (Pareto/NBD) and sums.
/// @par Complexity Some hundred expectations, times nine for the uncertainty.
[[nodiscard]] CENTRICITY_EXPORT Estimate discounted_purchases(const PurchaseModel& model,
                                                              const PurchaseHistory& history,
                                                              const ValueWindow& window,
                                                              const Discounting& discounting);

/// Expected margin of these purchases: discounted purchases times expected spend a purchase times
/// the margin. The errors of the two fits are taken as independent. All customers at once:
/// `value_customers`.
/// @throws Error as above, and for a margin that is not positive.
[[nodiscard]] CENTRICITY_EXPORT Estimate lifetime_value(const PurchaseModel& model,
                                                        const GammaGammaFit& spending,
                                                        const PurchaseHistory& history,
                                                        const SpendHistory& spend,
                                                        const ValueTerms& terms);

}  // namespace centricity::inline v0::loyalty
