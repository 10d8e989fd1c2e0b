#include <utility>
#include <variant>

#include <centricity/core/error.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/covariate_axes.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::array effect_names{
    std::pair{EffectOn::purchase_rate, std::string_view{"purchase-rate"}},
    std::pair{EffectOn::dropout_rate, std::string_view{"dropout-rate"}},
    std::pair{EffectOn::dropout_a, std::string_view{"dropout-a"}},
    std::pair{EffectOn::dropout_b, std::string_view{"dropout-b"}}};

constexpr std::array pareto_effects{EffectOn::purchase_rate, EffectOn::dropout_rate};
constexpr std::array beta_geometric_effects{
    EffectOn::purchase_rate, EffectOn::dropout_a, EffectOn::dropout_b};

constexpr std::size_t n = base_parameters;

/// Fits with four parameters, as those with covariates have, in their own type.
template <class Fit>
Fit moved(Fit fit, const CovariateFit& of, std::span<const double> covariates) {
  const std::vector<EffectAxis> axes = axes_of(of);
  const std::size_t order = n + axes.size();
  std::vector<double> point;
  std::vector<bool> identified;
  const std::array<Estimate, n> estimates = estimates_in_order(fit);
  const BaseVector values = ModelOfFit<Fit>::values(fit.parameters);
  for (std::size_t j = 0; j < n; ++j) {
    point.push_back(std::log(values[j]));
    identified.push_back(estimates[j].standard_error.has_value());
  }
  std::vector<double> matrix(n * order);  // Of the logs in the base's and the effects.
  for (std::size_t j = 0; j < n; ++j) matrix[j * order + j] = 1.0;
  for (std::size_t m = 0; m < axes.size(); ++m) {
    point.push_back(*of.effects[m].effect.value);
    for (std::size_t j = 0; j < n; ++j) {
      const double by = axes[m].direction[j] * covariates[axes[m].column];
      matrix[j * order + n + m] = by;
      if (by != 0.0 && !of.effects[m].effect.standard_error) identified[j] = false;
    }
  }
  std::array<double, n * n> covariance{};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < order; ++k) {
      double row = 0.0;  // Of the product of matrix and covariance.
      for (std::size_t l = 0; l < order; ++l) {
        row += matrix[i * order + l] * of.log_covariance[l * order + k];
      }
      for (std::size_t j = 0; j < n; ++j) covariance[i * n + j] += row * matrix[j * order + k];
    }
  }
  set_parameters(fit, shifted(point, axes, covariates), covariance, n, identified);
  return fit;
}

}  // namespace

void add_effect(EffectAxis& axis, EffectOn on) {
  axis.on.push_back(on);
  switch (on) {
    case EffectOn::purchase_rate:
      axis.direction[1] -= 1.0;
      break;
    case EffectOn::dropout_rate:
      axis.direction[3] -= 1.0;
      break;
    case EffectOn::dropout_a:
      axis.direction[2] += 1.0;
      break;
    case EffectOn::dropout_b:
      axis.direction[3] += 1.0;
      break;
  }
}

std::string words_of(const std::vector<EffectOn>& on) {
  std::string words;
  for (const EffectOn each : on)
    words += (words.empty() ? "" : ", ") + std::string{to_string(each)};
  return words;
}

std::vector<EffectAxis> axes_of(const CovariateFit& fit) {
  std::vector<EffectAxis> axes;
  for (const CovariateEffect& effect : fit.effects) {
    EffectAxis axis;
    while (name_of(fit.columns.at(axis.column)) != effect.covariate) ++axis.column;
    for (const EffectOn on : effect.on) add_effect(axis, on);
    axes.push_back(std::move(axis));
  }
  return axes;
}

std::string_view to_string(EffectOn on) noexcept {
  return effect_names[static_cast<std::size_t>(on)].second;
}

std::optional<EffectOn> parse_effect_on(std::string_view text) noexcept {
  for (const auto& [on, name] : effect_names) {
    if (name == text) return on;
  }
  return {};
}

std::span<const EffectOn> effects_in(ModelName model) noexcept {
  switch (model) {
    case ModelName::pareto_nbd:
      return pareto_effects;
    case ModelName::bg_nbd:
    case ModelName::mbg_nbd:
      return beta_geometric_effects;
    default:
      return {};
  }
}

std::string name_of(const CovariateEffect& effect) {
  return effect.covariate + " on " + words_of(effect.on);
}

PurchaseModel model_for(const CovariateFit& fit, std::span<const double> covariates) {
  if (covariates.size() != fit.columns.size() ||
      !std::all_of(
          covariates.begin(), covariates.end(), [](double z) { return std::isfinite(z); })) {
    throw Error(ErrorCode::invalid_argument,
                "the covariates are not those of the fit",
                "give " + std::to_string(fit.columns.size()) + " finite numbers, in its order.");
  }
  if (!fit.report.usable()) return fit.base;
  return std::visit(
      [&](const auto& base) -> PurchaseModel {
        if constexpr (std::tuple_size_v<decltype(base.log_covariance)> == n * n) {
          return moved(base, fit, covariates);
        } else {
          return base;
        }
      },
      fit.base);
}

}  // namespace centricity::inline v0::loyalty
