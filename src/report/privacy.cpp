#include "centricity/report/privacy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/error.hpp>

#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

using Size = std::optional<std::int64_t>;  // absent: unknown

// Withholds what must not be shown of one list of sizes whose total the reader may know.
void withhold(std::span<const Size> sizes, std::int64_t minimum, std::vector<bool>& withheld) {
  std::int64_t smallest = 0;
  std::int64_t largest = 0;
  std::int64_t sum = 0;  // no further than the minimum
  std::size_t count = 0;
  const auto take = [&](std::size_t row) {
    const std::int64_t size = sizes[row].value_or(0);
    smallest = count == 0 ? size : std::min(smallest, size);
    largest = count == 0 ? size : std::max(largest, size);
    sum = std::min(minimum, sum + std::min(minimum, size));
    ++count;
    withheld[row] = true;
  };

  std::vector<std::size_t> shown;
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    if (withheld[row] || !sizes[row] || (*sizes[row] != 0 && *sizes[row] < minimum)) {
      take(row);
    } else if (*sizes[row] != 0) {
      shown.push_back(row);
    }
  }
  if (count == 0) return;

  std::sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
    return *sizes[a] < *sizes[b];
  });
  const auto safe = [&] { return sum >= minimum && smallest != largest; };
  std::size_t next = 0;
  while (!safe() && next < shown.size()) {
    const std::int64_t size = *sizes[shown[next]];
    while (next < shown.size() && *sizes[shown[next]] == size) take(shown[next++]);
  }
  if (!safe()) std::fill(withheld.begin(), withheld.end(), true);
}

// The same for several lists over the same rows: what one withholds is withheld in all.
std::vector<bool> withhold(const std::vector<std::vector<Size>>& lists, std::int64_t minimum) {
  std::vector<bool> withheld(lists.front().size(), false);
  std::vector<bool> before;
  do {
    before = withheld;
    for (const auto& sizes : lists) withhold(sizes, minimum, withheld);
  } while (withheld != before);
  return withheld;
}

Size size_of(const Cell& cell) {
  const auto whole = [](double value) -> Size {
    constexpr double most = 9e15;
    if (!(value >= 0.0 && value <= most)) return std::nullopt;
    // A fraction of a person still is one: 0.5 must not pass for nobody.
    return value > 0.0 && value < 1.0 ? 1 : static_cast<std::int64_t>(value);
  };
  if (const auto* count = std::get_if<std::int64_t>(&cell)) {
    return *count >= 0 ? Size{*count} : std::nullopt;
  }
  if (const auto* value = std::get_if<double>(&cell)) return whole(*value);
  if (const auto* estimate = std::get_if<Estimate>(&cell)) {
    return estimate->value ? whole(*estimate->value) : std::nullopt;
  }
  return std::nullopt;
}

std::string identifier_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  return write(cell, Format{.decimals = 12});
}

bool is_withheld(const Cell& cell) {
  const auto* estimate = std::get_if<Estimate>(&cell);
  return estimate != nullptr && estimate->undefined == Undefined::suppressed;
}

void require(bool condition, const std::string& what) {
  if (!condition) {
    throw Error{ErrorCode::invalid_data, what, "give every value its place, absent ones too"};
  }
}

class Protection {
 public:
  explicit Protection(const Privacy& privacy) : privacy_{privacy} {}

  void apply(Document& document) {
    for (Block& block : document.blocks) {
      std::visit([this](auto& part) { apply(part); }, block);
    }
    for (Document& section : document.sections) apply(section);
  }

 private:
  void apply(Paragraph&) {}

  void apply(Notice&) {}

  void apply(Figures&) {}

  void apply(Table& table) {
    for (const auto& row : table.rows) {
      require(row.size() == table.columns.size(),
              "table \"" + table.title + "\" has a row of " + std::to_string(row.size()) +
                  " cells and " + std::to_string(table.columns.size()) + " columns");
    }
    withhold_rows(table);
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (table.columns[column].role != ColumnRole::identifier || privacy_.show_identifiers) {
        continue;
      }
      for (auto& row : table.rows) {
        if (!std::holds_alternative<std::monostate>(row[column])) {
          row[column] = neutral(identifier_of(row[column]));
        }
      }
    }
  }

  void withhold_rows(Table& table) const {
    if (privacy_.minimum_cell == 1) return;
    std::vector<std::vector<Size>> lists;
    std::vector<bool> earlier(table.rows.size(), false);  // by an earlier call: its total is safe
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (table.columns[column].role != ColumnRole::cell_size) continue;
      auto& sizes = lists.emplace_back();
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        sizes.push_back(size_of(table.rows[row][column]));
        if (is_withheld(table.rows[row][column])) earlier[row] = true;
      }
    }
    if (lists.empty() || table.rows.empty()) return;
    if (only_earlier(lists, earlier)) return;

    const std::vector<bool> withheld = withhold(lists, privacy_.minimum_cell);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (!withheld[row]) continue;
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        Cell& cell = table.rows[row][column];
        const ColumnRole role = table.columns[column].role;
        const bool names_the_row = column == 0 || role == ColumnRole::identifier ||
                                   std::holds_alternative<std::string>(cell) ||
                                   std::holds_alternative<std::monostate>(cell);
        if (role == ColumnRole::cell_size || !names_the_row) {
          cell = undefined_estimate(Undefined::suppressed);
        }
      }
    }
    if (std::find(withheld.begin(), withheld.end(), true) != withheld.end()) {
      say_so(table.caption, "Rows");
    }
  }

  // True if nothing is to be withheld but what an earlier call has withheld.
  [[nodiscard]] bool only_earlier(const std::vector<std::vector<Size>>& lists,
                                  const std::vector<bool>& earlier) const {
    for (const auto& sizes : lists) {
      for (std::size_t row = 0; row < sizes.size(); ++row) {
        const bool small = !sizes[row] || (*sizes[row] > 0 && *sizes[row] < privacy_.minimum_cell);
        if (small && !earlier[row]) return false;
      }
    }
    return true;
  }

  void apply(Chart& chart) {
    for (Series& series : chart.series) {
      const std::size_t n = series.y.size();
      const auto fits = [n](const auto& values) { return values.empty() || values.size() == n; };
      require(fits(series.x) && fits(series.lower) && fits(series.upper) && fits(series.labels) &&
                  fits(series.cell_sizes) && series.lower.size() == series.upper.size(),
              "series \"" + series.name + "\" of chart \"" + chart.title +
                  "\" has parts of different lengths");
      require(!series.x.empty() || chart.x.categories.empty() || n <= chart.x.categories.size(),
              "series \"" + series.name + "\" of chart \"" + chart.title +
                  "\" has more values than there are categories");
      require(
          std::all_of(series.x.begin(), series.x.end(), [](double x) { return std::isfinite(x); }),
          "series \"" + series.name + "\" of chart \"" + chart.title +
              "\" has an x that is not finite");
      if (withhold_values(series.cell_sizes, series.y)) say_so(chart.caption, "Points");
      for (std::size_t i = 0; i < n && !series.lower.empty(); ++i) {
        if (!series.y[i]) series.lower[i] = series.upper[i] = std::nan("");
      }
    }
    apply(chart.x);
    apply(chart.y);
  }

  void apply(HeatMap& map) {
    require(map.values.size() == map.x.categories.size() * map.y.categories.size() &&
                (map.cell_sizes.empty() || map.cell_sizes.size() == map.values.size()),
            "heat map \"" + map.title + "\" has not as many values as rows times columns");
    if (withhold_values(map.cell_sizes, map.values)) say_so(map.caption, "Cells");
    apply(map.x);
    apply(map.y);
  }

  void apply(Axis& axis) {
    if (!axis.identifiers || privacy_.show_identifiers) return;
    for (std::string& category : axis.categories) category = neutral(category);
    axis.identifiers = false;
  }

  // Forgets values over small cells, and the sizes with them.
  bool withhold_values(std::vector<std::int64_t>& cell_sizes,
                       std::vector<std::optional<double>>& values) const {
    for (std::optional<double>& value : values) {
      if (value && !std::isfinite(*value)) value.reset();
    }
    if (cell_sizes.empty()) return false;
    std::vector<Size> sizes;
    for (const std::int64_t size : cell_sizes) {
      sizes.push_back(size >= 0 ? Size{size} : std::nullopt);
    }
    cell_sizes.clear();
    if (privacy_.minimum_cell == 1) return false;
    const std::vector<bool> withheld = withhold({sizes}, privacy_.minimum_cell);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (withheld[i]) values[i].reset();
    }
    return std::find(withheld.begin(), withheld.end(), true) != withheld.end();
  }

  void say_so(std::string& caption, const std::string& parts) const {
    const std::string sentence = parts + " of fewer than " + std::to_string(privacy_.minimum_cell) +
                                 " people are withheld, and the next larger ones where a total "
                                 "would give them away.";
    if (caption.find(sentence) != std::string::npos) return;
    if (!caption.empty()) caption += ' ';
    caption += sentence;
  }

  std::string neutral(const std::string& identifier) {
    const auto [entry, added] = labels_.try_emplace(identifier);
    if (added) entry->second = "#" + std::to_string(labels_.size());
    return entry->second;
  }

  const Privacy& privacy_;
  std::map<std::string, std::string> labels_{};
};

}  // namespace

Document protect(const Document& document, const Privacy& privacy) {
  if (privacy.minimum_cell < 1 || privacy.minimum_cell == 2) {
    throw Error{ErrorCode::invalid_argument,
                "the minimum cell is " + std::to_string(privacy.minimum_cell),
                "give 1 to publish every row, or 3 or more: at 2, what is withheld can only be 1"};
  }
  Document result = document;
  Protection{privacy}.apply(result);
  return result;
}

}  // namespace centricity::inline v0::report
