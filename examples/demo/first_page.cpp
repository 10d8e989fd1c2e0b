#include "first_page.hpp"

#include <string>
#include <utility>

namespace customer_report {

namespace cc = centricity;

void add_guesses(const cc::source::Loaded& loaded, cc::Document& page) {
  std::string guesses;
  for (const cc::source::ColumnUse& use : loaded.summary.columns) {
    if (!use.guessed) continue;
    guesses += (guesses.empty() ? "" : ", ") + use.column;
    if (use.column != use.meaning) guesses += " (" + use.meaning + ")";
  }
  if (!guesses.empty()) {
    page.blocks.push_back(cc::Paragraph{"Columns guessed from the header: " + guesses + "."});
  }
}

void add_findings(const cc::source::Loaded& loaded,
                  const cc::PurchaseHistories& histories,
                  cc::Document& page) {
  cc::Table table{.title = "What is unusual",
                  .columns = {{.name = "Count"}, {.name = "What"}, {.name = "First at"}}};
  const auto add = [&](const cc::Finding& finding) {
    const std::string where =
        finding.examples.empty() ? std::string{} : cc::to_text(finding.examples.front().where);
    table.rows.push_back({static_cast<std::int64_t>(finding.count), finding.message, where});
  };
  for (const cc::Finding& finding : loaded.report.findings) add(finding);
  // Of the purchases, only what the rows have not told yet.
  for (const cc::Finding& finding : histories.report.findings) {
    if (finding.kind == "left_truncated") {
      page.blocks.push_back(
          cc::Notice{finding.severity, "In the data, " + finding.message + ". " + finding.hint});
    } else if (finding.severity != cc::Severity::note) {
      add(finding);
    }
  }
  if (!table.rows.empty()) page.blocks.push_back(std::move(table));
}

cc::Table account_table(const cc::RevenueAccount& account, const std::string& currency) {
  cc::Table table{.title = "From rows to purchases",
                  .caption = "Where every row that was kept, and every cent, has gone.",
                  .columns = {{.name = "What became of it"},
                              {.name = "Rows", .format = {.decimals = 0}},
                              {.name = "Revenue",
                               .format = {.quantity = cc::Quantity::money, .unit = currency}},
                              {.name = "Without amount", .format = {.decimals = 0}}}};
  const auto add = [&](const char* name, const cc::RevenueTally& tally) {
    if (tally.rows == 0) return;
    table.rows.push_back({name,
                          static_cast<std::int64_t>(tally.rows),
                          tally.money,
                          static_cast<std::int64_t>(tally.unpriced)});
  };
  add("Purchases of customers, refunds taken off", account.counted);
  add("Purchases given back whole, with their refunds", account.refunded_whole);
  add("Refunds without a purchase to set them against", account.unmatched_refunds);
  add("Refunds left out", account.ignored_refunds);
  add("Before the first or after the last day", account.outside_window);
  add("Of customers acquired too early", account.left_out);
  add("Anonymous: without a customer", account.anonymous);
  add("Neither purchase nor refund", account.other_kinds);
  add("All rows kept", total(account));
  return table;
}

}  // namespace customer_report
