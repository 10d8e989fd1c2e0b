#pragma once

/// @file
/// What every customer is expected to buy and to be worth.

#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/lifetime_value.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/party_scores.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// The forecast for one customer.
struct CustomerForecast {
  Estimate alive{};      ///< Probability that they have not left.
  Estimate purchases{};  ///< Expected purchases, discounted if the terms say so.
  Estimate spend{};      ///< Expected spend a purchase, in currency units.
  Estimate value{};      ///< Purchases times spend times the margin of the terms.
};

/// Forecasts for everybody. Position i is the same customer in both columns.
struct CustomerForecasts {
  ValueTerms terms{};                         ///< What purchases and value are of.
  std::string currency{};                     ///< Of spend and value; empty: not declared.
  Labels labels{};                            ///< The caller's ids.
  std::vector<CustomerForecast> forecasts{};  ///< In the order of the histories.

  /// Value of all with a value, together: errors of the fits are shared by all customers and do not
  /// average out. `infinite` or `unusable_fit` if that of anybody is.
  Estimate total{};
  std::uint64_t without_value = 0;  ///< Customers without a value, left out of the total.
  Estimate correlation{};  ///< Of repeats and mean spend in the data: a value takes it to be 0.
};

/// Forecasts purchases and revenue of every customer: their value not discounted, with a margin of
/// 1. Intervals are confidence intervals of the expectation (delta method), not of what one
/// customer will do.  Somebody without a repeat purchase of known spend is expected to spend the
/// mean of the population.  A customer whose mean spend is not positive has no expected spend:
/// `missing_input`.
/// @throws Error `invalid_argument` for a negative horizon; `cancelled`.
/// @par Complexity Nine expectations for each distinct (repeats, age), then some half a microsecond
/// a customer; the same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT CustomerForecasts
forecast_customers(const PurchaseModel& buying,
                   const GammaGammaFit& spending,
                   const PurchaseHistories& histories,
                   Duration horizon = years(1.0),
                   const Host& host = {});

/// What `lifetime_value` says of every customer, all at once.
/// @throws Error `invalid_argument` as `lifetime_value`; `cancelled`.
/// @par Complexity Nine times some hundred expectations for each distinct (repeats, age), twelve
/// for a year by months; then as above. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT CustomerForecasts
value_customers(const PurchaseModel& buying,
                const GammaGammaFit& spending,
                const PurchaseHistories& histories,
                const ValueTerms& terms,
                const Host& host = {});

/// The forecasts as scores of parties, one set for each question.
struct CustomerScores {
  PartyScores alive{};      ///< Probability that they have not left.
  PartyScores purchases{};  ///< Expected purchases.
  PartyScores value{};      ///< Expected value.
};

/// @par Complexity O(customers).
[[nodiscard]] CENTRICITY_EXPORT CustomerScores scores(const CustomerForecasts& forecasts);

}  // namespace centricity::inline v0::loyalty
