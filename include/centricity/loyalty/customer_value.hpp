#pragma once

/// @file
/// What every customer is expected to buy and to be worth.

#include <string>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/party_scores.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// The forecast for one customer.
struct CustomerForecast {
  Estimate alive{};      ///< Probability that they have not left.
  Estimate purchases{};  ///< Expected purchases within the horizon.
  Estimate spend{};      ///< Expected spend a purchase, in currency units.
  Estimate value{};      ///< Their product: revenue within the horizon, not discounted.
};

/// Forecasts for everybody. Position i is the same customer in both columns.
struct CustomerForecasts {
  Duration horizon{};                         ///< From the end of observation.
  std::string currency{};                     ///< Of spend and value; empty: not declared.
  Labels labels{};                            ///< The caller's ids.
  std::vector<CustomerForecast> forecasts{};  ///< In the order of the histories.
};

/// Forecasts purchases and value of every customer. Intervals are confidence intervals of the
/// expectation (delta method), not of what one customer will do. Somebody without a repeat purchase
/// of known spend is expected to spend the mean of the population. A customer whose mean spend is
/// not positive has no expected spend: `missing_input`.
/// @throws Error `invalid_argument` for a negative horizon; `cancelled`.
/// @par Complexity Nine expectations for each distinct (repeats, age), then some half a microsecond
/// a customer; the same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT CustomerForecasts
forecast_customers(const PurchaseModel& buying,
                   const GammaGammaFit& spending,
                   const PurchaseHistories& histories,
                   Duration horizon = years(1.0),
                   const Host& host = {});

/// The forecasts as scores of parties, one set for each question.
struct CustomerScores {
  PartyScores alive{};      ///< Probability that they have not left.
  PartyScores purchases{};  ///< Expected purchases within the horizon.
  PartyScores value{};      ///< Expected revenue within the horizon.
};

/// @par Complexity O(customers).
[[nodiscard]] CENTRICITY_EXPORT CustomerScores scores(const CustomerForecasts& forecasts);

}  // namespace centricity::inline v0::loyalty
