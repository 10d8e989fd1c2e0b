#include <centricity/summary/tally.hpp>

namespace centricity::inline v0 {

Tally& operator+=(Tally& left, const Tally& right) {
  left.money += right.money;
  left.rows += right.rows;
  left.unpriced += right.unpriced;
  return left;
}

Tally total(const RevenueAccount& account) {
  Tally sum;
  for (const Tally& part : {account.counted,
                            account.refunded_whole,
                            account.unmatched_refunds,
                            account.ignored_refunds,
                            account.outside_window,
                            account.left_out,
                            account.anonymous,
                            account.other_kinds}) {
    sum += part;
  }
  return sum;
}

}  // namespace centricity::inline v0
