#include <string>

#include <centricity/core/document.hpp>
#include <centricity/source/load_csv.hpp>

#include "source/describe_findings.hpp"

namespace centricity::inline v0::source {
namespace {

Figure figure(std::string name, double value, Format format, std::string help) {
  return {.name = std::move(name),
          .estimate = {.value = value, .method = Method::count},
          .format = std::move(format),
          .help = std::move(help)};
}

/// Where every row and every cent of the file has gone.
Table account(const ReadSummary& summary, const std::string& currency) {
  const Format rows{.decimals = 0};
  Table table{
      .title = "Rows and revenue",
      .caption = "The parts add up to the file, to the cent.",
      .columns = {{.name = "What became of it"},
                  {.name = "Rows", .format = rows},
                  {.name = "Revenue", .format = {.quantity = Quantity::money, .unit = currency}},
                  {.name = "Amount unreadable", .format = rows}}};
  const auto add =
      [&](std::string what, std::uint64_t count, Money revenue, std::uint64_t unknown) {
        table.rows.push_back({std::move(what),
                              static_cast<std::int64_t>(count),
                              revenue,
                              static_cast<std::int64_t>(unknown)});
      };
  add("Kept", summary.kept, summary.revenue, 0);
  std::uint64_t unreadable = 0;
  for (const SetAside& part : summary.set_aside) {
    add("Set aside: " + part.kind, part.rows, part.revenue, part.unreadable);
    unreadable += part.unreadable;
  }
  add("The file", summary.rows, total_revenue(summary), unreadable);
  return table;
}

Table columns(const ReadSummary& summary) {
  Table table{.title = "Columns used",
              .caption = "What was guessed can be overridden.",
              .columns = {{.name = "Meaning"}, {.name = "Column"}, {.name = "Why"}}};
  for (const ColumnUse& use : summary.columns) {
    table.rows.push_back({use.meaning, use.column, use.reason});
  }
  return table;
}

}  // namespace

Table table_of(const ValidationReport& report) {
  Table table{.title = "What is unusual",
              .columns = {{.name = "What"},
                          {.name = "Count", .format = {.decimals = 0}},
                          {.name = "First at"},
                          {.name = "What to do"}}};
  for (const Finding& finding : report.findings) {
    const std::string where =
        finding.examples.empty() ? std::string{} : to_text(finding.examples.front().where);
    table.rows.push_back(
        {finding.message, static_cast<std::int64_t>(finding.count), where, finding.hint});
  }
  return table;
}

Document describe(const Loaded& loaded) {
  const ReadSummary& summary = loaded.summary;
  const std::string& currency = loaded.base.definition().currency;
  const Format whole{.decimals = 0};
  Document page{.id = "data", .title = "What was read"};
  page.blocks.push_back(Figures{
      {figure("Rows", static_cast<double>(summary.rows), whole, "After the header."),
       figure("Rows kept",
              static_cast<double>(summary.kept),
              whole,
              "The others are set aside, by reason, below."),
       figure(
           "Customers", static_cast<double>(loaded.base.parties().size()), whole, "Different ids."),
       figure("Revenue kept",
              to_double(summary.revenue),
              {.quantity = Quantity::money, .unit = currency},
              "Refunds taken off.")}});
  const std::uint64_t errors = loaded.report.count(Severity::error);
  if (errors > 0) {
    page.blocks.push_back(
        Notice{.severity = Severity::error,
               .text = std::to_string(errors) + " findings are errors: look at the table below."});
  }
  page.blocks.push_back(account(summary, currency));
  if (loaded.report.findings.empty()) {
    page.blocks.push_back(Paragraph{"Nothing unusual was found."});
  } else {
    page.blocks.push_back(table_of(loaded.report));
  }
  page.blocks.push_back(columns(summary));
  return page;
}

}  // namespace centricity::inline v0::source
