#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_ledger.hpp>
#include <centricity/summary/spend_histories.hpp>

/// The CDNOW log read by a few lines of its own, so that the models are tested apart from the
/// readers: columns customer_id, date, quantity, value, perhaps after others. `read_dates` reads
/// logs of customer and date alone, without amounts, such as BTYDplus' grocery log.
namespace cdnow {

using Purchases = std::map<centricity::Day, double>;  ///< Spend by day of purchase.

inline std::map<std::string, Purchases> read(const std::filesystem::path& file,
                                             centricity::Day until) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::map<std::string, Purchases> customers;
  while (std::getline(in, line)) {
    std::vector<std::string> fields;
    std::istringstream row{line};
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    const std::size_t n = fields.size();
    const centricity::Day day = centricity::parse_date(fields[n - 3]).value();
    if (day <= until) customers[fields[n - 4]][day] += std::stod(fields[n - 1]);
  }
  return customers;
}

inline std::map<std::string, Purchases> read_dates(const std::filesystem::path& file,
                                                   centricity::Day until) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::map<std::string, Purchases> customers;
  while (std::getline(in, line)) {
    const std::size_t comma = line.find(',');
    const auto day = centricity::parse_date(line.substr(comma + 1, 10)).value();
    if (day <= until) customers[line.substr(0, comma)][day] = 0.0;
  }
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
