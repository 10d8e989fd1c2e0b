#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include <centricity/segment/rfm.hpp>

namespace centricity::inline v0::segment {
namespace {

/// Customers between two shares of the map: twice the size of cells that are usually withheld.
constexpr double hidden_customers = 22.0;

/// With fewer customers the steps of the map would be larger than a tenth and tell nothing.
constexpr std::size_t customers_of_a_map = 220;

Format percent(int decimals) { return {.quantity = Quantity::percent, .decimals = decimals}; }

Format money(const RfmSegmentation& result, int decimals) {
  return {.quantity = Quantity::money, .decimals = decimals, .unit = result.currency};
}

std::string name_of(const RfmProfile& profile) {
  return std::string{rfm_segment_notes()[static_cast<std::size_t>(profile.segment)].name};
}

/// Without its count, which may be small: prose is not protected.
Notice notice_of(const Finding& finding) {
  std::string text = finding.message + ". " + finding.hint;
  if (char& first = text.front(); first >= 'a' && first <= 'z') {
    first = static_cast<char>(first - 'a' + 'A');  // std::toupper asks the locale.
  }
  return {.severity = finding.severity, .text = std::move(text)};
}

Figures figures_of(const RfmSegmentation& result) {
  const auto n = static_cast<std::uint64_t>(result.scores.size());
  return {{{.name = "Customers",
            .estimate = {.value = static_cast<double>(n), .n = n, .method = Method::count},
            .format = {.decimals = 0}},
           {.name = "Spend of the top fifth",
            .estimate = result.top_share,
            .format = percent(1),
            .help = "Share of all spend that comes from the 20% of customers who spend most."},
           {.name = "Gini coefficient of spend",
            .estimate = result.gini,
            .help = "0: all customers spend alike; 1: one customer spends everything."}}};
}

/// Customers by recency (from top: recent) and value score, in rounded shares.
HeatMap map_of(const RfmSegmentation& result) {
  const auto classes = static_cast<std::size_t>(score_count(result.cuts));
  std::vector<std::int64_t> sizes(classes * classes);
  for (const RfmScore& score : result.scores) {
    const std::size_t row = classes - score.recency;
    ++sizes[row * classes + static_cast<std::size_t>(value_score(score)) - 1];
  }
  const auto n = static_cast<double>(result.scores.size());
  const double step = std::max(1.0, std::ceil(100.0 * hidden_customers / n));  // percent
  std::vector<std::optional<double>> shares;
  for (const std::int64_t size : sizes) {
    shares.emplace_back(std::round(100.0 * static_cast<double>(size) / n / step) * step / 100.0);
  }
  HeatMap map{.title = "Customers by recency and value",
              .caption =
                  "Share of customers, rounded. Upper right: the best; lower right: good "
                  "customers about to be lost.",
              .x = {.label = "Value: mean of the frequency and the monetary score"},
              .y = {.label = "Recency score"},
              .format = percent(0),
              .values = std::move(shares),
              .cell_sizes = std::move(sizes)};
  for (std::size_t score = 1; score <= classes; ++score) {
    map.x.categories.push_back(std::to_string(score));
    map.y.categories.push_back(std::to_string(classes + 1 - score));
  }
  return map;
}

Chart bars_of(const RfmSegmentation& result) {
  Series customers{.name = "Share of customers", .mark = Mark::bars};
  Series spend{.name = "Share of spend", .mark = Mark::bars};
  Chart chart{.title = "Who brings the money",
              .caption = "Where spend is the longer bar, a customer counts more than most.",
              .x = {.label = "Group"},
              .y = {.label = "Share", .format = percent(0)},
              .horizontal = true};
  for (const RfmProfile& profile : result.profiles) {
    chart.x.categories.push_back(name_of(profile));
    customers.y.push_back(profile.share_of_customers.value);
    spend.y.push_back(profile.share_of_spend.value);
    customers.cell_sizes.push_back(static_cast<std::int64_t>(profile.customers));
  }
  spend.cell_sizes = customers.cell_sizes;
  chart.series = {std::move(customers), std::move(spend)};
  return chart;
}

Table profile_table(const RfmSegmentation& result) {
  Table table{
      .title = "Groups in numbers",
      .columns = {{.name = "Group"},
                  {.name = "Attention", .help = "How much of it the group should get."},
                  {.name = "Customers", .format = {.decimals = 0}, .role = ColumnRole::cell_size},
                  {.name = "Of customers", .format = percent(1)},
                  {.name = "Spend", .format = money(result, 0)},
                  {.name = "Of spend", .format = percent(1)},
                  {.name = "Mean recency",
                   .format = {.decimals = 1, .unit = "days"},
                   .help = "Days since the last purchase."},
                  {.name = "Mean purchases", .format = {.decimals = 1}},
                  {.name = "Mean spend", .format = money(result, 2)}}};
  for (const RfmProfile& profile : result.profiles) {
    const RfmSegmentNote& note = rfm_segment_notes()[static_cast<std::size_t>(profile.segment)];
    table.rows.push_back({std::string{note.name},
                          std::string{to_string(note.attention)},
                          static_cast<std::int64_t>(profile.customers),
                          profile.share_of_customers,
                          profile.spend,
                          profile.share_of_spend,
                          profile.mean_recency,
                          profile.mean_frequency,
                          profile.mean_spend});
  }
  return table;
}

Table note_table() {
  Table table{.title = "What the groups mean",
              .columns = {{.name = "Group"}, {.name = "Who they are"}, {.name = "What to do"}}};
  for (const RfmSegmentNote& note : rfm_segment_notes()) {
    table.rows.push_back(
        {std::string{note.name}, std::string{note.meaning}, std::string{note.advice}});
  }
  return table;
}

}  // namespace

Document describe(const RfmSegmentation& segmentation) {
  Document document{.id = "rfm", .title = "Customer groups by recency, frequency and spend"};
  for (const Finding& finding : segmentation.report.findings) {
    document.blocks.emplace_back(notice_of(finding));
  }
  document.blocks.emplace_back(Notice{
      .text = "Groups and advice are a convention of practice: they say who is who, not what "
              "attention will change. Give it to a random half of a group first to learn "
              "whether it pays."});
  document.blocks.emplace_back(figures_of(segmentation));
  if (segmentation.scores.size() >= customers_of_a_map) {
    document.blocks.emplace_back(map_of(segmentation));
  }
  document.blocks.emplace_back(bars_of(segmentation));
  document.blocks.emplace_back(profile_table(segmentation));
  document.blocks.emplace_back(note_table());
  return document;
}

}  // namespace centricity::inline v0::segment
