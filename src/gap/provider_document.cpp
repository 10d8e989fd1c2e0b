#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <centricity/gap/provider_gaps.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr std::array<const char*, provider_gaps> words{
    "1 knowledge", "2 standards", "3 delivery", "4 communication", "5 service", "notice"};
constexpr std::array<const char*, provider_gaps> meanings{
    "Believed by management minus expected by customers.",
    "Specified minus believed by management.",
    "Delivered minus specified.",
    "Delivered minus promised.",
    "Perceived minus expected by customers.",
    "Perceived minus delivered: what customers do not notice."};

const ProviderGapSummary& summary_of(const ProviderGaps& result, ProviderGap gap) {
  return result.summary[static_cast<std::size_t>(gap)];
}

void add_bar(Series& bars, const Estimate& e) {
  const double value = e.value.value_or(0.0);
  bars.y.push_back(e.value);
  bars.lower.push_back(e.interval ? e.interval->lower : value);
  bars.upper.push_back(e.interval ? e.interval->upper : value);
}

Chart biases_of(const ProviderGaps& result) {
  Series bars{.name = "Mean signed error", .mark = Mark::bars};
  for (const ProviderGapSummary& s : result.summary) add_bar(bars, s.bias);
  return {.title = "Where the customers' gap arises",
          .caption = "Below 0 something is lost. Gap 5 is the sum of 1, 2, 3 and notice.",
          .x = {.label = "Gap", .categories = {words.begin(), words.end()}},
          .y = {.label = "Points of the scale"},
          .series = {std::move(bars)},
          .horizontal = true};
}

// Absent if management or customers were not asked.
std::optional<Chart> beliefs_of(const ProviderGaps& result) {
  Series points{.name = "Items", .mark = Mark::points};
  for (const ProviderItemGaps& item : result.items) {
    if (!item.expected.defined() || !item.believed.defined()) continue;
    points.x.push_back(*item.expected.value);
    points.y.emplace_back(*item.believed.value);
    points.labels.push_back(item.name);
    points.cell_sizes.push_back(static_cast<std::int64_t>(item.expected.n));
  }
  if (points.x.empty()) return std::nullopt;
  double low = points.x[0];
  double high = points.x[0];
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    low = std::min({low, points.x[i], *points.y[i]});
    high = std::max({high, points.x[i], *points.y[i]});
  }
  Series same{.name = "Belief = expectation",
              .mark = Mark::dashed_line,
              .x = {low, high},
              .y = {low, high}};
  return Chart{.title = "Imagined and real expectations",
               .caption =
                   "Above the line management imagines more than customers expect, below it "
                   "does not see what they expect.",
               .x = {.label = "Expected by customers"},
               .y = {.label = "Believed by management"},
               .series = {std::move(same), std::move(points)}};
}

Table gaps_of(const ProviderGaps& result) {
  Table table{.title = "Gaps",
              .columns = {{.name = "Gap"},
                          {.name = "Meaning"},
                          {.name = "Mean signed error"},
                          {.name = "Typical error",
                           .help = "Root mean square, sampling error "
                                   "taken off."},
                          {.name = "Spearman", .help = "Do both sides order the items alike?"},
                          {.name = "Kendall's tau"},
                          {.name = "Items", .format = {.decimals = 0}}}};
  for (std::size_t g = 0; g < provider_gaps; ++g) {
    const ProviderGapSummary& s = result.summary[g];
    table.rows.push_back({std::string{words[g]},
                          std::string{meanings[g]},
                          s.bias,
                          s.rmse,
                          s.rank_correlation,
                          s.rank_concordance,
                          static_cast<std::int64_t>(s.items)});
  }
  return table;
}

std::string word_of(Imagined imagined) {
  switch (imagined) {
    case Imagined::overestimated:
      return "imagined";
    case Imagined::underestimated:
      return "not seen";
    case Imagined::unknown:
      break;
  }
  return "no sign of either";
}

Table items_of(const ProviderGaps& result) {
  Table table{.title = "Items, widest error of belief first",
              .columns = {{.name = "Item"},
                          {.name = "Expected"},
                          {.name = "Believed"},
                          {.name = "Expectation is",
                           .help = "Management expects too much or too little, by Holm's test."}}};
  for (const char* word : words) table.columns.push_back({.name = word});
  table.columns.push_back(
      {.name = "Customers", .format = {.decimals = 0}, .role = ColumnRole::cell_size});
  std::vector<const ProviderItemGaps*> order;
  for (const ProviderItemGaps& item : result.items) order.push_back(&item);
  std::ranges::stable_sort(order, std::ranges::greater{}, [](const ProviderItemGaps* item) {
    const Estimate& e = item->gaps[0].error.difference;
    return e.defined() ? std::abs(*e.value) : -1.0;
  });
  for (const ProviderItemGaps* item : order) {
    std::vector<Cell> row{item->name, item->expected, item->believed, word_of(item->imagined)};
    for (const ProviderItemGap& gap : item->gaps) row.emplace_back(gap.error.difference);
    row.emplace_back(static_cast<std::int64_t>(item->expected.n));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_beliefs(Document& document, const ProviderGaps& result) {
  const auto list = [&](Imagined kind) {
    std::string names;
    for (const ProviderItemGaps& item : result.items) {
      if (item.imagined == kind) names += (names.empty() ? "\"" : ", \"") + item.name + "\"";
    }
    return names;
  };
  const std::string more = list(Imagined::overestimated);
  const std::string less = list(Imagined::underestimated);
  if (!more.empty()) {
    document.blocks.emplace_back(
        Paragraph{"Imagined: customers expect less than management believes of " + more + "."});
  }
  if (!less.empty()) {
    document.blocks.emplace_back(
        Paragraph{"Not seen: customers expect more than management believes of " + less + "."});
  }
  const ProviderGapSummary& belief = summary_of(result, ProviderGap::knowledge);
  if (belief.items > 0 && more.empty() && less.empty()) {
    document.blocks.emplace_back(
        Paragraph{"No expectation is shown to be imagined or unseen; with few answers that proves "
                  "little."});
  }
}

}  // namespace

Document describe(const ProviderGaps& result) {
  Document document{.id = "provider_gaps",
                    .title = "What the firm believes, delivers and promises"};
  add_beliefs(document, result);
  document.blocks.emplace_back(biases_of(result));
  if (auto chart = beliefs_of(result)) document.blocks.emplace_back(std::move(*chart));
  document.blocks.emplace_back(gaps_of(result));
  document.blocks.emplace_back(items_of(result));
  document.blocks.emplace_back(
      Notice{Severity::note,
             "The intervals of Spearman's and Kendall's coefficients take the items for a sample "
             "of items; errors of answers are not in them."});
  return document;
}

}  // namespace centricity::inline v0::gap
