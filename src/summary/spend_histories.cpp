#include <centricity/summary/spend_histories.hpp>

#include "summary/label_columns.hpp"
#include "summary/merging.hpp"

namespace centricity::inline v0 {
namespace {

bool is_empty(const SpendHistories& histories) noexcept {
  return histories.size() == 0 && histories.without_spend == 0;
}

}  // namespace

SpendHistories spend_histories(const PurchaseHistories& histories) {
  SpendHistories result{.definition = histories.definition, .window = histories.window};
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (histories.priced_repeats[i] > 0) {
      const double repeats = histories.priced_repeats[i];
      result.labels.push_back(histories.labels[i]);
      result.spends.push_back(
          {.repeats = repeats, .mean_spend = to_double(histories.repeat_spend[i]) / repeats});
    } else if (histories.repeats[i] > 0) {
      ++result.without_spend;
    }
  }
  return result;
}

SpendHistories merge(const SpendHistories& left, const SpendHistories& right) {
  return merge_disjoint(left, right, is_empty, [&](SpendHistories& result, const LabelUnion& both) {
    result.spends = merged(left.spends, right.spends, both);
    result.without_spend = left.without_spend + right.without_spend;
  });
}

std::optional<std::size_t> find(const SpendHistories& histories, std::string_view label) noexcept {
  return find_sorted(histories.labels, label);
}

}  // namespace centricity::inline v0
