#pragma once

/// @file
/// Who is on top of the list, and how far that can be trusted.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/customer_value.hpp>

namespace centricity::inline v0::loyalty {

/// How the top of the list is drawn up.
struct RankingOptions {
  Duration horizon = years(1.0);  ///< Of the value; >= 0.
  std::size_t top = 20;           ///< Length of the list; >= 1.
  int draws = 400;                ///< Simulated futures, >= 50.
  double level = 0.90;            ///< Coverage of intervals, in (0, 1).
  std::uint64_t seed = 1;         ///< Of the simulation; the same seed gives the same bits.
};

/// One line of the list.
struct RankedCustomer {
  std::size_t position = 0;     ///< In the histories.
  std::string label{};          ///< The caller's id.
  PurchaseHistory history{};    ///< What they did.
  CustomerForecast forecast{};  ///< What is expected of them.
  Estimate rank{};              ///< Median rank over the futures, with a prediction interval.
  Estimate top_probability{};   ///< Share of futures in which they are among the top.
};

/// The customers of the highest expected value.
struct Ranking {
  RankingOptions options{};           ///< What it was made with.
  std::uint64_t customers = 0;        ///< Customers ranked.
  std::string currency{};             ///< Of values.
  Estimate total{};                   ///< Value of all, with a prediction interval.
  std::vector<RankedCustomer> top{};  ///< By expected value, highest first.
};

/// Ranks customers by expected value and simulates how far that ranking can be trusted.
///
/// Every future draws parameters from the fits (normal in their logs), then for every customer
/// whether they are alive, their own rate, dropout and mean spend given their history, and what
/// they buy. The rank is that by revenue in this future: it shows the uncertainty of the fit, of
/// what a customer is like, and of what they happen to do.
/// @throws Error `invalid_argument` for bad options or fits that are not usable; `cancelled`.
/// @par Complexity draws * customers; the same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT Ranking rank_customers(const PurchaseModel& buying,
                                                       const GammaGammaFit& spending,
                                                       const PurchaseHistories& histories,
                                                       const RankingOptions& options = {},
                                                       const Host& host = {});

/// The list in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Ranking& ranking);

}  // namespace centricity::inline v0::loyalty
