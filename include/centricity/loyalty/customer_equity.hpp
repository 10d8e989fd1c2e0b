#pragma once

/// @file
/// What the whole base is worth, how that is spread over customers, and what new ones will be
/// worth.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/lifetime_value.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// Customers whose values are alike.
struct ValueClass {
  double lower = 0.0;             ///< Value of a customer, from this ...
  std::optional<double> upper{};  ///< ... to below this; absent: and more.
  std::uint64_t customers = 0;    ///< So many.
  double value = 0.0;             ///< Of them all.
};

/// Customer equity: the sum of the values of all customers of today.
/// @see Blattberg & Deighton (1996), "Manage marketing by the customer equity test", Harvard
///      Business Review 74(4).
struct CustomerEquity {
  ValueTerms terms{};                   ///< What it is of.
  std::string currency{};               ///< Of all values.
  std::uint64_t customers = 0;          ///< Customers in the base.
  std::uint64_t without_value = 0;      ///< Those left out, as nothing can be said of their spend.
  Estimate total{};                     ///< The equity, with what the fits leave open.
  std::optional<Estimate> predicted{};  ///< What `predict_equity` says, if it was asked.
  Estimate mean{};                      ///< Of a customer.
  Estimate top_fifth{};                 ///< Share of it that the most valuable 20% hold.
  std::vector<ValueClass> classes{};  ///< By value, lowest first; each begins at 1, 2 or 5 * 10^n.
  Estimate correlation{};             ///< Of repeats and mean spend; the value takes it to be 0.
};

/// Sums up the values of a base. It is undefined where that of anybody is `infinite` (gamma-gamma
/// with q <= 1 says nothing of customers without repeats) or the fits are not usable.
/// @par Complexity O(customers log customers).
[[nodiscard]] CENTRICITY_EXPORT CustomerEquity customer_equity(const CustomerForecasts& values);

/// How the money to come is simulated.
struct EquityOptions {
  double level = 0.8;      ///< Coverage of the prediction interval, in (0, 1).
  int draws = 400;         ///< Simulated futures, >= 50.
  std::uint64_t seed = 1;  ///< The same seed gives the same bits.
};

/// The discounted margin that all customers will really bring: median and prediction interval over
/// simulated futures, which differ in the parameters (normal in their logs), in what each customer
/// is like, in what they happen to buy and what for. Nothing is refitted.  Customers whose mean
/// spend is not positive are left out.
/// @return undefined `unusable_fit` or `too_few` (nobody)
/// @throws Error `invalid_argument` for bad options or terms; `cancelled`.
/// @par Complexity draws * purchases to come; the same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT Estimate predict_equity(const PurchaseModel& buying,
                                                        const GammaGammaFit& spending,
                                                        const PurchaseHistories& histories,
                                                        const ValueTerms& terms,
                                                        const EquityOptions& options = {},
                                                        const Host& host = {});

/// Customers yet to be won.
struct CohortValue {
  std::uint64_t customers = 0;  ///< So many.
  Estimate each{};   ///< Value of one, first purchase not counted: the most to pay to win one.
  Estimate total{};  ///< Of them all.
  Estimate net{};    ///< What is left of it when winning them is paid for.
  std::string currency{};  ///< Of all three; the caller's to name.
};

/// What so many new customers will be worth from the day after their first purchase, which is left
/// out as the spend model is that of repeat purchases.
/// @param acquisition_cost of one, in currency units; finite and >= 0
/// @throws Error `invalid_argument` for a cost that is none, and as `lifetime_value`.
[[nodiscard]] CENTRICITY_EXPORT CohortValue value_new_customers(const PurchaseModel& buying,
                                                                const GammaGammaFit& spending,
                                                                std::uint64_t customers,
                                                                const ValueTerms& terms,
                                                                double acquisition_cost = 0.0);

/// Both in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const CustomerEquity& equity);
[[nodiscard]] CENTRICITY_EXPORT Document describe(const CohortValue& cohort);

}  // namespace centricity::inline v0::loyalty
