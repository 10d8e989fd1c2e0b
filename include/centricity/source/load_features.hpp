#pragma once

/// @file
/// A CSV file of what customers are like: one row a customer, one column a feature.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/source/csv_dialect.hpp>
#include <centricity/summary/feature_table.hpp>

namespace centricity::inline v0::source {

/// What to read and how.
struct FeaturesOptions {
  std::string file{};                      ///< Path; not used by parse_features.
  std::string customer{};                  ///< Column of the ids; empty: by a usual name, or first.
  std::vector<std::string> features{};     ///< Columns to read; empty: all.
  std::vector<std::string> categorical{};  ///< Those of codes that only look like numbers.
  CsvDialect dialect{};                    ///< How the file is written.
  CsvLimits limits{};                      ///< How large it may be.
};

/// Features and how they came about.
struct LoadedFeatures {
  FeatureTable features{};             ///< Of the rows kept, in the byte order of their labels.
  std::vector<std::uint64_t> lines{};  ///< Line of the file, of each row.
  std::string customer{};              ///< Column of the ids.
  ValidationReport report{};           ///< Everything unusual, by kind.
  std::uint64_t rows = 0;              ///< After the header.
};

/// Loads a file of features. A column is of numbers if all its values are; else it is of texts. An
/// empty field is a value that is missing. A row whose structure is broken, or without an id, is
/// set aside and reported.
/// @throws Error `io`, `limit_exceeded`, `cancelled`; `invalid_data` if a column is not there or a
///         customer has two rows, naming the line of the second.
/// @par Complexity O(bytes), and O(n log n) in the rows; all texts are in memory.
[[nodiscard]] CENTRICITY_EXPORT LoadedFeatures load_features(const FeaturesOptions& options,
                                                             const Host& host = {});

/// The same from bytes in memory.
[[nodiscard]] CENTRICITY_EXPORT LoadedFeatures parse_features(std::string_view bytes,
                                                              const FeaturesOptions& options = {},
                                                              const Host& host = {});

}  // namespace centricity::inline v0::source
