#include <string>
#include <utility>

#include <centricity/loyalty/drift.hpp>

#include "core/text.hpp"
#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

double number_of(Day day) { return static_cast<double>(day.time_since_epoch().count()); }

void add(Series& series, Day until, const Estimate& predicted) {
  series.x.push_back(number_of(until));
  series.y.push_back(predicted.value);
  series.lower.push_back(predicted.interval->lower);
  series.upper.push_back(predicted.interval->upper);
}

Chart chart_of(std::string title, std::string caption, Series actual, Series predicted) {
  return {.title = std::move(title),
          .caption = std::move(caption),
          .x = {.label = "End of period", .format = {.quantity = Quantity::day}},
          .y = {.label = "Purchases", .format = {.decimals = 0}, .lowest = 0.0},
          .series = {std::move(actual), std::move(predicted)}};
}

void add_charts(const DriftCheck& check, std::vector<Block>& blocks) {
  Series actual{.name = "Actual"};
  Series predicted{.name = "Predicted by the model", .mark = Mark::dashed_line};
  Series actual_total = actual;
  Series predicted_total = predicted;
  for (const DriftPeriod& period : check.periods) {
    actual.x.push_back(number_of(period.until));
    actual.y.emplace_back(period.actual);
    actual_total.x.push_back(number_of(period.until));
    actual_total.y.emplace_back(period.actual_cumulative);
    add(predicted, period.until, period.predicted);
    add(predicted_total, period.until, period.predicted_cumulative);
  }
  blocks.emplace_back(chart_of("Purchases of known customers since the calibration",
                               "The band is the prediction interval: chance and what the fit does "
                               "not know. A line that leaves it has drifted.",
                               std::move(actual_total),
                               std::move(predicted_total)));
  blocks.emplace_back(chart_of("The same by period",
                               "Of many periods some lie outside the band by chance.",
                               std::move(actual),
                               std::move(predicted)));
}

Table group_table(const DriftCheck& check) {
  Table table{.title = "By purchases up to the calibration",
              .caption = "Purchases since, of customers with so many repeat purchases before.",
              .columns = {{.name = "Repeat purchases"},
                          {.name = "Customers", .role = ColumnRole::cell_size},
                          {.name = "Actual", .format = {.decimals = 0}},
                          {.name = "Predicted", .format = {.decimals = 0}}}};
  for (const DriftGroup& group : check.groups) {
    table.rows.push_back({std::to_string(group.repeats) + (group.or_more ? " or more" : ""),
                          static_cast<std::int64_t>(group.customers),
                          group.actual,
                          group.predicted});
  }
  return table;
}

Table test_table(const DriftCheck& check) {
  const int tests = 1 + (check.known.p_value ? 1 : 0) + (check.fresh.p_value ? 1 : 0);
  Table table{.title = "Tests",
              .caption =
                  "p is the probability of days at least as unusual if nothing has "
                  "changed. As several are looked at, drift is said below " +
                  number_text(check.options.false_alarms / tests, 2) + ".",
              .columns = {{.name = "Question"},
                          {.name = "Customers", .format = {.decimals = 0}},
                          {.name = "Chi-square", .format = {.decimals = 2}},
                          {.name = "Degrees of freedom", .format = {.decimals = 0}},
                          {.name = "p", .format = {.decimals = 4}}}};
  const auto cell = [](const std::optional<double>& p) { return p ? Cell{*p} : Cell{}; };
  table.rows.push_back({std::string{"Is the total of known customers as predicted?"},
                        static_cast<std::int64_t>(check.known.customers),
                        Cell{},
                        Cell{},
                        cell(check.total_p)});
  const auto row = [&](const char* question, const DriftTest& test) {
    table.rows.push_back({std::string{question},
                          static_cast<std::int64_t>(test.customers),
                          test.statistic,
                          static_cast<std::int64_t>(test.degrees_of_freedom),
                          cell(test.p_value)});
  };
  row("Do known customers go on as their histories say?", check.known);
  row("Are customers first seen since like those before?", check.fresh);
  return table;
}

}  // namespace

Document describe(const DriftCheck& check) {
  Document document{.id = "drift", .title = "Does the model still hold?"};
  if (check.words.empty()) return document;
  const Severity severity =
      check.verdict == DriftVerdict::drift ? Severity::warning : Severity::note;
  document.blocks.emplace_back(Notice{severity, check.words.front()});
  for (std::size_t i = 1; i < check.words.size(); ++i) {
    document.blocks.emplace_back(Paragraph{check.words[i]});
  }
  document.blocks.emplace_back(
      Paragraph{"The model has seen the days up to " + to_text(check.options.calibrated_until) +
                ". It is held against those up to " + to_text(*check.options.until) + "."});
  document.blocks.emplace_back(
      Figures{{{.name = "Purchases of known customers",
                .estimate = counted(check.actual),
                .format = {.decimals = 0},
                .help = "Since the calibration."},
               {.name = "Predicted",
                .estimate = check.predicted,
                .format = {.decimals = 0},
                .help = "Median and prediction interval of simulated futures."}}});
  add_charts(check, document.blocks);
  document.blocks.emplace_back(group_table(check));
  document.blocks.emplace_back(test_table(check));
  return document;
}

}  // namespace centricity::inline v0::loyalty
