#include <cmath>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/simulation.hpp>

#include "support/executors.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

namespace {

bool same(const loyalty::SimulatedPurchase& left, const loyalty::SimulatedPurchase& right) {
  return left.customer == right.customer && left.time == right.time && left.amount == right.amount;
}

/// What the model is fitted on, to the second.
cc::PurchaseCounts counts(const loyalty::Simulation& simulation) {
  const cc::Instant end = cc::start_of(simulation.options.last_day + std::chrono::days{1});
  cc::PurchaseCounts result{.unit = cc::TimeUnit::second};
  for (const auto& purchase : simulation.purchases) {
    const cc::Instant first = simulation.customers[purchase.customer].acquired;
    if (result.counts.size() == purchase.customer) {
      result.counts.push_back({0.0, 0.0, static_cast<double>((end - first).count()), 1.0});
    } else {
      result.counts.back().repeats += 1.0;
      result.counts.back().recency = static_cast<double>((purchase.time - first).count());
    }
  }
  return result;
}

}  // namespace

TEST(Simulation, IsTheSameForTheSameSeedAndAnyExecutor) {
  const auto serial = loyalty::simulate({.customers = 3000});
  for (std::size_t width = 1; width <= 8; ++width) {
    const auto threaded = loyalty::simulate({.customers = 3000}, support::threaded_host(width));
    ASSERT_EQ(threaded.purchases.size(), serial.purchases.size());
    for (std::size_t i = 0; i < serial.purchases.size(); ++i) {
      ASSERT_TRUE(same(threaded.purchases[i], serial.purchases[i]));
    }
  }
  const auto other = loyalty::simulate({.customers = 3000, .seed = 2});
  EXPECT_FALSE(same(other.purchases.front(), serial.purchases.front()));
}

TEST(Simulation, MoreCustomersChangeNothingForTheFirst) {
  const auto few = loyalty::simulate({.customers = 10});
  const auto many = loyalty::simulate({.customers = 2000});
  for (std::size_t i = 0; i < few.purchases.size(); ++i) {
    EXPECT_TRUE(same(few.purchases[i], many.purchases[i]));
  }
}

TEST(Simulation, StaysWithinItsDays) {
  const loyalty::SimulationOptions options{.customers = 5000};
  const auto simulation = loyalty::simulate(options);
  const cc::Instant begin = cc::start_of(options.first_day);
  const cc::Instant acquired = begin + std::chrono::days{options.acquisition_days};
  const cc::Instant end = cc::start_of(options.last_day + std::chrono::days{1});
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < simulation.purchases.size(); ++i) {
    const auto& purchase = simulation.purchases[i];
    EXPECT_LT(purchase.time, end);
    EXPECT_GE(purchase.amount, cc::to_money(0.01));
    if (i == 0 || purchase.customer != simulation.purchases[i - 1].customer) {
      EXPECT_EQ(purchase.customer, seen++);
      EXPECT_EQ(purchase.time, simulation.customers[purchase.customer].acquired);
      EXPECT_GE(purchase.time, begin);
      EXPECT_LT(purchase.time, acquired);
    } else {
      EXPECT_GE(purchase.time, simulation.purchases[i - 1].time);
    }
  }
  EXPECT_EQ(seen, options.customers);
}

// The fit finds the truth again: within 4 standard errors, at 100,000 customers.
TEST(Simulation, IsWhatTheModelSays) {
  const auto simulation = loyalty::simulate({.customers = 100'000});
  const auto fit = loyalty::fit_mbg_nbd(counts(simulation));
  ASSERT_EQ(fit.report.status, cc::FitStatus::converged);
  const auto near = [](const cc::Estimate& estimate, double truth) {
    EXPECT_LT(std::abs(*estimate.value - truth), 4.0 * *estimate.standard_error)
        << cc::to_text(estimate);
    EXPECT_LT(*estimate.standard_error, 0.05 * truth);
  };
  near(fit.estimates.r, 0.525);
  near(fit.estimates.alpha, 6.183);
  near(fit.estimates.a, 0.891);
  near(fit.estimates.b, 1.614);
  // Those whom the model holds for alive are alive, on average.
  double expected = 0.0;
  double actual = 0.0;
  double variance = 0.0;
  const auto all = counts(simulation);
  for (std::size_t k = 0; k < simulation.customers.size(); ++k) {
    const auto& count = all.counts[k];
    const double p =
        loyalty::probability_alive(std::get<loyalty::MbgNbdParameters>(simulation.options.buying),
                                   {.repeats = count.repeats,
                                    .recency = {count.recency, all.unit},
                                    .age = {count.age, all.unit}});
    expected += p;
    variance += p * (1.0 - p);
    actual += simulation.customers[k].alive ? 1.0 : 0.0;
  }
  EXPECT_LT(std::abs(actual - expected), 4.0 * std::sqrt(variance));
}

TEST(Simulation, FillsABase) {
  const auto simulation = loyalty::simulate({.customers = 500});
  const cc::CustomerBase base = loyalty::to_base(simulation);
  EXPECT_EQ(base.parties().size(), 500u);
  EXPECT_EQ(base.interactions().size(), simulation.purchases.size());
  EXPECT_EQ(base.parties().label(cc::PartyId{16}), loyalty::simulated_label(16));
  EXPECT_EQ(loyalty::simulated_label(16), "C000017");
}

TEST(Simulation, SaysWhatIsWrong) {
  EXPECT_THROW((void)loyalty::simulate({.buying = loyalty::BgNbdParameters{.r = 0.0}}), cc::Error);
  EXPECT_THROW((void)loyalty::simulate({.acquisition_days = 0}), cc::Error);
  EXPECT_THROW((void)loyalty::simulate({.acquisition_days = 10'000}), cc::Error);
}
