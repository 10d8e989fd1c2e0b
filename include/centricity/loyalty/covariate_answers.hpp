#pragma once

/// @file
/// Answers for all customers of different kinds at once. For one customer, or those of one kind,
/// any answer there is takes `model_for(fit, covariates)`.

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/loyalty/customer_value.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>
#include <centricity/loyalty/outlook.hpp>
#include <centricity/summary/covariate_counts.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0::loyalty {

/// The sums `outlook` of a model without covariates gives, with the joint uncertainty of base and
/// effects (delta method).
/// @throws Error as there; `incompatible` if the columns are not those of the fit.
/// @par Complexity Nine expectations for each pattern, repeats and age. The same bits for any
/// executor.
[[nodiscard]] CENTRICITY_EXPORT Outlook outlook(const CovariateFit& fit,
                                                const CovariateCounts& counts,
                                                Duration horizon = years(1.0),
                                                const Host& host = {});

/// Purchases and value of every customer, each by the model of customers like them; `scores` makes
/// scores of parties of it.
/// @param patterns  of these histories, with the columns of the fit
/// @throws Error as for a model without covariates; `incompatible` if the patterns are of others.
/// @par Complexity A few microseconds a customer, sorted by pattern. The same bits for any
/// executor.
[[nodiscard]] CENTRICITY_EXPORT CustomerForecasts
forecast_customers(const CovariateFit& buying,
                   const GammaGammaFit& spending,
                   const PurchaseHistories& histories,
                   const CovariatePatterns& patterns,
                   Duration horizon = years(1.0),
                   const Host& host = {});

}  // namespace centricity::inline v0::loyalty
