#include <algorithm>
#include <vector>

#include "report/text_parts.hpp"
#include "report/utf8.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr std::size_t between = 2;  // blanks between columns

// A column ready to be written.
struct TextColumn {
  std::vector<std::string> head{};  // lines
  std::vector<std::string> cells{};
  std::size_t width = 0;
  bool numeric = false;
};

std::string write_whole(const Cell& cell, const Format& format) {
  std::string text = write(cell, format);
  const auto* estimate = std::get_if<Estimate>(&cell);
  if (estimate != nullptr && estimate->value && estimate->interval) {
    text += " (" + write(*estimate->interval, format) + ")";
  }
  return text;
}

std::size_t widest(const std::vector<std::string>& lines) {
  std::size_t width = 0;
  for (const std::string& line : lines) width = std::max(width, display_width(line));
  return width;
}

TextColumn text_column(const Table& table, std::size_t column, const TextOptions& options) {
  const Column& definition = table.columns[column];
  TextColumn result{.numeric = is_numeric(table, column)};
  const std::size_t rows = std::min(table.rows.size(), options.table_rows);
  for (std::size_t row = 0; row < rows; ++row) {
    result.cells.push_back(write_whole(table.rows[row][column], definition.format));
  }
  // A head may take several lines, so that short numbers do not stand in a wide column.
  constexpr std::size_t narrow = 12;
  const std::string head = clean(name_with_unit(definition.name, definition.format));
  const auto screen = static_cast<std::size_t>(options.width);
  result.head = wrap(head, std::clamp(widest(result.cells), narrow, screen));
  result.width = std::min(std::max(widest(result.cells), widest(result.head)), screen);
  return result;
}

// Columns of text give way, the widest first, until all columns fit or are narrow.
void narrow_down(std::vector<TextColumn>& columns, std::size_t screen) {
  constexpr std::size_t narrowest = 14;
  const auto total = [&] {
    std::size_t sum = 0;
    for (const TextColumn& column : columns) sum += column.width + between;
    return sum;
  };
  while (total() > screen + between) {
    TextColumn* widest_text = nullptr;
    for (TextColumn& column : columns) {
      if (!column.numeric && column.width > narrowest &&
          (widest_text == nullptr || column.width > widest_text->width)) {
        widest_text = &column;
      }
    }
    if (widest_text == nullptr) return;
    --widest_text->width;
  }
}

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line + "\n";
}

// The columns first, begin to end - 1.
std::string write_part(const std::vector<TextColumn>& columns,
                       const std::vector<std::size_t>& chosen,
                       const TextOptions& options) {
  const char* ellipsis = options.ascii ? "..." : "…";
  std::size_t width = 0;
  std::size_t head_lines = 0;
  for (const std::size_t i : chosen) {
    width += columns[i].width + (width > 0 ? between : 0);
    head_lines = std::max(head_lines, columns[i].head.size());
  }
  const auto line_of = [&](const auto& text_of) {
    std::string line;
    for (const std::size_t i : chosen) {
      if (!line.empty() || i != chosen.front()) line += std::string(between, ' ');
      line += padded(shorten(text_of(columns[i]), columns[i].width, ellipsis),
                     columns[i].width,
                     columns[i].numeric);
    }
    return trimmed(std::move(line));
  };

  const std::string rule = repeated(options.ascii ? "-" : "─", width) + "\n";
  std::string text = rule;
  for (std::size_t line = 0; line < head_lines; ++line) {
    text += line_of([&](const TextColumn& column) {
      const std::size_t blank = head_lines - column.head.size();
      return line < blank ? std::string{} : column.head[line - blank];
    });
  }
  text += rule;
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    text += line_of([row](const TextColumn& column) { return column.cells[row]; });
  }
  return text + rule;
}

}  // namespace

std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
  const std::size_t used = display_width(text);
  const std::string blanks(width > used ? width - used : 0, ' ');
  return to_the_right ? blanks + text : text + blanks;
}

std::string repeated(const char* mark, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += mark;
  return text;
}

std::string text_table(const Table& table, const TextOptions& options) {
  if (table.columns.empty()) return {};
  std::vector<TextColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    columns.push_back(text_column(table, i, options));
  }
  const auto screen = static_cast<std::size_t>(options.width);
  narrow_down(columns, screen);

  std::string text;
  for (std::size_t next = 1; next <= columns.size();) {
    std::vector<std::size_t> chosen{0};
    std::size_t width = columns.front().width;
    while (next < columns.size() &&
           (chosen.size() == 1 || width + between + columns[next].width <= screen)) {
      const std::size_t room = screen - std::min(screen - 1, width + between);
      columns[next].width = std::min(columns[next].width, room);
      width += between + columns[next].width;
      chosen.push_back(next++);
    }
    text += write_part(columns, chosen, options);
    if (next == columns.size()) break;
  }
  if (table.rows.size() > options.table_rows) {
    text += "and " + std::to_string(table.rows.size() - options.table_rows) + " more rows\n";
  }
  return text;
}

}  // namespace centricity::inline v0::report
