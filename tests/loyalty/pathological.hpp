#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/rng.hpp>
#include <centricity/summary/purchase_counts.hpp>

/// Data sets on which fits have been known to fail. All times are whole days, and no customer buys
/// twice a day.
namespace pathological {

using Named = std::pair<std::string, centricity::PurchaseCounts>;

/// Some twenty sets of customers watched for so many days, for each of the ages, and some more.
inline std::vector<Named> data_sets(const std::vector<double>& ages) {
  namespace cc = centricity;
  std::vector<Named> sets;
  for (const double age : ages) {
    const auto add = [&](const std::string& name, std::vector<cc::PurchaseCount> counts) {
      sets.emplace_back(name + ", " + std::to_string(static_cast<int>(age)) + " days",
                        cc::PurchaseCounts{.counts = std::move(counts)});
    };
    const double half = std::floor(age / 2.0);
    const double most = std::min(age, 10000.0);
    add("nobody", {});
    add("one customer, once", {{0, 0, age, 1}});
    add("one customer, twice", {{1, half, age, 1}});
    add("one customer, always", {{most, age, age, 1}});
    add("all once", {{0, 0, age, 1000}});
    add("all once, of different ages", {{0, 0, half, 500}, {0, 0, age, 500}});
    add("all identical", {{3, half, age, 1000}});
    add("all identical and just now", {{3, age, age, 1000}});
    add("all just now", {{1, age, age, 300}, {2, age, age, 500}, {3, age, age, 200}});
    add("one repeater", {{0, 0, age, 999}, {1, half, age, 1}});
    add("one bot", {{0, 0, age, 900}, {1, half, age, 90}, {most, age, age, 1}});
    add("one dead bot",
        {{0, 0, age, 900}, {1, half, age, 90}, {std::min(half, most), half, age, 1}});
    add("only bots", {{most, age, age, 20}, {std::floor(most / 2.0), half, age, 20}});
    add("all leave after the second", {{1, 1, age, 500}, {1, 2, age, 500}});
    add("age zero", {{0, 0, 0, 100}});
    add("many of age zero", {{0, 0, 0, 1000}, {1, half, age, 50}, {0, 0, age, 100}});
    add("tiny weights", {{0, 0, age, 1e-9}, {2, half, age, 2e-9}, {1, half, age, 1e-9}});
    add("huge weights", {{0, 0, age, 1e12}, {2, half, age, 2e12}, {1, half, age, 1e12}});
    cc::Rng rng{static_cast<std::uint64_t>(age)};
    const auto simulated = [&](double rate_shape, double stay) {  // Everybody can buy every day.
      std::vector<cc::PurchaseCount> counts;
      for (int i = 0; i < 200; ++i) {
        cc::PurchaseCount customer{0, 0, age, 1};
        const double wait = age / 5.0 * rate_shape / cc::gamma(rng, rate_shape);
        for (double day = 0.0;;) {
          if (!cc::bernoulli(rng, stay)) break;
          day += std::max(1.0, std::ceil(wait * cc::exponential(rng)));
          if (day > age) break;
          customer.repeats += 1.0;
          customer.recency = day;
        }
        counts.push_back(customer);
      }
      return counts;
    };
    add("no dropout", simulated(1.0, 1.0));
    add("homogeneous", simulated(1e6, 0.8));
    add("very unequal", simulated(0.05, 0.8));
    add("most leave at once", simulated(1.0, 0.05));
  }
  cc::Rng rng{159};
  cc::PurchaseCounts busy, decades;
  for (int i = 0; i < 200; ++i) {
    const double age = 300.0 + std::floor(60.0 * cc::uniform(rng));
    const double bought = std::fmin(std::floor(2.0 + 157.0 * cc::exponential(rng)), age);
    const double last = bought + std::floor((age - bought) * cc::uniform(rng));
    busy.counts.push_back({bought, last, age, 1});
    const double scale = std::floor(std::pow(10.0, 5.0 * cc::uniform(rng)));
    const double few = std::fmin(std::floor(0.1 * scale * cc::exponential(rng)), scale);
    const double end = few > 0.0 ? few + std::floor((scale - few) * cc::uniform(rng)) : 0.0;
    decades.counts.push_back({few, end, scale, 1});
  }
  sets.emplace_back("daily buyers, 159 purchases on average", std::move(busy));
  sets.emplace_back("five decades of scale", std::move(decades));
  return sets;
}

}  // namespace pathological
