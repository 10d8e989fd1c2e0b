#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>
#include <centricity/source/load_purchase_counts.hpp>

#include "core/stop_check.hpp"
#include "source/column_names.hpp"
#include "source/issue_tally.hpp"

namespace centricity::inline v0::source {
namespace {

struct Column {
  std::string_view name;
  std::string PurchaseCountColumnNames::*given;
  double PurchaseCount::*value;
  std::string_view spellings;
  bool required;
};

constexpr std::array columns{
    Column{"repeats",
           &PurchaseCountColumnNames::repeats,
           &PurchaseCount::repeats,
           "frequency x repeats",
           true},
    Column{
        "recency", &PurchaseCountColumnNames::recency, &PurchaseCount::recency, "recency tx", true},
    Column{"age", &PurchaseCountColumnNames::age, &PurchaseCount::age, "age t tcal periods", true},
    Column{"customers",
           &PurchaseCountColumnNames::customers,
           &PurchaseCount::customers,
           "count counts weights weight customers n",
           false},
};

std::vector<ColumnUse> columns_in(const CsvReader& reader, const PurchaseCountColumnNames& given) {
  const std::vector<std::string>& header = reader.header();
  std::vector<std::string> words;
  std::ranges::transform(header, std::back_inserter(words), words_of);
  const std::vector<bool> taken(header.size(), false);
  std::vector<ColumnUse> uses;
  for (const Column& column : columns) {
    const std::string& name = given.*column.given;
    const auto found = name.empty() ? find_spelling(words, taken, column.spellings) : std::nullopt;
    if (!name.empty() && name != no_column) {
      uses.push_back({std::string{column.name}, name, false, "as you said"});
    } else if (found) {
      uses.push_back({std::string{column.name}, header[*found], true, "a usual name of it"});
    } else if (column.required) {
      throw Error{
          ErrorCode::invalid_data,
          "Cannot tell which column is the " + std::string{column.name},
          "Name it as `" + std::string{column.name} + "`; the columns are: " + list_of(header)};
    }
  }
  return uses;
}

bool is_possible(const PurchaseCount& count, bool rounded) noexcept {
  return count.repeats >= 0.0 && count.repeats == std::floor(count.repeats) &&
         count.recency >= 0.0 && count.recency <= count.age && count.customers > 0.0 &&
         (count.repeats > 0.0 ? rounded || count.recency > 0.0 : count.recency == 0.0);
}

// Sorts the counts and adds up those of equal histories.
void unite(std::vector<PurchaseCount>& counts, const Host& host) {
  const auto key = [](const PurchaseCount& count) {
    return std::array{count.repeats, count.recency, count.age};
  };
  StopCheck stop_check{host};
  std::stable_sort(counts.begin(), counts.end(), [&](const auto& left, const auto& right) {
    stop_check.step();
    return key(left) < key(right);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (kept > 0 && key(counts[kept - 1]) == key(counts[i])) {
      counts[kept - 1].customers += counts[i].customers;
    } else {
      counts[kept++] = counts[i];
    }
  }
  counts.resize(kept);
}

LoadedCounts load(CsvReader reader, const PurchaseCountsOptions& options, const Host& host) {
  LoadedCounts loaded;
  loaded.columns = columns_in(reader, options.columns);
  std::vector<std::pair<std::size_t, double PurchaseCount::*>> used;
  for (const ColumnUse& use : loaded.columns) {
    const auto column = std::ranges::find(columns, use.meaning, &Column::name);
    used.emplace_back(reader.column(use.column), column->value);
  }
  IssueTally tally;
  while (reader.next()) {
    ++loaded.rows;
    const auto fields = reader.fields();
    if (reader.problem() != RowProblem::none) {
      tally.add(issue_of(reader.problem()), reader);
      continue;
    }
    PurchaseCount count{.customers = 1.0};
    bool readable = true;
    for (const auto& [position, value] : used) {
      const std::string_view field = fields[position];
      const auto number = parse_number(field, options.dialect);
      if (!number) {
        const bool missing = is_missing(field, options.dialect);
        tally.add(missing ? Issue::no_value : Issue::bad_number,
                  reader,
                  reader.header()[position],
                  field);
        readable = false;
        break;
      }
      count.*value = *number;
    }
    if (readable && !is_possible(count, options.resolution.has_value())) {
      tally.add(Issue::bad_history, reader);
    } else if (readable) {
      loaded.counts.counts.push_back(count);
      ++loaded.kept;
    }
  }
  unite(loaded.counts.counts, host);
  loaded.counts.definition = options.definition;
  loaded.counts.unit = options.unit;
  loaded.counts.resolution = options.resolution;
  loaded.report = tally.report();
  loaded.dialect = reader.dialect();
  return loaded;
}

}  // namespace

LoadedCounts load_purchase_counts(const PurchaseCountsOptions& options, const Host& host) {
  return load(CsvReader::open(options.file, options.dialect, options.limits, host), options, host);
}

LoadedCounts parse_purchase_counts(std::string_view bytes,
                                   const PurchaseCountsOptions& options,
                                   const Host& host) {
  return load(CsvReader::over(bytes, options.dialect, options.limits, host), options, host);
}

}  // namespace centricity::inline v0::source
