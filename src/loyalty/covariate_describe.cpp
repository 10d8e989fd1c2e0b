#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <centricity/loyalty/covariate_fit.hpp>

#include "core/text.hpp"
#include "loyalty/covariate_axes.hpp"
#include "loyalty/describe_fit.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// Who is compared with whom: a category with the reference, 1 with 0, or somebody with somebody
/// who has a standard deviation less.
struct Contrast {
  std::string who{};
  std::string with{};
  double units = 1.0;
};

Contrast contrast_of(const CovariateColumn& column, const CovariateRange& range) {
  const std::string name = name_of(column);
  if (!column.category.empty()) {
    return {"Customers with " + name, "those with " + column.feature + " = " + column.reference};
  }
  if (range.binary) return {"Customers with " + name + " = 1", "those with " + name + " = 0"};
  const std::string step = number_text(range.standard_deviation, 3);
  return {"Customers with " + name + " higher by " + step, "others", range.standard_deviation};
}

/// What somebody does by this factor.
std::string deed(EffectOn on, const std::string& times) {
  switch (on) {
    case EffectOn::purchase_rate:
      return "buy " + times + " times as often as ";
    case EffectOn::dropout_rate:
      return "leave " + times + " times as fast as ";
    case EffectOn::dropout_a:
      return "have a, which drives them away, " + times + " times that of ";
    case EffectOn::dropout_b:
      return "have b, which keeps them, " + times + " times that of ";
  }
  return {};
}

/// exp(units * effect)
Estimate factor_of(const CovariateEffect& effect, double units) {
  Estimate factor{.value = std::exp(units * *effect.effect.value),
                  .n = effect.effect.n,
                  .method = Method::likelihood};
  if (effect.effect.standard_error && effect.effect.interval) {
    factor.standard_error = *factor.value * units * *effect.effect.standard_error;
    factor.interval = Interval{std::exp(units * effect.effect.interval->lower),
                               std::exp(units * effect.effect.interval->upper),
                               effect.effect.interval->level};
  }
  return factor;
}

/// The interval of a factor, and whether it tells anything.
std::string certainty(const Estimate& factor) {
  if (!factor.interval) return ": of how sure this is the data say nothing.";
  const bool nothing = factor.interval->lower <= 1.0 && factor.interval->upper >= 1.0;
  return " (" + number_text(factor.interval->lower, 3) + " to " +
         number_text(factor.interval->upper, 3) +
         (nothing ? "): it may be no difference at all." : ").");
}

std::string sentence(const CovariateEffect& effect, const Contrast& contrast) {
  const Estimate factor = factor_of(effect, contrast.units);
  const std::string times = number_text(*factor.value, 3);
  std::string words = contrast.who + " ";
  for (std::size_t i = 0; i < effect.on.size(); ++i) {
    words += (i == 0 ? "" : ", and ") + deed(effect.on[i], times) + contrast.with;
  }
  return words + certainty(factor);
}

/// What a covariate does to the odds of leaving after a purchase, from its effects on a and b.
std::optional<CovariateEffect> odds_of_leaving(const CovariateFit& fit, std::size_t a) {
  const auto only = [&](std::size_t i, EffectOn on) {
    return fit.effects[i].on == std::vector{on};
  };
  for (std::size_t b = 0; b < fit.effects.size(); ++b) {
    if (!only(a, EffectOn::dropout_a) || !only(b, EffectOn::dropout_b) ||
        fit.effects[a].covariate != fit.effects[b].covariate) {
      continue;
    }
    const Estimate& up = fit.effects[a].effect;
    const Estimate& down = fit.effects[b].effect;
    CovariateEffect result{.covariate = fit.effects[a].covariate};
    result.effect = {.value = *up.value - *down.value, .n = up.n, .method = Method::delta};
    if (up.standard_error && down.standard_error) {
      const std::size_t order = base_parameters + fit.effects.size();
      const auto covariance = [&](std::size_t i, std::size_t j) {
        return fit.log_covariance[(base_parameters + i) * order + base_parameters + j];
      };
      const double error =
          std::sqrt(std::fmax(covariance(a, a) + covariance(b, b) - 2.0 * covariance(a, b), 0.0));
      const double level = up.interval->level;
      const double reach = numeric::two_sided_normal(level) * error;
      result.effect.standard_error = error;
      result.effect.interval =
          Interval{*result.effect.value - reach, *result.effect.value + reach, level};
    }
    result.factor = factor_of(result, 1.0);
    return result;
  }
  return {};
}

/// Whether the effect is one on b of which that on a speaks as well.
bool in_odds_of_leaving(const CovariateFit& fit, std::size_t b) {
  for (std::size_t a = 0; a < fit.effects.size(); ++a) {
    if (fit.effects[b].on == std::vector{EffectOn::dropout_b} &&
        fit.effects[a].covariate == fit.effects[b].covariate && odds_of_leaving(fit, a)) {
      return true;
    }
  }
  return false;
}

Table effect_table(const CovariateFit& fit) {
  Table table{.title = "Effects",
              .caption =
                  "Of one unit more of the covariate. The factor is exp(effect): so many "
                  "times the rate, or the parameter.",
              .columns = {{.name = "Covariate"},
                          {.name = "On"},
                          {.name = "Effect", .format = {.decimals = 4}},
                          {.name = "Standard error", .format = {.decimals = 4}},
                          {.name = "Factor and interval", .format = {.decimals = 3}}}};
  const auto add = [&](const CovariateEffect& effect, std::string on) {
    const std::optional<double>& error = effect.effect.standard_error;
    table.rows.push_back({effect.covariate,
                          std::move(on),
                          effect.effect.value ? Cell{*effect.effect.value} : Cell{},
                          error ? Cell{*error} : Cell{},
                          effect.factor});
  };
  for (const CovariateEffect& effect : fit.effects) add(effect, words_of(effect.on));
  for (std::size_t i = 0; i < fit.effects.size(); ++i) {
    if (const auto odds = odds_of_leaving(fit, i)) {
      add(*odds, "odds of leaving after a purchase (a / b)");
    }
  }
  return table;
}

Chart factor_chart(const CovariateFit& fit, const std::vector<Contrast>& contrasts) {
  Chart chart{.title = "What the covariates change",
              .caption =
                  "Times as much as without; numbers that are not only 0 and 1 by one "
                  "standard deviation more. An interval that holds 1 may be no effect.",
              .x = {.label = "Covariate and what it is on"},
              .y = {.label = "Factor", .format = {.decimals = 2}},
              .series = {{.name = "Factor", .mark = Mark::points}},
              .reference_lines = {{.at = 1.0, .label = "no effect"}},
              .horizontal = true};
  Series& series = chart.series[0];
  for (std::size_t i = 0; i < fit.effects.size(); ++i) {
    const Estimate factor = factor_of(fit.effects[i], contrasts[i].units);
    if (!factor.interval) continue;  // Of these nothing is known.
    chart.x.categories.push_back(name_of(fit.effects[i]));
    series.y.emplace_back(*factor.value);
    series.lower.push_back(factor.interval->lower);
    series.upper.push_back(factor.interval->upper);
  }
  return chart;
}

/// Whether it is worth knowing who is of which kind.
std::string words_about(const LikelihoodRatio& gain, double p_value) {
  return (p_value < 0.05
              ? "Covariates tell more than chance alone explains (likelihood ratio "
              : "Covariates tell no more than chance alone explains (likelihood ratio ") +
         number_text(gain.statistic, 4) + " for " + std::to_string(gain.restrictions) +
         " effects, p " + (p_value < 1e-4 ? "below 0.0001" : "= " + number_text(p_value, 2)) + ").";
}

/// The model of somebody with covariates of 0; what its fit has to say was said.
Document base_document(const CovariateFit& fit) {
  PurchaseModel base = fit.base;
  std::visit([](auto& of) { of.report.diagnosis.clear(); }, base);
  Document document = describe(base);
  document.title = "Customers whose covariates are all 0";
  return document;
}

}  // namespace

Document describe(const CovariateFit& fit) {
  Document document{.id = "covariates",
                    .title = "Who buys more, who leaves sooner? " + std::string{title(fit.model)} +
                             " with covariates"};
  document.blocks.emplace_back(
      Paragraph{"Customers of different kinds buy and leave at different rates; within each kind "
                "they differ by chance (Fader & Hardie 2007)."});
  append_diagnosis(fit.report, document.blocks);
  if (!fit.report.usable()) return document;
  if (fit.gain && fit.gain->p_value) {
    document.blocks.emplace_back(Paragraph{words_about(*fit.gain, *fit.gain->p_value)});
  }
  std::vector<Contrast> contrasts;
  for (const EffectAxis& axis : axes_of(fit)) {
    contrasts.push_back(contrast_of(fit.columns[axis.column], fit.ranges[axis.column]));
  }
  for (std::size_t i = 0; i < fit.effects.size(); ++i) {
    // What a and b do together can be said in words, and is known better than either.
    if (const auto odds = odds_of_leaving(fit, i)) {
      const Estimate factor = factor_of(*odds, contrasts[i].units);
      document.blocks.emplace_back(Paragraph{contrasts[i].who + " have " +
                                             number_text(*factor.value, 3) +
                                             " times the odds of leaving after a purchase that " +
                                             contrasts[i].with + " have" + certainty(factor)});
    } else if (!in_odds_of_leaving(fit, i)) {
      document.blocks.emplace_back(Paragraph{sentence(fit.effects[i], contrasts[i])});
    }
  }
  document.blocks.emplace_back(effect_table(fit));
  if (Chart chart = factor_chart(fit, contrasts); !chart.x.categories.empty()) {
    document.blocks.emplace_back(std::move(chart));
  }
  document.sections.push_back(base_document(fit));
  return document;
}

}  // namespace centricity::inline v0::loyalty
