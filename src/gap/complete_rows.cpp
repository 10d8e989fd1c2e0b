#include "gap/complete_rows.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::gap {
namespace {

void check_finite(std::span<const double> column, const std::string& name) {
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (std::isinf(column[row])) {
      throw Error(ErrorCode::invalid_data,
                  "an answer of \"" + name + "\" is infinite",
                  "Mark an answer not given with NaN.",
                  {.row = row, .column = name});
    }
  }
}

}  // namespace

void check_driver_columns(std::span<const DriverColumn> attributes,
                          std::span<const double> outcome,
                          std::span<const double> weights) {
  check_finite(outcome, "outcome");
  for (const DriverColumn& a : attributes) {
    if (a.values.size() != outcome.size()) {
      throw Error(ErrorCode::incompatible,
                  "attribute \"" + a.name + "\" has " + std::to_string(a.values.size()) +
                      " rows, the outcome has " + std::to_string(outcome.size()),
                  "Give one answer a row, NaN where there is none.",
                  {.column = a.name});
    }
    check_finite(a.values, a.name);
  }
  if (!weights.empty() && weights.size() != outcome.size()) {
    throw Error(ErrorCode::incompatible,
                "the weights and the outcome differ in length",
                "Give one weight a row, or none.",
                {.column = "weights"});
  }
  for (std::size_t row = 0; row < weights.size(); ++row) {
    if (!(weights[row] >= 0.0) || !std::isfinite(weights[row])) {
      throw Error(ErrorCode::invalid_data,
                  "a weight is negative or not finite",
                  "Weights are finite and >= 0.",
                  {.row = row, .column = "weights"});
    }
  }
}

std::vector<std::size_t> complete_rows(std::span<const DriverColumn> attributes,
                                       std::span<const double> outcome,
                                       std::span<const double> weights) {
  check_driver_columns(attributes, outcome, weights);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < outcome.size(); ++row) {
    const bool missing =
        std::isnan(outcome[row]) || (!weights.empty() && weights[row] == 0.0) ||
        std::ranges::any_of(attributes, [row](const auto& a) { return std::isnan(a.values[row]); });
    if (!missing) rows.push_back(row);
  }
  return rows;
}

}  // namespace centricity::inline v0::gap
