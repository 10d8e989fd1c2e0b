#include <variant>

#include <centricity/loyalty/customer_value.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/chunks.hpp"
#include "loyalty/distinct_pairs.hpp"
#include "loyalty/spend_of.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, a few milliseconds even for the hardest.
constexpr std::size_t chunk_customers = 1024;
constexpr std::size_t chunk_ages = 32;

/// Fills in whether everybody is alive and what they will buy.
template <class P, class E, std::size_t N>
void forecast_buying(const PurchaseFit<P, E, N>& fit,
                     const PurchaseHistories& histories,
                     double horizon,
                     const Host& host,
                     std::vector<CustomerForecast>& forecasts) {
  const auto seen = [&](std::size_t i) {
    return observed(history(histories, i), fit.parameters.unit);
  };
  const DistinctPairs ages = recency_matters(fitted_shape(fit))
                                 ? each_apart(histories.size())
                                 : distinct_pairs(histories.repeats, histories.age, host);
  std::vector<WhileAlive<N>> shared(ages.first.size());
  run_in_chunks(host, shared.size(), chunk_ages, [&](std::size_t k) {
    shared[k] = while_alive(fit, seen(ages.first[k]), horizon);
  });
  run_in_chunks(host, histories.size(), chunk_customers, [&](std::size_t i) {
    forecasts[i].alive = alive_estimate(fit, seen(i));
    forecasts[i].purchases = purchases_estimate(fit, seen(i), shared[ages.position[i]]);
  });
}

}  // namespace

CustomerForecasts forecast_customers(const PurchaseModel& buying,
                                     const GammaGammaFit& spending,
                                     const PurchaseHistories& histories,
                                     Duration horizon,
                                     const Host& host) {
  CustomerForecasts result{.horizon = horizon,
                           .currency = histories.definition.currency,
                           .labels = histories.labels,
                           .forecasts = std::vector<CustomerForecast>(histories.size())};
  const double level = std::visit(
      [&](const auto& fit) {
        const double time = time_in(horizon, fit.parameters.unit);
        if (fit.report.usable()) {
          forecast_buying(fit, histories, time, host, result.forecasts);
        } else {
          for (CustomerForecast& forecast : result.forecasts) {
            forecast.alive = forecast.purchases =
                undefined_estimate(Undefined::unusable_fit, fit.customers);
          }
        }
        return fit.level;
      },
      buying);
  run_in_chunks(host, histories.size(), chunk_customers, [&](std::size_t i) {
    CustomerForecast& forecast = result.forecasts[i];
    const std::optional<SpendHistory> spent = spend_of(histories, i);
    forecast.spend = spent ? expected_spend(spending, *spent)
                           : undefined_estimate(Undefined::missing_input, spending.customers);
    forecast.value = product(forecast.purchases, forecast.spend, level);
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
