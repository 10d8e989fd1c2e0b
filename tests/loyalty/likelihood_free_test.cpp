// A million customers of each model, told as stories: what the formulas say of new customers, and
// of customers with a history, is right on average. No likelihood is looked at, and no published
// closed form is believed.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/next_purchases.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/monte_carlo.hpp"
#include "loyalty/stories.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

namespace {

constexpr std::size_t customers = 1'000'000;

/// What depends on repeats and age alone, worked out once for each number of repeats.
struct Future {
  double purchases = 0.0;
  double none = 0.0;
  double staying = 0.0;
};

/// What became of a customer after the age at which they were looked at.
struct Sequel {
  double purchases = 0.0;
  double wait = std::numeric_limits<double>::infinity();  ///< Until the next one.
};

/// A fit without doubt.
template <class Fit, class Parameters>
Fit certain(const Parameters& parameters) {
  Fit fit{};
  fit.parameters = parameters;
  fit.customers = customers;
  fit.report.status = cc::FitStatus::converged;
  return fit;
}

/// @param age at which customers are looked at, and their histories divided into groups
/// @param horizon of what comes after
template <class Fit, class Parameters>
void expect_right(const Parameters& parameters, double age, double horizon, std::uint64_t seed) {
  using Group = std::pair<int, int>;  // Purchases up to 7, third of the age of the last one.
  using loyalty::recency_matters;
  constexpr std::size_t counted = 8;
  const auto shape = loyalty::shape_of(parameters);
  const Fit fit = certain<Fit>(parameters);
  // Where recency matters to the future too, that is dear: a twentieth of the customers has to do.
  const std::size_t each = recency_matters(shape) ? 20 : 1;

  std::map<Group, monte_carlo::Residuals> alive, alive_later, purchases, none;
  monte_carlo::Residuals bought, soon;
  std::array<double, counted> share{};
  std::map<double, Future> futures;
  const double mean = loyalty::expected_purchases(shape, loyalty::Observed{}, age);
  cc::Rng rng{seed};
  for (std::size_t i = 0; i < customers; ++i) {
    const stories::Story story = stories::tell(parameters, age + horizon, rng);
    loyalty::Observed seen{.age = age};
    Sequel sequel;
    for (const double time : story.purchases) {
      if (time <= age) {
        seen.repeats += 1.0;
        seen.recency = time;
      } else {
        sequel.purchases += 1.0;
        sequel.wait = std::fmin(sequel.wait, time - age);
      }
    }
    bought.add(seen.repeats, mean);
    if (seen.repeats < counted) share[static_cast<std::size_t>(seen.repeats)] += 1.0;

    const Group group{static_cast<int>(std::fmin(seen.repeats, counted - 1.0)),
                      static_cast<int>(3.0 * seen.recency / age)};
    const double probability = loyalty::probability_alive(shape, seen);
    alive[group].add(story.left > age ? 1.0 : 0.0, probability);
    if (i % each == 0) {
      auto [at, is_new] = futures.try_emplace(seen.repeats);
      Future& future = at->second;
      if (is_new || each > 1) {
        const auto today = if_alive(shape, seen);
        future = {expected_while_alive(today, horizon),
                  probability_of_count(today, 0.0, horizon),
                  probability_of_staying(today, horizon)};
      }
      alive_later[group].add(story.left > age + horizon ? 1.0 : 0.0, probability * future.staying);
      purchases[group].add(sequel.purchases, probability * future.purchases);
      none[group].add(sequel.purchases == 0.0 ? 1.0 : 0.0,
                      1.0 - probability + probability * future.none);
    }
    // The time within which one in five buys again, where there is one within the horizon.
    if (i % 2500 == 0 && !loyalty::is_discrete<Parameters>) {
      const cc::PurchaseHistory history{.repeats = seen.repeats,
                                        .recency = {seen.recency, parameters.unit},
                                        .age = {seen.age, parameters.unit}};
      const cc::Estimate wait = loyalty::time_to_next_purchase(fit, history, 0.2);
      if (wait.defined() && *wait.value < horizon) {
        soon.add(sequel.wait <= *wait.value ? 1.0 : 0.0, 0.2);
      }
    }
  }
  EXPECT_LT(std::abs(bought.z()), 4.0) << "purchases of a new customer";
  for (std::size_t n = 0; n < counted; ++n) {
    monte_carlo::expect_share(
        share[n],
        customers,
        loyalty::probability_of_purchases(shape, loyalty::Observed{}, static_cast<double>(n), age),
        std::to_string(n) + " purchases");
  }
  monte_carlo::expect_unbiased(alive, "alive");
  monte_carlo::expect_unbiased(alive_later, "alive later");
  monte_carlo::expect_unbiased(purchases, "purchases");
  monte_carlo::expect_unbiased(none, "no purchase");
  if (!loyalty::is_discrete<Parameters>) {
    EXPECT_GT(soon.n(), 80.0);
    EXPECT_LT(std::abs(soon.z()), 4.0) << "the time to the next purchase, " << soon.n();
  }
}

}  // namespace

TEST(LikelihoodFree, NbdIsRightAboutAMillion) {
  expect_right<loyalty::NbdFit>(loyalty::NbdParameters{.r = 0.6, .alpha = 9.0}, 39.0, 26.0, 1);
}

TEST(LikelihoodFree, BgNbdIsRightAboutAMillion) {
  expect_right<loyalty::BgNbdFit>(
      loyalty::BgNbdParameters{.r = 0.5, .alpha = 5.0, .a = 0.8, .b = 2.4}, 39.0, 26.0, 2);
}

TEST(LikelihoodFree, MbgNbdIsRightAboutAMillion) {
  expect_right<loyalty::MbgNbdFit>(
      loyalty::MbgNbdParameters{.r = 0.9, .alpha = 6.0, .a = 0.9, .b = 1.6}, 39.0, 26.0, 3);
}

TEST(LikelihoodFree, BgCnbdIsRightAboutAMillion) {
  expect_right<loyalty::BgCnbdFit>(
      loyalty::BgCnbdParameters{.r = 0.6, .alpha = 1.5, .a = 0.8, .b = 2.4, .k = 2.0},
      39.0,
      26.0,
      4);
}

TEST(LikelihoodFree, MbgCnbdIsRightAboutAMillion) {
  expect_right<loyalty::MbgCnbdFit>(
      loyalty::MbgCnbdParameters{.r = 0.9, .alpha = 2.0, .a = 0.9, .b = 1.6, .k = 3.0},
      39.0,
      26.0,
      5);
}

TEST(LikelihoodFree, ParetoNbdIsRightAboutAMillion) {
  expect_right<loyalty::ParetoNbdFit>(
      loyalty::ParetoNbdParameters{.r = 0.8, .alpha = 6.0, .s = 0.7, .beta = 12.0}, 39.0, 26.0, 6);
}

TEST(LikelihoodFree, BgBbIsRightAboutAMillion) {
  expect_right<loyalty::BgBbFit>(
      loyalty::BgBbParameters{.alpha = 1.2, .beta = 0.9, .gamma = 0.7, .delta = 2.8}, 8.0, 6.0, 7);
}
