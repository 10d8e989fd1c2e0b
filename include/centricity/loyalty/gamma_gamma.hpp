#pragma once

/// @file
/// What a purchase is worth, customer by customer: the gamma-gamma model of spend.
///
/// Amounts of one customer vary around a mean of their own as Gamma(p, nu), and nu varies over
/// customers as Gamma(q, gamma). Mean spend is taken to be independent of how often somebody buys;
/// the fit reports the correlation it saw.
/// @see Fader & Hardie (2013), "The gamma-gamma model of monetary value", note 025.

#include <array>
#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/spend_histories.hpp>

namespace centricity::inline v0::loyalty {

/// Parameters of the gamma-gamma model.
struct GammaGammaParameters {
  double p = 1.0;      ///< Shape of amounts; > 0.
  double q = 1.0;      ///< Shape of the customers' scales; > 0; the population has a mean if q > 1.
  double gamma = 1.0;  ///< Rate of the customers' scales; > 0, in currency units.

  friend bool operator==(const GammaGammaParameters&, const GammaGammaParameters&) = default;
};

/// Log density of a mean spend, eq. (1a), in nats; 0 without repeats, of which there is no mean.
/// @throws Error `invalid_argument` if a parameter or the mean is not positive, or the repeats are
///         negative; so does the function below.
[[nodiscard]] CENTRICITY_EXPORT double log_likelihood(const GammaGammaParameters& parameters,
                                                      const SpendHistory& history);

/// Expected spend per purchase given the history, eq. (5), in currency units: the average of the
/// customer's mean and the population's, weighted by what is known of each. With 0 repeats the mean
/// of the population. Infinite if p * repeats + q <= 1.
[[nodiscard]] CENTRICITY_EXPORT double expected_spend(const GammaGammaParameters& parameters,
                                                      const SpendHistory& history);

/// How to fit.
struct GammaGammaOptions {
  double level = 0.95;       ///< Coverage of intervals, in (0, 1).
  int max_iterations = 200;  ///< Steps of the optimizer, >= 1.
};

/// The three parameters, each with its uncertainty.
struct GammaGammaEstimates {
  Estimate p{};      ///< Shape of amounts.
  Estimate q{};      ///< Shape of the customers' scales.
  Estimate gamma{};  ///< Rate of the customers' scales, in currency units.
};

/// What a fit returns. Ask `report.usable()`.
struct GammaGammaFit {
  GammaGammaParameters parameters{};  ///< The maximum of the likelihood.
  GammaGammaEstimates estimates{};    ///< The same with standard errors and intervals.
  Estimate population_mean{};         ///< p gamma / (q - 1); `infinite` if q <= 1.
  Estimate correlation{};             ///< Of repeats and mean spend, Pearson; the model says 0.
  std::array<double, 9> log_covariance{};  ///< Of log p, log q, log gamma, row by row.
  double log_likelihood = 0.0;             ///< Of all customers used, in nats.
  std::uint64_t customers = 0;             ///< Customers used: with repeats and a positive mean.
  std::uint64_t set_aside = 0;             ///< Repeaters whose mean spend is not positive.
  double level = 0.95;                     ///< Coverage of all intervals computed from the fit.
  FitReport report{};                      ///< How it went, in numbers and in words.
};

/// Fits the model by maximum likelihood to everybody with repeat purchases and a positive mean.
/// @throws Error `invalid_argument` for bad options, `cancelled`.
/// @par Complexity Two logs a step and customer. The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT GammaGammaFit fit_gamma_gamma(const SpendHistories& histories,
                                                              const GammaGammaOptions& options = {},
                                                              const Host& host = {});

/// Expected spend per purchase with the uncertainty of the fit, by the delta method on the log.
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_spend(const GammaGammaFit& fit,
                                                        const SpendHistory& history);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const GammaGammaFit& fit);

}  // namespace centricity::inline v0::loyalty
