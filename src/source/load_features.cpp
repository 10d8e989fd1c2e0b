#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>
#include <centricity/source/load_features.hpp>

#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "source/column_names.hpp"
#include "source/issue_tally.hpp"

namespace centricity::inline v0::source {
namespace {

/// A column as read, rows in the order of the file.
struct Column {
  std::size_t position = 0;
  bool numbers = true;  ///< So far.
  Labels texts{};       ///< Empty: missing.
};

std::size_t customer_column(const CsvReader& reader, const std::string& given) {
  if (!given.empty()) return reader.column(given);
  std::vector<std::string> words;
  for (const std::string& name : reader.header()) words.push_back(words_of(name));
  const std::vector<bool> taken(words.size(), false);
  return find_spelling(words,
                       taken,
                       "customerid customer custid cust clientid client userid user memberid "
                       "member partyid party label id")
      .value_or(0);
}

std::vector<Column> columns_in(const CsvReader& reader,
                               std::size_t customer,
                               const FeaturesOptions& options) {
  std::vector<Column> columns;
  if (options.features.empty()) {
    for (std::size_t i = 0; i < reader.header().size(); ++i) {
      if (i != customer) columns.push_back({.position = i});
    }
  }
  for (const std::string& name : options.features) {
    columns.push_back({.position = reader.column(name)});
  }
  for (const std::string& name : options.categorical) {
    const std::size_t position = reader.column(name);
    for (Column& column : columns) {
      if (column.position == position) column.numbers = false;
    }
  }
  return columns;
}

NumericFeature numeric(std::string name,
                       const Column& column,
                       const std::vector<std::uint32_t>& order,
                       const CsvDialect& dialect) {
  NumericFeature feature{.name = std::move(name)};
  for (const std::uint32_t row : order) {
    feature.values.push_back(parse_number(column.texts[row], dialect));
  }
  return feature;
}

CategoricalFeature categorical(std::string name,
                               const Column& column,
                               const std::vector<std::uint32_t>& order) {
  CategoricalFeature feature{.name = std::move(name)};
  std::vector<std::string_view> categories;
  for (const std::uint32_t row : order) {
    if (!column.texts[row].empty()) categories.push_back(column.texts[row]);
  }
  std::sort(categories.begin(), categories.end());
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
  for (const std::string_view category : categories) feature.categories.push_back(category);
  for (const std::uint32_t row : order) {
    const std::string_view text = column.texts[row];
    const auto at = std::lower_bound(categories.begin(), categories.end(), text);
    feature.values.push_back(
        text.empty() ? Code::none : Code{static_cast<std::uint32_t>(at - categories.begin())});
  }
  return feature;
}

LoadedFeatures load(CsvReader reader, const FeaturesOptions& options, const Host& host) {
  LoadedFeatures loaded;
  const std::size_t customer = customer_column(reader, options.customer);
  loaded.customer = reader.header()[customer];
  std::vector<Column> columns = columns_in(reader, customer, options);
  Labels labels;
  std::vector<std::uint64_t> lines;
  IssueTally tally;
  while (reader.next()) {
    ++loaded.rows;
    const auto fields = reader.fields();
    if (reader.problem() != RowProblem::none) {
      tally.add(issue_of(reader.problem()), reader);
      continue;
    }
    if (is_missing(fields[customer], options.dialect)) {
      tally.add(Issue::no_customer, reader, loaded.customer);
      continue;
    }
    labels.push_back(fields[customer]);
    lines.push_back(reader.line());
    for (Column& column : columns) {
      const std::string_view field = fields[column.position];
      const bool missing = is_missing(field, options.dialect);
      if (column.numbers && !missing && !parse_number(field, options.dialect)) {
        column.numbers = false;
      }
      column.texts.push_back(missing ? std::string_view{} : field);
    }
  }

  std::vector<std::uint32_t> order(labels.size());
  std::iota(order.begin(), order.end(), 0U);
  sort(host, order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return labels[left] != labels[right] ? labels[left] < labels[right] : left < right;
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && labels[order[i]] == labels[order[i - 1]]) {
      throw Error(ErrorCode::invalid_data,
                  "customer " + printable(labels[order[i]]) + " has a second row",
                  "Keep one row a customer.",
                  {.line = lines[order[i]], .column = loaded.customer});
    }
    loaded.features.labels.push_back(labels[order[i]]);
    loaded.lines.push_back(lines[order[i]]);
  }
  for (const Column& column : columns) {
    const std::string& name = reader.header()[column.position];
    if (column.numbers) {
      loaded.features.numeric.push_back(numeric(name, column, order, options.dialect));
    } else {
      loaded.features.categorical.push_back(categorical(name, column, order));
    }
  }
  loaded.report = tally.report();
  return loaded;
}

}  // namespace

LoadedFeatures load_features(const FeaturesOptions& options, const Host& host) {
  return load(CsvReader::open(options.file, options.dialect, options.limits, host), options, host);
}

LoadedFeatures parse_features(std::string_view bytes,
                              const FeaturesOptions& options,
                              const Host& host) {
  return load(CsvReader::over(bytes, options.dialect, options.limits, host), options, host);
}

}  // namespace centricity::inline v0::source
