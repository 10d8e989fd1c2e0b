#include "covariates.hpp"

#include <utility>

#include <CLI/CLI.hpp>

#include "input.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

/// "Gender" or "Gender:dropout-a,dropout-b"; nothing before the colon: of every covariate.
cc::loyalty::EffectsOf effects_of(const std::string& typed) {
  const std::size_t colon = typed.rfind(':');
  cc::loyalty::EffectsOf result{.covariate = typed.substr(0, colon)};
  if (colon == std::string::npos) return result;
  for (const std::string& name : CLI::detail::split(typed.substr(colon + 1), ',')) {
    const auto on = cc::loyalty::parse_effect_on(name);
    if (!on) {
      throw cc::Error(cc::ErrorCode::invalid_argument,
                      "there is no effect on " + name,
                      "effects are on purchase-rate, dropout-rate, dropout-a and dropout-b.");
    }
    result.on.push_back(*on);
  }
  return result;
}

std::vector<cc::loyalty::EffectsOf> effects_of(const std::vector<std::string>& typed) {
  std::vector<cc::loyalty::EffectsOf> result;
  for (const std::string& each : typed) result.push_back(effects_of(each));
  return result;
}

}  // namespace

CLI::Option* add_options(CLI::App& command, CovariateInput& input) {
  const std::string group = "What customers are like (Pareto/NBD, BG/NBD and MBG/NBD)";
  CLI::Option* file =
      command
          .add_option("--covariates", input.file, "File with a row a customer and their covariates")
          ->type_name("FILE")
          ->group(group);
  const auto add = [&](const std::string& name, auto& target, const std::string& help) {
    return command.add_option(name, target, help)->group(group)->needs(file);
  };
  const auto add_several = [&](const std::string& name, auto& target, const std::string& help) {
    add(name, target, help + "; more than once for more")->allow_extra_args(false);
  };
  add("--covariate-customer", input.customer, "Its column of customers, if not a usual name")
      ->type_name("COLUMN");
  add_several("--covariate", input.names, "A column to use; all if none is given");
  add_several("--categorical", input.categorical, "A column of codes that only look like numbers");
  add_several("--equal-effects",
              input.equal,
              "NAME or NAME:EFFECT,EFFECT: one effect for all of these (dropout-rate, ...)");
  add_several("--no-effect", input.none, "NAME or NAME:EFFECT,EFFECT: leave these effects out");
  add("--effect-penalty",
      input.effect_penalty,
      "Nats for each squared effect of one standard deviation of a covariate")
      ->check(CLI::NonNegativeNumber);
  return file;
}

Kinds load_kinds(const CovariateInput& input,
                 const cc::PurchaseHistories& histories,
                 const cc::Host& host) {
  const cc::source::LoadedFeatures loaded =
      cc::source::load_features({.file = input.file,
                                 .customer = input.customer,
                                 .features = input.names,
                                 .categorical = input.categorical},
                                host);
  log_findings(loaded.report, host);
  Kinds kinds;
  kinds.patterns = covariate_patterns(
      histories, loaded.features, covariate_columns(histories, loaded.features), loaded.lines);
  log_findings(kinds.patterns.report, host);
  kinds.counts = covariate_counts(histories, kinds.patterns, host);
  return kinds;
}

cc::loyalty::CovariateOptions covariate_options(const CovariateInput& input,
                                                const cc::loyalty::FitOptions& fit) {
  return {.fit = fit,
          .effect_penalty = input.effect_penalty,
          .equal = effects_of(input.equal),
          .none = effects_of(input.none)};
}

}  // namespace command_line
