#include <iostream>

#include <centricity/centricity.hpp>

namespace cc = centricity;

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: quickstart TRANSACTIONS.csv\n", 2;
  try {
    const cc::source::Loaded loaded = cc::source::load_csv({.interactions = argv[1]});
    std::cout << to_text(loaded.report);  // what is unusual about the file, with line and column

    const cc::PurchaseCounts counts = cc::summarize_purchases(loaded.base);
    const cc::loyalty::BgNbdFit fit = cc::loyalty::fit_bg_nbd(counts);
    if (!fit.report.usable()) return std::cerr << fit.report.diagnosis.front() << '\n', 1;

    const cc::PurchaseHistory customer{
        .repeats = 2, .recency = cc::weeks(30), .age = cc::weeks(39)};
    std::cout << "Still a customer?   " << to_text(probability_alive(fit, customer)) << '\n'
              << "Purchases in a year " << to_text(expected_purchases(fit, customer, cc::years(1)))
              << '\n';
  } catch (const cc::Error& error) {
    return std::cerr << error.what() << '\n', 2;
  }
}
