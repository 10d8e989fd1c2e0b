#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/covariate_answers.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/covariate_axes.hpp"
#include "loyalty/gamma_gamma_likelihood.hpp"
#include "loyalty/spend_of.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::size_t n = base_parameters;

/// Work done together; fixed, so that the result does not depend on the executor.
constexpr std::size_t chunk_size = 256;

/// Calls `use` with the base of the fit in its own type.
template <class Use>
void visit_base(const CovariateFit& fit, const Use& use) {
  std::visit(
      [&](const auto& base) {
        if constexpr (std::tuple_size_v<decltype(base.log_covariance)> == n * n) use(base);
      },
      fit.base);
}

void require_columns(const CovariateFit& fit, const std::vector<CovariateColumn>& columns) {
  if (columns != fit.columns) {
    throw Error(ErrorCode::incompatible,
                "the covariates are not those of the fit",
                "make them with the columns of the fit.");
  }
}

/// A quantity with its derivatives in base and effects.
struct Quantity {
  double value = 0.0;
  std::vector<double> gradient{};
};

/// Both sums, of some histories or of all.
struct Sums {
  Quantity alive{};
  Quantity purchases{};
};

/// A history and where its covariates begin.
struct Row {
  Tuple tuple{};
  std::uint32_t pattern = 0;
};

/// By pattern, repeats and age, as those who share them share the expectation.
std::vector<Row> rows_of(const CovariateCounts& counts, TimeUnit unit, const Host& host) {
  PurchaseCounts all{.unit = counts.unit};
  for (const CovariateCount& count : counts.counts) all.counts.push_back(count.of);
  const std::vector<Tuple> tuples = tuples_of(all, unit);
  std::vector<Row> rows;
  rows.reserve(tuples.size());
  for (std::size_t i = 0; i < tuples.size(); ++i) {
    rows.push_back({tuples[i], counts.counts[i].pattern});
  }
  const auto key = [](const Row& row) {
    return std::tie(row.pattern,
                    row.tuple.seen.repeats,
                    row.tuple.seen.age,
                    row.tuple.seen.recency,
                    row.tuple.customers);
  };
  sort(host, rows.begin(), rows.end(), [&](const Row& left, const Row& right) {
    return key(left) < key(right);
  });
  return rows;
}

/// Adds a quantity of one pattern, whose derivatives are in the logs of its parameters.
void add(double customers,
         double value,
         const BaseVector& gradient,
         std::span<const EffectAxis> axes,
         std::span<const double> covariates,
         Quantity& out) {
  out.value += customers * value;
  for (std::size_t j = 0; j < n; ++j) out.gradient[j] += customers * gradient[j];
  for (std::size_t m = 0; m < axes.size(); ++m) {
    double slope = 0.0;
    for (std::size_t j = 0; j < n; ++j) slope += axes[m].direction[j] * gradient[j];
    out.gradient[n + m] += customers * covariates[axes[m].column] * slope;
  }
}

template <class Model>
Sums sum_rows(std::span<const Row> rows,
              std::span<const double> point,
              std::span<const EffectAxis> axes,
              const CovariateCounts& counts,
              double horizon) {
  Sums sums{{.gradient = std::vector<double>(point.size())},
            {.gradient = std::vector<double>(point.size())}};
  const std::size_t width = counts.columns.size();
  const Row* last = nullptr;
  BaseVector values{};
  double expected = 0.0;
  BaseVector expected_gradient{};  // Of its log.
  for (const Row& row : rows) {
    const std::span<const double> z =
        std::span{counts.patterns}.subspan(row.pattern * width, width);
    const Observed& seen = row.tuple.seen;
    if (last == nullptr || last->pattern != row.pattern) {
      values = shifted(point, axes, z);
      for (double& value : values) value = std::exp(value);
    }
    if (last == nullptr || last->pattern != row.pattern ||
        last->tuple.seen.repeats != seen.repeats || last->tuple.seen.age != seen.age) {
      const auto purchases = [&](const BaseVector& at) {
        return expected_while_alive(if_alive(Model::shape(at), seen), horizon);
      };
      expected = purchases(values);
      expected_gradient = {};
      if (expected > 0.0) {
        expected_gradient = numeric::log_gradient(
            [&](const BaseVector& at) { return std::log(purchases(at)); }, values);
      }
    }
    last = &row;
    const auto shape = Model::shape(values);
    const double log_odds = log_odds_of_having_left(shape, seen);
    const double alive = numeric::logistic(-log_odds);
    BaseVector alive_gradient{};
    if (std::isfinite(log_odds)) {
      alive_gradient = log_odds_gradient(shape, seen);
      for (double& slope : alive_gradient) slope *= -alive * numeric::logistic(log_odds);
    }
    BaseVector gradient{};
    for (std::size_t j = 0; j < n; ++j) {
      gradient[j] = expected * (alive_gradient[j] + alive * expected_gradient[j]);
    }
    add(row.tuple.customers, alive, alive_gradient, axes, z, sums.alive);
    add(row.tuple.customers, alive * expected, gradient, axes, z, sums.purchases);
  }
  return sums;
}

/// Standard error of something that moves with the quantity, times `factor`.
double error_of(const Quantity& of, double factor, std::span<const double> covariance) {
  const std::size_t order = of.gradient.size();
  double variance = 0.0;
  for (std::size_t i = 0; i < order; ++i) {
    for (std::size_t j = 0; j < order; ++j) {
      variance += of.gradient[i] * covariance[i * order + j] * of.gradient[j];
    }
  }
  return factor * std::sqrt(std::fmax(variance, 0.0));
}

template <class Fit>
void fill(const Fit& base,
          const CovariateFit& fit,
          const CovariateCounts& counts,
          double people,
          const Host& host,
          Outlook& result) {
  using Model = ModelOfFit<Fit>;
  const double horizon = time_in(result.horizon, base.parameters.unit);
  const std::vector<Row> rows = rows_of(counts, base.parameters.unit, host);
  const std::vector<EffectAxis> axes = axes_of(fit);
  std::vector<double> point;
  for (const double value : Model::values(base.parameters)) point.push_back(std::log(value));
  for (const CovariateEffect& effect : fit.effects) point.push_back(*effect.effect.value);

  std::vector<Sums> chunks((rows.size() + chunk_size - 1) / chunk_size);
  run(host, chunks.size(), [&](std::size_t i) {
    const std::size_t end = std::min((i + 1) * chunk_size, rows.size());
    const std::span<const Row> here{rows.data() + i * chunk_size, rows.data() + end};
    chunks[i] = sum_rows<Model>(here, point, axes, counts, horizon);
  });
  const auto sum = [&](Quantity Sums::*which) {
    Quantity total{.gradient = std::vector<double>(point.size())};
    numeric::Sum value;
    for (const Sums& chunk : chunks) {
      value.add((chunk.*which).value);
      for (std::size_t i = 0; i < point.size(); ++i) {
        total.gradient[i] += (chunk.*which).gradient[i];
      }
    }
    total.value = value.value();
    return total;
  };
  const Quantity alive = sum(&Sums::alive);
  const double gone = people - alive.value;
  const double odds =
      gone > 0.0 ? std::log(alive.value) - std::log(gone) : std::numeric_limits<double>::infinity();
  const double odds_error =
      gone > 0.0 ? error_of(alive, 1.0 / alive.value + 1.0 / gone, fit.log_covariance) : 0.0;
  result.alive =
      scaled(numeric::probability_estimate(odds, odds_error, base.level, result.customers), people);
  const Quantity purchases = sum(&Sums::purchases);
  result.purchases = purchases.value > 0.0
                         ? numeric::positive_estimate(
                               purchases.value,
                               error_of(purchases, 1.0 / purchases.value, fit.log_covariance),
                               base.level,
                               result.customers)
                         : Estimate{.value = 0.0, .n = result.customers, .method = Method::delta};
}

/// The customers by pattern, then as they come.
std::vector<std::uint32_t> by_pattern(const CovariatePatterns& patterns, const Host& host) {
  std::vector<std::uint32_t> order(patterns.of_customer.size());
  std::iota(order.begin(), order.end(), 0U);
  sort(host, order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    const auto key = [&](std::uint32_t i) { return std::pair{patterns.of_customer[i], i}; };
    return key(left) < key(right);
  });
  return order;
}

/// Value of some customers together, with its derivatives in what buying and spending are fitted
/// on.
struct ValueSum {
  Quantity buying{};
  std::array<double, 3> spending{};
  std::uint64_t without_value = 0;
  Undefined why = Undefined::no;  ///< Somebody has none; `missing_input` is the least of reasons.

  void note(Undefined also) {
    if (why == Undefined::no || why == Undefined::missing_input) why = also;
  }
};

/// Adds the value of one customer.
/// @param slope  of its log in the logs of the parameters of their kind
void add_value(const CustomerForecast& forecast,
               const BaseVector& slope,
               const GammaGammaFit& spending,
               const SpendHistory& spent,
               std::span<const EffectAxis> axes,
               std::span<const double> covariates,
               ValueSum& sum) {
  if (!forecast.value.defined()) {
    ++sum.without_value;
    sum.note(forecast.value.undefined);
    return;
  }
  const double value = *forecast.value.value;
  BaseVector gradient = slope;
  for (double& each : gradient) each *= value;
  add(1.0, value, gradient, axes, covariates, sum.buying);
  const auto& [p, q, gamma] = spending.parameters;
  const std::array<double, 3> of_spend =
      gamma_gamma::expected_spend_gradient({p, q, gamma}, {spent.repeats, spent.mean_spend});
  for (std::size_t k = 0; k < 3; ++k) sum.spending[k] += value * of_spend[k];
}

Estimate total_of(const std::vector<ValueSum>& chunks,
                  const CovariateFit& fit,
                  const GammaGammaFit& spending,
                  double level,
                  CustomerForecasts& result) {
  ValueSum all{.buying = {.gradient = std::vector<double>(n + fit.effects.size())}};
  numeric::Sum value;
  for (const ValueSum& chunk : chunks) {
    value.add(chunk.buying.value);
    for (std::size_t i = 0; i < all.buying.gradient.size(); ++i) {
      all.buying.gradient[i] += chunk.buying.gradient[i];
    }
    for (std::size_t k = 0; k < 3; ++k) all.spending[k] += chunk.spending[k];
    all.without_value += chunk.without_value;
    if (chunk.why != Undefined::no) all.note(chunk.why);
  }
  all.buying.value = value.value();
  result.without_value = all.without_value;
  const std::uint64_t customers = result.forecasts.size() - all.without_value;
  if (result.forecasts.empty()) return undefined_estimate(Undefined::too_few);
  if (all.why == Undefined::infinite || all.why == Undefined::unusable_fit || customers == 0) {
    return undefined_estimate(all.why, customers);
  }
  if (all.buying.value == 0.0) return {.value = 0.0, .n = customers, .method = Method::delta};
  const double error = std::hypot(error_of(all.buying, 1.0, fit.log_covariance),
                                  numeric::delta_error<3>(all.spending, spending.log_covariance));
  return numeric::positive_estimate(all.buying.value, error / all.buying.value, level, customers);
}

template <class Fit>
void forecast(const Fit& base,
              const CovariateFit& fit,
              const GammaGammaFit& spending,
              const PurchaseHistories& histories,
              const CovariatePatterns& patterns,
              double horizon,
              const Host& host,
              CustomerForecasts& result) {
  const std::vector<std::uint32_t> order = by_pattern(patterns, host);
  const std::vector<EffectAxis> axes = axes_of(fit);
  const auto purchases = [&](const auto& today) { return expected_while_alive(today, horizon); };
  std::vector<ValueSum> sums((order.size() + chunk_size - 1) / chunk_size);
  run(host, "looking ahead", sums.size(), [&](std::size_t chunk) {
    sums[chunk].buying.gradient.resize(n + axes.size());
    const std::size_t end = std::min((chunk + 1) * chunk_size, order.size());
    Fit model;
    for (std::size_t k = chunk * chunk_size; k < end; ++k) {
      const std::uint32_t i = order[k];
      const std::span<const double> kind = patterns[patterns.of_customer[i]];
      if (k == chunk * chunk_size ||
          patterns.of_customer[i] != patterns.of_customer[order[k - 1]]) {
        model = std::get<Fit>(model_for(fit, kind));
      }
      CustomerForecast& forecast = result.forecasts[i];
      const Observed seen = observed(history(histories, i), base.parameters.unit);
      ExpectedPurchases<n> expected;
      if (fit.report.usable()) {
        expected = expected_of(model, seen, while_alive(model, seen, purchases));
        forecast.alive = alive_estimate(model, seen);
        forecast.purchases = purchases_estimate(model, expected);
      } else {
        forecast.alive = forecast.purchases =
            undefined_estimate(Undefined::unusable_fit, base.customers);
      }
      const std::optional<SpendHistory> spent = spend_of(histories, i);
      forecast.spend = spent ? expected_spend(spending, *spent)
                             : undefined_estimate(Undefined::missing_input, spending.customers);
      forecast.value = product(forecast.purchases, forecast.spend, base.level);
      add_value(forecast,
                expected.log_gradient,
                spending,
                spent.value_or(SpendHistory{}),
                axes,
                kind,
                sums[chunk]);
    }
  });
  result.total = total_of(sums, fit, spending, base.level, result);
}

}  // namespace

Outlook outlook(const CovariateFit& fit,
                const CovariateCounts& counts,
                Duration horizon,
                const Host& host) {
  require_columns(fit, counts.columns);
  double people = 0.0;
  for (const CovariateCount& count : counts.counts) people += count.of.customers;
  Outlook result{.horizon = horizon, .customers = static_cast<std::uint64_t>(std::llround(people))};
  if (!fit.report.usable() || result.customers == 0) {
    result.alive = result.purchases = undefined_estimate(
        result.customers == 0 ? Undefined::too_few : Undefined::unusable_fit, result.customers);
    return result;
  }
  visit_base(fit, [&](const auto& base) { fill(base, fit, counts, people, host, result); });
  return result;
}

CustomerForecasts forecast_customers(const CovariateFit& buying,
                                     const GammaGammaFit& spending,
                                     const PurchaseHistories& histories,
                                     const CovariatePatterns& patterns,
                                     Duration horizon,
                                     const Host& host) {
  require_columns(buying, patterns.columns);
  if (patterns.of_customer.size() != histories.size()) {
    throw Error(ErrorCode::incompatible,
                "the patterns are of other customers than the histories",
                "make them from these histories.");
  }
  CustomerForecasts result{
      .terms = {.window = {.to = horizon}, .discounting = {.timing = CashFlowTiming::when_bought}},
      .currency = histories.definition.currency,
      .labels = histories.labels,
      .forecasts = std::vector<CustomerForecast>(histories.size()),
      .correlation = spending.correlation};
  visit_base(buying, [&](const auto& base) {
    forecast(base,
             buying,
             spending,
             histories,
             patterns,
             time_in(horizon, base.parameters.unit),
             host,
             result);
  });
  return result;
}

}  // namespace centricity::inline v0::loyalty
