#include <iostream>

#include <centricity/centricity.hpp>

namespace cc = centricity;

int main(int argc, char** argv) {
  try {
    const char* file = argc > 1 ? argv[1] : "transactions.csv";
    const cc::source::Loaded loaded = cc::source::load_csv({.interactions = file});
    std::cout << to_text(loaded.report);  // what is unusual about the file, and where

    const cc::PurchaseCounts counts = cc::summarize_purchases(loaded.base);
    const cc::loyalty::MbgNbdFit fit = cc::loyalty::fit_mbg_nbd(counts);
    for (const std::string& remark : fit.report.diagnosis) std::cout << remark << '\n';

    // First bought 39 weeks ago, then twice more, the last time in week 30.
    const cc::PurchaseHistory bob{.repeats = 2, .recency = cc::weeks(30), .age = cc::weeks(39)};
    std::cout << "Still a customer?   " << to_text(probability_alive(fit, bob)) << '\n'
              << "Purchases in a year " << to_text(expected_purchases(fit, bob, cc::years(1)))
              << '\n';
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
