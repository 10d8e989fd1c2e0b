#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/all_models.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::size_t models = std::variant_size_v<PurchaseModel>;
using Indices = std::make_index_sequence<models>;

template <std::size_t I>
using Model = ModelOf<std::variant_alternative_t<I, PurchaseParameters>>;

template <std::size_t... I>
constexpr bool same_order(std::index_sequence<I...>) {
  return (std::is_same_v<decltype(std::variant_alternative_t<I, PurchaseModel>::parameters),
                         std::variant_alternative_t<I, PurchaseParameters>> &&
          ...);
}

static_assert(models == std::variant_size_v<PurchaseParameters> && same_order(Indices{}),
              "the two variants have the same models in the same order");

template <std::size_t... I>
constexpr std::array<ModelName, models> all_names(std::index_sequence<I...>) {
  return {static_cast<ModelName>(I)...};
}

template <std::size_t... I>
constexpr std::array<std::string_view, models> all_keys(std::index_sequence<I...>) {
  return {Model<I>::key...};
}

template <std::size_t... I>
constexpr std::array<std::string_view, models> all_titles(std::index_sequence<I...>) {
  return {Model<I>::name...};
}

constexpr std::array<ModelName, models> names = all_names(Indices{});
constexpr std::array<std::string_view, models> keys = all_keys(Indices{});
constexpr std::array<std::string_view, models> titles = all_titles(Indices{});

template <std::size_t... I>
PurchaseModel fit_any(ModelName name,
                      const PurchaseCounts& counts,
                      const FitOptions& options,
                      const Host& host,
                      std::index_sequence<I...>) {
  using Fit = PurchaseModel (*)(const PurchaseCounts&, const FitOptions&, const Host&);
  constexpr std::array<Fit, models> fits{
      [](const PurchaseCounts& c, const FitOptions& o, const Host& h) -> PurchaseModel {
        return Model<I>::fit(c, o, h);
      }...};
  return fits.at(static_cast<std::size_t>(name))(counts, options, host);
}

template <class P, class E, std::size_t N>
std::vector<NamedEstimate> name_all(const PurchaseFit<P, E, N>& fit) {
  const std::array<Estimate, N> estimates = estimates_in_order(fit);
  std::vector<NamedEstimate> result;
  for (std::size_t i = 0; i < N; ++i) result.push_back({ModelOf<P>::parameters[i], estimates[i]});
  return result;
}

}  // namespace

std::span<const ModelName> model_names() noexcept { return names; }

std::string_view to_string(ModelName name) noexcept { return keys[static_cast<std::size_t>(name)]; }

std::string_view title(ModelName name) noexcept { return titles[static_cast<std::size_t>(name)]; }

std::optional<ModelName> parse_model_name(std::string_view text) noexcept {
  for (const ModelName name : names) {
    if (to_string(name) == text) return name;
  }
  return std::nullopt;
}

PurchaseModel fit_model(ModelName name,
                        const PurchaseCounts& counts,
                        const FitOptions& options,
                        const Host& host) {
  return fit_any(name, counts, options, host, Indices{});
}

PurchaseModel refit(const PurchaseModel& previous,
                    const PurchaseCounts& counts,
                    const FitOptions& options,
                    const Host& host) {
  return std::visit(
      [&]<class P, class E, std::size_t N>(const PurchaseFit<P, E, N>& fit) -> PurchaseModel {
        FitOptions again = options;
        again.unit = fit.parameters.unit;
        const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
        constexpr std::size_t searched = free_parameters<P>;
        if constexpr (searched < N) again.k = static_cast<int>(std::lround(at[searched]));
        again.start.clear();
        if (fit.report.status == FitStatus::converged) {
          again.start.assign(at.begin(), at.begin() + searched);
        }
        return ModelOf<P>::fit(counts, again, host);
      },
      previous);
}

FitOptions with_waits(FitOptions options,
                      ModelName name,
                      const PurchaseLedger& ledger,
                      const ObservationWindow& window,
                      const Host& host) {
  const bool regular = name == ModelName::bg_cnbd || name == ModelName::mbg_cnbd;
  if (regular && !options.waits) options.waits = purchase_waits(ledger, window, host);
  return options;
}

std::vector<NamedEstimate> estimates_of(const PurchaseModel& model) {
  return std::visit([](const auto& fit) { return name_all(fit); }, model);
}

ModelName name_of(const PurchaseModel& model) noexcept { return names[model.index()]; }

const FitReport& report_of(const PurchaseModel& model) noexcept {
  return *std::visit([](const auto& fit) { return &fit.report; }, model);
}

PurchaseParameters parameters_of(const PurchaseModel& model) {
  return std::visit([](const auto& fit) -> PurchaseParameters { return fit.parameters; }, model);
}

double log_likelihood(const PurchaseModel& model) noexcept {
  return std::visit([](const auto& fit) { return fit.log_likelihood; }, model);
}

Estimate probability_alive(const PurchaseModel& model, const PurchaseHistory& history) {
  return std::visit([&](const auto& fit) { return probability_alive(fit, history); }, model);
}

Estimate expected_purchases(const PurchaseModel& model,
                            const PurchaseHistory& history,
                            Duration horizon) {
  return std::visit([&](const auto& fit) { return expected_purchases(fit, history, horizon); },
                    model);
}

Estimate expected_purchases(const PurchaseModel& model, Duration horizon) {
  return expected_purchases(model, {}, horizon);
}

Document describe(const PurchaseModel& model) {
  return std::visit([](const auto& fit) { return describe(fit); }, model);
}

}  // namespace centricity::inline v0::loyalty
