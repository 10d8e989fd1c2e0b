#pragma once

/// @file
/// What the descriptions of all fitted models have in common.

#include <string>
#include <utility>
#include <vector>

#include <centricity/core/chart.hpp>
#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/time.hpp>

namespace centricity::inline v0::loyalty {

/// A figure whose number of decimals suits its size: four significant digits.
[[nodiscard]] Figure figure(std::string name,
                            const Estimate& estimate,
                            std::string help,
                            std::string unit = {});

/// A fitted parameter.
struct Parameter {
  std::string name{};     ///< As in the paper, with its unit.
  Estimate estimate{};    ///< Value, standard error, interval.
  std::string meaning{};  ///< One sentence.
};

/// The parameters with their standard errors and intervals.
[[nodiscard]] Table parameter_table(const std::vector<Parameter>& parameters);

/// The shape of gamma distributed rates.
/// @param rates  e.g. "purchase rates"
[[nodiscard]] Parameter shape_of_rates(std::string name,
                                       const Estimate& estimate,
                                       const std::string& rates);

/// The rate of gamma distributed rates.
/// @param shape  the name of their shape
[[nodiscard]] Parameter rate_of_rates(const std::string& name,
                                      const Estimate& estimate,
                                      const std::string& rates,
                                      const std::string& shape,
                                      TimeUnit unit);

/// The diagnosis as notices, loud where the fit is not usable.
void append_diagnosis(const FitReport& report, std::vector<Block>& blocks);

/// A count over the whole data, as an estimate without error.
[[nodiscard]] Estimate counted(double value);

/// What a new customer will do, and whom the model was fitted on.
template <class Fit>
[[nodiscard]] Figures base_figures(const Fit& fit) {
  Figures figures;
  if (fit.report.usable()) {
    figures.figures.push_back(figure("Repeat purchases in the first year",
                                     expected_purchases(fit, years(1.0)),
                                     "Expected of a new customer in the year after the first "
                                     "purchase."));
  }
  figures.figures.push_back({.name = "Customers",
                             .estimate = counted(static_cast<double>(fit.customers)),
                             .format = {.decimals = 0},
                             .help = "Customers the model was fitted on."});
  figures.figures.push_back({.name = "Repeaters",
                             .estimate = counted(static_cast<double>(fit.repeaters)),
                             .format = {.decimals = 0},
                             .help = "Those of them who bought again."});
  return figures;
}

/// What a new customer is expected to buy within 1, 2, ..., 52 units of the parameters.
template <class Fit>
[[nodiscard]] Chart expectation_chart(const Fit& fit) {
  const std::string unit{to_string(fit.parameters.unit)};
  Series expected{.name = "Expected", .mark = Mark::dashed_line};
  for (double time = 1.0; time <= 52.0; time += 1.0) {
    const Estimate purchases = expected_purchases(fit, Duration{time, fit.parameters.unit});
    const double value = purchases.value.value_or(0.0);
    const Interval interval = purchases.interval.value_or(Interval{value, value});
    expected.x.push_back(time);
    expected.y.emplace_back(value);
    expected.lower.push_back(interval.lower);
    expected.upper.push_back(interval.upper);
  }
  return {.title = "Repeat purchases of a new customer",
          .caption = "How many are expected within so many " + unit +
                     "s of the first purchase, with the uncertainty of the fit.",
          .x = {.label = "Time since the first purchase, " + unit + "s"},
          .y = {.label = "Repeat purchases", .lowest = 0.0},
          .series = {std::move(expected)}};
}

/// What the description of a model has of its own.
struct Words {
  std::string id{};
  std::string title{};
  std::string story{};                  ///< What customers do, and the source.
  std::vector<Parameter> parameters{};  ///< In the order of the paper.
  std::string remark{};                 ///< What to know of a fit that is usable; may be empty.
};

/// The fit of a model of purchase counts in words, numbers and a picture.
template <class Fit>
[[nodiscard]] Document describe_fit(const Fit& fit, Words words) {
  Document document{.id = std::move(words.id), .title = std::move(words.title)};
  document.blocks.emplace_back(Paragraph{std::move(words.story)});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(parameter_table(words.parameters));
  document.blocks.emplace_back(expectation_chart(fit));
  if (!words.remark.empty()) document.blocks.emplace_back(Paragraph{std::move(words.remark)});
  return document;
}

}  // namespace centricity::inline v0::loyalty
