#pragma once

/// @file
/// Any model of purchase counts: what can be asked of all of them alike.
///
/// A fit of one model converts to `PurchaseModel` by itself, so that whatever takes any model takes
/// a `BgNbdFit` as well; the conversion copies it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/bg_bb.hpp>
#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>
#include <centricity/loyalty/nbd.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_ledger.hpp>

namespace centricity::inline v0::loyalty {

/// The models, in the order of the alternatives below.
enum class ModelName : std::uint8_t {
  nbd,         ///< "nbd": never leaves.
  bg_nbd,      ///< "bg-nbd": leaves after a repeat purchase.
  mbg_nbd,     ///< "mbg-nbd": leaves after any purchase; the one to begin with.
  bg_cnbd,     ///< "bg-cnbd": as bg-nbd, buying regularly.
  mbg_cnbd,    ///< "mbg-cnbd": as mbg-nbd, buying regularly.
  pareto_nbd,  ///< "pareto-nbd": leaves at any time.
  bg_bb        ///< "bg-bb": buys or not at whole units of time, before any of which they may leave.
};

/// Any model with known parameters.
using PurchaseParameters = std::variant<NbdParameters,
                                        BgNbdParameters,
                                        MbgNbdParameters,
                                        BgCnbdParameters,
                                        MbgCnbdParameters,
                                        ParetoNbdParameters,
                                        BgBbParameters>;

/// Any fitted model.
using PurchaseModel =
    std::variant<NbdFit, BgNbdFit, MbgNbdFit, BgCnbdFit, MbgCnbdFit, ParetoNbdFit, BgBbFit>;

/// All models there are.
[[nodiscard]] CENTRICITY_EXPORT std::span<const ModelName> model_names() noexcept;

/// The name as on the command line, e.g. "mbg-nbd".
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(ModelName name) noexcept;

/// The name as in the literature, e.g. "MBG/NBD".
[[nodiscard]] CENTRICITY_EXPORT std::string_view title(ModelName name) noexcept;

/// The model of a name as `to_string` gives it; absent if there is none.
[[nodiscard]] CENTRICITY_EXPORT std::optional<ModelName> parse_model_name(
    std::string_view text) noexcept;

/// Fits the model of this name.
/// @throws Error as its own function does.
[[nodiscard]] CENTRICITY_EXPORT PurchaseModel fit_model(ModelName name,
                                                        const PurchaseCounts& counts,
                                                        const FitOptions& options = {},
                                                        const Host& host = {});

/// Fits the same model again, to data that have gone on: `fit_model` from where the previous fit
/// ended, which takes fewer steps the less has changed. Where that leads to no maximum, or the
/// previous fit was at none, the search begins as that of `fit_model` does.
///
/// The unit is that of the previous fit, whatever the options say; so is k, unless they have waits
/// to choose it by.
/// @throws Error as `fit_model` does.
[[nodiscard]] CENTRICITY_EXPORT PurchaseModel refit(const PurchaseModel& previous,
                                                    const PurchaseCounts& counts,
                                                    const FitOptions& options = {},
                                                    const Host& host = {});

/// The options, with the waits of this ledger for a model that chooses its steps by them: without
/// them its log-likelihood does not compare with others.
/// @param window  that of the counts to be fitted
[[nodiscard]] CENTRICITY_EXPORT FitOptions with_waits(FitOptions options,
                                                      ModelName name,
                                                      const PurchaseLedger& ledger,
                                                      const ObservationWindow& window,
                                                      const Host& host = {});

/// A parameter by its name in the literature.
struct NamedEstimate {
  std::string_view name{};  ///< E.g. "alpha".
  Estimate estimate{};      ///< With its uncertainty.
};

/// The fitted parameters one by one, in the order of their members.
[[nodiscard]] CENTRICITY_EXPORT std::vector<NamedEstimate> estimates_of(const PurchaseModel& model);

/// Which model it is.
[[nodiscard]] CENTRICITY_EXPORT ModelName name_of(const PurchaseModel& model) noexcept;

/// How the fit went.
[[nodiscard]] CENTRICITY_EXPORT const FitReport& report_of(const PurchaseModel& model) noexcept;

/// The fitted parameters.
[[nodiscard]] CENTRICITY_EXPORT PurchaseParameters parameters_of(const PurchaseModel& model);

/// Log-likelihood of the data fitted on, in nats, times in units.
[[nodiscard]] CENTRICITY_EXPORT double log_likelihood(const PurchaseModel& model) noexcept;

/// Probability that the customer has not left, as the model's own function gives it.
[[nodiscard]] CENTRICITY_EXPORT Estimate probability_alive(const PurchaseModel& model,
                                                           const PurchaseHistory& history);

/// Expected purchases in (age, age + horizon], as the model's own function gives them.
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const PurchaseModel& model,
                                                            const PurchaseHistory& history,
                                                            Duration horizon);

/// Expected repeat purchases of a new customer in their first `horizon`.
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_purchases(const PurchaseModel& model,
                                                            Duration horizon);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const PurchaseModel& model);

}  // namespace centricity::inline v0::loyalty
