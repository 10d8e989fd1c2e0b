#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/drivers.hpp>

#include "core/text.hpp"
#include "gap/complete_rows.hpp"
#include "gap/driver_data.hpp"
#include "gap/relative_importance.hpp"

namespace centricity::inline v0::gap {
namespace {

std::optional<std::vector<double>> divide(const Correlations& correlations,
                                          std::size_t attributes,
                                          DriverMethod method) {
  if (method == DriverMethod::johnson) return johnson_weights(correlations, attributes);
  return lmg(r_squared_of_all_subsets(correlations, attributes), attributes);
}

}  // namespace

Drivers fit_drivers(std::span<const DriverColumn> attributes,
                    std::span<const double> outcome,
                    const DriverRows& rows,
                    const DriverOptions& options,
                    const Host& host) {
  const std::size_t p = attributes.size();
  if (p == 0) throw Error(ErrorCode::invalid_argument, "a driver analysis needs an attribute");
  if (options.method == DriverMethod::lmg && p > largest_exact_drivers) {
    throw Error(ErrorCode::limit_exceeded,
                "the exact division of R^2 takes at most 20 attributes, not " + std::to_string(p),
                "Use Johnson's relative weights, or group attributes into dimensions.",
                {.column = "attributes"});
  }
  if (!rows.respondent.empty() && rows.respondent.size() != outcome.size()) {
    throw Error(ErrorCode::incompatible, "respondents and outcome differ in length");
  }
  const std::vector<std::size_t> complete = complete_rows(attributes, outcome, rows.weights);
  Drivers result{
      .method = options.method, .n = complete.size(), .missing = outcome.size() - complete.size()};
  const DriverData data =
      pack(attributes, outcome, rows.weights, complete, units_of(rows.respondent, complete));
  const Undefined why = why_no_regression(attributes, outcome, complete, data.units);
  if (why != Undefined::no) {
    result.r_squared = undefined_estimate(why, result.n);
    for (const DriverColumn& a : attributes) {
      result.drivers.push_back(
          {.name = a.name, .importance = result.r_squared, .share = result.r_squared});
    }
    return result;
  }

  // Results: p parts, p shares, R^2.
  const statistics::Statistic statistic = [&](std::span<const double> times,
                                              std::span<std::optional<double>> results) {
    const auto moments = moments_of(data, times);
    const auto parts = moments ? divide(moments->correlations, p, options.method) : std::nullopt;
    if (!parts) return;
    double total = 0.0;
    for (const double part : *parts) total += part;
    results[2 * p] = total;
    for (std::size_t j = 0; j < p; ++j) {
      results[j] = (*parts)[j];
      if (total > 0.0) results[p + j] = (*parts)[j] / total;
    }
  };
  const statistics::Bootstrap boot =
      statistics::bootstrap(data.units, 2 * p + 1, statistic, options.bootstrap, host);
  const auto estimate = [&](std::size_t k) {
    Estimate e = boot.estimates[k];
    e.n = result.n;
    return e;
  };
  result.r_squared = estimate(2 * p);
  for (std::size_t j = 0; j < p; ++j) {
    result.drivers.push_back(
        {.name = attributes[j].name, .importance = estimate(j), .share = estimate(p + j)});
  }
  return result;
}

Document describe(const Drivers& result) {
  std::vector<const Driver*> order;
  for (const Driver& d : result.drivers) order.push_back(&d);
  std::ranges::stable_sort(order, [](const Driver* a, const Driver* b) {
    return a->share.value.value_or(-1.0) > b->share.value.value_or(-1.0);
  });
  const Format percent{.quantity = Quantity::percent, .decimals = 0};
  Series bars{.name = "Share of R\u00b2", .mark = Mark::bars};
  Axis names{.label = "Attribute"};
  Table table{.columns = {{.name = "Attribute"},
                          {.name = "Part of R\u00b2", .format = {.decimals = 3}},
                          {.name = "Share", .format = percent}}};
  bool intervals = true;
  for (const Driver* d : order) {
    names.categories.push_back(d->name);
    bars.y.push_back(d->share.value);
    const auto interval = d->share.interval;
    intervals = intervals && interval.has_value();
    bars.lower.push_back(interval ? interval->lower : 0.0);
    bars.upper.push_back(interval ? interval->upper : 0.0);
    table.rows.push_back({d->name, d->importance, d->share});
  }
  if (!intervals) {
    bars.lower.clear();
    bars.upper.clear();
  }
  Document document{.id = "drivers", .title = "What goes with the outcome"};
  document.blocks.emplace_back(Chart{.title = "Drivers, strongest first",
                                     .x = std::move(names),
                                     .y = {.label = "Share of R\u00b2", .format = percent},
                                     .series = {std::move(bars)},
                                     .horizontal = true});
  document.blocks.emplace_back(Figures{{{.name = "R\u00b2",
                                         .estimate = result.r_squared,
                                         .format = percent,
                                         .help = "Share of the outcome's variance that goes with "
                                                 "the attributes together."}}});
  document.blocks.emplace_back(std::move(table));
  document.blocks.emplace_back(
      Notice{Severity::note,
             "An association: it does not say that improving an attribute improves the outcome."});
  if (result.missing > 0) {
    document.blocks.emplace_back(
        Notice{Severity::note,
               count_text(result.missing) + " rows were left out because an answer is missing."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
