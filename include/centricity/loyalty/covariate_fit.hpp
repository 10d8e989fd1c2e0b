#pragma once

/// @file
/// Pareto/NBD, BG/NBD and MBG/NBD for customers of different kinds: covariates that do not change
/// with time move the parameters.
///
/// A customer with covariates z has alpha exp(-g'z), so that they buy exp(g'z) times as fast; in
/// Pareto/NBD beta exp(-d'z), so that they leave exp(d'z) times as fast; in BG/NBD and MBG/NBD
/// a exp(p'z) and b exp(q'z). The shapes r and s are the same for all.
/// @see Fader & Hardie (2007), "Incorporating time-invariant covariates into the Pareto/NBD and
/// BG/NBD models". Model page: docs/models/covariates.md.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/likelihood_ratio.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/covariate_counts.hpp>

namespace centricity::inline v0::loyalty {

/// What a covariate may have an effect on.
enum class EffectOn : std::uint8_t {
  purchase_rate,  ///< "purchase-rate": 1 / alpha.
  dropout_rate,   ///< "dropout-rate": 1 / beta, of Pareto/NBD.
  dropout_a,      ///< "dropout-a": a, of BG/NBD and MBG/NBD; more of it: they leave sooner.
  dropout_b       ///< "dropout-b": b, of these two; more of it: they leave later.
};

/// The name as above, as on the command line.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(EffectOn on) noexcept;

/// The value of a name as `to_string` gives it; absent if there is none.
[[nodiscard]] CENTRICITY_EXPORT std::optional<EffectOn> parse_effect_on(
    std::string_view text) noexcept;

/// What covariates of this model have effects on; nothing: it takes none.
[[nodiscard]] CENTRICITY_EXPORT std::span<const EffectOn> effects_in(ModelName model) noexcept;

/// Some effects of a covariate.
struct EffectsOf {
  std::string covariate{};     ///< Name of its column, or of the feature; empty: of every one.
  std::vector<EffectOn> on{};  ///< Empty: on all there are.
};

/// How to fit. Whether effects may be held equal, or left out, `likelihood_ratio` of the two
/// log-likelihoods tells.
struct CovariateOptions {
  FitOptions fit{};                ///< Its penalty is that of a customer with mean covariates.
  double effect_penalty = 0.0;     ///< Nats for each squared effect of one standard deviation of a
                                   ///< covariate; >= 0, the same in any unit of the covariate.
  std::vector<EffectsOf> equal{};  ///< These are one and the same number.
  std::vector<EffectsOf> none{};   ///< These are left out.
};

/// A fitted effect, or several that were held equal.
struct CovariateEffect {
  std::string covariate{};     ///< Name of its column, e.g. "Gender", "Channel = shop".
  std::vector<EffectOn> on{};  ///< What it is on.
  Estimate effect{};           ///< For one unit more of the covariate, in log units.
  Estimate factor{};           ///< exp(effect): that many times the rate, or the parameter.
};

/// The name, e.g. "Gender on purchase-rate".
[[nodiscard]] CENTRICITY_EXPORT std::string name_of(const CovariateEffect& effect);

/// What a covariate is like among the customers.
struct CovariateRange {
  double lowest = 0.0;
  double highest = 0.0;
  double mean = 0.0;
  double standard_deviation = 0.0;
  bool binary = false;  ///< 0 and 1 are all there is.
};

/// What a fit returns. One that does not converge is not an exception: ask `report.usable()`.
struct CovariateFit {
  ModelName model = ModelName::mbg_nbd;    ///< Which it is.
  std::vector<CovariateColumn> columns{};  ///< The covariates, in the order `model_for` takes them.
  std::vector<CovariateRange> ranges{};    ///< Of each column.
  PurchaseModel base{};                    ///< Of a customer all of whose covariates are 0.
  PurchaseModel without{};                 ///< Fitted without covariates.
  std::vector<CovariateEffect> effects{};  ///< By column, then by what they are on.
  std::vector<double> log_covariance{};    ///< Of the logs of the base's parameters, then the
                                           ///< effects, row by row.
  double log_likelihood = 0.0;             ///< Of all customers, in nats, without penalties.
  std::uint64_t patterns = 0;              ///< Distinct patterns of covariates.
  double effect_penalty = 0.0;             ///< Fitted with.
  std::optional<LikelihoodRatio> gain{};   ///< Over the fit without covariates; absent with a
                                           ///< penalty and where one is no proper maximum.
  FitReport report{};                      ///< How it went.
};

/// Fits by maximum likelihood: Newton steps in log parameters and effects. Effects the data do not
/// tell, as of a covariate of people who all do the same, leave the report at `boundary`, and the
/// diagnosis names them; a covariate that is constant or a combination of others makes it `failed`.
/// @throws Error `invalid_argument` for a model without covariates, options out of range and names
///         that there are not; `invalid_data` for an impossible history; `cancelled`.
/// @par Complexity A step is one of the model without covariates for each pattern. The same bits
/// for any executor.
[[nodiscard]] CENTRICITY_EXPORT CovariateFit fit_covariates(ModelName model,
                                                            const CovariateCounts& counts,
                                                            const CovariateOptions& options = {},
                                                            const Host& host = {});

/// The model of customers with these covariates, with its uncertainty, for whatever takes a model.
/// @param covariates  one a column of the fit
/// @throws Error `invalid_argument` if they are not as many, or not finite.
[[nodiscard]] CENTRICITY_EXPORT PurchaseModel model_for(const CovariateFit& fit,
                                                        std::span<const double> covariates);

/// The fit in words, numbers and pictures.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const CovariateFit& fit);

}  // namespace centricity::inline v0::loyalty
