#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>

#include "support/files.hpp"

namespace {

namespace cc = centricity;
using cc::source::CsvDialect;
using cc::source::CsvLimits;
using cc::source::CsvReader;
using cc::source::RowProblem;
using testing::ElementsAre;
using testing::HasSubstr;

using Row = std::vector<std::string>;

struct ReadRow {
  Row fields{};
  RowProblem problem = RowProblem::none;
  std::uint64_t line = 0;

  friend bool operator==(const ReadRow&, const ReadRow&) = default;

  friend void PrintTo(const ReadRow& row, std::ostream* out) {
    *out << row.line << " " << to_string(row.problem) << " " << testing::PrintToString(row.fields);
  }
};

struct Read {
  Row header{};
  std::vector<ReadRow> rows{};
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  char delimiter = '\0';

  friend bool operator==(const Read&, const Read&) = default;
};

Read read_all(CsvReader reader) {
  Read result{.header = reader.header(), .delimiter = reader.dialect().delimiter.value_or('\0')};
  while (reader.next()) {
    EXPECT_EQ(reader.row(), result.rows.size());
    const auto fields = reader.fields();
    result.rows.push_back({Row(fields.begin(), fields.end()), reader.problem(), reader.line()});
  }
  EXPECT_FALSE(reader.next());
  result.lines = reader.lines_read();
  result.bytes = reader.bytes_read();
  return result;
}

Read read_text(std::string_view text,
               const CsvDialect& dialect = {},
               const CsvLimits& limits = {}) {
  return read_all(CsvReader::over(text, dialect, limits));
}

std::vector<Row> fields_of(const Read& read) {
  std::vector<Row> rows;
  for (const ReadRow& row : read.rows) {
    EXPECT_EQ(row.problem, RowProblem::none) << "line " << row.line;
    rows.push_back(row.fields);
  }
  return rows;
}

TEST(CsvReader, reads_a_table_with_a_header) {
  const Read read = read_text("id,name\n1,Ann\n2,Bob\n");
  EXPECT_THAT(read.header, ElementsAre("id", "name"));
  EXPECT_THAT(fields_of(read), ElementsAre(Row{"1", "Ann"}, Row{"2", "Bob"}));
  EXPECT_EQ(read.lines, 3U);
  EXPECT_EQ(read.bytes, 20U);
}

TEST(CsvReader, understands_what_people_have) {
  const std::vector<Row> expected{{"1", "Ann"}, {"2", "Bob"}};
  for (const std::string_view text : {
           "id,name\n1,Ann\n2,Bob",                     // no line end at the end
           "id,name\r\n1,Ann\r\n2,Bob\r\n",             // Windows
           "id,name\r1,Ann\r2,Bob\r",                   // old Macintosh
           "id,name\n1,Ann\r\n2,Bob\r",                 // all of them
           "\xEF\xBB\xBFid,name\n1,Ann\n2,Bob\n",       // byte-order mark
           "\n\r\n  \nid,name\n\n1,Ann\n \n2,Bob\n\n",  // blank lines
           "id;name\n1;Ann\n2;Bob\n",
           "id\tname\n1\tAnn\n2\tBob\n",
           "id|name\n1|Ann\n2|Bob\n",
           "sep=;\nid;name\n1;Ann\n2;Bob\n",
           "\xEF\xBB\xBFsep=;\r\nid;name\r\n1;Ann\r\n2;Bob\r\n",
           "id , name\n 1 , Ann\n2  ,\tBob \n",              // spaces around
           "\"id\",\"name\"\n\"1\",\"Ann\"\n2, \"Bob\" \n",  // quotes where none are needed
           "id,name\n1,Ann,\n2,Bob,,\n",                     // delimiters at the end
       }) {
    const Read read = read_text(text);
    EXPECT_THAT(read.header, ElementsAre("id", "name")) << text;
    EXPECT_EQ(fields_of(read), expected) << text;
    EXPECT_EQ(read.bytes, text.size()) << text;
  }
}

TEST(CsvReader, reads_quoted_fields) {
  const Read read =
      read_text("a,b\n\"x, y\",\"two\r\nlines\"\n\" s \",\"say \"\"no\"\"\"\n\"\",ab\"c\n");
  EXPECT_THAT(fields_of(read),
              ElementsAre(Row{"x, y", "two\r\nlines"}, Row{" s ", "say \"no\""}, Row{"", "ab\"c"}));
  EXPECT_EQ(read.rows[1].line, 4U);
  EXPECT_EQ(read.lines, 5U);
}

TEST(CsvReader, takes_a_quote_of_another_kind_or_none) {
  EXPECT_THAT(fields_of(read_text("a,b\n'x,y',1\n", {.quote = '\''})),
              ElementsAre(Row{"x,y", "1"}));
  EXPECT_THAT(fields_of(read_text("a,b\n\"x,1\n", {.quote = '\0'})), ElementsAre(Row{"\"x", "1"}));
}

TEST(CsvReader, says_what_is_wrong_with_a_row_and_reads_on) {
  using namespace std::string_literals;

  struct Case {
    std::string text;
    RowProblem problem;
    Row fields;
  };

  const Case cases[] = {
      {"1", RowProblem::too_few_fields, {"1"}},
      {"1,2,3", RowProblem::too_many_fields, {"1", "2"}},
      {"\"1\"x,2", RowProblem::broken_quote, {"\"1\"x", "2"}},
      {"\"1,2", RowProblem::broken_quote, {"\"1,2"}},
      {"1,2\0"s, RowProblem::nul_byte, {"1", "2\0"s}},
      {"1,23456789", RowProblem::long_field, {"1", "23456789"}},
      {"1,\"23456789\"", RowProblem::long_field, {"1", "\"23456789\""}},
  };
  for (const Case& c : cases) {
    const Read read = read_text("a,b\n" + c.text + "\nx,y\n", {}, {.field_bytes = 7});
    ASSERT_EQ(read.rows.size(), 2U) << c.text;
    EXPECT_EQ(read.rows[0], (ReadRow{c.fields, c.problem, 2})) << c.text;
    EXPECT_EQ(read.rows[1], (ReadRow{{"x", "y"}, RowProblem::none, 3})) << c.text;
  }
}

TEST(CsvReader, recovers_behind_a_quote_that_is_never_closed) {
  const Read read = read_text("a,b\n1,2\n3,\"four\n5,6\n7,8\n");
  ASSERT_EQ(read.rows.size(), 4U);
  EXPECT_EQ(read.rows[1], (ReadRow{{"3", "\"four"}, RowProblem::broken_quote, 3}));
  EXPECT_EQ(read.rows[2], (ReadRow{{"5", "6"}, RowProblem::none, 4}));
  EXPECT_EQ(read.lines, 5U);
}

TEST(CsvReader, guesses_the_delimiter_from_the_rows_not_only_the_header) {
  EXPECT_EQ(read_text("a;b,c;d\n1;2,3;4\n5;6;7\n").delimiter, ';');
  EXPECT_EQ(read_text("a;b\n1,5;2,5\n").delimiter, ';');
  EXPECT_EQ(read_text("\"a;b;c\",d\n\"1;1;1\",2\n").delimiter, ',');
  EXPECT_EQ(read_text("alone\n1\n").delimiter, ',');
  EXPECT_EQ(read_text("a|b;c\n1;2\n", {.delimiter = '|'}).delimiter, '|');
}

TEST(CsvReader, finds_columns_by_name) {
  const CsvReader reader = CsvReader::over("id,amount,amount\n");
  EXPECT_EQ(reader.column("id"), 0U);
  EXPECT_EQ(reader.find("date"), std::nullopt);
  try {
    (void)reader.column("date");
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_THAT(error.what(), HasSubstr("has no column 'date'"));
    EXPECT_THAT(error.hint(), HasSubstr("id, amount, amount"));
  }
  try {
    (void)reader.column("amount");
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("2 columns"));
    EXPECT_EQ(error.where().line, 1U);
  }
}

TEST(CsvReader, reads_files_as_it_reads_memory) {
  const support::TemporaryDirectory folder;
  std::string text = "id,text\n";
  for (int i = 0; i < 40'000; ++i) {
    text += std::to_string(i) + ",\"line " + std::to_string(i) + "\nand \"\"more\"\"\"\r\n";
  }
  const auto file = folder.write("table.csv", text);
  const Read from_memory = read_text(text);
  EXPECT_EQ(from_memory.rows.size(), 40'000U);
  for (const std::size_t block : {std::size_t{100}, std::size_t{4096}, std::size_t{1} << 18}) {
    EXPECT_EQ(read_all(CsvReader::open(file.string(), {}, {.block_bytes = block})), from_memory);
  }
}

TEST(CsvReader, tells_the_host_how_far_it_is_and_stops_when_asked) {
  std::string text = "a,b\n";
  for (int i = 0; i < 10'000; ++i) {
    text += "1,2\n";
  }
  std::vector<double> fractions;
  cc::Host host{.progress = [&](const cc::Progress& progress) {
    EXPECT_EQ(progress.task, "reading the text");
    fractions.push_back(progress.fraction);
  }};
  (void)read_all(CsvReader::over(text, {}, {.block_bytes = 1000}, host));
  EXPECT_GT(fractions.size(), 30U);
  EXPECT_TRUE(std::ranges::is_sorted(fractions));
  EXPECT_EQ(fractions.back(), 1.0);

  int asked = 0;
  host = {.cancelled = [&] { return ++asked > 5; }};
  CsvReader reader = CsvReader::over(text, {}, {.block_bytes = 1000}, host);
  EXPECT_THROW(while (reader.next()){}, cc::Error);
  EXPECT_LT(reader.bytes_read(), 10'000U);
}

// --- Laws ------------------------------------------------------------------------------------

// A table and a way to write it.
struct Written {
  std::vector<Row> table{};
  std::string text{};
  CsvDialect dialect{};
};

std::string in_quotes(const std::string& field) {
  std::string text = "\"";
  for (const char byte : field) {
    text += byte == '"' ? "\"\"" : std::string{byte};
  }
  return text + "\"";
}

bool needs_quotes(const std::string& field, char delimiter) {
  return field.find_first_of(std::string{"\"\r\n"} + delimiter) != std::string::npos ||
         field.starts_with(' ') || field.ends_with(' ') || field.starts_with('\t') ||
         field.ends_with('\t');
}

Written random_table() {
  Written written;
  const char delimiter = *rc::gen::element(',', ';', '\t', '|');
  written.dialect.delimiter = delimiter;
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  const auto rows = *rc::gen::inRange<std::size_t>(0, 20);
  const auto field = rc::gen::container<std::string>(rc::gen::weightedElement<char>({{10, 'a'},
                                                                                     {10, '1'},
                                                                                     {2, ','},
                                                                                     {2, ';'},
                                                                                     {2, '"'},
                                                                                     {1, '\n'},
                                                                                     {1, '\r'},
                                                                                     {2, ' '},
                                                                                     {1, '\t'},
                                                                                     {1, '|'},
                                                                                     {1, '\xC3'}}));
  if (*rc::gen::arbitrary<bool>()) {
    written.text = "\xEF\xBB\xBF";
  }
  for (std::size_t r = 0; r <= rows; ++r) {
    Row row;
    for (std::size_t c = 0; c < columns; ++c) {
      std::string value = *field;
      if (r == 0) {
        std::erase(value, '\xC3');  // Names of columns become UTF-8.
        value = "column" + std::to_string(c) + value;
      }
      row.push_back(value);
      const bool quote =
          needs_quotes(value, delimiter) || columns == 1 || *rc::gen::arbitrary<bool>();
      const std::string spaces(*rc::gen::inRange<std::size_t>(0, 3), ' ');
      written.text += (c > 0 ? std::string{delimiter} : "") + spaces;
      written.text += (quote ? in_quotes(value) : value) + spaces;
    }
    written.text += *rc::gen::element<std::string>("\n", "\r\n", "\r\n", "\n\n");
    written.table.push_back(row);
  }
  return written;
}

RC_GTEST_PROP(CsvReaderLaws, what_is_written_is_read, ()) {
  const Written written = random_table();
  const Read read = read_text(written.text, written.dialect);
  std::vector<Row> table = fields_of(read);
  table.insert(table.begin(), read.header);
  RC_ASSERT(table == written.table);
  RC_ASSERT(read.bytes == written.text.size());
}

RC_GTEST_PROP(CsvReaderLaws, blocks_of_any_size_read_the_same, ()) {
  // Any bytes, mostly structure, so that quotes break in every way.
  const std::string text =
      "a,b\n" + *rc::gen::container<std::string>(
                    rc::gen::element('a', ',', ',', '"', '"', '"', '\n', '\n', '\r', ' ', '\0'));
  const CsvDialect dialect{.delimiter = ','};
  const CsvLimits limits{.field_bytes = *rc::gen::inRange<std::size_t>(1, 30)};
  CsvLimits small = limits;
  small.block_bytes = *rc::gen::inRange<std::size_t>(1, 40);
  RC_CLASSIFY(text.size() > 50);
  const Read whole = read_text(text, dialect, limits);
  RC_ASSERT(whole == read_text(text, dialect, small));
  RC_ASSERT(whole.bytes == text.size());
}

// A second reader, one byte at a time, for files without a fault.
std::vector<Row> naive_read(std::string_view text, char delimiter) {
  std::vector<Row> rows;
  Row row;
  std::string field;
  bool quoted_now = false;
  bool any = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool end = i == text.size();
    const char byte = end ? '\n' : text[i];
    if (quoted_now && !end) {
      if (byte != '"') {
        field += byte;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        quoted_now = false;
      }
    } else if (byte == '"' && field.empty()) {
      quoted_now = any = true;
    } else if (byte == delimiter) {
      row.push_back(std::exchange(field, {}));
      any = true;
    } else if (byte == '\n' || byte == '\r') {
      if (any || !field.empty()) {
        row.push_back(std::exchange(field, {}));
        rows.push_back(std::exchange(row, {}));
      }
      any = false;
    } else {
      field += byte;
      any = true;
    }
  }
  return rows;
}

RC_GTEST_PROP(CsvReaderLaws, a_reader_one_byte_at_a_time_agrees, ()) {
  std::string text = "h1,h2,h3\n";
  const auto rows = *rc::gen::inRange(0, 60);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < 3; ++c) {
      const std::string word =
          *rc::gen::container<std::string>(rc::gen::element('x', '7', '-', '"'));
      const bool quote = word.find('"') != std::string::npos || *rc::gen::arbitrary<bool>();
      text += (c > 0 ? "," : "") + (quote ? in_quotes(word) : word);
    }
    text += *rc::gen::element<std::string>("\n", "\r\n", "\r");
  }
  const Read read = read_text(text);
  std::vector<Row> table = fields_of(read);
  table.insert(table.begin(), read.header);
  RC_ASSERT(table == naive_read(text, ','));
}

}  // namespace
