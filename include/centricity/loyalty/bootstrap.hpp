#pragma once

/// @file
/// How sure a fitted model is, without a formula: fits to customers drawn again.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// How to bootstrap a fit.
struct BootstrapOptions {
  std::uint64_t seed = 1;    ///< The same seed gives the same bits on any executor.
  int replicates = 200;      ///< 50 or more; intervals want some 1,000.
  double level = 0.95;       ///< Coverage, in (0, 1).
  int max_iterations = 200;  ///< Steps of the optimizer for each, >= 1.
};

/// A fit and what it might have been, had other customers come.
struct ModelBootstrap {
  BootstrapOptions options{};               ///< How it was made.
  PurchaseModel fit{};                      ///< To the customers themselves.
  std::vector<PurchaseModel> replicates{};  ///< All, in the order drawn, usable or not.
  std::uint64_t failed = 0;                 ///< Replicates that are not usable.
  std::uint64_t at_edge = 0;                ///< Usable ones without a proper maximum.
  std::vector<NamedEstimate> parameters{};  ///< The fitted ones, by `bootstrap_estimate`.
  std::vector<std::string> words{};         ///< What to know of the replicates.
};

/// Draws all customers again, each Poisson(1) times, and fits the model to them, so many times.
///
/// Customers of the same history are drawn together, as sums of Poisson(1) are Poisson, so that the
/// cost does not depend on how many there are. Each fit begins at that of all customers. The steps
/// k of (M)BG/CNBD-k stay as they were fitted.
/// @param counts the data of the fit
/// @throws Error `invalid_argument` for bad options or a fit that is not usable, `incompatible` for
///         other data than those of the fit, `invalid_data` for parts of customers, with the row;
///         `cancelled`.
/// @par Complexity `replicates` fits of a few steps each, on the host's executor.
/// @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13;
///      Chamandy et al. (2012), "Estimating uncertainty for massive data streams", for the Poisson
///      weights.
[[nodiscard]] CENTRICITY_EXPORT ModelBootstrap bootstrap(const PurchaseModel& fit,
                                                         const PurchaseCounts& counts,
                                                         const BootstrapOptions& options = {},
                                                         const Host& host = {});

/// Anything worked out from a fit: its value, or nothing where it has none. `.value` of any
/// estimate will do.
using ModelQuantity = std::function<std::optional<double>(const PurchaseModel&)>;

/// The quantity at the fit, with the standard deviation and the percentile interval of that at the
/// replicates:
///
///     bootstrap_estimate(drawn, [](const PurchaseModel& model) {
///       return expected_purchases(model, weeks(52)).value;
///     });
///
/// Method `bootstrap`. Replicates that are not usable or do not have the quantity are left out; if
/// these are more than 5%, so are standard error and interval. Undefined, `missing_input`, where
/// the fit itself does not have it.
[[nodiscard]] CENTRICITY_EXPORT Estimate bootstrap_estimate(const ModelBootstrap& drawn,
                                                            const ModelQuantity& quantity);

/// The parameters with both intervals, that of the likelihood and that of the replicates, in words,
/// numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ModelBootstrap& drawn);

}  // namespace centricity::inline v0::loyalty
