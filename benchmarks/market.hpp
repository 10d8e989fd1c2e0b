#pragma once

/// @file
/// Bases of customers to measure on: simulated, and all of CDNOW.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <centricity/loyalty/simulation.hpp>
#include <centricity/source/load_csv.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "support/data.hpp"

namespace market {

namespace cc = centricity;
namespace loyalty = centricity::loyalty;

// Published for the CDNOW sample: Fader, Hardie & Lee (2005), Platzer (2016), Fader & Hardie
// (2005).
constexpr loyalty::BgNbdParameters bg_nbd{.r = 0.243, .alpha = 4.414, .a = 0.793, .b = 2.426};
constexpr loyalty::MbgNbdParameters mbg_nbd{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614};
constexpr loyalty::ParetoNbdParameters pareto_nbd{
    .r = 0.553, .alpha = 10.578, .s = 0.606, .beta = 11.669};

/// Any parameters of each model.
inline loyalty::PurchaseParameters some_parameters(loyalty::ModelName model) {
  using loyalty::ModelName;
  switch (model) {
    case ModelName::nbd:
      return loyalty::NbdParameters{.r = 0.385, .alpha = 12.072};
    case ModelName::bg_nbd:
      return bg_nbd;
    case ModelName::mbg_nbd:
      return mbg_nbd;
    case ModelName::bg_cnbd: {
      return loyalty::BgCnbdParameters{.r = 0.3, .alpha = 3.0, .a = 0.8, .b = 2.4, .k = 2};
    }
    case ModelName::mbg_cnbd: {
      return loyalty::MbgCnbdParameters{.r = 0.5, .alpha = 3.0, .a = 0.9, .b = 1.6, .k = 2};
    }
    case ModelName::pareto_nbd:
      return pareto_nbd;
    case ModelName::bg_bb:
      break;
  }
  return loyalty::BgBbParameters{.alpha = 1.2, .beta = 0.75, .gamma = 0.66, .delta = 2.78};
}

/// How long customers are watched, and when they come.
struct Period {
  int acquisition_days = 84;
  int days = 273;
};

constexpr Period like_cdnow{84, 273};
constexpr Period two_years{722, 729};  ///< Ages from 7 to 728 days.

/// One history a customer, times cut down to whole units of so many days.
inline std::vector<cc::PurchaseCount> simulated(std::uint32_t customers,
                                                const loyalty::PurchaseParameters& buying,
                                                const Period& period = like_cdnow,
                                                int days_in_unit = 1) {
  const auto simulation = loyalty::simulate(
      {.customers = customers,
       .buying = buying,
       .acquisition_days = period.acquisition_days,
       .last_day = loyalty::SimulationOptions{}.first_day + std::chrono::days{period.days - 1}});
  const auto cut = [&](cc::Day begin, cc::Day end) {
    return std::floor(static_cast<double>((end - begin).count()) / days_in_unit);
  };
  std::vector<cc::PurchaseCount> rows;
  cc::Day first{};
  cc::Day last{};
  for (const auto& purchase : simulation.purchases) {
    const cc::Day day = cc::day_of(purchase.time);
    if (rows.size() == purchase.customer) {
      first = last = day;
      rows.push_back({0.0, 0.0, cut(day, simulation.options.last_day), 1.0});
    } else if (day != last) {
      last = day;
      rows.back().repeats += 1.0;
      rows.back().recency = std::min(cut(first, day), rows.back().age);
    }
  }
  return rows;
}

/// A million customers, by the day.
inline cc::PurchaseHistories a_million(const loyalty::PurchaseParameters& buying,
                                       const Period& period = like_cdnow) {
  cc::PurchaseHistories histories;
  for (const auto& row : simulated(1'000'000, buying, period)) {
    histories.labels.push_back(std::to_string(histories.size()));
    histories.repeats.push_back(static_cast<std::uint32_t>(row.repeats));
    histories.recency.push_back(row.recency);
    histories.age.push_back(row.age);
  }
  histories.priced_repeats.resize(histories.size());
  histories.repeat_spend.resize(histories.size());
  return histories;
}

/// The distinct histories of these.
inline cc::PurchaseCounts counted(std::vector<cc::PurchaseCount> rows,
                                  cc::TimeUnit unit,
                                  std::optional<cc::TimeUnit> resolution = {}) {
  const auto key = [](const cc::PurchaseCount& c) { return std::tie(c.repeats, c.recency, c.age); };
  std::sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
    return key(left) < key(right);
  });
  cc::PurchaseCounts counts{.resolution = resolution, .unit = unit};
  for (const cc::PurchaseCount& row : rows) {
    if (counts.counts.empty() || key(counts.counts.back()) != key(row)) {
      counts.counts.push_back(row);
    } else {
      counts.counts.back().customers += row.customers;
    }
  }
  return counts;
}

/// One history a customer of all of CDNOW until 1997-09-30, in weeks to the day; simulated where
/// there are no data.
struct Cdnow {
  std::vector<cc::PurchaseCount> rows{};
  std::string label{};
};

inline Cdnow cdnow() {
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
    result.label = "all of CDNOW, 39 weeks, by day";
  } else {
    result.rows = simulated(23'570, bg_nbd);
    for (auto& row : result.rows) {
      row.recency /= 7.0;
      row.age /= 7.0;
    }
    result.label = "data simulated in CDNOW's size, by day";
  }
  return result;
}

}  // namespace market
