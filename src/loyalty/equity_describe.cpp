#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include <centricity/loyalty/customer_equity.hpp>

#include "core/text.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// A correlation beyond this is worth a word.
constexpr double notable_correlation = 0.1;

std::string percent_text(double share) { return number_text(100.0 * share, 4) + "%"; }

/// "discounted at 10% a year, the money of 1 month taken to come at its end".
std::string discounting_text(const Discounting& discounting) {
  if (discounting.annual_rate == 0.0) return "not discounted";
  std::string text = "discounted at " + percent_text(discounting.annual_rate) + " a year, ";
  const std::string period = discounting.period.value == 1.0
                                 ? std::string{to_string(discounting.period.unit)}
                                 : duration_text(discounting.period);
  const std::string money = "the money of each " + period + " at its ";
  switch (discounting.timing.value_or(CashFlowTiming::when_bought)) {
    case CashFlowTiming::when_bought:
      return text + "every purchase at its own moment";
    case CashFlowTiming::period_start:
      return text + money + "start";
    case CashFlowTiming::period_middle:
      return text + money + "middle";
    case CashFlowTiming::period_end:
      return text + money + "end";
  }
  return text;
}

std::string window_text(const ValueWindow& window) {
  const std::string until =
      std::isinf(window.to.value) ? "from now on" : "within " + duration_text(window.to);
  return window.from.value > 0.0 ? until + ", but for the first " + duration_text(window.from)
                                 : until;
}

Format money_in(const std::string& currency, int decimals) {
  return {.quantity = Quantity::money, .decimals = decimals, .unit = currency};
}

std::string limit_text(double limit) { return with_thousands(number_text(limit, 1)); }

std::string name_of(const ValueClass& each) {
  if (!each.upper) return each.lower == 0.0 ? "all" : limit_text(each.lower) + "+";
  return each.lower == 0.0 ? "< " + limit_text(*each.upper)
                           : limit_text(each.lower) + "-" + limit_text(*each.upper);
}

/// Who is worth how much, beside who holds how much of it.
Chart value_distribution(const CustomerEquity& equity) {
  const Format percent{.quantity = Quantity::percent, .decimals = 1};
  Chart chart{.title = "How value is spread over customers",
              .caption =
                  "Customers by what one of them is worth, and what each group is worth "
                  "together.",
              .x = {.label = "Value of a customer", .format = {.unit = equity.currency}},
              .y = {.label = "Share", .format = percent, .lowest = 0.0},
              .series = {{.name = "Share of customers", .mark = Mark::bars},
                         {.name = "Share of the value", .mark = Mark::bars}}};
  const auto customers = static_cast<double>(equity.customers - equity.without_value);
  for (const ValueClass& each : equity.classes) {
    chart.x.categories.push_back(name_of(each));
    chart.series[0].y.emplace_back(static_cast<double>(each.customers) / customers);
    chart.series[1].y.emplace_back(each.value / *equity.total.value);
    for (Series& series : chart.series) {
      series.cell_sizes.push_back(static_cast<std::int64_t>(each.customers));
    }
  }
  return chart;
}

void add_doubts(const CustomerEquity& equity, Document& document) {
  const auto warn = [&](std::string text) {
    document.blocks.emplace_back(Notice{Severity::warning, std::move(text)});
  };
  if (equity.total.undefined == Undefined::infinite) {
    warn(
        "There is no sum: in the fitted gamma-gamma model q is not above 1, so that customers "
        "without repeat purchases have no expected spend.");
  } else if (equity.total.undefined == Undefined::unusable_fit) {
    warn("There is no value, as one of the two models could not be fitted.");
  }
  if (equity.without_value > 0 && equity.total.defined()) {
    warn(count_text(equity.without_value) +
         " customers are left out: the mean spend of their repeat purchases is not positive.");
  }
  const Estimate& correlation = equity.correlation;
  if (correlation.defined() && std::abs(*correlation.value) > notable_correlation &&
      correlation.interval && correlation.interval->lower * correlation.interval->upper > 0.0) {
    warn(std::string{"Frequent buyers spend "} + (*correlation.value > 0.0 ? "more" : "less") +
         " a purchase (correlation " + number_text(*correlation.value, 2) +
         "), which a value takes to be independent: that of the best customers is " +
         (*correlation.value > 0.0 ? "understated." : "overstated."));
  }
}

}  // namespace

Document describe(const CustomerEquity& equity) {
  Document document{.id = "customer_equity", .title = "What the customers are worth"};
  document.blocks.emplace_back(
      Paragraph{(equity.terms.margin == 1.0
                     ? std::string{"The revenue"}
                     : "The margin, " + percent_text(equity.terms.margin) + " of the revenue,") +
                " of purchases expected " + window_text(equity.terms.window) + ", " +
                discounting_text(equity.terms.discounting) + "."});
  Figures figures{{{.name = "Customer equity",
                    .estimate = equity.total,
                    .format = money_in(equity.currency, 0),
                    .help = "Value of all " + count_text(equity.customers) + " customers."}}};
  if (equity.predicted) {
    figures.figures.push_back({.name = "What they will bring",
                               .estimate = *equity.predicted,
                               .format = money_in(equity.currency, 0),
                               .help = "Median over simulated futures, chance included."});
  }
  figures.figures.push_back({.name = "Value of a customer",
                             .estimate = equity.mean,
                             .format = money_in(equity.currency, 2),
                             .help = "Mean of all."});
  figures.figures.push_back({.name = "Held by the top fifth",
                             .estimate = equity.top_fifth,
                             .format = {.quantity = Quantity::percent, .decimals = 0},
                             .help = "Share of the equity that the most valuable 20% hold."});
  document.blocks.emplace_back(std::move(figures));
  add_doubts(equity, document);
  if (equity.classes.size() > 1) document.blocks.emplace_back(value_distribution(equity));
  return document;
}

Document describe(const CohortValue& cohort) {
  const std::string all = count_text(cohort.customers);
  return {.id = "new_customers",
          .title = "What new customers will be worth",
          .blocks = {Figures{{{.name = "Value of one",
                               .estimate = cohort.each,
                               .format = money_in(cohort.currency, 2),
                               .help = "Repeat purchases alone: the most to pay to win one."},
                              {.name = "Value of " + all,
                               .estimate = cohort.total,
                               .format = money_in(cohort.currency, 0)},
                              {.name = "After the cost of winning them",
                               .estimate = cohort.net,
                               .format = money_in(cohort.currency, 0)}}}}};
}

}  // namespace centricity::inline v0::loyalty
