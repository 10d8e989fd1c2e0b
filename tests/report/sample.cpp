#include "report/sample.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/rng.hpp>
#include <centricity/core/time.hpp>

namespace centricity_tests {
namespace {

using namespace centricity;

const Format whole{.decimals = 0};
constexpr std::size_t weeks_shown = 78;

Format money() { return {.quantity = Quantity::money, .decimals = 0, .unit = "USD"}; }

Estimate estimate(double value, double error, std::uint64_t n = 2357) {
  return {.value = value,
          .standard_error = error,
          .interval = Interval{.lower = value - 1.96 * error, .upper = value + 1.96 * error},
          .n = n,
          .method = Method::likelihood};
}

double day_number(Day day) { return static_cast<double>(day.time_since_epoch().count()); }

Document overview() {
  Rng rng{7};
  Series purchases{.name = "Purchases", .mark = Mark::bars};
  Series revenue{.name = "Revenue"};
  for (std::size_t week = 0; week < weeks_shown; ++week) {
    const auto t = static_cast<double>(week);
    const double level = 40.0 + 260.0 * std::exp(-t / 9.0) + 12.0 * std::sin(t / 4.0);
    const double day = day_number(date(1997, 1, 6)) + 7.0 * t;
    purchases.x.push_back(day);
    purchases.y.emplace_back(std::floor(level + 14.0 * uniform(rng)));
    revenue.x.push_back(day);
    // Two weeks without data: a gap, not a zero.
    revenue.y.push_back(week == 40 || week == 41
                            ? std::nullopt
                            : std::optional{level * (30.0 + 8.0 * uniform(rng))});
  }
  return {
      .id = "overview",
      .title = "Purchases and revenue",
      .blocks = {Paragraph{"Most customers bought for the first time in the first quarter, when "
                           "they joined the panel; what follows is what remains."},
                 Chart{.title = "Purchases per week",
                       .caption = "Purchases of one customer on one day count as one.",
                       .x = {.label = "Week", .format = {.quantity = Quantity::day}},
                       .y = {.label = "Purchases", .format = whole},
                       .series = {purchases}},
                 Chart{.title = "Revenue per week",
                       .caption = "Two weeks are missing in the log and are left open.",
                       .x = {.label = "Week", .format = {.quantity = Quantity::day}},
                       .y = {.label = "Revenue", .format = money()},
                       .series = {revenue}}}};
}

struct Segment {
  const char* name;
  std::int64_t customers;
  double revenue;
  const char* advice;
};

constexpr std::array segments{Segment{"Champions", 231, 38210.55, "Reward and ask for referrals"},
                              Segment{"Loyal", 402, 29377.10, "Offer more of what they buy"},
                              Segment{"Promising", 518, 14020.00, "Invite to a second category"},
                              Segment{"Needs attention", 361, 9344.90, "Ask what is missing"},
                              Segment{"At risk", 617, 8120.35, "Win back before it is too late"},
                              Segment{"Lost champions", 7, 1902.00, "Call in person"},
                              Segment{"Lost", 221, 1410.80, "Leave in peace"}};

Document segmentation() {
  Table table{
      .title = "Segments by recency, frequency and monetary value",
      .caption = "Fifths of the customers by each of the three.",
      .columns = {
          {.name = "Segment", .help = "By the three scores together."},
          {.name = "Customers", .format = whole, .role = ColumnRole::cell_size},
          {.name = "Revenue", .format = {.quantity = Quantity::money, .unit = "USD"}},
          {.name = "Share of customers", .format = {.quantity = Quantity::percent, .decimals = 1}},
          {.name = "What to do"}}};
  Chart bars{.title = "Revenue by segment",
             .x = {.label = "Segment"},
             .y = {.label = "Revenue", .format = money()},
             .series = {{.name = "Revenue", .mark = Mark::bars}},
             .horizontal = true};
  for (const Segment& segment : segments) {
    table.rows.push_back({segment.name,
                          segment.customers,
                          to_money(segment.revenue),
                          static_cast<double>(segment.customers) / 2357.0,
                          segment.advice});
    bars.x.categories.emplace_back(segment.name);
    bars.series[0].y.emplace_back(segment.revenue);
    bars.series[0].cell_sizes.push_back(segment.customers);
  }
  return {.id = "rfm", .title = "Who the customers are", .blocks = {table, bars}};
}

Document fit() {
  Series actual{.name = "Actual"};
  Series expected{.name = "Expected by the model", .mark = Mark::dashed_line};
  for (std::size_t week = 1; week <= weeks_shown; ++week) {
    const auto t = static_cast<double>(week);
    const double level = 4200.0 * (1.0 - std::exp(-t / 42.0));
    actual.x.push_back(t);
    actual.y.emplace_back(level + 45.0 * std::sin(t / 5.0) + (week > 60 ? 4.0 * (t - 60.0) : 0.0));
    expected.x.push_back(t);
    expected.y.emplace_back(level);
    expected.lower.push_back(level - 2.2 * std::sqrt(level));
    expected.upper.push_back(level + 2.2 * std::sqrt(level));
  }
  const std::vector<std::string> counts{"0", "1", "2", "3", "4", "5", "6", "7+"};
  return {.id = "bg_nbd",
          .title = "Will they come back",
          .blocks =
              {Paragraph{"BG/NBD model (Fader, Hardie & Lee 2005) of the repeat purchases of 2,357 "
                         "customers, fitted on the first 39 weeks."},
               Table{.title = "Parameters",
                     .caption = "Maximum likelihood; intervals on the log scale.",
                     .columns = {{.name = "Parameter"},
                                 {.name = "Estimate", .format = {.decimals = 4}},
                                 {.name = "Standard error", .format = {.decimals = 4}}},
                     .rows = {{"r", estimate(0.2426, 0.0126), 0.0126},
                              {"alpha", estimate(4.4136, 0.3782), 0.3782},
                              {"a", estimate(0.7929, 0.1857), 0.1857},
                              {"b", estimate(2.4259, 0.7054), 0.7054},
                              {"correlation of a and b",
                               undefined_estimate(Undefined::too_few, 3),
                               Cell{}}}},
               Chart{.title = "Cumulative repeat purchases",
                     .caption = "The model was fitted left of the line and has never seen what is "
                                "right of it. The band holds 95 of 100 repetitions.",
                     .x = {.label = "Week", .format = whole},
                     .y = {.label = "Repeat purchases", .format = whole},
                     .series = {expected, actual},
                     .reference_lines = {{.at = 39, .vertical = true, .label = "End of fitting"}}},
               Chart{.title = "Customers by number of repeat purchases",
                     .x = {.label = "Repeat purchases", .categories = counts},
                     .y = {.label = "Customers", .format = whole},
                     .series = {{.name = "Actual",
                                 .mark = Mark::bars,
                                 .y = {1411, 439, 214, 100, 62, 38, 29, 64}},
                                {.name = "Model",
                                 .mark = Mark::bars,
                                 .y = {1429.7, 409.0, 193.4, 106.1, 63.6, 40.1, 26.2, 88.9}},
                                {.name = "Hiatus rule",
                                 .mark = Mark::bars,
                                 .y = {1550, 302, 180, 120, 80, 40, 31, 54}}}}},
          .sections = {
              {.id = "holdout",
               .title = "Hold-out check",
               .blocks = {Notice{Severity::warning,
                                 "Same as last period predicts the total better than the model "
                                 "does: look at the season before you rely on it."},
                          Chart{.title = "Mean absolute error per customer",
                                .x = {.categories = {"BG/NBD", "Hiatus", "Same as last period"}},
                                .y = {.label = "Purchases", .format = {.decimals = 2}},
                                .series = {{.name = "Error",
                                            .mark = Mark::points,
                                            .y = {0.84, 1.12, 0.97},
                                            .lower = {0.80, 1.05, 0.91},
                                            .upper = {0.88, 1.20, 1.04}}},
                                .reference_lines = {{.at = 0.9, .label = "Good enough"}}}}}}};
}

Document customers() {
  Table table{.title = "Best customers",
              .caption = "By expected value over the next 52 weeks.",
              .columns = {{.name = "Customer", .role = ColumnRole::identifier},
                          {.name = "Last purchase"},
                          {.name = "Purchases", .format = whole},
                          {.name = "Probability alive",
                           .format = {.quantity = Quantity::percent, .decimals = 0}},
                          {.name = "Expected purchases", .format = {.decimals = 1}},
                          {.name = "Expected value", .format = money()}}};
  Chart ranks{.title = "How sure is the ranking",
              .caption = "Intervals that overlap cannot be told apart.",
              .x = {.label = "Customer", .identifiers = true},
              .y = {.label = "Expected value", .format = money()},
              .series = {{.name = "Expected value", .mark = Mark::points}},
              .horizontal = true};
  for (std::size_t i = 0; i < 12; ++i) {
    const auto rank = static_cast<double>(i);
    const double value = 1450.0 * std::exp(-rank / 6.0);
    const std::string id = "C-" + std::to_string(100234 + 7919 * i);
    table.rows.push_back({id,
                          date(1997, 9, 1) + std::chrono::days{2 * i},
                          static_cast<std::int64_t>(29 - 2 * i),
                          0.99 - 0.03 * rank,
                          estimate(11.2 - 0.8 * rank, 0.6),
                          estimate(value, 0.12 * value)});
    ranks.x.categories.push_back(id);
    ranks.series[0].y.emplace_back(value);
    ranks.series[0].lower.push_back(0.76 * value);
    ranks.series[0].upper.push_back(1.24 * value);
  }
  return {.id = "customers", .title = "What they are worth", .blocks = {table, ranks}};
}

Document cohorts() {
  const std::vector<std::string> months{"Jan 1997",
                                        "Feb 1997",
                                        "Mar 1997",
                                        "Apr 1997",
                                        "May 1997",
                                        "Jun 1997",
                                        "Jul 1997",
                                        "Aug 1997"};
  HeatMap retention{.title = "Customers who bought again, by month of their first purchase",
                    .x = {.label = "Months since"},
                    .y = {.label = "First purchase", .categories = months},
                    .format = {.quantity = Quantity::percent, .decimals = 0}};
  HeatMap change{.title = "Change against the year before",
                 .x = {.label = "Touchpoint",
                       .categories = {"Shop", "Website", "Telephone", "Delivery", "Complaints"}},
                 .y = {.label = "Region", .categories = {"North", "East", "South", "West"}},
                 .format = {.decimals = 1}};
  for (std::size_t i = 0; i < 9; ++i) retention.x.categories.push_back(std::to_string(i));
  for (std::size_t row = 0; row < months.size(); ++row) {
    for (std::size_t column = 0; column < 9; ++column) {
      const auto age = static_cast<double>(column);
      retention.values.push_back(
          row + column > 8 ? std::nullopt
                           : std::optional{std::exp(-0.35 * age) * (1.0 - 0.02 * double(row))});
    }
  }
  for (std::size_t i = 0; i < 20; ++i) {
    change.values.emplace_back(8.0 * std::sin(1.7 * static_cast<double>(i)));
  }
  Rng rng{11};
  Series cloud{.name = "Customers", .mark = Mark::points};
  for (std::size_t i = 0; i < 4000; ++i) {
    const double x = 52.0 * uniform(rng);
    cloud.x.push_back(x);
    cloud.y.emplace_back(x * uniform(rng) * uniform(rng) - 4.0);
  }
  return {.id = "cohorts",
          .title = "How they change",
          .blocks = {retention,
                     change,
                     Chart{.title = "Importance and performance",
                           .x = {.label = "Importance", .format = {.decimals = 1}},
                           .y = {.label = "Performance", .format = {.decimals = 1}},
                           .series = {{.name = "Attributes",
                                       .mark = Mark::points,
                                       .x = {3.1, 4.2, 4.6, 2.4, 3.8, 4.55},
                                       .y = {3.9, 4.1, 2.8, 2.2, 3.3, 2.9},
                                       .labels = {"Price",
                                                  "Delivery on time",
                                                  "Reachability",
                                                  "Packaging",
                                                  "Advice",
                                                  "Complaints"}}},
                           .reference_lines = {{.at = 3.5, .vertical = true, .label = "Mean"},
                                               {.at = 3.2, .label = "Mean"}}},
                     Chart{.title = "Balance and age of accounts",
                           .x = {.label = "Age", .format = {.decimals = 0, .unit = "weeks"}},
                           .y = {.label = "Balance", .format = money()},
                           .series = {cloud}}}};
}

}  // namespace

Document sample_document() {
  return {
      .id = "sample",
      .title = "What your customers did, and what they will do",
      .blocks = {Paragraph{"2,357 customers made 6,696 purchases for 102,385.70 USD between "
                           "1997-01-01 and 1998-06-30. Every number comes with its uncertainty or "
                           "the reason why there is none."},
                 Figures{{{"Customers", {.value = 2357, .n = 2357, .method = Method::count}, whole},
                          {"Expected still active",
                           estimate(1107, 41),
                           whole,
                           "Customers who will buy again some day, by the model."},
                          {"Repeat purchases, next 52 weeks", estimate(2183, 96), whole},
                          {"Mean value per customer",
                           estimate(36.42, 1.9),
                           {.quantity = Quantity::money, .decimals = 2, .unit = "USD"}},
                          {"Repeat rate",
                           estimate(0.401, 0.0101),
                           {.quantity = Quantity::percent, .decimals = 1}},
                          {"Loyalty of new customers", undefined_estimate(Undefined::too_few, 4)}}},
                 Notice{Severity::note,
                        "80 purchases of zero value were kept and count as purchases."},
                 Notice{Severity::warning,
                        "The data look left-truncated: customers <b>&amp; purchases</b> before "
                        "1997-01-01 are not known."},
                 Notice{Severity::error, "2 rows could not be read: line 4,711 has no date."}},
      .sections = {overview(), segmentation(), fit(), customers(), cohorts()}};
}

}  // namespace centricity_tests
