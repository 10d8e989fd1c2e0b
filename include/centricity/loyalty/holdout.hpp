#pragma once

/// @file
/// Does the model foretell what it has not seen? A fit on the past, held against what came after,
/// beside what anybody could have guessed without a model.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// Where the past ends and the test begins.
struct HoldoutOptions {
  Day calibration_until{};     ///< Last day the model may see.
  std::optional<Day> until{};  ///< Last day it is tested on; absent: the last in the ledger.
  std::optional<Day> from{};   ///< First day looked at; absent: the first in the ledger.
  std::optional<Day> acquired_from{};    ///< Leave out customers acquired or first seen before.
  ModelName model = ModelName::mbg_nbd;  ///< Which model is tested.
  FitOptions fit{};                      ///< How the model is fitted.
  double prediction_level = 0.8;         ///< Coverage of prediction intervals, in (0, 1).
  int draws = 200;                       ///< Simulated futures behind that of the total, >= 50.
  std::uint64_t seed = 1;                ///< Of these; the same seed gives the same bits.
};

/// How good the forecasts of one method were; "purchases" are repeat purchases in the test.
struct ForecastScore {
  double total = 0.0;                   ///< Purchases foretold, all customers.
  Estimate bias{};                      ///< Foretold less made, mean a customer; 0 is best.
  double mean_absolute_error = 0.0;     ///< A customer.
  double root_mean_square_error = 0.0;  ///< A customer.
  Estimate normalized_gini{};           ///< How well it orders customers: 1 as the truth does, 0 as
                                        ///< chance does; undefined if all bought the same.
  Estimate correlation{};               ///< Of forecast and truth over customers, Pearson.
};

/// Customers who had bought equally often, and what became of them: the conditional expectation.
struct HoldoutGroup {
  std::uint32_t repeats = 0;    ///< Repeat purchases in the past ...
  bool or_more = false;         ///< ... or more.
  std::uint64_t customers = 0;  ///< How many.
  Estimate actual{};            ///< Mean purchases in the test.
  double model = 0.0;           ///< Mean foretold by the model.
  double hiatus = 0.0;          ///< Mean foretold by the first heuristic.
  double last_period = 0.0;     ///< Mean foretold by the second.
};

/// A tenth of the customers, put in order by what the model foretold: its calibration.
struct HoldoutTenth {
  std::uint64_t customers = 0;  ///< How many.
  double model = 0.0;           ///< Mean purchases foretold by the model.
  Estimate actual{};            ///< Mean purchases in the test.
};

/// Whether prediction intervals hold what happened.
///
/// Counts are whole and both ends belong to an interval, so that those of a model that is right
/// hold more customers than their level says. `inside_part` counts of a purchase number that
/// stretches over an end of the interval, on the scale of probability, only the part within: for a
/// model that is right its expectation is the level.
/// @see Czado, Gneiting & Held (2009), "Predictive model assessment for count data", Biometrics 65:
/// the non-randomized probability integral transform.
struct PredictionCheck {
  double level = 0.8;        ///< Coverage that is claimed.
  Estimate total{};          ///< Purchases of all, median and prediction interval: predict_total.
  bool total_holds = false;  ///< Whether that interval holds what they made.
  Estimate inside{};         ///< Share of customers within their own: predict_purchases.
  Estimate inside_part{};    ///< The same with the ends shared out: `level` if the model is right.
  double above_part = 0.0;   ///< Share above, ends shared out; (1 - level) / 2 if it is right.
  std::string words{};       ///< The same in words, with reasons where it is not as it should be.
};

/// What the comparison says.
enum class HoldoutVerdict : std::uint8_t {
  not_made,  ///< No usable fit, or nobody to test.
  better,    ///< Smaller error a customer than both heuristics, beyond chance.
  no_worse,  ///< The difference to the best heuristic is within chance.
  worse      ///< Larger error a customer than the best heuristic, beyond chance.
};

/// The name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(HoldoutVerdict verdict) noexcept;

/// The model beside two heuristics.
struct HoldoutEvaluation {
  PurchaseModel fit{};            ///< Fitted on the past alone.
  Day calibration_until{};        ///< Last day of the past.
  Day until{};                    ///< Last day of the test.
  std::uint64_t customers = 0;    ///< Who bought in the past.
  double actual = 0.0;            ///< Their purchases in the test.
  Estimate expected{};            ///< What the model foretold, with the uncertainty of the fit.
  ForecastScore model{};          ///< The model.
  ForecastScore hiatus{};         ///< Silent for longer than `hiatus_after`: gone; else as before.
  ForecastScore last_period{};    ///< Everybody repeats their last period of equal length.
  Duration hiatus_after{};        ///< Chosen on the past alone, see evaluate_holdout.
  PredictionCheck predictions{};  ///< Whether intervals hold what happened.
  std::vector<HoldoutTenth>
      tenths{};  ///< From the least foretold to the most; of ten customers up.
  std::vector<HoldoutGroup> groups{};  ///< By repeat purchases in the past: 0, 1, ..., 7 or more.
  Estimate advantage{};                ///< Mean over customers of the squared error of the better
                                       ///< heuristic less that of the model; > 0: the model wins.
  HoldoutVerdict verdict = HoldoutVerdict::not_made;  ///< By the interval of `advantage`.
  std::string words{};                                ///< The verdict in plain words.
};

/// Fits a model on the past and tests it on what came after.
///
/// The heuristics (Wuebben & von Wangenheim 2008, Journal of Marketing 72(3)): a customer silent
/// for longer than a hiatus is gone and the others go on at their mean rate; a customer buys as
/// often as in the last period as long as the test. The hiatus is the one of twenty equally spaced
/// up to the length of the past that would have made the smallest squared error, had the last part
/// of the past (as long as the test, at most half) been the test.
///
/// BG/BB takes each day (week, month) for an opportunity, as purchases are merged in the ledger,
/// whatever the unit of the options; nothing can be foretold by it where they are not merged.
/// @throws Error `invalid_argument` unless from <= calibration_until < until, or for a level or
///         draws out of range; `cancelled`.
/// @par Complexity O(entries of the ledger), one fit, `draws` futures a customer, one distribution
/// of purchases for each distinct (repeats, age). The same bits for any executor.
[[nodiscard]] CENTRICITY_EXPORT HoldoutEvaluation evaluate_holdout(const PurchaseLedger& ledger,
                                                                   const HoldoutOptions& options,
                                                                   const Host& host = {});

/// The comparison in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const HoldoutEvaluation& evaluation);

}  // namespace centricity::inline v0::loyalty
