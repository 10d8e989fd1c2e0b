#include <algorithm>
#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/customer_value.hpp>

#include "core/text.hpp"
#include "loyalty/answers.hpp"
#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/distinct_ages.hpp"
#include "loyalty/spend_of.hpp"
#include "numeric/delta_method.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, a few milliseconds even for the hardest.
constexpr std::size_t chunk_customers = 1024;
constexpr std::size_t chunk_ages = 32;

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
  const bool usable = buying.report.usable();
  const TimeUnit unit = buying.parameters.unit;
  const double time = horizon.in(unit);
  const auto seen = [&](std::size_t i) { return observed(history(histories, i), unit); };
  const DistinctAges ages = usable ? distinct_ages(histories, host) : DistinctAges{};
  std::vector<WhileAlive<4>> shared(ages.first.size());
  run_in_chunks(host, shared.size(), chunk_ages, [&](std::size_t k) {
    shared[k] = while_alive(buying, seen(ages.first[k]), time);
  });
  run_in_chunks(host, histories.size(), chunk_customers, [&](std::size_t i) {
    CustomerForecast& forecast = result.forecasts[i];
    if (usable) {
      forecast.alive = alive_estimate(buying, seen(i));
      forecast.purchases = purchases_estimate(buying, seen(i), shared[ages.position[i]]);
    } else {
      forecast.alive = forecast.purchases =
          undefined_estimate(Undefined::unusable_fit, buying.customers);
    }
    const std::optional<SpendHistory> spent = spend_of(histories, i);
    forecast.spend = spent ? expected_spend(spending, *spent)
                           : undefined_estimate(Undefined::missing_input, spending.customers);
    forecast.value = product(forecast.purchases, forecast.spend, buying.level);
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
