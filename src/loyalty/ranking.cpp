#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/ranking.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/parameter_draws.hpp"
#include "loyalty/spend_of.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// More purchases of one customer than this in one future are not simulated.
constexpr double most_purchases = 100'000.0;

/// More than this one customer does not spend in one future; it is beyond Money. Where the tail of
/// the spend is so heavy that a draw overflows, it is this.
constexpr double highest_value = 1e15;

/// What one customer is known for, in the unit of the parameters.
struct Known {
  Observed seen{};
  std::optional<SpendHistory> spend{};
};

/// Revenue of one customer in one future.
template <class Shape>
double future_value(const Shape& buying,
                    const std::array<double, 3>& spending,
                    const Known& known,
                    double horizon,
                    Rng& rng) {
  if (!known.spend || !bernoulli(rng, probability_alive(buying, known.seen))) return 0.0;
  const Shape today = if_alive(buying, known.seen);
  double purchases = 0.0;
  live(today, draw_life(today, rng), horizon, rng, [&](double) {
    purchases += 1.0;
    return purchases < most_purchases;
  });
  if (purchases == 0.0) return 0.0;
  const double x = known.spend->repeats;
  const double scale = gamma(rng, spending[0] * x + spending[1]);
  const double amounts = gamma(rng, spending[0] * purchases);
  const double total = amounts * (spending[2] + x * known.spend->mean_spend);
  return total < highest_value * scale ? total / scale : highest_value;
}

/// Rank of each chosen customer among all values, ties shared; and the sum of all.
struct Future {
  std::vector<double> ranks{};
  double total = 0.0;
};

Future rank_chosen(const std::vector<double>& values, const std::vector<std::size_t>& chosen) {
  std::vector<double> marks;  // Values of the chosen, ascending.
  for (const std::size_t i : chosen) marks.push_back(values[i]);
  std::sort(marks.begin(), marks.end());
  // How many values are at a mark or between it and the one below; the last: above all marks.
  std::vector<double> equal(marks.size() + 1, 0.0);
  std::vector<double> below(marks.size() + 1, 0.0);
  const auto place = [&](double value) {
    return static_cast<std::size_t>(std::lower_bound(marks.begin(), marks.end(), value) -
                                    marks.begin());
  };
  for (const double value : values) {
    const std::size_t at = place(value);
    (at < marks.size() && marks[at] == value ? equal : below)[at] += 1.0;
  }
  std::vector<double> above(marks.size() + 1, 0.0);
  for (std::size_t at = marks.size(); at > 0; --at) {
    above[at - 1] = above[at] + equal[at] + below[at];
  }
  Future future{.total = std::accumulate(values.begin(), values.end(), 0.0)};
  for (const std::size_t i : chosen) {
    const std::size_t at = place(values[i]);
    future.ranks.push_back(above[at] + 0.5 * (equal[at] + 1.0));
  }
  return future;
}

Estimate share(double hits, double draws) {
  const double p = hits / draws;
  return {.value = p,
          .standard_error = std::sqrt(p * (1.0 - p) / draws),
          .n = static_cast<std::uint64_t>(draws),
          .method = Method::simulation};
}

void check(const PurchaseModel& buying,
           const GammaGammaFit& spending,
           const RankingOptions& options) {
  if (!report_of(buying).usable() || !spending.report.usable()) {
    throw Error(ErrorCode::invalid_argument,
                "ranking needs two usable fits",
                "look at the diagnosis of the fits.");
  }
  if (options.top < 1 || options.draws < 50 || !(options.level > 0.0 && options.level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the ranking are out of range",
                "top is at least 1, draws at least 50, and level lies between 0 and 1.");
  }
}

/// Positions of the highest expected values, highest first; equal values in the order of labels.
std::vector<std::size_t> highest(const CustomerForecasts& forecasts, std::size_t top) {
  std::vector<std::size_t> order(forecasts.forecasts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t length = std::min(top, order.size());
  const auto value = [&](std::size_t i) {
    return forecasts.forecasts[i].value.value.value_or(-1.0);
  };
  std::partial_sort(order.begin(),
                    order.begin() + static_cast<std::ptrdiff_t>(length),
                    order.end(),
                    [&](std::size_t left, std::size_t right) {
                      return std::pair{-value(left), left} < std::pair{-value(right), right};
                    });
  order.resize(length);
  return order;
}

template <class P, class E, std::size_t N>
std::vector<Future> draw_futures(const PurchaseFit<P, E, N>& buying,
                                 const GammaGammaFit& spending,
                                 const PurchaseHistories& histories,
                                 const std::vector<std::size_t>& chosen,
                                 const RankingOptions& options,
                                 const Host& host) {
  const TimeUnit unit = buying.parameters.unit;
  std::vector<Known> known;
  known.reserve(histories.size());
  StopCheck stop_check{host};
  for (std::size_t i = 0; i < histories.size(); ++i) {
    stop_check.step();
    known.push_back({observed(history(histories, i), unit), spend_of(histories, i)});
  }
  const auto& [p, q, scale] = spending.parameters;
  const ParameterDraws<N> buying_draws{ModelOf<P>::values(buying.parameters),
                                       buying.log_covariance};
  const ParameterDraws<3> spending_draws{{p, q, scale}, spending.log_covariance};
  const double horizon = options.horizon.in(unit);
  std::vector<Future> futures(static_cast<std::size_t>(options.draws));
  run(host, "simulating futures", futures.size(), [&](std::size_t draw) {
    Rng rng = Rng{options.seed}.stream(draw);
    const auto buying_now = ModelOf<P>::shape(buying_draws.draw(rng));
    const std::array<double, 3> spending_now = spending_draws.draw(rng);
    std::vector<double> values(known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (i % 8192 == 0) stop_if_cancelled(host);
      values[i] = future_value(buying_now, spending_now, known[i], horizon, rng);
    }
    futures[draw] = rank_chosen(values, chosen);
  });
  return futures;
}

}  // namespace

Ranking rank_customers(const PurchaseModel& buying,
                       const GammaGammaFit& spending,
                       const PurchaseHistories& histories,
                       const RankingOptions& options,
                       const Host& host) {
  check(buying, spending, options);
  const CustomerForecasts forecasts =
      forecast_customers(buying, spending, histories, options.horizon, host);
  const std::vector<std::size_t> chosen = highest(forecasts, options.top);

  const std::vector<Future> futures = std::visit(
      [&](const auto& fit) {
        return draw_futures(fit, spending, histories, chosen, options, host);
      },
      buying);

  Ranking ranking{
      .options = options, .customers = histories.size(), .currency = histories.definition.currency};
  std::vector<double> totals;
  for (const Future& future : futures) totals.push_back(future.total);
  ranking.total = summarize(std::move(totals), options.level, histories.size());
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    std::vector<double> ranks;
    double hits = 0.0;
    for (const Future& future : futures) {
      ranks.push_back(future.ranks[k]);
      if (future.ranks[k] <= static_cast<double>(chosen.size())) hits += 1.0;
    }
    ranking.top.push_back({.position = chosen[k],
                           .label = std::string{histories.labels[chosen[k]]},
                           .history = history(histories, chosen[k]),
                           .forecast = forecasts.forecasts[chosen[k]],
                           .rank = summarize(std::move(ranks), options.level, histories.size()),
                           .top_probability = share(hits, static_cast<double>(futures.size()))});
  }
  return ranking;
}

Document describe(const Ranking& ranking) {
  const std::string horizon = duration_text(ranking.options.horizon);
  Document document{.id = "ranking", .title = "The most valuable customers"};
  document.blocks.emplace_back(Paragraph{
      "By expected revenue in the next " + horizon +
      ". How far the order can be trusted is shown by " +
      count_text(static_cast<std::uint64_t>(ranking.options.draws)) + " simulated futures (seed " +
      std::to_string(ranking.options.seed) +
      "), which differ in the parameters of the models, in what each customer is like, and in what "
      "they happen to buy."});
  Figures figures;
  figures.figures.push_back({.name = "Revenue of all customers",
                             .estimate = ranking.total,
                             .format = {.quantity = Quantity::money, .unit = ranking.currency},
                             .help = "Median over the futures, with a prediction interval."});
  document.blocks.emplace_back(std::move(figures));
  const Format money{.quantity = Quantity::money, .unit = ranking.currency};
  Table table{
      .columns = {{.name = "Customer", .role = ColumnRole::identifier},
                  {.name = "Repeat purchases", .format = {.decimals = 0}},
                  {.name = "Alive", .format = {.quantity = Quantity::percent, .decimals = 0}},
                  {.name = "Expected purchases", .format = {.decimals = 1}},
                  {.name = "Spend a purchase", .format = money},
                  {.name = "Expected value", .format = money},
                  {.name = "Rank",
                   .format = {.decimals = 0},
                   .help = "Median over the futures, with a prediction interval."},
                  {.name = "In the top",
                   .format = {.quantity = Quantity::percent, .decimals = 0},
                   .help = "Share of the futures in which they are on this list."}}};
  for (const RankedCustomer& customer : ranking.top) {
    table.rows.push_back({customer.label,
                          customer.history.repeats,
                          customer.forecast.alive,
                          customer.forecast.purchases,
                          customer.forecast.spend,
                          customer.forecast.value,
                          customer.rank,
                          customer.top_probability});
  }
  document.blocks.emplace_back(std::move(table));
  return document;
}

}  // namespace centricity::inline v0::loyalty
