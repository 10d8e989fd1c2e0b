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
  std::string head{};
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
  const auto screen = static_cast<std::size_t>(options.width);
  const std::size_t cells = widest(result.cells);
  result.head = clean(name_with_unit(definition.name, definition.format));
  const std::size_t head = widest(wrap(result.head, std::clamp(cells, narrow, screen)));
  result.width = std::min(std::max(cells, head), screen);
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

// One cell of each column beside the others, each in as many lines as its width asks for.
std::string write_row(const std::vector<const TextColumn*>& columns,
                      const std::vector<std::string>& cells,
                      bool at_the_bottom) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    lines.push_back(wrap(cells[i], columns[i]->width));
    height = std::max(height, lines.back().size());
  }
  std::string text;
  for (std::size_t line = 0; line < height; ++line) {
    std::string across;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::size_t above = at_the_bottom ? height - lines[i].size() : 0;
      const bool here = line >= above && line - above < lines[i].size();
      if (i > 0) across += std::string(between, ' ');
      across += padded(here ? lines[i][line - above] : "", columns[i]->width, columns[i]->numeric);
    }
    text += trimmed(std::move(across));
  }
  return text;
}

// These columns side by side.
std::string write_part(const std::vector<const TextColumn*>& columns, const TextOptions& options) {
  std::size_t width = 0;
  std::vector<std::string> heads;
  for (const TextColumn* column : columns) {
    width += column->width + (width > 0 ? between : 0);
    heads.push_back(column->head);
  }
  const std::string rule = repeated(options.ascii ? "-" : "─", width) + "\n";
  std::string text = rule + write_row(columns, heads, true) + rule;
  for (std::size_t row = 0; row < columns.front()->cells.size(); ++row) {
    std::vector<std::string> cells;
    for (const TextColumn* column : columns) cells.push_back(column->cells[row]);
    text += write_row(columns, cells, false);
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
    std::vector<const TextColumn*> chosen{&columns.front()};
    std::size_t width = columns.front().width;
    while (next < columns.size() &&
           (chosen.size() == 1 || width + between + columns[next].width <= screen)) {
      const std::size_t room = screen - std::min(screen - 1, width + between);
      columns[next].width = std::min(columns[next].width, room);
      width += between + columns[next].width;
      chosen.push_back(&columns[next++]);
    }
    text += write_part(chosen, options);
    if (next == columns.size()) break;
  }
  if (table.rows.size() > options.table_rows) {
    text += "and " + std::to_string(table.rows.size() - options.table_rows) + " more rows\n";
  }
  return text;
}

}  // namespace centricity::inline v0::report
