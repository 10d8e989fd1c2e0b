#include "customer_report.hpp"

#include <string>
#include <utility>

#include "first_page.hpp"

namespace customer_report {
namespace {

namespace cc = centricity;

cc::Document section(std::string id, std::string title, std::string text) {
  return {.id = std::move(id),
          .title = std::move(title),
          .blocks = {cc::Notice{.severity = cc::Severity::warning, .text = std::move(text)}}};
}

std::string sentence(const std::vector<std::string>& diagnosis) {
  std::string text;
  for (const std::string& part : diagnosis) text += (text.empty() ? "" : " ") + part;
  return text;
}

/// Half of the time observed, rounded down: the past the model is tested from.
cc::Day half_way(cc::Day first, cc::Day last) { return first + (last - first) / 2; }

cc::Estimate count(double value) {
  return {.value = value, .n = static_cast<std::uint64_t>(value), .method = cc::Method::count};
}

}  // namespace

Report make(const cc::source::Loaded& loaded, const Options& options, const cc::Host& host) {
  cc::PurchaseLedger ledger{options.rules};
  ledger.add(loaded.base, host);
  const cc::PurchaseHistories histories = cc::purchase_histories(ledger, options.window, host);
  if (histories.size() == 0) {
    throw cc::Error{cc::ErrorCode::invalid_data,
                    "nobody bought anything in the days looked at",
                    "Check the columns that were used and the dates."};
  }
  const cc::Day first = options.window.from.value_or(*ledger.first_day());
  const cc::Day last = *histories.window.until;
  const cc::PurchaseTimeline timeline = cc::purchase_timeline(
      ledger,
      last - first < std::chrono::days{180} ? cc::TimeUnit::week : cc::TimeUnit::month,
      options.window,
      host);

  // Who the customers are, and how they buy and spend.
  const cc::segment::RfmSegmentation segments = cc::segment::segment_by_rfm(histories);
  const cc::PurchaseCounts counts = cc::purchase_counts(histories, {}, host);
  const cc::loyalty::PurchaseModel buying = cc::loyalty::fit_model(options.model, counts, {}, host);
  const cc::FitReport& buying_report = report_of(buying);
  const cc::loyalty::GammaGammaFit spending =
      cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);

  Report report{.document = {.id = "customer_report", .title = "Your customers"},
                .usable = buying_report.usable()};
  cc::Document& page = report.document;
  page.sections.push_back(cc::source::describe(loaded));
  page.sections.back().blocks.push_back(
      account_table(histories.account, histories.definition.currency));
  page.sections.push_back(describe(timeline));
  page.sections.push_back(describe(segments));
  page.sections.push_back(describe(buying));
  page.sections.push_back(describe(spending));

  // The first page: the numbers, how far to trust them, what they are made of.
  std::vector<cc::Block> remarks;
  const auto remark = [&](const cc::FitReport& fit) {
    if (!fit.diagnosis.empty()) {
      remarks.push_back(cc::Notice{fit.usable() ? cc::Severity::warning : cc::Severity::error,
                                   sentence(fit.diagnosis)});
    }
  };
  remark(buying_report);
  remark(spending.report);
  cc::Figures figures{
      {{.name = "Customers",
        .estimate = count(static_cast<double>(histories.size())),
        .format = {.decimals = 0},
        .help = "Who bought from " + cc::to_text(first) + " to " + cc::to_text(last) + "."}}};
  if (!report.usable) {
    page.sections.push_back(
        section("forecast",
                "Forecast",
                "There is no forecast: the purchase model could not be fitted. " +
                    sentence(buying_report.diagnosis)));
  } else {
    page.sections.push_back(describe(cc::loyalty::check_frequencies(buying, counts)));
    cc::loyalty::HistoryRange range = cc::loyalty::history_range(counts);
    range.horizon = options.horizon;
    page.sections.push_back(describe(cc::loyalty::tabulate_histories(buying, range)));

    // Would the model have foretold what we know by now?
    const cc::Day past = options.calibration_until.value_or(half_way(first, last));
    if (first <= past && past < last) {
      const cc::loyalty::HoldoutEvaluation holdout =
          cc::loyalty::evaluate_holdout(ledger,
                                        {.calibration_until = past,
                                         .until = last,
                                         .from = options.window.from,
                                         .acquired_from = options.window.acquired_from,
                                         .model = options.model},
                                        host);
      page.sections.push_back(describe(holdout));
      const bool wins = holdout.verdict == cc::loyalty::HoldoutVerdict::better;
      remarks.push_back(
          cc::Notice{wins ? cc::Severity::note : cc::Severity::warning,
                     "Tested on what came after " + cc::to_text(past) + ": " + holdout.words});
      if (report_of(holdout.fit).usable()) {
        page.sections.push_back(describe(
            cc::loyalty::track_purchases(holdout.fit,
                                         ledger,
                                         {.calibration_until = past,
                                          .until = last,
                                          .from = options.window.from,
                                          .acquired_from = options.window.acquired_from,
                                          .period_days = (last - first).count() < 120 ? 1 : 7},
                                         host)));
      }
    } else {
      page.sections.push_back(section("holdout",
                                      "Would it have foretold what came?",
                                      "The days observed leave nothing to test the model on."));
    }

    // What comes next, and who matters most.
    const cc::loyalty::Outlook outlook =
        cc::loyalty::outlook(buying, counts, options.horizon, host);
    figures.figures.push_back({.name = "Still customers",
                               .estimate = outlook.alive,
                               .format = {.decimals = 0},
                               .help = "Expected number who have not left for good."});
    figures.figures.push_back({.name = "Purchases to come",
                               .estimate = outlook.purchases,
                               .format = {.decimals = 0},
                               .help = "Expected within the horizon, from these customers."});
    if (spending.report.usable()) {
      const cc::loyalty::Ranking ranking = cc::loyalty::rank_customers(
          buying,
          spending,
          histories,
          {.horizon = options.horizon, .top = options.top, .seed = options.seed},
          host);
      figures.figures.push_back(
          {.name = "Revenue to come",
           .estimate = ranking.total,
           .format = {.quantity = cc::Quantity::money, .decimals = 0, .unit = ranking.currency},
           .help = "Within the horizon, from these customers."});
      page.sections.push_back(describe(cc::loyalty::customer_equity(
          cc::loyalty::forecast_customers(buying, spending, histories, options.horizon, host))));
      page.sections.push_back(describe(ranking));
    } else {
      page.sections.push_back(section("value",
                                      "Value of the customers",
                                      "There is no value: the spend model could not be fitted. " +
                                          sentence(spending.report.diagnosis)));
    }
  }
  page.blocks.push_back(std::move(figures));
  for (cc::Block& block : remarks) page.blocks.push_back(std::move(block));
  add_findings(loaded, histories, page);
  add_guesses(loaded, page);
  report.overview = {.id = page.id, .title = page.title, .blocks = page.blocks};
  return report;
}

}  // namespace customer_report
