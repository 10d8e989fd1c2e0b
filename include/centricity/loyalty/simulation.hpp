#pragma once

/// @file
/// Made-up customers whose truth is known: what tests, demonstrations and planning start from.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::loyalty {

/// A market to simulate. The defaults are CDNOW's, as published: buying by MBG/NBD from Platzer
/// (2016), "Customer base analysis with BTYDplus", spending from Fader & Hardie (2013).
struct SimulationOptions {
  std::uint32_t customers = 2'357;  ///< How many; the CDNOW sample has 2,357.
  /// How they buy and leave.
  PurchaseParameters buying = MbgNbdParameters{.r = 0.525, .alpha = 6.183, .a = 0.891, .b = 1.614};
  /// How they spend.
  GammaGammaParameters spending{.p = 6.25, .q = 3.74, .gamma = 15.44};
  Day first_day{std::chrono::year{2024} / 1 / 1};  ///< First purchases begin here, ...
  int acquisition_days = 84;                       ///< ... spread evenly over so many days; >= 1.
  Day last_day{std::chrono::year{2025} / 6 / 29};  ///< Last day watched, inclusive.
  std::string currency = "USD";                    ///< Of the amounts.
  std::uint64_t seed = 1;                          ///< The same seed gives the same market.
};

/// The truth about one customer.
struct SimulatedCustomer {
  double purchase_rate = 0.0;  ///< Purchases a unit of time while alive.
  double dropout = 0.0;        ///< Probability of leaving at a chance to leave, or a rate of it.
  double mean_spend = 0.0;     ///< In currency units.
  Instant acquired{};          ///< First purchase.
  bool alive = true;           ///< Still there at the end of the last day.
};

/// One purchase.
struct SimulatedPurchase {
  std::uint32_t customer = 0;  ///< Position in `customers`.
  Instant time{};              ///< In whole seconds.
  Money amount{};              ///< Rounded to cents, at least 0.01.
};

/// A simulated market.
struct Simulation {
  SimulationOptions options{};                 ///< What it was made from.
  std::vector<SimulatedCustomer> customers{};  ///< The truth.
  std::vector<SimulatedPurchase> purchases{};  ///< By customer, then by time; the first included.
};

/// Simulates purchases by any model with gamma-gamma amounts. Customer k draws from stream k of the
/// seed, so that more customers change nothing for those before them.
/// @throws Error `invalid_argument` for bad options, `cancelled`.
/// @par Complexity O(purchases).
[[nodiscard]] CENTRICITY_EXPORT Simulation simulate(const SimulationOptions& options = {},
                                                    const Host& host = {});

/// Label of a simulated customer, e.g. "C000017".
[[nodiscard]] CENTRICITY_EXPORT std::string simulated_label(std::uint32_t customer);

/// The purchases as records, in the order of time.
/// @throws Error `cancelled`
[[nodiscard]] CENTRICITY_EXPORT CustomerBase to_base(const Simulation& simulation,
                                                     const Host& host = {});

}  // namespace centricity::inline v0::loyalty
