#pragma once

/// @file
/// What the fits of all models of purchase counts have in common.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <centricity/core/fit_report.hpp>
#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_waits.hpp>

namespace centricity::inline v0::loyalty {

/// How to fit.
struct FitOptions {
  TimeUnit unit = TimeUnit::week;  ///< Unit of the parameters; changes no prediction.
  double level = 0.95;             ///< Coverage of intervals, in (0, 1).
  int max_iterations = 200;        ///< Steps of the optimizer, >= 1.

  /// Steps to a purchase in BG/CNBD-k and MBG/CNBD-k, 1 to 32; the others do not look at it.
  int k = 2;
  std::optional<PurchaseWaits> waits{};  ///< With them, these two choose k by likelihood.
};

/// What the fit of a model with N positive parameters returns. A fit that does not converge is not
/// an exception: ask `report.usable()`.
/// @tparam Parameters the N parameters in order, and their unit
/// @tparam Estimates an `Estimate` for each of the N
template <class Parameters, class Estimates, std::size_t N>
struct PurchaseFit {
  Parameters parameters{};                     ///< The maximum of the likelihood.
  Estimates estimates{};                       ///< The same with standard errors and intervals.
  std::array<double, N * N> log_covariance{};  ///< Of the logs of the parameters, row by row.
  double log_likelihood = 0.0;                 ///< Of all customers, in nats, times in units.
  std::uint64_t customers = 0;                 ///< Customers behind it.
  std::uint64_t repeaters = 0;                 ///< Those who bought again.
  std::uint64_t tuples = 0;                    ///< Distinct histories.
  double level = 0.95;                         ///< Coverage of intervals computed from the fit.
  FitReport report{};                          ///< How it went, in numbers and in words.
};

}  // namespace centricity::inline v0::loyalty
