#include "summary/observed_window.hpp"

#include <algorithm>

#include <centricity/core/error.hpp>

namespace centricity::inline v0 {

ObservationWindow observed_window(const PurchaseDefinition& definition,
                                  ObservationWindow window,
                                  std::optional<Day> first,
                                  std::optional<Day> last) {
  if (!window.until && last) {
    window.until = window.from ? std::max(*window.from, *last) : *last;
  }
  if (!window.from && definition.rules.merge == MergeGrain::week) {
    window.from = first && window.until ? std::min(first, window.until) : first;
  }
  if (window.from && window.until && *window.until < *window.from) {
    throw Error{ErrorCode::invalid_argument,
                "the window ends on " + to_text(*window.until) + ", before it begins on " +
                    to_text(*window.from),
                "Give a last day that is not before the first."};
  }
  return window;
}

void require_same(const PurchaseDefinition& left, const PurchaseDefinition& right) {
  if (left != right) {
    throw Error{ErrorCode::incompatible,
                "the parts count purchases by different rules, currencies or day offsets",
                "Declare the same rules, currency and day offset for all parts."};
  }
}

void require_same(const ObservationWindow& left, const ObservationWindow& right) {
  if (left != right) {
    throw Error{ErrorCode::incompatible,
                "the parts look through different windows",
                "Give all parts the same explicit first and last day."};
  }
}

}  // namespace centricity::inline v0
