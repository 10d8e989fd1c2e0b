#include "source/row_scanner.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::source {
namespace {

bool is_line_end(char byte) noexcept { return byte == '\n' || byte == '\r'; }

bool has_nul(std::string_view text) noexcept {
  return !text.empty() && std::memchr(text.data(), 0, text.size()) != nullptr;
}

}  // namespace

RowScanner::RowScanner(ByteWindow window, const CsvDialect& dialect, const CsvLimits& limits)
    : window_{std::move(window)},
      limits_{limits},
      delimiter_{dialect.delimiter.value_or(',')},
      quote_{dialect.quote} {}

bool RowScanner::is_space(char byte) const noexcept {
  return byte <= ' ' && (byte == ' ' || byte == '\t') && byte != delimiter_;
}

std::size_t RowScanner::skip_spaces(std::size_t at) const noexcept {
  while (at < text_.size() && is_space(text_[at])) {
    ++at;
  }
  return at;
}

// What is there; a line end behind the last mark of all.
char RowScanner::at_mark(std::size_t mark) const noexcept {
  return mark < found_.count ? text_[marks_[mark]] : '\n';
}

void RowScanner::blame(RowProblem problem) noexcept {
  if (problem_ == RowProblem::none) {
    problem_ = problem;
  }
}

void RowScanner::show_more() {
  const std::size_t kept = text_.size() - begin_;
  if (kept > limits_.row_bytes) {
    throw Error{ErrorCode::limit_exceeded,
                "A row is longer than " + std::to_string(limits_.row_bytes) + " bytes",
                "Check that this is a CSV file; else raise CsvLimits::row_bytes",
                {.line = lines_ + 1}};
  }
  window_.advance(begin_, std::max(limits_.block_bytes, 2 * kept));
  if (window_.offset() + window_.view().size() > limits_.bytes) {
    throw Error{ErrorCode::limit_exceeded,
                "There are more than " + std::to_string(limits_.bytes) + " bytes",
                "Raise CsvLimits::bytes",
                {.line = lines_ + 1}};
  }
  text_ = window_.view();
  const char quote = quote_ != '\0' ? quote_ : delimiter_;
  found_ = find_marks(text_, {.delimiter = delimiter_, .quote = quote}, marks_);
  begin_ = 0;
  next_mark_ = 0;
}

RowScanner::Step RowScanner::step(std::size_t columns) {
  columns_ = columns;
  if (!skip_blank_lines()) {
    return Step::more;
  }
  if (begin_ == text_.size()) {
    return Step::end;
  }
  Cursor cursor{.at = begin_, .mark = next_mark_};
  if (!scan_row(cursor)) {
    return Step::more;
  }
  finish_row(text_.substr(begin_, cursor.at - begin_));
  begin_ = cursor.at;
  next_mark_ = cursor.mark;
  return Step::row;
}

// Goes past the line end at the cursor, CR LF being one.  @return false: more bytes must decide
bool RowScanner::pass_line_end(Cursor& cursor) const noexcept {
  if (cursor.at == text_.size()) {
    return window_.at_end();
  }
  const bool carriage_return = text_[cursor.at] == '\r';
  if (carriage_return && cursor.at + 1 == text_.size() && !window_.at_end()) {
    return false;
  }
  const bool both = carriage_return && cursor.at + 1 < text_.size() && text_[cursor.at + 1] == '\n';
  cursor.at += both ? 2 : 1;
  cursor.mark += both ? 2 : 1;
  return true;
}

bool RowScanner::skip_blank_lines() {
  for (;;) {
    Cursor cursor{.at = skip_spaces(begin_), .mark = next_mark_};
    if (cursor.at == text_.size()) {
      begin_ = window_.at_end() ? cursor.at : begin_;
      return window_.at_end();
    }
    if (!is_line_end(text_[cursor.at])) {
      return true;
    }
    if (!pass_line_end(cursor)) {
      return false;
    }
    begin_ = cursor.at;
    next_mark_ = cursor.mark;
    ++blank_lines_;
    ++lines_;
  }
}

// Scans the row at the cursor and goes behind it.  @return false: it is not all in view
bool RowScanner::scan_row(Cursor& cursor) {
  fields_.clear();
  escaped_.clear();
  field_count_ = 0;
  surplus_text_ = false;
  problem_ = RowProblem::none;
  row_lines_ = 0;
  for (;;) {
    cursor.at = skip_spaces(cursor.at);
    const bool quoted = found_.has_quote && cursor.mark < found_.count &&
                        marks_[cursor.mark] == cursor.at && text_[cursor.at] == quote_;
    if (quoted) {
      const Cursor quote = cursor;
      switch (scan_quoted(cursor)) {
        case Found::field:
          break;
        case Found::broken:
          return end_broken_row(cursor, quote);
        case Found::more:
          return false;
      }
    } else if (!scan_plain(cursor, cursor.at)) {
      return false;
    }
    if (cursor.at == text_.size() || text_[cursor.at] != delimiter_) {
      return pass_line_end(cursor);
    }
    ++cursor.at;
    ++cursor.mark;
  }
}

// Goes to the end of a field without regard to quotes.
bool RowScanner::scan_plain(Cursor& cursor, std::size_t begin) {
  while (found_.has_quote && at_mark(cursor.mark) == quote_) {
    ++cursor.mark;
  }
  if (cursor.mark == found_.count && !window_.at_end()) {
    return false;
  }
  cursor.at = cursor.mark < found_.count ? marks_[cursor.mark] : text_.size();
  std::size_t end = cursor.at;
  while (end > begin && is_space(text_[end - 1])) {
    --end;
  }
  const std::string_view field{text_.data() + begin, end - begin};
  if (field_count_ < columns_ && field.size() <= limits_.field_bytes) {
    ++field_count_;  // As `keep` does; here, as nearly all fields end here.
    fields_.push_back(field);
  } else {
    keep(field);
  }
  return true;
}

// Goes to the end of a field that begins with a quote at the cursor.
RowScanner::Found RowScanner::scan_quoted(Cursor& cursor) {
  const std::size_t open = cursor.at;
  bool escaped = false;
  std::uint64_t lines = 0;
  for (++cursor.mark;; ++cursor.mark) {
    if (cursor.mark == found_.count) {
      const bool hopeless = window_.at_end() || text_.size() - open > limits_.field_bytes + 2;
      return hopeless ? Found::broken : Found::more;
    }
    const std::size_t at = marks_[cursor.mark];
    if (at - open > limits_.field_bytes + 1) {
      return Found::broken;
    }
    if (text_[at] != quote_) {
      lines += text_[at] == '\r' || (text_[at] == '\n' && text_[at - 1] != '\r') ? 1U : 0U;
      continue;
    }
    if (at + 1 == text_.size() && !window_.at_end()) {
      return Found::more;
    }
    if (at + 1 < text_.size() && text_[at + 1] == quote_) {
      escaped = true;
      ++cursor.mark;
      continue;
    }
    break;
  }
  const std::size_t close = marks_[cursor.mark++];
  cursor.at = skip_spaces(close + 1);
  if (cursor.at == text_.size() && !window_.at_end()) {
    return Found::more;
  }
  if (cursor.at == text_.size() || text_[cursor.at] == delimiter_ ||
      is_line_end(text_[cursor.at])) {
    row_lines_ += lines;
    keep(text_.substr(open + 1, close - open - 1), escaped);
    return Found::field;
  }
  if (lines > 0) {
    return Found::broken;
  }
  if (!scan_plain(cursor, open)) {
    return Found::more;
  }
  blame(RowProblem::broken_quote);
  return Found::field;
}

// Ends a row with the line in which its last quote opens.
bool RowScanner::end_broken_row(Cursor& cursor, const Cursor& quote) {
  cursor = quote;
  while (cursor.mark < found_.count && !is_line_end(text_[marks_[cursor.mark]])) {
    ++cursor.mark;
  }
  if (cursor.mark == found_.count && !window_.at_end()) {
    return false;
  }
  cursor.at = cursor.mark < found_.count ? marks_[cursor.mark] : text_.size();
  keep(text_.substr(quote.at, cursor.at - quote.at));
  blame(RowProblem::broken_quote);
  return pass_line_end(cursor);
}

void RowScanner::keep(std::string_view field, bool escaped) {
  ++field_count_;
  if (field.size() > limits_.field_bytes) {
    blame(RowProblem::long_field);
  }
  if (fields_.size() == columns_) {
    surplus_text_ = surplus_text_ || !field.empty();
    return;
  }
  if (escaped) {
    escaped_.push_back(fields_.size());
  }
  fields_.push_back(field);
}

void RowScanner::finish_row(std::string_view row) {
  if (row.size() > limits_.row_bytes) {
    throw Error{ErrorCode::limit_exceeded,
                "A row is longer than " + std::to_string(limits_.row_bytes) + " bytes",
                "Check that this is a CSV file; else raise CsvLimits::row_bytes",
                {.line = lines_ + 1}};
  }
  if (!escaped_.empty()) {
    unescape_fields(row.size());
  }
  if (found_.has_nul && has_nul(row)) {
    blame(RowProblem::nul_byte);
  }
  if (field_count_ < columns_) {
    blame(RowProblem::too_few_fields);
  } else if (surplus_text_) {
    blame(RowProblem::too_many_fields);
  }
  row_line_ = lines_ + 1;
  lines_ += row_lines_ + 1;
}

// Copies the fields with doubled quotes, each of these once.
void RowScanner::unescape_fields(std::size_t row_bytes) {
  unescaped_.clear();
  unescaped_.reserve(row_bytes);  // So that it does not move while fields point to it.
  for (const std::size_t position : escaped_) {
    std::string_view& field = fields_[position];
    const std::size_t begin = unescaped_.size();
    for (std::size_t i = 0; i < field.size(); ++i) {
      unescaped_ += field[i];
      i += field[i] == quote_ ? 1U : 0U;
    }
    field = std::string_view{unescaped_}.substr(begin);
  }
}

}  // namespace centricity::inline v0::source
