/// Fit, test, then believe: from transactions to a forecast one may rely on.

#include <fstream>
#include <iostream>

#include <centricity/centricity.hpp>

namespace cc = centricity;

int main(int argc, char** argv) {
  try {
    const char* file = argc > 1 ? argv[1] : "transactions.csv";
    const cc::source::Loaded loaded = cc::source::load_csv({.interactions = file});
    cc::PurchaseLedger ledger;
    ledger.add(loaded.base);
    const cc::PurchaseHistories histories = cc::purchase_histories(ledger);

    const cc::segment::RfmSegmentation segments = cc::segment::segment_by_rfm(histories);

    const cc::loyalty::MbgNbdFit buying = cc::loyalty::fit_mbg_nbd(cc::purchase_counts(histories));
    const cc::loyalty::GammaGammaFit spending =
        cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories));
    if (!buying.report.usable() || !spending.report.usable()) return 1;

    const cc::loyalty::HoldoutEvaluation holdout = cc::loyalty::evaluate_holdout(
        ledger, {.calibration_until = *ledger.last_day() - std::chrono::days{180}});
    std::cout << holdout.words << '\n';

    const cc::loyalty::Ranking ranking = cc::loyalty::rank_customers(
        buying, spending, histories, {.horizon = cc::weeks(26), .top = 3});
    for (const cc::loyalty::RankedCustomer& customer : ranking.top) {
      std::cout << customer.label << "  value " << to_text(customer.forecast.value) << "\n  rank "
                << to_text(customer.rank) << '\n';
    }

    const cc::Document page{.id = "forecast",
                            .title = "Our customers",
                            .sections = {describe(segments), describe(holdout), describe(ranking)}};
    std::ofstream{"forecast.html"} << cc::report::to_html(page);
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
