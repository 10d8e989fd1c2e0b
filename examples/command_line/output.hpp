#pragma once

/// @file
/// Where results go: standard output, or a file that is old or new but never half.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <centricity/centricity.hpp>

namespace command_line {

/// Writes to this file, by way of a temporary file beside it; to standard output if it is empty.
/// @throws centricity::Error `io` with the reason of the operating system.
void write(const std::string& path, std::string_view content);

/// A document on standard output, as wide as the terminal, with colors where it has them.
void print(const centricity::Document& document, const centricity::report::Privacy& privacy = {});

/// The same, or as JSON.
void show(const centricity::Document& document,
          bool json,
          const centricity::report::Privacy& privacy = {});

/// {"value":…,"std_error":…,"lower":…,"upper":…}, absent parts null.
[[nodiscard]] nlohmann::ordered_json to_json(const centricity::Estimate& estimate);

/// A line a customer, as CSV: history, probability alive, purchases, spend and value, each with
/// standard error and interval.
/// @param unit of recency and age
[[nodiscard]] std::string forecast_table(const centricity::loyalty::CustomerForecasts& forecasts,
                                         const centricity::PurchaseHistories& histories,
                                         centricity::TimeUnit unit,
                                         const centricity::Host& host);

/// Appends a row of CSV.
void append_row(std::string& out, const std::vector<std::string>& fields);

/// Shortest text that reads back as the same double; empty where there is none.
[[nodiscard]] std::string number(std::optional<double> value);

}  // namespace command_line
