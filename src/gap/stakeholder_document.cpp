#include <algorithm>
#include <string>
#include <utility>

#include <centricity/gap/stakeholder_balance.hpp>

namespace centricity::inline v0::gap {
namespace {

Format percent() { return {.quantity = Quantity::percent, .decimals = 0}; }

void add_bar(Series& bars, const Estimate& e) {
  const double value = e.value.value_or(0.0);
  bars.y.push_back(e.value);
  bars.lower.push_back(e.interval ? e.interval->lower : value);
  bars.upper.push_back(e.interval ? e.interval->upper : value);
  bars.cell_sizes.push_back(static_cast<std::int64_t>(e.n));
}

std::vector<Standard> asked(const StakeholderBalance& result) {
  std::vector<Standard> list;
  for (std::size_t s = 0; s < standards; ++s) {
    if (std::ranges::any_of(result.groups, [s](const auto& g) { return g.unmet[s].defined(); })) {
      list.push_back(static_cast<Standard>(s));
    }
  }
  return list;
}

std::string verdict(const StakeholderBalance& result) {
  if (!result.weakest) return "Nobody's needs are known.";
  const StakeholderNeeds& weakest = result.groups[*result.weakest];
  std::string others;
  for (const StakeholderNeeds& group : result.groups) {
    if (&group == &weakest || group.best_rank != 1) continue;
    others += (others.empty() ? "\"" : ", \"") + group.name + "\"";
  }
  const std::string name = "\"" + weakest.name + "\"";
  if (weakest.best_rank == 0) {
    return "Served worst seems " + name + "; too few answered to say how sure that is.";
  }
  if (others.empty()) return "Served worst: " + name + ".";
  return "Served worst seems " + name + ", but it cannot be told apart from " + others + ".";
}

Chart needs_of(const StakeholderBalance& result, const std::vector<Standard>& list) {
  Chart chart{.title = "Unmet needs",
              .caption = "Share of the scale that is missing, on average over the items.",
              .x = {.label = "Stakeholder"},
              .y = {.label = "Unmet need", .format = percent(), .lowest = 0.0},
              .horizontal = true};
  for (const StakeholderNeeds& group : result.groups) chart.x.categories.push_back(group.name);
  for (const Standard standard : list) {
    Series bars{.name = std::string(to_string(standard)), .mark = Mark::bars};
    for (const StakeholderNeeds& group : result.groups) {
      add_bar(bars, group.unmet[static_cast<std::size_t>(standard)]);
    }
    chart.series.push_back(std::move(bars));
  }
  return chart;
}

// Absent if no value is known.
std::optional<Chart> exchanges_of(const StakeholderBalance& result) {
  Series given{.name = "Given to the firm", .mark = Mark::bars};
  Series received{.name = "Received of the firm", .mark = Mark::bars};
  Axis names{.label = "Stakeholder"};
  bool known = false;
  for (const StakeholderNeeds& group : result.groups) {
    names.categories.push_back(group.name);
    add_bar(given, group.exchange.given);
    add_bar(received, group.exchange.received);
    known = known || group.exchange.given.defined() || group.exchange.received.defined();
  }
  if (!known) return std::nullopt;
  return Chart{.title = "Value given and received",
               .caption = "A relation is balanced where both bars are of one length.",
               .x = std::move(names),
               .y = {.label = "Value", .lowest = 0.0},
               .series = {std::move(given), std::move(received)},
               .horizontal = true};
}

Table table_of(const StakeholderBalance& result, const std::vector<Standard>& list) {
  Table table{.title = "Stakeholders", .columns = {{.name = "Stakeholder"}}};
  for (const Standard standard : list) {
    table.columns.push_back(
        {.name = "Unmet, " + std::string(to_string(standard)), .format = percent()});
  }
  for (Column& column : std::array<Column, 6>{
           {{.name = "Served worst",
        .format = percent(),
        .help = "Probability that nobody is served worse."},
            {.name = "Possible ranks", .help = "1: served worst."},
            {.name = "Given"},
            {.name = "Received"},
            {.name = "Reciprocity", .help = "1: given and received are equal."},
            {.name = "Answers", .format = {.decimals = 0}, .role = ColumnRole::cell_size}}}) {
    table.columns.push_back(std::move(column));
  }
  for (const StakeholderNeeds& group : result.groups) {
    std::vector<Cell> row{group.name};
    for (const Standard standard : list) {
      row.emplace_back(group.unmet[static_cast<std::size_t>(standard)]);
    }
    row.emplace_back(group.weakest);
    row.emplace_back(group.best_rank > 0 ? std::to_string(group.best_rank) + " to " +
                                               std::to_string(group.worst_rank)
                                         : std::string{"unknown"});
    const auto known = [](const Estimate& e) { return e.defined() ? Cell{e} : Cell{}; };
    row.push_back(known(group.exchange.given));
    row.push_back(known(group.exchange.received));
    row.emplace_back(group.reciprocity);
    row.emplace_back(static_cast<std::int64_t>(group.rows));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Document describe(const StakeholderBalance& result) {
  const auto list = asked(result);
  const std::string standard(to_string(result.standard));
  Document document{.id = "stakeholder_balance", .title = "Whose needs are unmet"};
  document.blocks.emplace_back(Paragraph{verdict(result)});
  document.blocks.emplace_back(Figures{
      {{.name = "Balance",
        .estimate = result.balance,
        .format = percent(),
        .help = "Geometric mean of the met needs (" + standard +
                "): what one stakeholder lacks, another cannot make up for."},
       {.name = "Met needs of the weakest", .estimate = result.lowest_met, .format = percent()}}});
  if (!list.empty()) document.blocks.emplace_back(needs_of(result, list));
  if (auto chart = exchanges_of(result)) document.blocks.emplace_back(std::move(*chart));
  document.blocks.emplace_back(table_of(result, list));
  std::string silent;
  for (const StakeholderNeeds& group : result.groups) {
    if (group.unmet[static_cast<std::size_t>(result.standard)].defined()) continue;
    silent += (silent.empty() ? "\"" : ", \"") + group.name + "\"";
  }
  if (!silent.empty()) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Nothing is known of " + silent + " (" + standard +
                   "): unknown is not satisfied, so there is no balance of all."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
