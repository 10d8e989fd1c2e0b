#pragma once

/// @file
/// A table of a document.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/core/format.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>

namespace centricity::inline v0 {

/// What a column holds, for the privacy rules of every export.
enum class ColumnRole : std::uint8_t {
  value,       ///< Anything that names nobody.
  identifier,  ///< A raw id of a person: shown only when the export is told to.
  cell_size    ///< People behind the row: rows below the minimum are suppressed.
};

/// One column.
struct Column {
  std::string name{};                   ///< Heading.
  Format format{};                      ///< How numbers are written; texts ignore it.
  ColumnRole role = ColumnRole::value;  ///< For the privacy rules.
  std::string help{};                   ///< What it means, one sentence; may be empty.

  friend bool operator==(const Column&, const Column&) = default;
};

/// One cell; std::monostate is a missing value and is shown as such, never as 0.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, Money, Day, Estimate>;

/// A table; every row has as many cells as there are columns.
struct Table {
  std::string title{};                    ///< Heading; may be empty.
  std::string caption{};                  ///< What to see in it; may be empty.
  std::vector<Column> columns{};          ///< From left to right.
  std::vector<std::vector<Cell>> rows{};  ///< From top to bottom.

  friend bool operator==(const Table&, const Table&) = default;
};

}  // namespace centricity::inline v0
