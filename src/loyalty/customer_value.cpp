#include <algorithm>
#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/customer_value.hpp>

#include "core/text.hpp"
#include "loyalty/spend_of.hpp"
#include "numeric/delta_method.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Customers forecast as one piece of work, a few milliseconds even for the hardest.
constexpr std::size_t chunk_customers = 256;

/// The product of two positive quantities whose errors are independent.
Estimate product(const Estimate& left, const Estimate& right, double level) {
  if (!left.defined()) return undefined_estimate(left.undefined, left.n);
  if (!right.defined()) return undefined_estimate(right.undefined, right.n);
  const double value = *left.value * *right.value;
  const std::uint64_t n = std::min(left.n, right.n);
  if (value <= 0.0 || !left.standard_error || !right.standard_error) {
    return {.value = value, .n = n, .method = Method::delta};
  }
  const double log_error =
      std::hypot(*left.standard_error / *left.value, *right.standard_error / *right.value);
  return numeric::positive_estimate(value, log_error, level, n);
}

CustomerForecast forecast(const BgNbdFit& buying,
                          const GammaGammaFit& spending,
                          const PurchaseHistories& histories,
                          std::size_t i,
                          Duration horizon) {
  const PurchaseHistory bought = history(histories, i);
  const std::optional<SpendHistory> spent = spend_of(histories, i);
  CustomerForecast result{
      .alive = probability_alive(buying, bought),
      .purchases = expected_purchases(buying, bought, horizon),
      .spend = spent ? expected_spend(spending, *spent)
                     : undefined_estimate(Undefined::missing_input, spending.customers)};
  result.value = product(result.purchases, result.spend, buying.level);
  return result;
}

}  // namespace

CustomerForecasts forecast_customers(const BgNbdFit& buying,
                                     const GammaGammaFit& spending,
                                     const PurchaseHistories& histories,
                                     Duration horizon,
                                     const Host& host) {
  if (!(horizon.value >= 0.0) || !std::isfinite(horizon.value)) {
    throw Error(ErrorCode::invalid_argument,
                "the horizon is not a length of time",
                "it must be a number that is not negative.");
  }
  CustomerForecasts result{.horizon = horizon,
                           .currency = histories.definition.currency,
                           .labels = histories.labels,
                           .forecasts = std::vector<CustomerForecast>(histories.size())};
  const std::size_t chunks = (histories.size() + chunk_customers - 1) / chunk_customers;
  run(host, chunks, [&](std::size_t chunk) {
    const std::size_t end = std::min(histories.size(), (chunk + 1) * chunk_customers);
    for (std::size_t i = chunk * chunk_customers; i < end; ++i) {
      result.forecasts[i] = forecast(buying, spending, histories, i, horizon);
    }
  });
  return result;
}

CustomerScores scores(const CustomerForecasts& forecasts) {
  const std::string within = " within " + number_text(forecasts.horizon.value, 6) + " " +
                             std::string{to_string(forecasts.horizon.unit)} + "s";
  CustomerScores result{
      .alive = {.name = "probability alive", .labels = forecasts.labels},
      .purchases = {.name = "expected purchases" + within, .labels = forecasts.labels},
      .value = {.name = "expected revenue" + within,
                .unit = forecasts.currency,
                .labels = forecasts.labels}};
  for (const CustomerForecast& forecast : forecasts.forecasts) {
    result.alive.scores.push_back(forecast.alive);
    result.purchases.scores.push_back(forecast.purchases);
    result.value.scores.push_back(forecast.value);
  }
  return result;
}

}  // namespace centricity::inline v0::loyalty
