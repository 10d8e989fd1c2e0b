#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include <benchmark/benchmark.h>

#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "numeric/likelihood_fit.hpp"

// The fit alone at 200,000 and 5,000,000 customers with times in weeks (under 3x); all of CDNOW's
// size by the day, against a likelihood that goes row by row with log-gammas and differences
// (at least 25x); scoring one customer and a million.

namespace {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

constexpr loyalty::BgNbdParameters truth{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};

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

void FitWeekly(benchmark::State& state) {
  const auto counts =
      counted(simulated(static_cast<std::uint32_t>(state.range(0)), 7), cc::TimeUnit::week);
  for (auto _ : state) benchmark::DoNotOptimize(loyalty::fit_bg_nbd(counts));
  state.counters["tuples"] = static_cast<double>(counts.counts.size());
}

void FitDaily(benchmark::State& state) {
  const auto counts = counted(simulated(23'570, 1), cc::TimeUnit::day);
  for (auto _ : state) benchmark::DoNotOptimize(loyalty::fit_bg_nbd(counts));
  state.counters["tuples"] = static_cast<double>(counts.counts.size());
}

/// Fader, Hardie & Lee (2005), eq. (6), row by row.
double naive_log_likelihood(std::span<const double> p, const std::vector<cc::PurchaseCount>& rows) {
  const auto log_gamma = [](double x) {
    int sign = 0;
    return lgamma_r(x, &sign);
  };
  double sum = 0.0;
  for (const cc::PurchaseCount& row : rows) {
    const double x = row.repeats;
    const double common = log_gamma(p[0] + x) - log_gamma(p[0]) + p[0] * std::log(p[1]) +
                          log_gamma(p[2] + p[3]) + log_gamma(p[3] + x) - log_gamma(p[3]) -
                          log_gamma(p[2] + p[3] + x);
    const double alive = -(p[0] + x) * std::log(p[1] + row.age);
    const double left =
        x > 0.0 ? std::log(p[2] / (p[3] + x - 1.0)) - (p[0] + x) * std::log(p[1] + row.recency)
                : -INFINITY;
    const double top = std::max(alive, left);
    sum += common + top + std::log(std::exp(alive - top) + std::exp(left - top));
  }
  return sum;
}

/// The same optimizer on the naive objective, its derivatives by central differences.
void FitDailyRowByRow(benchmark::State& state) {
  std::vector<cc::PurchaseCount> rows = simulated(23'570, 1);
  for (auto& row : rows) {
    row.recency /= 7.0;
    row.age /= 7.0;
  }
  const auto objective = [&](std::span<const double> at, cc::numeric::Derivatives& out) {
    const auto moved = [&](std::size_t i, double by_i, std::size_t j, double by_j) {
      std::vector<double> p{at.begin(), at.end()};
      p[i] += by_i;
      p[j] += by_j;
      return naive_log_likelihood(p, rows);
    };
    const std::size_t n = at.size();
    out.value = naive_log_likelihood(at, rows);
    for (std::size_t i = 0; i < n; ++i) {
      const double h = 1e-4 * at[i];
      const double up = moved(i, h, i, 0.0);
      const double down = moved(i, -h, i, 0.0);
      out.gradient[i] = (up - down) / (2.0 * h);
      out.hessian[i * n + i] = (up - 2.0 * out.value + down) / (h * h);
      for (std::size_t j = 0; j < i; ++j) {
        const double k = 1e-4 * at[j];
        out.hessian[i * n + j] = out.hessian[j * n + i] =
            (moved(i, h, j, k) - moved(i, h, j, -k) - moved(i, -h, j, k) + moved(i, -h, j, -k)) /
            (4.0 * h * k);
      }
    }
  };
  double log_likelihood = 0.0;
  for (auto _ : state) {
    const auto fit = cc::numeric::fit_likelihood({.log_likelihood = objective,
                                                  .start = {1.0, 8.0, 1.0, 3.0},
                                                  .observations = static_cast<double>(rows.size()),
                                                  .max_iterations = 12});
    log_likelihood = fit.log_likelihood;
    benchmark::ClobberMemory();
  }
  state.counters["log_likelihood"] = log_likelihood;
}

void ScoreOneCustomer(benchmark::State& state) {
  const cc::PurchaseHistory history{.repeats = 3, .recency = cc::weeks(30), .age = cc::weeks(38)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(loyalty::probability_alive(truth, history));
    benchmark::DoNotOptimize(loyalty::expected_purchases(truth, history, cc::weeks(52)));
  }
}

void ScoreAMillion(benchmark::State& state) {
  const auto rows = simulated(1'000'000, 1);
  for (auto _ : state) {
    double sum = 0.0;
    for (const cc::PurchaseCount& row : rows) {
      const cc::PurchaseHistory history{
          .repeats = row.repeats, .recency = cc::days(row.recency), .age = cc::days(row.age)};
      sum += loyalty::probability_alive(truth, history) +
             loyalty::expected_purchases(truth, history, cc::weeks(52));
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows.size()));
}

BENCHMARK(FitWeekly)->Arg(200'000)->Arg(5'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(FitDaily)->Unit(benchmark::kMillisecond);
BENCHMARK(FitDailyRowByRow)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(ScoreOneCustomer);
BENCHMARK(ScoreAMillion)->Unit(benchmark::kMillisecond);

}  // namespace
