#include <array>

#include <centricity/summary/revenue_account.hpp>

namespace centricity::inline v0 {
namespace {

constexpr std::array parts{&RevenueAccount::counted,
                           &RevenueAccount::refunded_whole,
                           &RevenueAccount::unmatched_refunds,
                           &RevenueAccount::ignored_refunds,
                           &RevenueAccount::outside_window,
                           &RevenueAccount::left_out,
                           &RevenueAccount::anonymous,
                           &RevenueAccount::other_kinds};

}  // namespace

RevenueTally& operator+=(RevenueTally& left, const RevenueTally& right) {
  left.money += right.money;
  left.rows += right.rows;
  left.unpriced += right.unpriced;
  return left;
}

RevenueAccount& operator+=(RevenueAccount& left, const RevenueAccount& right) {
  for (const auto part : parts) {
    left.*part += right.*part;
  }
  return left;
}

RevenueTally total(const RevenueAccount& account) {
  RevenueTally sum;
  for (const auto part : parts) {
    sum += account.*part;
  }
  return sum;
}

}  // namespace centricity::inline v0
