/// What a customer base is worth: from transactions to customer equity with its uncertainty.

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

    const cc::loyalty::MbgNbdFit buying = cc::loyalty::fit_mbg_nbd(cc::purchase_counts(histories));
    const cc::loyalty::GammaGammaFit spending =
        cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories));
    if (!buying.report.usable() || !spending.report.usable()) return 1;

    // Two values do not compare unless all of this is said.
    const cc::loyalty::ValueTerms terms{
        .window = {.to = cc::years(3)},
        .discounting = {.annual_rate = 0.1, .timing = cc::loyalty::CashFlowTiming::period_end},
        .margin = 0.3};

    // Each customer, and all together.
    const cc::loyalty::CustomerForecasts values =
        cc::loyalty::value_customers(buying, spending, histories, terms);
    cc::loyalty::CustomerEquity equity = cc::loyalty::customer_equity(values);
    equity.predicted = cc::loyalty::predict_equity(buying, spending, histories, terms);
    std::cout << "Customer equity       " << to_text(equity.total) << '\n'
              << "What they will bring  " << to_text(*equity.predicted) << '\n'
              << "Held by the top 20%   " << to_text(equity.top_fifth, 2) << '\n';

    // A thousand more, won at 2.50 each.
    const cc::loyalty::CohortValue cohort =
        cc::loyalty::value_new_customers(buying, spending, 1000, terms, 2.5);
    std::cout << "A new customer        " << to_text(cohort.each) << '\n'
              << "A thousand, net       " << to_text(cohort.net) << '\n';

    const cc::Document page{.id = "value",
                            .title = "What our customers are worth",
                            .sections = {describe(equity), describe(cohort)}};
    std::ofstream{"value.html"} << cc::report::to_html(page);
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
