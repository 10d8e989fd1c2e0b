#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <centricity/core/labels.hpp>
#include <centricity/core/validation_report.hpp>

#include "summary/label_order.hpp"

namespace centricity::inline v0 {

/// Adds an error to a report, without an example of where it is.
inline void add_error(ValidationReport& report,
                      std::string_view kind,
                      std::string_view message,
                      std::string_view hint) {
  report.add(kind, Severity::error, message, hint);
}

/// Finds labels that are empty, out of order or, if so wanted, there twice.
inline void check_labels(ValidationReport& report, const Labels& labels, bool once) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty()) {
      add_error(report, "empty_label", "a label is empty", "Give every party a label.");
    }
    if (i > 0 && labels[i] < labels[i - 1]) {
      add_error(report,
                "label_order",
                "labels are not in byte order",
                "Call in_label_order before the table is used.");
    }
    if (once && i > 0 && labels[i] == labels[i - 1]) {
      add_error(report, "repeated_label", "a party is there twice", "Keep one row a party.");
    }
  }
}

/// Finds a column that is not as long as the labels.
inline void check_length(ValidationReport& report, std::size_t length, std::size_t rows) {
  if (length != rows) {
    add_error(report,
              "unequal_columns",
              "a column is not as long as the labels",
              "Give every column one value a row.");
  }
}

/// 0, 1, 2, ...
inline std::vector<std::uint32_t> positions(std::size_t n) {
  std::vector<std::uint32_t> all(n);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

/// The labels at some positions.
inline Labels at(const Labels& labels, const std::vector<std::uint32_t>& places) {
  Labels result;
  for (const std::uint32_t place : places) {
    result.push_back(labels[place]);
  }
  return result;
}

/// The values at some positions.
template <class T>
[[nodiscard]] std::vector<T> at(const std::vector<T>& values,
                                const std::vector<std::uint32_t>& places) {
  std::vector<T> result;
  result.reserve(places.size());
  for (const std::uint32_t place : places) {
    result.push_back(values[place]);
  }
  return result;
}

/// Two columns, put where the union of their labels says.
template <class T>
[[nodiscard]] std::vector<T> merged(const std::vector<T>& left,
                                    const std::vector<T>& right,
                                    const LabelUnion& both) {
  std::vector<T> result(both.labels.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    result[both.left[i]] = left[i];
  }
  for (std::size_t j = 0; j < right.size(); ++j) {
    result[both.right[j]] = right[j];
  }
  return result;
}

}  // namespace centricity::inline v0
