#pragma once

/// @file
/// What the fits of all models of purchase counts have in common.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <centricity/core/fit_report.hpp>
#include <centricity/core/time.hpp>
#include <centricity/summary/purchase_waits.hpp>

namespace centricity::inline v0::loyalty {

/// How to fit.
struct FitOptions {
  TimeUnit unit = TimeUnit::week;  ///< Unit of the parameters; changes no prediction.
  double level = 0.95;             ///< Coverage of intervals, in (0, 1).
  int max_iterations = 200;        ///< Steps of the optimizer, >= 1.

  /// Nats taken off for each squared unit of log parameter away from a typical model with the
  /// purchase rate of the data: an L2 penalty, >= 0, that means the same in any unit of time. It
  /// is like a normal prior with variance 1 / (2 penalty) on each log parameter, and keeps those
  /// of which the data say nothing from running to their limits: try 0.05. A fit with one says so:
  /// its likelihood is not the largest, and its standard errors take the penalty for knowledge.
  double penalty = 0.0;

  /// Steps to a purchase in BG/CNBD-k and MBG/CNBD-k, 1 to 32; the others do not look at it.
  int k = 2;
  std::optional<PurchaseWaits> waits{};  ///< With them, these two choose k by likelihood.

  /// Where the search begins: the parameters in order, without k, in `unit`. Empty, or where that
  /// leads to no maximum: at values taken from the data.
  std::vector<double> start{};
};

/// What the fit of a model with N positive parameters returns. A fit that does not converge is not
/// an exception: ask `report.usable()`.
/// @tparam Parameters the N parameters in order, and their unit
/// @tparam Estimates an `Estimate` for each of the N
template <class Parameters, class Estimates, std::size_t N>
struct PurchaseFit {
  Parameters parameters{};                     ///< The maximum of the likelihood, or of it less
                                               ///< the penalty.
  Estimates estimates{};                       ///< The same with standard errors and intervals.
  std::array<double, N * N> log_covariance{};  ///< Of the logs of the parameters, row by row.
  double log_likelihood = 0.0;                 ///< Of all customers, in nats, times in units;
                                               ///< without the penalty.
  std::uint64_t customers = 0;                 ///< Customers behind it.
  std::uint64_t repeaters = 0;                 ///< Those who bought again.
  std::uint64_t tuples = 0;                    ///< Distinct histories.
  double level = 0.95;                         ///< Coverage of intervals computed from the fit.
  double penalty = 0.0;                        ///< Fitted with; above 0 neither AIC, BIC nor
                                               ///< likelihood ratios hold.
  FitReport report{};                          ///< How it went, in numbers and in words.
};

}  // namespace centricity::inline v0::loyalty
