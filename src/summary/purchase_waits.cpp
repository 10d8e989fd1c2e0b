#include <cmath>
#include <cstddef>
#include <map>
#include <string_view>

#include <centricity/summary/purchase_waits.hpp>

#include "summary/observed_window.hpp"
#include "summary/occasions.hpp"
#include "summary/rows.hpp"

namespace centricity::inline v0 {
namespace {

using Customers = std::map<std::uint64_t, std::uint64_t>;  ///< By number of waits.

void add_customer(PurchaseWaits& to,
                  Customers& by_waits,
                  const std::vector<Occasion>& purchases,
                  double per_unit) {
  const std::size_t n = purchases.size() - 1;
  const auto time = [&](std::size_t from, std::size_t until) {
    return static_cast<double>(purchases[until].period - purchases[from].period) / per_unit;
  };
  double logs = 0.0;
  for (std::size_t i = 0; i < n; ++i) logs += std::log(time(i, i + 1));
  to.waits += n;
  to.log_waits += logs;
  if (n < 2) return;
  ++by_waits[n];
  to.log_shares += logs - static_cast<double>(n) * std::log(time(0, n));
  const double share = time(n - 1, n) / time(n - 2, n) - 0.5;
  const double square = share * share;
  to.last_shares[0] += square;
  to.last_shares[1] += square * square;
}

void set_counts(PurchaseWaits& to, const Customers& by_waits) {
  to.by_waits.clear();
  for (const auto& [waits, customers] : by_waits) to.by_waits.push_back({waits, customers});
}

}  // namespace

PurchaseWaits purchase_waits(const PurchaseLedger& ledger,
                             const ObservationWindow& window,
                             const Host& host) {
  PurchaseWaits result{.definition = ledger.definition()};
  result.window =
      observed_window(ledger.definition(), window, ledger.first_day(), ledger.last_day());
  if (!result.window.until) return result;  // Nothing was ever bought.
  const Periods periods = periods_of(result.definition, result.window);
  result.unit = periods.unit();
  const DayOffset offset = result.definition.day_offset;
  const Day from = result.window.from.value_or(ledger.first_day().value_or(*result.window.until));
  OccasionMaker maker{result.definition.rules.refunds, periods};
  RevenueAccount account;  // That of the histories; not wanted here.
  Customers by_waits;
  for (std::size_t party = 0; party < ledger.labels().size(); ++party) {
    if (party % 4'096 == 0) stop_if_cancelled(host);
    const auto inside = entries_within(ledger, party, from, *result.window.until);
    if (inside.empty() || std::string_view{ledger.labels()[party]}.empty()) continue;
    const Day seen =
        first_seen(day_of(ledger.entries(party).front().time, offset), ledger.acquired(party));
    if (result.window.acquired_from && seen < *result.window.acquired_from) continue;
    const Occasions& occasions = maker.make(inside, account);
    if (occasions.purchases.size() > 1) {
      add_customer(result, by_waits, occasions.purchases, periods.per_unit());
    }
  }
  set_counts(result, by_waits);
  return result;
}

PurchaseWaits merge(const PurchaseWaits& left, const PurchaseWaits& right) {
  if (left.waits == 0) return right;
  if (right.waits == 0) return left;
  require_same(left.definition, right.definition);
  require_same(left.window, right.window);
  PurchaseWaits result = left;
  result.waits += right.waits;
  result.log_waits += right.log_waits;
  result.log_shares += right.log_shares;
  for (std::size_t i = 0; i < result.last_shares.size(); ++i) {
    result.last_shares[i] += right.last_shares[i];
  }
  Customers by_waits;
  for (const WaitCount& count : left.by_waits) by_waits[count.waits] += count.customers;
  for (const WaitCount& count : right.by_waits) by_waits[count.waits] += count.customers;
  set_counts(result, by_waits);
  return result;
}

}  // namespace centricity::inline v0
