#pragma once

/// @file
/// Which model of purchase counts to use: likelihoods and forecasts of several side by side.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// Which models to compare on what.
struct ComparisonOptions {
  std::vector<ModelName> models{};         ///< In this order; empty: all that apply.
  std::optional<Day> calibration_until{};  ///< Last day they may see; absent: all days, no test.
  std::optional<Day> until{};              ///< Last day looked at; absent: the last in the ledger.
  std::optional<Day> from{};           ///< First day looked at; absent: the first in the ledger.
  std::optional<Day> acquired_from{};  ///< Leave out customers acquired or first seen before.
  FitOptions fit{};                    ///< How all of them are fitted.
};

/// One model of the comparison.
struct ComparedModel {
  PurchaseModel fit{};                     ///< On the days they may see.
  std::size_t parameters = 0;              ///< How many it has.
  std::optional<double> aic{};             ///< Akaike (1974); absent for BG/BB, without a usable
                                           ///< fit, or if that was made with a penalty.
  std::optional<double> bic{};             ///< Schwarz (1978), over customers; absent likewise.
  std::optional<ForecastScore> holdout{};  ///< Absent without a test or where not usable.
};

/// Models side by side.
struct ModelComparison {
  Day calibration_until{};              ///< Last day they have seen.
  std::optional<Day> until{};           ///< Last day of the test; absent without one.
  std::uint64_t customers = 0;          ///< Whom they were fitted on.
  double actual = 0.0;                  ///< Purchases of these in the test.
  std::vector<ComparedModel> models{};  ///< In the order asked for.
  std::vector<std::string> words{};     ///< What the comparison says, and what is suspect in it.
};

/// Fits several models to the same customers and, where days are left over, tests each on them.
///
/// A smaller AIC or BIC is better. All likelihoods but that of BG/BB are densities of the same
/// histories, in the same unit of time, so that they may be compared. BG/BB takes each day (week,
/// month) for an opportunity, as purchases are merged in the ledger, and has probabilities instead:
/// it is compared by its forecasts alone, and left out without a test or where nothing is merged. A
/// fit below that of a model it contains has not found its maximum; the words then say so.
/// @throws Error `invalid_argument` for days that are not in order, `cancelled`.
/// @par Complexity O(entries of the ledger), one fit a model, one expectation a customer and model.
[[nodiscard]] CENTRICITY_EXPORT ModelComparison compare_models(const PurchaseLedger& ledger,
                                                               const ComparisonOptions& options,
                                                               const Host& host = {});

/// The comparison in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ModelComparison& comparison);

}  // namespace centricity::inline v0::loyalty
