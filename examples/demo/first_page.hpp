#pragma once

/// @file
/// What a reader should know before they trust a number: where rows and money have gone, which
/// columns were guessed, what is unusual.

#include <centricity/centricity.hpp>

namespace customer_report {

/// Which columns were guessed, in a sentence; no block where all were named.
void add_guesses(const centricity::source::Loaded& loaded, centricity::Document& page);

/// Everything unusual: warnings about the histories in words, findings of the file a line each.
void add_findings(const centricity::source::Loaded& loaded,
                  const centricity::PurchaseHistories& histories,
                  centricity::Document& page);

/// Where every row and cent of the ledger has gone.
[[nodiscard]] centricity::Table account_table(const centricity::RevenueAccount& account,
                                              const std::string& currency);

}  // namespace customer_report
