#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/frequency_check.hpp>

#include "loyalty/all_models.hpp"

namespace centricity::inline v0::loyalty {
namespace {

std::string name_of(const FrequencyGroup& group) {
  return std::to_string(group.repeats) + (group.or_more ? "+" : "");
}

}  // namespace

FrequencyCheck check_frequencies(const PurchaseModel& model,
                                 const PurchaseCounts& counts,
                                 std::uint32_t last) {
  if (!report_of(model).usable() || last == 0) {
    throw Error(ErrorCode::invalid_argument,
                "frequencies need a usable fit and more than one group",
                "look at the diagnosis of the fit; `last` is at least 1.");
  }
  FrequencyCheck check;
  for (std::uint32_t repeats = 0; repeats <= last; ++repeats) {
    check.groups.push_back({.repeats = repeats, .or_more = repeats == last});
  }
  std::map<double, double> customers_by_age;
  for (const PurchaseCount& count : counts.counts) {
    const auto group = static_cast<std::size_t>(std::min<double>(count.repeats, last));
    check.groups[group].actual += count.customers;
    customers_by_age[count.age] += count.customers;
  }
  std::visit(
      [&](const auto& fit) {
        const auto shape = fitted_shape(fit);
        for (const auto& [age, customers] : customers_by_age) {
          const double time = Duration{age, counts.unit}.in(fit.parameters.unit);
          double rest = 1.0;
          for (std::uint32_t repeats = 0; repeats < last; ++repeats) {
            const double p = probability_of_purchases(shape, {}, repeats, time);
            check.groups[repeats].expected += customers * p;
            rest -= p;
          }
          check.groups.back().expected += customers * std::max(rest, 0.0);
        }
      },
      model);
  return check;
}

Document describe(const FrequencyCheck& check) {
  Document document{.id = "frequency_check", .title = "How often customers bought again"};
  Chart chart{.title = "Customers by number of repeat purchases",
              .caption = "Bars of a pair should be equally high.",
              .x = {.label = "Repeat purchases"},
              .y = {.label = "Customers", .format = {.decimals = 0}, .lowest = 0.0},
              .series = {{.name = "Actual", .mark = Mark::bars},
                         {.name = "Expected by the model", .mark = Mark::bars}}};
  for (const FrequencyGroup& group : check.groups) {
    chart.x.categories.push_back(name_of(group));
    chart.series[0].y.emplace_back(group.actual);
    chart.series[1].y.emplace_back(group.expected);
    for (Series& series : chart.series) {
      series.cell_sizes.push_back(static_cast<std::int64_t>(std::ceil(group.actual)));
    }
  }
  document.blocks.emplace_back(std::move(chart));
  return document;
}

}  // namespace centricity::inline v0::loyalty
