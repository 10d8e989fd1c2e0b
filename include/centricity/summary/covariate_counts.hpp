#pragma once

/// @file
/// What customers are like, beside what they did: covariates that do not change with time, and how
/// many customers share each pattern of them and each history.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/summary/feature_table.hpp>
#include <centricity/summary/purchase_counts.hpp>
#include <centricity/summary/purchase_histories.hpp>

namespace centricity::inline v0 {

/// A covariate as models see it: a number, or whether somebody is of a category.
struct CovariateColumn {
  std::string feature{};    ///< Its name in the feature table.
  std::string category{};   ///< 1 for those of this one, 0 for others; empty: the number itself.
  std::string reference{};  ///< The category that has no column: all of the feature's are 0.

  friend bool operator==(const CovariateColumn&, const CovariateColumn&) = default;
};

/// "Gender"; "Channel = shop".
[[nodiscard]] CENTRICITY_EXPORT std::string name_of(const CovariateColumn& column);

/// The columns of these features, all of the table if none is named: one of a number, and of texts
/// one for each category any customer has but the first in byte order, the reference.
/// @throws Error as covariate_patterns; `invalid_argument` if there is no feature of a name.
[[nodiscard]] CENTRICITY_EXPORT std::vector<CovariateColumn> covariate_columns(
    const PurchaseHistories& histories,
    const FeatureTable& features,
    std::span<const std::string> names = {});

/// Which covariates each customer has.
struct CovariatePatterns {
  std::vector<CovariateColumn> columns{};    ///< What they are.
  std::vector<double> values{};              ///< Distinct patterns, row by row, ascending.
  std::vector<std::uint32_t> of_customer{};  ///< The pattern of each customer of the histories.
  ValidationReport report{};                 ///< "unknown_customers": rows of nobody who bought.

  /// Number of patterns.
  [[nodiscard]] std::size_t size() const noexcept {
    return columns.empty() ? 0 : values.size() / columns.size();
  }

  /// The covariates of a pattern < size().
  [[nodiscard]] std::span<const double> operator[](std::size_t pattern) const noexcept {
    return std::span{values}.subspan(pattern * columns.size(), columns.size());
  }
};

/// The covariates of every customer of the histories.
/// @param lines  of the file each row of the table came from, for errors; empty: not known
/// @throws Error `invalid_data`, naming customer, line (or row) and column, if a customer has no
///         row, no value, or a category that none of the columns stands for; `invalid_argument` for
///         a table that is not valid or whose rows hold for a time only.
/// @par Complexity O(n log n) in customers.
[[nodiscard]] CENTRICITY_EXPORT CovariatePatterns
covariate_patterns(const PurchaseHistories& histories,
                   const FeatureTable& features,
                   std::span<const CovariateColumn> columns,
                   std::span<const std::uint64_t> lines = {});

/// Customers who share a pattern and a history.
struct CovariateCount {
  PurchaseCount of{};         ///< What they did, and how many they are.
  std::uint32_t pattern = 0;  ///< What they are like.

  friend bool operator==(const CovariateCount&, const CovariateCount&) = default;
};

/// Weighted distinct (pattern, repeats, recency, age), sorted by them.
struct CovariateCounts {
  PurchaseDefinition definition{};         ///< What counts as a purchase.
  ObservationWindow window{};              ///< Of the histories.
  TimeUnit unit = TimeUnit::day;           ///< Of recency and age.
  std::vector<CovariateColumn> columns{};  ///< The covariates.
  std::vector<double> patterns{};          ///< Their values, row by row.
  std::vector<CovariateCount> counts{};    ///< Distinct and sorted.
};

/// How many customers share each pattern and history.
/// @throws Error `incompatible` if the patterns are not those of the histories; `cancelled`.
/// @par Complexity O(n log n) in customers.
[[nodiscard]] CENTRICITY_EXPORT CovariateCounts covariate_counts(const PurchaseHistories& histories,
                                                                 const CovariatePatterns& patterns,
                                                                 const Host& host = {});

/// The same customers whatever they are like.  O(n log n).
[[nodiscard]] CENTRICITY_EXPORT PurchaseCounts without_covariates(const CovariateCounts& counts);

}  // namespace centricity::inline v0
