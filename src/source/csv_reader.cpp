#include <algorithm>
#include <array>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>

#include "core/text.hpp"
#include "source/column_names.hpp"
#include "source/row_scanner.hpp"
#include "source/utf8.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t sample_bytes = 65'536;  // Looked at before reading begins.
constexpr std::size_t sample_rows = 50;
constexpr std::size_t largest_size = std::size_t{1} << 30;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array candidates{',', ';', '\t', '|'};

// Files that are no text, by their first bytes.
struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view unpack = "Unpack it and read the CSV file within";
constexpr std::string_view save_as_csv = "Save the table as CSV (UTF-8) and read that";
constexpr std::array signatures{
    Signature{"\x1F\x8B", "compressed with gzip", "Unpack it with `gzip -dk FILE`"},
    Signature{"\x28\xB5\x2F\xFD", "compressed with zstd", unpack},
    Signature{"\xFD"
              "7zXZ",
              "compressed with xz",
              unpack},
    Signature{"BZh", "compressed with bzip2", unpack},
    Signature{"PK\x03\x04", "a zip archive or a workbook", save_as_csv},
    Signature{"\xD0\xCF\x11\xE0", "a workbook", save_as_csv},
    Signature{"PAR1", "a Parquet file", save_as_csv},
    Signature{"SQLite format 3", "a database", save_as_csv},
    Signature{"%PDF", "a PDF document", save_as_csv},
    Signature{"\xFF\xFE", "text in UTF-16", "Save it as UTF-8"},
    Signature{"\xFE\xFF", "text in UTF-16", "Save it as UTF-8"},
};

void check(const CsvDialect& dialect, const CsvLimits& limits) {
  const auto refuse = [](const std::string& what, const std::string& hint) {
    throw Error{ErrorCode::invalid_argument, what, hint};
  };
  const auto is_line_end = [](char byte) { return byte == '\n' || byte == '\r'; };
  if (dialect.delimiter && (is_line_end(*dialect.delimiter) || *dialect.delimiter == '\0' ||
                            *dialect.delimiter == dialect.quote)) {
    refuse("The delimiter must be a character that is neither the quote nor a line end",
           "Leave CsvDialect::delimiter absent to have it guessed");
  }
  if (is_line_end(dialect.quote) || dialect.quote == ' ') {
    refuse("The quote must be neither a space nor a line end", "The usual quote is \"");
  }
  if ((dialect.decimal_point != '.' && dialect.decimal_point != ',') ||
      dialect.decimal_point == dialect.grouping) {
    refuse("The decimal point must be '.' or ',' and differ from the grouping", "");
  }
  if (limits.columns == 0 || limits.field_bytes == 0 || limits.row_bytes == 0 ||
      limits.row_bytes > largest_size || limits.block_bytes == 0 ||
      limits.block_bytes > largest_size || limits.field_bytes > largest_size) {
    refuse("CsvLimits must be at least 1, those of a field, row and block at most 2^30", "");
  }
}

// How well a delimiter explains the first rows: the share of rows with as many fields as the first.
struct Explanation {
  double agreement = 0.0;
  std::size_t fields = 0;

  friend auto operator<=>(const Explanation&, const Explanation&) = default;
};

Explanation explain(std::string_view sample, bool whole, const CsvDialect& dialect) {
  const CsvLimits limits{
      .field_bytes = largest_size, .row_bytes = largest_size, .block_bytes = sample.size() + 1};
  RowScanner scanner{ByteWindow::over_memory(sample), dialect, limits};
  scanner.show_more();
  std::vector<std::size_t> counts;
  while (counts.size() < sample_rows && scanner.step(0) == RowScanner::Step::row) {
    counts.push_back(scanner.field_count());
  }
  if (!whole && counts.size() > 1 && scanner.bytes_read() == sample.size()) {
    counts.pop_back();  // Cut off.
  }
  if (counts.empty() || counts.front() < 2) {
    return {};
  }
  const auto agreeing = std::ranges::count(counts, counts.front());
  return {.agreement = static_cast<double>(agreeing) / static_cast<double>(counts.size()),
          .fields = counts.front()};
}

char guess_delimiter(std::string_view sample, bool whole, CsvDialect dialect) {
  char best = candidates.front();
  Explanation best_explanation;
  for (const char candidate : candidates) {
    dialect.delimiter = candidate;
    const Explanation explanation = explain(sample, whole, dialect);
    if (explanation > best_explanation) {
      best = candidate;
      best_explanation = explanation;
    }
  }
  return best;
}

// The line "sep=;" some spreadsheets write before the header: its delimiter.
std::optional<char> declared_delimiter(std::string_view sample) noexcept {
  const bool declared =
      sample.size() > 5 && sample.starts_with("sep=") && (sample[5] == '\n' || sample[5] == '\r');
  return declared ? std::optional{sample[4]} : std::nullopt;
}

}  // namespace

std::string_view to_string(RowProblem problem) noexcept {
  switch (problem) {
    case RowProblem::none:
      return "none";
    case RowProblem::too_few_fields:
      return "too_few_fields";
    case RowProblem::too_many_fields:
      return "too_many_fields";
    case RowProblem::broken_quote:
      return "broken_quote";
    case RowProblem::long_field:
      return "long_field";
    case RowProblem::nul_byte:
      return "nul_byte";
  }
  return "unknown";
}

class CsvReader::State {
 public:
  State(ByteWindow window, std::string name, CsvDialect dialect, const CsvLimits& limits, Host host)
      : name_{std::move(name)},
        task_{"reading " + name_},
        limits_{limits},
        host_{std::move(host)},
        dialect_{(check(dialect, limits), std::move(dialect))},
        scanner_{start(std::move(window))} {
    read_header();
  }

  bool next() {
    if (!step(header_.size())) {
      return false;
    }
    if (++rows_ > limits_.rows) {
      throw Error{ErrorCode::limit_exceeded,
                  name_ + " has more than " + std::to_string(limits_.rows) + " rows",
                  "Raise CsvLimits::rows",
                  {.line = scanner_.line()}};
    }
    return true;
  }

  [[nodiscard]] std::vector<std::size_t> positions(std::string_view column) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (header_[i] == column) {
        found.push_back(i);
      }
    }
    return found;
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }

  [[nodiscard]] std::uint64_t header_line() const noexcept { return header_line_; }

  [[nodiscard]] const CsvDialect& dialect() const noexcept { return dialect_; }

  [[nodiscard]] const RowScanner& scanner() const noexcept { return scanner_; }

  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

  [[nodiscard]] std::uint64_t declaration_lines() const noexcept { return declaration_lines_; }

 private:
  // Looks at the first bytes: what they are, and how the file is written.
  RowScanner start(ByteWindow window) {
    window.advance(0, sample_bytes);
    if (window.size().value_or(0) > limits_.bytes) {
      throw Error{ErrorCode::limit_exceeded,
                  name_ + " has more than " + std::to_string(limits_.bytes) + " bytes",
                  "Raise CsvLimits::bytes"};
    }
    std::string_view sample = window.view();
    for (const Signature& signature : signatures) {
      if (sample.starts_with(signature.bytes)) {
        throw Error{ErrorCode::invalid_data,
                    name_ + " is " + std::string{signature.what} + ", not CSV",
                    std::string{signature.hint}};
      }
    }
    std::size_t skipped = sample.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const auto declared = declared_delimiter(sample.substr(skipped));
    if (declared) {
      const std::size_t line = skipped + 5;
      skipped = line + (sample.substr(line).starts_with("\r\n") ? 2 : 1);
      declaration_lines_ = 1;
    }
    sample.remove_prefix(skipped);
    if (!dialect_.delimiter && declared) {
      dialect_.delimiter = declared;
      check(dialect_, limits_);
    }
    if (!dialect_.delimiter) {
      dialect_.delimiter = guess_delimiter(sample, window.at_end(), dialect_);
    }
    window.advance(skipped, 0);
    return RowScanner{std::move(window), dialect_, limits_};
  }

  bool step(std::size_t columns) {
    for (;;) {
      switch (scanner_.step(columns)) {
        case RowScanner::Step::row:
          return true;
        case RowScanner::Step::end:
          report_progress(host_, task_, 1.0);
          return false;
        case RowScanner::Step::more:
          show_more();
      }
    }
  }

  void show_more() {
    stop_if_cancelled(host_);
    const std::uint64_t size = scanner_.window().size().value_or(0);
    if (host_.progress && size > 0) {
      report_progress(
          host_, task_, static_cast<double>(scanner_.bytes_read()) / static_cast<double>(size));
    }
    scanner_.show_more();
  }

  void read_header() {
    if (!step(limits_.columns)) {
      throw Error{ErrorCode::invalid_data,
                  name_ + " is empty",
                  "The first line of a CSV file names its columns"};
    }
    header_line_ = scanner_.line() + declaration_lines_;
    const Location where{.line = header_line_};
    const RowProblem problem = scanner_.problem();
    if (scanner_.field_count() > limits_.columns) {
      throw Error{ErrorCode::limit_exceeded,
                  name_ + " has " + std::to_string(scanner_.field_count()) + " columns",
                  "Raise CsvLimits::columns from " + std::to_string(limits_.columns),
                  where};
    }
    if (problem == RowProblem::broken_quote || problem == RowProblem::nul_byte ||
        problem == RowProblem::long_field) {
      throw Error{ErrorCode::invalid_data,
                  "The header of " + name_ + " cannot be read: " + std::string{to_string(problem)},
                  "Check that this is a CSV file; its first line names the columns",
                  where};
    }
    for (const std::string_view field : scanner_.fields()) {
      header_.push_back(is_utf8(field) ? std::string{field} : latin1_to_utf8(field));
    }
    if (std::ranges::all_of(header_, &std::string::empty)) {
      throw Error{ErrorCode::invalid_data,
                  "The header of " + name_ + " names no column",
                  "The first line of a CSV file names its columns",
                  where};
    }
  }

  std::string name_;
  std::string task_;
  CsvLimits limits_;
  Host host_;
  CsvDialect dialect_;
  std::uint64_t declaration_lines_ = 0;
  RowScanner scanner_;
  std::vector<std::string> header_{};
  std::uint64_t header_line_ = 0;
  std::uint64_t rows_ = 0;
};

CsvReader CsvReader::open(const std::string& path,
                          const CsvDialect& dialect,
                          const CsvLimits& limits,
                          const Host& host) {
  return CsvReader{
      std::make_unique<State>(ByteWindow::over_file(path), path, dialect, limits, host)};
}

CsvReader CsvReader::over(std::string_view bytes,
                          const CsvDialect& dialect,
                          const CsvLimits& limits,
                          const Host& host) {
  return CsvReader{
      std::make_unique<State>(ByteWindow::over_memory(bytes), "the text", dialect, limits, host)};
}

CsvReader::CsvReader(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {}

CsvReader::CsvReader(CsvReader&& other) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&& other) noexcept = default;
CsvReader::~CsvReader() = default;

const std::vector<std::string>& CsvReader::header() const noexcept { return state_->header(); }

std::optional<std::size_t> CsvReader::find(std::string_view column) const {
  const std::vector<std::size_t> found = state_->positions(column);
  if (found.size() > 1) {
    throw Error{
        ErrorCode::invalid_data,
        std::to_string(found.size()) + " columns of " + state_->name() + " have the same name",
        "Rename all but one of them",
        {.line = state_->header_line(), .column = std::string{column}}};
  }
  return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::size_t CsvReader::column(std::string_view name) const {
  if (const auto found = find(name)) {
    return *found;
  }
  throw Error{ErrorCode::invalid_data,
              state_->name() + " has no column '" + printable(name) + "'",
              "It has: " + list_of(header()),
              {.line = state_->header_line()}};
}

const CsvDialect& CsvReader::dialect() const noexcept { return state_->dialect(); }

bool CsvReader::next() { return state_->next(); }

std::span<const std::string_view> CsvReader::fields() const noexcept {
  return state_->scanner().fields();
}

RowProblem CsvReader::problem() const noexcept { return state_->scanner().problem(); }

std::uint64_t CsvReader::line() const noexcept {
  return state_->scanner().line() + state_->declaration_lines();
}

std::uint64_t CsvReader::row() const noexcept { return state_->rows() - 1; }

std::uint64_t CsvReader::bytes_read() const noexcept { return state_->scanner().bytes_read(); }

std::uint64_t CsvReader::lines_read() const noexcept {
  return state_->scanner().lines_read() + state_->declaration_lines();
}

std::uint64_t CsvReader::blank_lines() const noexcept { return state_->scanner().blank_lines(); }

}  // namespace centricity::inline v0::source
