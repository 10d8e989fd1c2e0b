#include "loyalty/window_purchases.hpp"

#include <centricity/core/error.hpp>

namespace centricity::inline v0::loyalty {

std::vector<double> repeats_within(const PurchaseLedger& ledger,
                                   const PurchaseHistories& customers,
                                   Day from,
                                   Day until,
                                   const Host& host) {
  const Host quiet{.cancelled = host.cancelled};  // One of many windows is no task of its own.
  const PurchaseHistories seen = purchase_histories(ledger, {.from = from, .until = until}, quiet);
  std::vector<double> repeats(customers.size(), 0.0);
  for (std::size_t i = 0, j = 0; i < customers.size() && j < seen.size();) {
    if (customers.labels[i] == seen.labels[j]) {
      const bool first_is_new = customers.first[i] >= from;
      repeats[i] = seen.repeats[j] + (first_is_new ? 0.0 : 1.0);
      ++i;
      ++j;
    } else if (customers.labels[i] < seen.labels[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return repeats;
}

Days days_of(const PurchaseLedger& ledger,
             std::optional<Day> from,
             Day calibration_until,
             std::optional<Day> until) {
  const auto first = from ? from : ledger.first_day();
  const auto last = until ? until : ledger.last_day();
  if (!first || !last) {
    throw Error(ErrorCode::invalid_argument,
                "there are no purchases",
                "add purchases to the ledger before comparing with a model.");
  }
  if (calibration_until < *first || *last < calibration_until) {
    throw Error(ErrorCode::invalid_argument,
                "the calibration ends on " + to_text(calibration_until) +
                    ", which is not between " + to_text(*first) + " and " + to_text(*last),
                "choose its last day within the days looked at.");
  }
  return {*first, *last};
}

}  // namespace centricity::inline v0::loyalty
