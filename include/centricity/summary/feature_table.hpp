#pragma once

/// @file
/// Rows for models that have no small sufficient statistic: features, weight and outcome.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// A feature that is a number.
struct NumericFeature {
  std::string name{};                           ///< What it is.
  std::vector<std::optional<double>> values{};  ///< One a row, finite; absent: missing.

  friend bool operator==(const NumericFeature&, const NumericFeature&) = default;
};

/// A feature that is one of a few texts.
struct CategoricalFeature {
  std::string name{};          ///< What it is.
  Labels categories{};         ///< In byte order.
  std::vector<Code> values{};  ///< Position in `categories`, one a row; none: missing.

  friend bool operator==(const CategoricalFeature&, const CategoricalFeature&) = default;
};

/// One row a party, or one a party and interval, in the byte order of the labels and then of time.
struct FeatureTable {
  Labels labels{};                                ///< The caller's id of the party, a row.
  TimeUnit unit = TimeUnit::day;                  ///< Of intervals.
  std::vector<double> begin{};                    ///< The row holds after this time; may be empty.
  std::vector<double> end{};                      ///< And until then, inclusive; as long as begin.
  std::vector<NumericFeature> numeric{};          ///< Features that are numbers.
  std::vector<CategoricalFeature> categorical{};  ///< Features that are texts.
  std::vector<double> weight{};                   ///< Finite, >= 0; empty: 1 a row.
  std::vector<std::optional<double>> outcome{};   ///< What is to be explained; empty: nothing.

  /// Number of rows.
  [[nodiscard]] std::size_t rows() const noexcept { return labels.size(); }

  friend bool operator==(const FeatureTable&, const FeatureTable&) = default;
};

/// Everything that is wrong: columns of unequal length, labels empty or out of order, a party
/// twice without intervals, intervals that are empty or overlap, features of the same name,
/// categories out of order, numbers that are not finite.  O(cells).
[[nodiscard]] CENTRICITY_EXPORT ValidationReport validate(const FeatureTable& table);

/// The same rows in the byte order of their labels and then of time, categories in byte order.
/// O(n log n).
/// @throws Error `invalid_data` that names the first problem `validate` finds afterwards.
[[nodiscard]] CENTRICITY_EXPORT FeatureTable in_label_order(FeatureTable table);

/// Two party-disjoint parts in one; categories of both.  O(both).
/// @throws Error `incompatible` if features, unit or optional columns differ and neither is empty,
/// or if a party is in both.
[[nodiscard]] CENTRICITY_EXPORT FeatureTable merge(const FeatureTable& left,
                                                   const FeatureTable& right);

/// First row of the party with this label; absent if there is none.  O(log rows).
[[nodiscard]] CENTRICITY_EXPORT std::optional<std::size_t> find(const FeatureTable& table,
                                                                std::string_view label) noexcept;

}  // namespace centricity::inline v0
