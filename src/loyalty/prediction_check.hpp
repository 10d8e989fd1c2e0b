#pragma once

/// @file
/// Do prediction intervals hold what happened?

#include <centricity/core/host.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/holdout_data.hpp"

namespace centricity::inline v0::loyalty {

/// @param model usable, fitted on the past of these data
/// @param ledger where they come from
/// @throws Error `cancelled`
[[nodiscard]] PredictionCheck check_predictions(const PurchaseModel& model,
                                                const HoldoutData& data,
                                                const PurchaseLedger& ledger,
                                                const HoldoutOptions& options,
                                                const Host& host);

}  // namespace centricity::inline v0::loyalty
