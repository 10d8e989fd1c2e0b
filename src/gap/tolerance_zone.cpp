#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/tolerance_zone.hpp>

#include "gap/holm.hpp"
#include "gap/ratings.hpp"
#include "gap/shares.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ToleranceZone measure(const ToleranceItem& item,
                      const statistics::SurveyDesign& design,
                      double level,
                      ValidationReport& report) {
  const std::size_t rows = item.perceived.size();
  if (item.adequate.size() != rows || item.desired.size() != rows) {
    throw Error(ErrorCode::incompatible,
                "the columns of \"" + item.name + "\" differ in length",
                "Give one answer a row, NaN where there is none.",
                {.column = item.name});
  }
  auto adequate = oriented_ratings(item.adequate, item.scale, "adequate of " + item.name);
  auto desired = oriented_ratings(item.desired, item.scale, "desired of " + item.name);
  auto perceived = oriented_ratings(item.perceived, item.scale, "perceived of " + item.name);
  ToleranceZone zone{.name = item.name};
  std::vector<double> adequacy(rows, nan);
  std::vector<double> width(rows, nan);
  std::vector<double> below(rows, nan);
  std::vector<double> inside(rows, nan);
  std::vector<double> above(rows, nan);
  for (std::size_t row = 0; row < rows; ++row) {
    const bool is_missing = std::isnan(adequate[row] + desired[row] + perceived[row]);
    const bool is_invalid = !is_missing && desired[row] < adequate[row];
    zone.missing += is_missing ? 1U : 0U;
    if (is_invalid) {
      ++zone.invalid;
      report.add("desired_below_adequate",
                 Severity::warning,
                 "Rows that desire less than they allow were left out",
                 "Look for exchanged questions, or for a scale that was read upside down",
                 {.where = {.row = row, .column = item.name}});
    }
    if (is_missing || is_invalid) {
      adequate[row] = desired[row] = perceived[row] = nan;
      continue;
    }
    adequacy[row] = perceived[row] - adequate[row];
    width[row] = desired[row] - adequate[row];
    below[row] = perceived[row] < adequate[row] ? 1.0 : 0.0;
    above[row] = perceived[row] > desired[row] ? 1.0 : 0.0;
    inside[row] = 1.0 - below[row] - above[row];
  }
  const auto mean = [&](const auto& values) {
    return statistics::mean(values, design, level).estimate;
  };
  zone.adequate = mean(adequate);
  zone.desired = mean(desired);
  zone.perceived = mean(perceived);
  zone.adequacy = statistics::compare_paired(perceived, adequate, design, level);
  zone.superiority = statistics::compare_paired(perceived, desired, design, level);
  zone.width = mean(width);
  zone.position = statistics::ratio(adequacy, width, design, level).estimate;
  const bool may_have_no_width = zone.width.interval && zone.width.interval->lower <= 0.0;
  if (zone.position.defined() && may_have_no_width) {
    zone.position = undefined_estimate(Undefined::division_by_zero, zone.width.n);
  }
  zone.below = share_of(below, design, level).share;
  zone.inside = share_of(inside, design, level).share;
  zone.above = share_of(above, design, level).share;
  return zone;
}

Series series(std::string name, Mark mark) { return {.name = std::move(name), .mark = mark}; }

void add_point(Series& points, const Estimate& estimate) {
  const double value = estimate.value.value_or(0.0);
  points.y.push_back(estimate.value);
  points.lower.push_back(estimate.interval ? estimate.interval->lower : value);
  points.upper.push_back(estimate.interval ? estimate.interval->upper : value);
  points.cell_sizes.push_back(static_cast<std::int64_t>(estimate.n));
}

}  // namespace

ToleranceZones measure_tolerance(std::span<const ToleranceItem> items,
                                 const statistics::SurveyDesign& design,
                                 double level) {
  ToleranceZones result;
  std::vector<std::optional<double>> p_values;
  for (const ToleranceItem& item : items) {
    result.items.push_back(measure(item, design, level, result.report));
    p_values.push_back(result.items.back().adequacy.p_value);
  }
  const auto adjusted = holm_of(p_values);
  for (std::size_t i = 0; i < items.size(); ++i) {
    result.items[i].adequacy_p_adjusted = adjusted[i];
  }
  return result;
}

Document describe(const ToleranceZones& result) {
  std::vector<const ToleranceZone*> order;
  for (const ToleranceZone& zone : result.items) order.push_back(&zone);
  std::ranges::stable_sort(order, [](const ToleranceZone* a, const ToleranceZone* b) {
    const Estimate& left = a->adequacy.difference;
    const Estimate& right = b->adequacy.difference;
    if (left.defined() != right.defined()) return left.defined();
    return left.defined() && *left.value < *right.value;
  });
  Chart chart{.title = "Zones of tolerance",
              .caption = "Perception below the adequate level is not tolerated.",
              .x = {.label = "Item"},
              .y = {.label = "Mean answer"},
              .series = {series("Desired", Mark::points),
                         series("Perceived", Mark::points),
                         series("Adequate", Mark::points)}};
  const Format percent{.quantity = Quantity::percent, .decimals = 0};
  Table table{
      .title = "Items, least adequate first",
      .columns = {{.name = "Item"},
                  {.name = "Adequacy", .help = "Perceived minus the least allowed."},
                  {.name = "p (Holm)", .format = {.decimals = 4}},
                  {.name = "Superiority", .help = "Perceived minus what is hoped for."},
                  {.name = "Position", .help = "0 lower end of the zone, 1 upper end."},
                  {.name = "Below", .format = percent},
                  {.name = "Inside", .format = percent},
                  {.name = "Above", .format = percent},
                  {.name = "Invalid",
                   .format = {.decimals = 0},
                   .help = "Rows left out because they desire less than they allow."},
                  {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size}}};
  for (const ToleranceZone* zone : order) {
    chart.x.categories.push_back(zone->name);
    add_point(chart.series[0], zone->desired);
    add_point(chart.series[1], zone->perceived);
    add_point(chart.series[2], zone->adequate);
    table.rows.push_back({zone->name,
                          zone->adequacy.difference,
                          zone->adequacy_p_adjusted ? Cell{*zone->adequacy_p_adjusted} : Cell{},
                          zone->superiority.difference,
                          zone->position,
                          zone->below,
                          zone->inside,
                          zone->above,
                          static_cast<std::int64_t>(zone->invalid),
                          static_cast<std::int64_t>(zone->perceived.n)});
  }
  Document document{.id = "tolerance_zones", .title = "What is allowed and what is hoped for"};
  document.blocks.emplace_back(std::move(chart));
  document.blocks.emplace_back(std::move(table));
  for (const Finding& finding : result.report.findings) {
    document.blocks.emplace_back(Notice{
        finding.severity,
        finding.message + " (" + std::to_string(finding.count) + "). " + finding.hint + "."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
