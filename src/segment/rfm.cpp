#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/segment/rfm.hpp>
#include <centricity/statistics/concentration.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::segment {
namespace {

/// The customers of one group, column by column; only known spend is in the last.
struct Members {
  std::vector<double> recency{};
  std::vector<double> frequency{};
  std::vector<double> monetary{};
};

void add(Members& members, const RfmValues& customer) {
  members.recency.push_back(customer.recency);
  members.frequency.push_back(customer.frequency);
  if (customer.monetary) {
    members.monetary.push_back(*customer.monetary);
  }
}

double total(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

Estimate exact(double value, std::uint64_t n) {
  return {.value = value, .n = n, .method = Method::count};
}

Estimate mean(const std::vector<double>& values) {
  return values.empty() ? undefined_estimate(Undefined::too_few)
                        : statistics::mean(values).estimate;
}

/// The share of a group in the spend of all; a total that refunds bring to zero has no shares.
Estimate share_of(const Estimate& spend, double all) {
  if (!spend.defined()) {
    return spend;
  }
  return all > 0.0 ? exact(*spend.value / all, spend.n)
                   : undefined_estimate(Undefined::division_by_zero, spend.n);
}

std::vector<RfmProfile> profiles_of(const std::array<Members, rfm_segment_count>& groups) {
  std::size_t customers = 0;
  double spend = 0.0;
  for (const Members& members : groups) {
    customers += members.recency.size();
    spend += total(members.monetary);
  }
  std::vector<RfmProfile> profiles;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Members& members = groups[i];
    const std::size_t n = members.recency.size();
    RfmProfile profile{.segment = static_cast<RfmSegment>(i),
                       .customers = n,
                       .share_of_customers = exact(
                           static_cast<double>(n) / static_cast<double>(customers), customers),
                       .spend = members.monetary.empty() && n > 0
                                    ? undefined_estimate(Undefined::missing_input, n)
                                    : exact(total(members.monetary), members.monetary.size()),
                       .mean_recency = mean(members.recency),
                       .mean_frequency = mean(members.frequency),
                       .mean_spend = mean(members.monetary)};
    profile.share_of_spend = share_of(profile.spend, spend);
    profiles.push_back(profile);
  }
  return profiles;
}

/// Concentration is defined for amounts that are not negative.
void measure_concentration(const std::vector<double>& spend, RfmSegmentation& result) {
  const auto below_zero =
      std::count_if(spend.begin(), spend.end(), [](double amount) { return amount < 0.0; });
  if (below_zero == 0) {
    result.gini = statistics::concentration(spend).gini;
    result.top_share = statistics::top_share(spend, 0.2);
    return;
  }
  result.gini = result.top_share = undefined_estimate(Undefined::infinite, spend.size());
  result.report.add_many("rfm_negative_spend",
                         Severity::warning,
                         "some customers got back more than they paid",
                         "The concentration of spend is undefined; set refunds against purchases.",
                         static_cast<std::uint64_t>(below_zero));
}

RfmSegmentation segment(const PurchaseHistories& histories,
                        const std::vector<RfmValues>& customers,
                        RfmScores scored) {
  RfmSegmentation result{.cuts = std::move(scored.cuts),
                         .scores = std::move(scored.scores),
                         .segmentation = {.name = "RFM segment", .labels = histories.labels},
                         .currency = histories.definition.currency,
                         .report = std::move(scored.report)};
  const int classes = score_count(result.cuts);
  std::array<Members, rfm_segment_count> groups;
  std::vector<double> spend;
  for (const RfmSegmentNote& note : rfm_segment_notes()) {
    result.segmentation.groups.emplace_back(note.name);
  }
  result.segmentation.group.reserve(customers.size());
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto group = static_cast<std::size_t>(rfm_segment(result.scores[i], classes));
    result.segmentation.group.push_back(static_cast<std::uint32_t>(group));
    add(groups[group], customers[i]);
    if (customers[i].monetary) {
      spend.push_back(*customers[i].monetary);
    }
  }
  result.profiles = profiles_of(groups);
  measure_concentration(spend, result);
  return result;
}

}  // namespace

std::vector<RfmValues> rfm_values(const PurchaseHistories& histories) {
  std::vector<RfmValues> values;
  values.reserve(histories.size());
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const Duration since{histories.age[i] - histories.recency[i], histories.unit};
    RfmValues customer{.recency = since.in(TimeUnit::day), .frequency = 1.0 + histories.repeats[i]};
    if (histories.priced[i] == histories.repeats[i] + 1) {
      customer.monetary = to_double(histories.spend[i]);
    }
    values.push_back(customer);
  }
  return values;
}

RfmSegmentation segment_by_rfm(const PurchaseHistories& histories, const RfmOptions& options) {
  const std::vector<RfmValues> customers = rfm_values(histories);
  return segment(histories, customers, score_rfm(customers, options));
}

RfmSegmentation segment_by_rfm(const PurchaseHistories& histories, const RfmCuts& cuts) {
  const std::vector<RfmValues> customers = rfm_values(histories);
  if (customers.empty()) {
    throw Error{
        ErrorCode::invalid_data, "there are no customers to group", "Check the window of time."};
  }
  return segment(histories, customers, score_rfm(cuts, customers));
}

}  // namespace centricity::inline v0::segment
