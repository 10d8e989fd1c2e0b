#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/misallocation.hpp>
#include <centricity/statistics/distributions.hpp>

namespace centricity::inline v0::gap {
namespace {

void check_amount(double amount, std::size_t row, const char* column) {
  if (!(amount >= 0.0) || !std::isfinite(amount)) {
    throw Error(ErrorCode::invalid_data,
                std::string(column) + " is negative or not finite",
                "Shares are made of amounts >= 0.",
                {.row = row, .column = column});
  }
}

}  // namespace

Misallocation misallocation(std::span<const double> spending,
                            std::span<const Estimate> importance,
                            double level) {
  if (spending.size() != importance.size()) {
    throw Error(ErrorCode::incompatible, "spending and importance differ in length");
  }
  const auto z = statistics::normal_quantile(0.5 * (1.0 + level));
  if (!z) {
    throw Error(ErrorCode::invalid_argument, "the confidence level must lie between 0 and 1");
  }
  double money = 0.0;
  double weight = 0.0;
  bool errors_known = true;
  bool undefined = false;
  for (std::size_t i = 0; i < spending.size(); ++i) {
    check_amount(spending[i], i, "spending");
    money += spending[i];
    undefined = undefined || !importance[i].defined();
    if (!importance[i].defined()) continue;
    check_amount(*importance[i].value, i, "importance");
    weight += *importance[i].value;
    errors_known = errors_known && importance[i].standard_error.has_value();
  }
  if (undefined) return {.index = undefined_estimate(Undefined::missing_input)};
  if (money == 0.0 || weight == 0.0) {
    return {.index = undefined_estimate(Undefined::division_by_zero)};
  }

  Misallocation result;
  double matched = 0.0;
  double matched_importance = 0.0;  // sum of importance shares that are below spending
  for (std::size_t i = 0; i < spending.size(); ++i) {
    const double spent = spending[i] / money;
    const double wanted = *importance[i].value / weight;
    result.overspend.push_back(spent - wanted);
    matched += std::min(spent, wanted);
    matched_importance += wanted < spent ? wanted : 0.0;
  }
  const double value = std::max(0.0, 1.0 - matched);
  result.index = {.value = value, .n = spending.size(), .method = Method::closed_form};
  if (!errors_known) return result;
  double variance = 0.0;
  for (std::size_t i = 0; i < spending.size(); ++i) {
    // d index / d importance_i = -(1{wanted < spent} - matched_importance) / weight
    const double slope = ((result.overspend[i] > 0.0 ? 1.0 : 0.0) - matched_importance) / weight;
    variance += slope * slope * *importance[i].standard_error * *importance[i].standard_error;
  }
  const double se = std::sqrt(variance);
  result.index.method = Method::delta;
  result.index.standard_error = se;
  result.index.interval = Interval{.lower = std::max(0.0, value - *z * se),
                                   .upper = std::min(1.0, value + *z * se),
                                   .level = level};
  return result;
}

Document describe(const Misallocation& result, std::span<const std::string> attributes) {
  if (!result.overspend.empty() && result.overspend.size() != attributes.size()) {
    throw Error(ErrorCode::incompatible, "there must be one name for each attribute");
  }
  const Format percent{.quantity = Quantity::percent, .decimals = 0};
  Document document{.id = "misallocation", .title = "Is money spent where it matters?"};
  document.blocks.emplace_back(
      Figures{{{.name = "Misallocation",
                .estimate = result.index,
                .format = percent,
                .help = "Share of the money that would have to move to follow importance."}}});
  if (!result.overspend.empty()) {
    Series bars{.name = "Share of spending minus share of importance", .mark = Mark::bars};
    for (const double share : result.overspend) bars.y.emplace_back(share);
    document.blocks.emplace_back(
        Chart{.title = "Too much and too little",
              .x = {.label = "Attribute", .categories = {attributes.begin(), attributes.end()}},
              .y = {.label = "Spending minus importance", .format = percent},
              .series = {std::move(bars)},
              .horizontal = true});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
