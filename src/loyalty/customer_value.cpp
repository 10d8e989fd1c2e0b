#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <variant>

#include <centricity/loyalty/customer_value.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/discount_rule.hpp"
#include "loyalty/distinct_pairs.hpp"
#include "loyalty/gamma_gamma_likelihood.hpp"
#include "loyalty/spend_of.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Pieces of work between two questions to the host, a few milliseconds even for the hardest.
constexpr std::size_t chunk_customers = 1024;
constexpr std::size_t chunk_ages = 8;

std::size_t chunks_of(std::size_t n, std::size_t size) { return (n + size - 1) / size; }

/// What the value of all together needs: sums over customers of value, and of value times the
/// derivatives of its log in the logs of the parameters.
template <std::size_t N>
struct ValueSums {
  double value = 0.0;
  std::array<double, N> buying{};
  std::array<double, 3> spending{};
  std::uint64_t without_value = 0;
  Undefined why = Undefined::no;  ///< Somebody has none; `missing_input` is the least of reasons.
};

void note(Undefined& why, Undefined also) {
  if (why == Undefined::no || why == Undefined::missing_input) why = also;
}

template <std::size_t N>
ValueSums<N> add_up(const std::vector<ValueSums<N>>& chunks) {
  ValueSums<N> all;
  numeric::Sum value;
  std::array<numeric::Sum, N> buying{};
  std::array<numeric::Sum, 3> spending{};
  for (const ValueSums<N>& chunk : chunks) {
    value.add(chunk.value);
    for (std::size_t k = 0; k < N; ++k) buying[k].add(chunk.buying[k]);
    for (std::size_t k = 0; k < 3; ++k) spending[k].add(chunk.spending[k]);
    all.without_value += chunk.without_value;
    if (chunk.why != Undefined::no) note(all.why, chunk.why);
  }
  all.value = value.value();
  for (std::size_t k = 0; k < N; ++k) all.buying[k] = buying[k].value();
  for (std::size_t k = 0; k < 3; ++k) all.spending[k] = spending[k].value();
  return all;
}

/// Values of all customers by one model.
template <class P, class E, std::size_t N>
class Valuation {
 public:
  Valuation(const PurchaseFit<P, E, N>& buying,
            const GammaGammaFit& spending,
            const PurchaseHistories& histories,
            double margin)
      : buying_{buying}, spending_{spending}, histories_{histories}, margin_{margin} {}

  /// @param quantity what is counted of somebody who starts today, from their shape
  template <class Quantity>
  void make(const Quantity& quantity, const Host& host, CustomerForecasts& result) const {
    const std::size_t customers = histories_.size();
    const bool usable = buying_.report.usable();
    DistinctPairs ages;
    std::vector<ExpectedPurchases<N>> shared;
    if (usable) {
      ages = recency_matters(fitted_shape(buying_))
                 ? each_apart(customers)
                 : distinct_pairs(histories_.repeats, histories_.age, host);
      shared.resize(ages.first.size());
      run(host, "looking ahead", chunks_of(shared.size(), chunk_ages), [&](std::size_t chunk) {
        const std::size_t end = std::min(shared.size(), (chunk + 1) * chunk_ages);
        for (std::size_t k = chunk * chunk_ages; k < end; ++k) {
          shared[k] = while_alive(buying_, seen(ages.first[k]), quantity);
        }
      });
    }
    std::vector<ValueSums<N>> sums(chunks_of(customers, chunk_customers));
    run(host, "valuing customers", sums.size(), [&](std::size_t chunk) {
      const std::size_t end = std::min(customers, (chunk + 1) * chunk_customers);
      for (std::size_t i = chunk * chunk_customers; i < end; ++i) {
        CustomerForecast& forecast = result.forecasts[i];
        ExpectedPurchases<N> expected;
        if (usable) {
          expected = expected_of(buying_, seen(i), shared[ages.position[i]]);
          forecast.alive = alive_estimate(buying_, seen(i));
          forecast.purchases = purchases_estimate(buying_, expected);
        } else {
          forecast.alive = forecast.purchases =
              undefined_estimate(Undefined::unusable_fit, buying_.customers);
        }
        value_one(i, expected, forecast, sums[chunk]);
      }
    });
    const ValueSums<N> all = add_up(sums);
    result.without_value = all.without_value;
    result.total = total_of(all, customers - all.without_value);
  }

 private:
  [[nodiscard]] Observed seen(std::size_t i) const {
    return observed(history(histories_, i), buying_.parameters.unit);
  }

  void value_one(std::size_t i,
                 const ExpectedPurchases<N>& expected,
                 CustomerForecast& forecast,
                 ValueSums<N>& sums) const {
    const std::optional<SpendHistory> spent = spend_of(histories_, i);
    forecast.spend = spent ? expected_spend(spending_, *spent)
                           : undefined_estimate(Undefined::missing_input, spending_.customers);
    forecast.value = product(forecast.purchases, scaled(forecast.spend, margin_), buying_.level);
    if (!forecast.value.defined()) {
      ++sums.without_value;
      note(sums.why, forecast.value.undefined);
      return;
    }
    const double value = *forecast.value.value;
    const auto& [p, q, gamma] = spending_.parameters;
    const std::array<double, 3> spend_gradient =
        gamma_gamma::expected_spend_gradient({p, q, gamma}, {spent->repeats, spent->mean_spend});
    sums.value += value;
    for (std::size_t k = 0; k < N; ++k) sums.buying[k] += value * expected.log_gradient[k];
    for (std::size_t k = 0; k < 3; ++k) sums.spending[k] += value * spend_gradient[k];
  }

  [[nodiscard]] Estimate total_of(const ValueSums<N>& sums, std::uint64_t customers) const {
    if (histories_.size() == 0) return undefined_estimate(Undefined::too_few);
    if (sums.why == Undefined::infinite || sums.why == Undefined::unusable_fit || customers == 0) {
      return undefined_estimate(sums.why, customers);
    }
    if (sums.value == 0.0) return {.value = 0.0, .n = customers, .method = Method::delta};
    const double error =
        std::hypot(numeric::delta_error<N>(sums.buying, buying_.log_covariance),
                   numeric::delta_error<3>(sums.spending, spending_.log_covariance));
    return numeric::positive_estimate(sums.value, error / sums.value, buying_.level, customers);
  }

  const PurchaseFit<P, E, N>& buying_;
  const GammaGammaFit& spending_;
  const PurchaseHistories& histories_;
  double margin_ = 1.0;
};

/// @param make_quantity what is counted, from the unit of the model and whether it is discrete
template <class MakeQuantity>
CustomerForecasts value_all(const PurchaseModel& buying,
                            const GammaGammaFit& spending,
                            const PurchaseHistories& histories,
                            const ValueTerms& terms,
                            const Host& host,
                            const MakeQuantity& make_quantity) {
  CustomerForecasts result{.terms = terms,
                           .currency = histories.definition.currency,
                           .labels = histories.labels,
                           .correlation = spending.correlation};
  grow(result.forecasts, histories.size(), host);
  std::visit(
      [&](const auto& fit) {
        constexpr bool discrete = is_discrete<std::decay_t<decltype(fit.parameters)>>;
        Valuation{fit, spending, histories, terms.margin}.make(
            make_quantity(fit.parameters.unit, discrete), host, result);
      },
      buying);
  return result;
}

}  // namespace

CustomerForecasts forecast_customers(const PurchaseModel& buying,
                                     const GammaGammaFit& spending,
                                     const PurchaseHistories& histories,
                                     Duration horizon,
                                     const Host& host) {
  const ValueTerms terms{.window = {.to = horizon},
                         .discounting = {.timing = CashFlowTiming::when_bought}};
  return value_all(buying, spending, histories, terms, host, [&](TimeUnit unit, bool) {
    return [time = time_in(horizon, unit)](const auto& today) {
      return expected_while_alive(today, time);
    };
  });
}

CustomerForecasts value_customers(const PurchaseModel& buying,
                                  const GammaGammaFit& spending,
                                  const PurchaseHistories& histories,
                                  const ValueTerms& terms,
                                  const Host& host) {
  check_margin(terms.margin);
  return value_all(buying, spending, histories, terms, host, [&](TimeUnit unit, bool discrete) {
    return [rule = discount_rule(discount_terms(unit, discrete, terms.window, terms.discounting))](
               const auto& today) { return discounted_while_alive(today, rule); };
  });
}

CustomerScores scores(const CustomerForecasts& forecasts) {
  const ValueWindow& window = forecasts.terms.window;
  const bool discounted = forecasts.terms.discounting.annual_rate > 0.0;
  const std::string when =
      (window.from.value > 0.0 ? " from " + duration_text(window.from) + " on" : std::string{}) +
      (std::isfinite(window.to.value) ? " within " + duration_text(window.to) : std::string{});
  CustomerScores result{
      .alive = {.name = "probability alive", .labels = forecasts.labels},
      .purchases = {.name = (discounted ? "discounted purchases" : "expected purchases") + when,
                    .labels = forecasts.labels},
      .value = {.name = (discounted || forecasts.terms.margin != 1.0 ? "value of purchases"
                                                                     : "expected revenue") +
                        when,
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
