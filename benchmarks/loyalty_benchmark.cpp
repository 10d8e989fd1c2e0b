#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/scoring.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/source/load_csv.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "loyalty/count_allocations.hpp"
#include "loyalty/pareto_nbd_terms.hpp"
#include "numeric/likelihood_fit.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"
#include "promise.hpp"
#include "support/data.hpp"

// The fit alone at 200,000 and 5,000,000 customers with times in weeks: under three times as long.
// All of CDNOW by the day, against a likelihood that goes row by row: at least 25 times as fast.
// The same of Pareto/NBD, against the same terms worked out for every customer: at least 8 times.
// Scoring one customer, which allocates nothing, and a million.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

constexpr loyalty::BgNbdParameters truth{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};
constexpr loyalty::ParetoNbdParameters pareto{
    .r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669};

/// One history a customer, times cut down to whole units of so many days, as a simulated market of
/// CDNOW's shape has them: 12 weeks of acquisition, 39 weeks in all.
std::vector<cc::PurchaseCount> simulated(std::uint32_t customers, int days_in_unit) {
  constexpr double total = 273.0;
  const auto simulation = loyalty::simulate(
      {.customers = customers,
       .buying = truth,
       .last_day = loyalty::SimulationOptions{}.first_day + std::chrono::days{272}});
  const auto cut = [&](double days) { return std::floor(days / days_in_unit); };
  std::vector<cc::PurchaseCount> rows;
  cc::Day first{};
  cc::Day last{};
  for (const auto& purchase : simulation.purchases) {
    const cc::Day day = cc::day_of(purchase.time);
    if (rows.size() == purchase.customer) {
      first = last = day;
      const double since = static_cast<double>((day - simulation.options.first_day).count());
      rows.push_back({0.0, 0.0, cut(total - 1.0 - since), 1.0});
    } else if (day != last) {
      last = day;
      rows.back().repeats += 1.0;
      rows.back().recency = cut(static_cast<double>((day - first).count()));
    }
  }
  for (auto& row : rows) row.recency = std::min(row.recency, row.age);
  return rows;
}

cc::PurchaseCounts counted(std::vector<cc::PurchaseCount> rows, cc::TimeUnit unit) {
  const auto key = [](const cc::PurchaseCount& c) { return std::tie(c.repeats, c.recency, c.age); };
  std::sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
    return key(left) < key(right);
  });
  cc::PurchaseCounts counts{.unit = unit};
  for (const cc::PurchaseCount& row : rows) {
    if (counts.counts.empty() || key(counts.counts.back()) != key(row)) {
      counts.counts.push_back(row);
    } else {
      counts.counts.back().customers += row.customers;
    }
  }
  return counts;
}

void fit_weekly(benchmark::State& state) {
  const auto large = counted(simulated(5'000'000, 7), cc::TimeUnit::week);
  const auto small = counted(simulated(200'000, 7), cc::TimeUnit::week);
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] { benchmark::DoNotOptimize(loyalty::fit_bg_nbd(large)); },
        [&] { benchmark::DoNotOptimize(loyalty::fit_bg_nbd(small)); });
    promise::at_most(state, 3, comparison, "fit of 5M simulated customers by week / of 200k");
  }
  state.counters["tuples"] = static_cast<double>(large.counts.size());
  state.counters["yardstick_tuples"] = static_cast<double>(small.counts.size());
}

/// 20,000 customers with two continuous covariates: each has a pattern of their own.
void fit_covariates(benchmark::State& state, loyalty::ModelName model) {
  cc::CovariateCounts counts{.unit = cc::TimeUnit::day,
                             .columns = {{.feature = "first"}, {.feature = "second"}}};
  cc::Rng rng{1};
  for (const cc::PurchaseCount& row : simulated(20'000, 1)) {
    counts.counts.push_back({row, static_cast<std::uint32_t>(counts.counts.size())});
    counts.patterns.insert(counts.patterns.end(), {cc::normal(rng), cc::normal(rng)});
  }
  for (auto _ : state) benchmark::DoNotOptimize(loyalty::fit_covariates(model, counts));
}

/// One history a customer of all of CDNOW until 1997-09-30, in weeks to the day; simulated where
/// there are no data.
struct Cdnow {
  std::vector<cc::PurchaseCount> rows{};
  std::string label{};
};

Cdnow cdnow() {
  Cdnow result;
  if (const auto file = support::data_file("cdnow_master.csv")) {
    const auto loaded = cc::source::load_csv({.interactions = file->string()});
    cc::PurchaseLedger ledger;
    ledger.add(loaded.base);
    const auto histories = cc::purchase_histories(ledger, {.until = cc::date(1997, 9, 30)});
    for (std::size_t i = 0; i < histories.size(); ++i) {
      result.rows.push_back({static_cast<double>(histories.repeats[i]),
                             histories.recency[i] / 7.0,
                             histories.age[i] / 7.0,
                             1.0});
    }
    result.label = "all of CDNOW, 39 weeks";
  } else {
    result.rows = simulated(23'570, 1);
    for (auto& row : result.rows) {
      row.recency /= 7.0;
      row.age /= 7.0;
    }
    result.label = "data simulated in CDNOW's size";
  }
  return result;
}

/// Fader, Hardie & Lee (2005), eq. (6), for one customer after the other as it is printed, with its
/// gradient and Hessian in (r, alpha, a, b), so that the optimizer takes the same steps.
class RowByRow {
 public:
  explicit RowByRow(std::span<const cc::PurchaseCount> rows) : rows_{rows} {}

  void operator()(std::span<const double> at, cc::numeric::Derivatives& out) const {
    const double r = at[0];
    const double alpha = at[1];
    const double a = at[2];
    const double b = at[3];
    cc::numeric::Sum value;  // Plain sums are too coarse for the optimizer to converge.
    std::array<cc::numeric::Sum, 4> slope{};
    std::fill(out.hessian.begin(), out.hessian.end(), 0.0);
    for (const cc::PurchaseCount& row : rows_) {
      const double x = row.repeats;
      const Gammas of_r{r};
      const Gammas of_rx{r + x};
      const Gammas of_b{b};
      const Gammas of_bx{b + x};
      const Gammas of_ab{a + b};
      const Gammas of_abx{a + b + x};
      const double log_alpha = std::log(alpha);
      const double alive = -(r + x) * std::log(alpha + row.age);
      const double left =
          x > 0.0 ? std::log(a / (b + x - 1.0)) - (r + x) * std::log(alpha + row.recency)
                  : -INFINITY;
      const double top = std::max(alive, left);
      const double sum = std::exp(alive - top) + std::exp(left - top);
      const double w = std::exp(left - top) / sum;
      value.add(of_rx.log - of_r.log + r * log_alpha + of_ab.log + of_bx.log - of_b.log -
                of_abx.log + top + std::log(sum));

      const double to_age = alpha + row.age;
      const double to_last = alpha + row.recency;
      const double last = b + x - 1.0;
      const std::array alive_gradient{-std::log(to_age), -(r + x) / to_age, 0.0, 0.0};
      const std::array left_gradient{
          -std::log(to_last), -(r + x) / to_last, 1.0 / a, x > 0.0 ? -1.0 / last : 0.0};
      const std::array gradient{of_rx.first - of_r.first + log_alpha,
                                r / alpha,
                                of_ab.first - of_abx.first,
                                of_ab.first - of_abx.first + of_bx.first - of_b.first};
      for (std::size_t i = 0; i < 4; ++i) {
        slope[i].add(gradient[i] + (1.0 - w) * alive_gradient[i] + w * left_gradient[i]);
        for (std::size_t j = 0; j < 4; ++j) {
          out.hessian[4 * i + j] += w * (1.0 - w) * (left_gradient[i] - alive_gradient[i]) *
                                    (left_gradient[j] - alive_gradient[j]);
        }
      }
      const double of_both = of_ab.second - of_abx.second;
      const double cross = 1.0 / alpha - (1.0 - w) / to_age - w / to_last;
      out.hessian[0] += of_rx.second - of_r.second;
      out.hessian[1] += cross;
      out.hessian[4] += cross;
      out.hessian[5] += -r / (alpha * alpha) +
                        (r + x) * ((1.0 - w) / (to_age * to_age) + w / (to_last * to_last));
      out.hessian[10] += of_both - w / (a * a);
      out.hessian[11] += of_both;
      out.hessian[14] += of_both;
      out.hessian[15] += of_both + of_bx.second - of_b.second + (x > 0.0 ? w / (last * last) : 0.0);
    }
    out.value = value.value();
    for (std::size_t i = 0; i < 4; ++i) out.gradient[i] = slope[i].value();
  }

 private:
  /// log Gamma and its derivatives.
  struct Gammas {
    explicit Gammas(double x)
        : log{cc::numeric::log_gamma(x)},
          first{cc::numeric::digamma(x)},
          second{cc::numeric::trigamma(x)} {}

    double log;
    double first;
    double second;
  };

  std::span<const cc::PurchaseCount> rows_;
};

void fit_daily(benchmark::State& state) {
  const Cdnow data = cdnow();
  const auto counts = counted(data.rows, cc::TimeUnit::week);
  double age = 0.0;
  double repeats = 0.0;
  for (const auto& row : data.rows) {
    age += row.age;
    repeats += row.repeats;
  }
  const RowByRow row_by_row{data.rows};
  loyalty::BgNbdFit ours;
  cc::numeric::LikelihoodFit naive;
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] {
          naive =
              cc::numeric::fit_likelihood({.log_likelihood = row_by_row,
                                           .start = {1.0, age / repeats, 1.0, 3.0},
                                           .observations = static_cast<double>(data.rows.size())});
        },
        [&] { ours = loyalty::fit_bg_nbd(counts); });
    char both[128];
    std::snprintf(both,
                  sizeof both,
                  "log-likelihoods %.6f and %.6f in %d and %d steps",
                  naive.log_likelihood,
                  ours.log_likelihood,
                  naive.report.iterations,
                  ours.report.iterations);
    promise::at_least(state,
                      25,
                      comparison.ratio(),
                      "fit customer by customer, same optimizer, analytic derivatives / ours: " +
                          data.label + " by day; " + both);
    state.counters["ms"] = 1e3 * comparison.yardstick;
    state.counters["row_by_row_ms"] = 1e3 * comparison.seconds;
    state.counters["tuples"] = static_cast<double>(counts.counts.size());
  }
}

/// The terms of Pareto/NBD worked out for one customer after the other, so that the optimizer takes
/// the same steps.
class ParetoRowByRow {
 public:
  explicit ParetoRowByRow(std::span<const cc::PurchaseCount> rows) : rows_{rows} {}

  void operator()(std::span<const double> at, cc::numeric::Derivatives& out) const {
    namespace pareto_nbd = loyalty::pareto_nbd;
    const pareto_nbd::Shape shape{at[0], at[1], at[2], at[3]};
    cc::numeric::Sum value;
    std::array<cc::numeric::Sum, 4> slope{};
    std::fill(out.hessian.begin(), out.hessian.end(), 0.0);
    for (const cc::PurchaseCount& row : rows_) {
      const auto left = pareto_nbd::left_after(shape, row.repeats, row.recency);
      const auto stayed = pareto_nbd::stayed_after(shape, row.repeats, row.age);
      const double share = cc::numeric::logistic(left.value - stayed.value);
      const double from = shape.r + row.repeats;
      value.add(stayed.value + cc::numeric::softplus(left.value - stayed.value) +
                cc::numeric::log_rising_factorial(shape.r, row.repeats));
      slope[0].add(cc::numeric::digamma(from) - cc::numeric::digamma(shape.r));
      out.hessian[0] += cc::numeric::trigamma(from) - cc::numeric::trigamma(shape.r);
      for (std::size_t i = 0, upper = 0; i < 4; ++i) {
        slope[i].add(share * left.gradient[i] + (1.0 - share) * stayed.gradient[i]);
        for (std::size_t j = i; j < 4; ++j, ++upper) {
          const double term = share * left.hessian[upper] + (1.0 - share) * stayed.hessian[upper] +
                              share * (1.0 - share) * (left.gradient[i] - stayed.gradient[i]) *
                                  (left.gradient[j] - stayed.gradient[j]);
          out.hessian[4 * i + j] += term;
          if (i != j) out.hessian[4 * j + i] += term;
        }
      }
    }
    out.value = value.value();
    for (std::size_t i = 0; i < 4; ++i) out.gradient[i] = slope[i].value();
  }

 private:
  std::span<const cc::PurchaseCount> rows_;
};

// Others, processor seconds on two shared Xeon vCPU: lifetimes 0.11.3 7.75, CLVTools 0.12.1 7.47,
// BTYD 2.4.3 13.5.
void fit_pareto_daily(benchmark::State& state) {
  const Cdnow data = cdnow();
  const auto counts = counted(data.rows, cc::TimeUnit::week);
  double age = 0.0;
  double repeats = 0.0;
  for (const auto& row : data.rows) {
    age += row.age;
    repeats += row.repeats;
  }
  const auto customers = static_cast<double>(data.rows.size());
  const ParetoRowByRow row_by_row{data.rows};
  loyalty::ParetoNbdFit ours;
  cc::numeric::LikelihoodFit naive;
  for (auto _ : state) {
    const auto comparison = promise::compare(
        9,
        [&] {
          naive = cc::numeric::fit_likelihood({.log_likelihood = row_by_row,
                                               .start = {1.0, age / repeats, 0.5, age / customers},
                                               .observations = customers});
        },
        [&] { ours = loyalty::fit_pareto_nbd(counts); });
    char both[128];
    std::snprintf(both,
                  sizeof both,
                  "log-likelihoods %.6f and %.6f in %d and %d steps",
                  naive.log_likelihood,
                  ours.log_likelihood,
                  naive.report.iterations,
                  ours.report.iterations);
    promise::at_least(state,
                      8,
                      comparison.ratio(),
                      "fit of Pareto/NBD customer by customer, same optimizer and terms / ours: " +
                          data.label + " by day; " + both);
    state.counters["ms"] = 1e3 * comparison.yardstick;
    state.counters["row_by_row_ms"] = 1e3 * comparison.seconds;
  }
}

void score_one_customer(benchmark::State& state) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = cc::weeks(30), .age = cc::weeks(38)};
  std::size_t asked = 0;
  for (auto _ : state) {
    const std::size_t before = allocations();
    benchmark::DoNotOptimize(loyalty::probability_alive(truth, history));
    benchmark::DoNotOptimize(loyalty::expected_purchases(truth, history, cc::weeks(52)));
    asked += allocations() - before;
  }
  promise::at_most(state, 0, static_cast<double>(asked), "allocations when one customer is scored");
}

cc::PurchaseHistories a_million() {
  cc::PurchaseHistories histories;
  for (const auto& row : simulated(1'000'000, 1)) {
    histories.labels.push_back(std::to_string(histories.size()));
    histories.repeats.push_back(static_cast<std::uint32_t>(row.repeats));
    histories.recency.push_back(row.recency);
    histories.age.push_back(row.age);
  }
  histories.priced_repeats.resize(histories.size());
  histories.repeat_spend.resize(histories.size());
  return histories;
}

/// P(alive) and the purchases of 52 weeks.
void score_a_million(benchmark::State& state, const loyalty::PurchaseParameters& parameters) {
  const auto histories = a_million();
  std::vector<double> alive(histories.size());
  std::vector<double> purchases(histories.size());
  for (auto _ : state) {
    loyalty::score_customers(
        parameters, histories, cc::weeks(52), {.alive = alive, .purchases = purchases});
    benchmark::DoNotOptimize(purchases.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(histories.size()));
}

/// The same with value, and with the uncertainty of all of them.
void forecast_a_million(benchmark::State& state) {
  const auto histories = a_million();
  const auto buying = loyalty::fit_bg_nbd(cc::purchase_counts({.window = {.until = cc::Day{}},
                                                               .labels = histories.labels,
                                                               .repeats = histories.repeats,
                                                               .recency = histories.recency,
                                                               .age = histories.age}));
  loyalty::GammaGammaFit spending{.parameters = {.p = 6.25, .q = 3.74, .gamma = 15.44}};
  spending.report.status = cc::FitStatus::converged;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        loyalty::forecast_customers(buying, spending, histories, cc::weeks(52)).forecasts.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(histories.size()));
}

BENCHMARK(fit_weekly)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(fit_daily)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(fit_covariates, mbg_nbd, loyalty::ModelName::mbg_nbd)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fit_covariates, pareto_nbd, loyalty::ModelName::pareto_nbd)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(fit_pareto_daily)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(score_one_customer);
BENCHMARK_CAPTURE(score_a_million, bg_nbd, truth)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(score_a_million, pareto_nbd, pareto)->Unit(benchmark::kMillisecond);
BENCHMARK(forecast_a_million)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
