#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_ledger.hpp>
#include <centricity/summary/spend_histories.hpp>

#include "support/data.hpp"

/// The CDNOW log read by a few lines of its own, so that the models are tested apart from the
/// readers: columns customer_id, date, quantity, value, perhaps after others. `read_dates` reads
/// logs of customer and date alone, without amounts, such as BTYDplus' grocery log.
namespace cdnow {

using Purchases = std::map<centricity::Day, double>;  ///< Spend by day of purchase.

/// Calls `add(fields)` for each line after the first.
template <class Add>
void for_each_row(const std::filesystem::path& file, const Add& add) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> fields;
    std::istringstream row{line};
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    add(fields);
  }
}

inline std::map<std::string, Purchases> read(const std::filesystem::path& file,
                                             centricity::Day until) {
  std::map<std::string, Purchases> customers;
  for_each_row(file, [&](const std::vector<std::string>& fields) {
    const std::size_t n = fields.size();
    const centricity::Day day = centricity::parse_date(fields[n - 3]).value();
    if (day <= until) customers[fields[n - 4]][day] += std::stod(fields[n - 1]);
  });
  return customers;
}

inline std::map<std::string, Purchases> read_dates(const std::filesystem::path& file,
                                                   centricity::Day until) {
  std::map<std::string, Purchases> customers;
  for_each_row(file, [&](const std::vector<std::string>& fields) {
    const centricity::Day day = centricity::parse_date(fields[1].substr(0, 10)).value();
    if (day <= until) customers[fields[0]][day] = 0.0;
  });
  return customers;
}

inline centricity::PurchaseCounts counts(const std::map<std::string, Purchases>& customers,
                                         centricity::Day until) {
  std::map<std::tuple<double, double, double>, double> tuples;
  for (const auto& [id, purchases] : customers) {
    const auto first = purchases.begin()->first;
    const auto days = [&](centricity::Day day) {
      return static_cast<double>((day - first).count());
    };
    tuples[{
        static_cast<double>(purchases.size() - 1), days(purchases.rbegin()->first), days(until)}] +=
        1.0;
  }
  centricity::PurchaseCounts result;
  for (const auto& [tuple, n] : tuples) {
    result.counts.push_back({std::get<0>(tuple), std::get<1>(tuple), std::get<2>(tuple), n});
  }
  return result;
}

/// The 1/10 sample of CDNOW in its first 39 weeks; absent where the data are not installed.
inline std::optional<centricity::PurchaseCounts> sample() {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) return {};
  const centricity::Day until = centricity::date(1997, 9, 30);
  return counts(read(*file, until), until);
}

/// All of CDNOW in the same weeks.
inline std::optional<centricity::PurchaseCounts> all() {
  const auto file = support::data_file("cdnow_master.csv");
  if (!file) return {};
  const centricity::Day until = centricity::date(1997, 9, 30);
  return counts(read(*file, until), until);
}

/// The grocery log of BTYDplus in its first year.
inline std::optional<centricity::PurchaseCounts> grocery() {
  const auto file = support::data_file("btydplus_groceryElog.csv");
  if (!file) return {};
  const centricity::Day until = centricity::date(2006, 12, 31);
  return counts(read_dates(*file, until), until);
}

inline centricity::SpendHistories spends(const std::map<std::string, Purchases>& customers) {
  centricity::SpendHistories result;
  for (const auto& [id, purchases] : customers) {
    if (purchases.size() == 1) continue;
    double total = 0.0;
    for (auto at = std::next(purchases.begin()); at != purchases.end(); ++at) total += at->second;
    const auto repeats = static_cast<double>(purchases.size() - 1);
    result.spends.push_back({repeats, total / repeats});
  }
  return result;
}

inline centricity::PurchaseLedger ledger(const std::map<std::string, Purchases>& customers) {
  centricity::CustomerBase base;
  for (const auto& [id, purchases] : customers) {
    for (const auto& [day, amount] : purchases) {
      base.add(centricity::Interaction{
          .party = id, .time = centricity::start_of(day), .amount = centricity::to_money(amount)});
    }
  }
  centricity::PurchaseLedger result;
  result.add(base);
  return result;
}

}  // namespace cdnow
