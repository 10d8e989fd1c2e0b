#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/loyalty/simulation.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "loyalty/all_models.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Customers simulated as one piece of work.
constexpr std::uint32_t chunk_customers = 1024;

void check(const SimulationOptions& options) {
  const auto& [p, q, gamma] = options.spending;
  require_positive(std::array{p, q, gamma}, "gamma-gamma", "p, q and gamma");
  if (options.acquisition_days < 1 ||
      options.first_day + std::chrono::days{options.acquisition_days - 1} > options.last_day) {
    throw Error(ErrorCode::invalid_argument,
                "the simulated period is shorter than the acquisition of customers",
                "acquisition_days must be at least 1 and end on or before last_day.");
  }
}

/// More than this a purchase is beyond any market the model describes.
constexpr double highest_spend = 1e9;

Money spend(Rng& rng, const GammaGammaParameters& spending, double mean) {
  const double amount = gamma(rng, spending.p) * mean / spending.p;
  return to_money(std::round(100.0 * std::fmin(std::fmax(amount, 0.01), highest_spend)) / 100.0);
}

template <class Shape>
void simulate_customer(const SimulationOptions& options,
                       const Shape& buying,
                       double unit,
                       std::uint32_t k,
                       SimulatedCustomer& customer,
                       std::vector<SimulatedPurchase>& purchases) {
  Rng rng = Rng{options.seed}.stream(k);
  const Instant start = start_of(options.first_day);
  const double end =
      std::chrono::duration<double>(start_of(options.last_day) + std::chrono::days{1} - start)
          .count();
  const auto buy = [&](double seconds) {
    purchases.push_back({k,
                         start + std::chrono::seconds{static_cast<std::int64_t>(seconds)},
                         spend(rng, options.spending, customer.mean_spend)});
  };
  const Life life = draw_life(buying, rng);
  customer.purchase_rate = life.purchase_rate;
  customer.dropout = life.dropout;
  customer.mean_spend = std::fmin(
      options.spending.p * options.spending.gamma / gamma(rng, options.spending.q), highest_spend);
  const double first = uniform(rng) * seconds_in(TimeUnit::day) * options.acquisition_days;
  buy(first);
  customer.acquired = purchases.back().time;
  customer.alive = live(buying, life, (end - first) / unit, rng, [&](double time) {
    const double seconds = first + time * unit;
    if (seconds < end) buy(seconds);  // Not beyond the end by a rounding.
    return true;
  });
}

}  // namespace

Simulation simulate(const SimulationOptions& options, const Host& host) {
  check(options);
  Simulation simulation{.options = options};
  grow(simulation.customers, options.customers, host);
  const std::size_t chunks = (options.customers + chunk_customers - 1) / chunk_customers;
  std::vector<std::vector<SimulatedPurchase>> parts(chunks);
  std::visit(
      [&](const auto& parameters) {
        const auto buying = shape_of(parameters);
        const double unit = seconds_in(parameters.unit);
        run(host, "simulating customers", chunks, [&](std::size_t chunk) {
          const auto begin = static_cast<std::uint32_t>(chunk) * chunk_customers;
          const std::uint32_t end = std::min(options.customers, begin + chunk_customers);
          for (std::uint32_t k = begin; k < end; ++k) {
            simulate_customer(options, buying, unit, k, simulation.customers[k], parts[chunk]);
          }
        });
      },
      options.buying);
  std::size_t purchases = 0;
  for (const auto& part : parts) purchases += part.size();
  simulation.purchases.reserve(purchases);
  StopCheck stop_check{host};
  for (const auto& part : parts) {
    stop_check.step(part.size());
    simulation.purchases.insert(simulation.purchases.end(), part.begin(), part.end());
  }
  return simulation;
}

std::string simulated_label(std::uint32_t customer) {
  char text[16];
  std::snprintf(text, sizeof text, "C%06u", customer + 1);
  return text;
}

CustomerBase to_base(const Simulation& simulation, const Host& host) {
  CustomerBase base{{.currency = simulation.options.currency}};
  StopCheck stop_check{host};
  for (std::uint32_t k = 0; k < simulation.customers.size(); ++k) {
    stop_check.step();
    base.add(Party{.label = simulated_label(k), .acquired_at = simulation.customers[k].acquired});
  }
  std::vector<SimulatedPurchase> purchases = simulation.purchases;
  sort(host, purchases.begin(), purchases.end(), [](const auto& left, const auto& right) {
    return std::tie(left.time, left.customer) < std::tie(right.time, right.customer);
  });
  std::vector<PartyId> party;
  std::vector<Instant> time;
  std::vector<Money> amount;
  for (const SimulatedPurchase& purchase : purchases) {
    stop_check.step();
    party.push_back(PartyId{purchase.customer});
    time.push_back(purchase.time);
    amount.push_back(purchase.amount);
  }
  base.add({.party = party, .time = time, .amount = amount});
  return base;
}

}  // namespace centricity::inline v0::loyalty
