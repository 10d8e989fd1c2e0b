#pragma once

/// @file
/// Does a model fitted some time ago still hold for what has come since?

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// What the model has seen, and how sure the verdict shall be.
struct DriftOptions {
  Day calibrated_until{};              ///< Last day the model has seen.
  std::optional<Day> until{};          ///< Last day checked; absent: the last in the ledger.
  std::optional<Day> from{};           ///< First day looked at; absent: the first in the ledger.
  std::optional<Day> acquired_from{};  ///< Leave out customers acquired or first seen before.
  double false_alarms = 0.05;          ///< Share of checks that may find a drift there is not.
  double noticeable = 0.25;  ///< A change of purchases by this part must not go unnoticed; > 0.
  double level = 0.95;       ///< Coverage of prediction intervals, in (0, 1).
  int period_days = 7;       ///< Length of a period; >= 1. The last may be cut off.
  int draws = 1000;          ///< Simulated futures, >= 400.
  std::uint64_t seed = 1;    ///< The same seed gives the same bits.
};

/// What the check says.
enum class DriftVerdict : std::uint8_t {
  cannot_tell,  ///< Too little has happened.
  no_drift,     ///< All is as the model expected.
  drift         ///< Something has come that the model makes unlikely.
};

/// The name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(DriftVerdict verdict) noexcept;

/// Purchases of the known customers in one period and in all up to its end.
struct DriftPeriod {
  Day until{};                      ///< Last day of the period.
  double actual = 0.0;              ///< In the period.
  Estimate predicted{};             ///< In the period: median and prediction interval.
  double actual_cumulative = 0.0;   ///< Since the calibration.
  Estimate predicted_cumulative{};  ///< The same, predicted.
};

/// Known customers by repeat purchases up to the calibration, and their purchases since.
struct DriftGroup {
  std::uint32_t repeats = 0;    ///< Repeat purchases up to the calibration ...
  bool or_more = false;         ///< ... or more.
  std::uint64_t customers = 0;  ///< How many.
  double actual = 0.0;          ///< Purchases since.
  Estimate predicted{};         ///< The same: median and prediction interval.
};

/// A test of the model's parameters on days it has not seen.
struct DriftTest {
  std::uint64_t customers = 0;      ///< Whose days they are.
  double statistic = 0.0;           ///< Chi-square if nothing has changed.
  int degrees_of_freedom = 0;       ///< Directions in which parameters could be told apart.
  std::optional<double> p_value{};  ///< Absent where fewer than 30 customers bought again.
};

/// All that has come since, held against the model.
struct DriftCheck {
  DriftOptions options{};              ///< How it was made; `until` is set.
  double actual = 0.0;                 ///< Purchases of the known customers since.
  Estimate predicted{};                ///< The same: median and prediction interval.
  std::optional<double> total_p{};     ///< Probability of a total at least as unusual.
  DriftTest known{};                   ///< Customers of the calibration, on the days since.
  DriftTest fresh{};                   ///< Customers first seen since.
  std::vector<DriftPeriod> periods{};  ///< In order of time.
  std::vector<DriftGroup> groups{};    ///< By repeat purchases: 0, 1, ..., 7 or more.
  DriftVerdict verdict = DriftVerdict::cannot_tell;  ///< See check_drift.
  std::vector<std::string> words{};  ///< The verdict in plain words, and what to do.
};

/// Holds a model against the days after its calibration.
///
/// Three questions, of which none uses a day twice: is the total of the known customers among those
/// of simulated futures? Do their new days, given all before, fit the parameters, and do those of
/// customers first seen since? The latter are score tests: the derivative of the log-likelihood of
/// the new days at the old parameters, u = sum of u_i over customers, is 0 on average if nothing
/// has changed, with covariance J + J V J, where J = sum of u_i u_i' and V is the covariance of the
/// fit, whose own error moves u by J. So u' (J + J V J)^-1 u is chi-square; nothing is fitted
/// again.
///
/// `drift` if any p-value is below `false_alarms` over the number of questions (Bonferroni), so
/// that of models that hold at most this share is called drifting. Else `cannot_tell` if fewer than
/// 30 known customers bought or half the prediction interval of the total is wider than
/// `noticeable` parts of it. Else `no_drift`. A model that never fitted drifts as well: see
/// `check_frequencies` and `evaluate_holdout`.
/// @param model  fitted on, or loaded: what is known of it is enough
/// @param ledger goes on after the calibration
/// @throws Error `invalid_argument` for bad options, a fit that is not usable, or days not in the
///         order from <= calibrated_until < until; `cancelled`.
/// @par Complexity `draws` lives of every known customer, 4 N log-likelihoods a customer, and
/// O(entries of the ledger) a period. The same bits for any executor.
/// @see Cox & Hinkley (1974), Theoretical Statistics, section 9.3, for score tests.
[[nodiscard]] CENTRICITY_EXPORT DriftCheck check_drift(const PurchaseModel& model,
                                                       const PurchaseLedger& ledger,
                                                       const DriftOptions& options,
                                                       const Host& host = {});

/// The check in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const DriftCheck& check);

}  // namespace centricity::inline v0::loyalty
