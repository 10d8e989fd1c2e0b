#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_writer.hpp>

namespace {

using namespace centricity::source;

std::string row(const std::vector<std::string_view>& fields, const CsvWriteOptions& options = {}) {
  std::string out;
  append_csv_row(out, fields, options);
  return out;
}

TEST(CsvWriter, quotes_where_it_must) {
  EXPECT_EQ(row({"a", "b c", ""}), "a,b c,\n");
  EXPECT_EQ(row({"a,b", "say \"no\"", "two\nlines", " s"}),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\" s\"\n");
  EXPECT_EQ(row({"a,b", "c;d"}, {.delimiter = ';'}), "a,b;\"c;d\"\n");
  EXPECT_EQ(row({""}), "\"\"\n");
}

TEST(CsvWriter, guards_formulas_when_told_to) {
  EXPECT_EQ(row({"=1+1", "-2.5", "@x", "+x", "a=b"}), "=1+1,-2.5,@x,+x,a=b\n");
  EXPECT_EQ(row({"=1+1", "-2.5", "@x", "+x", "a=b", "\tx"}, {.guard_formulas = true}),
            "'=1+1,-2.5,'@x,'+x,a=b,\"'\tx\"\n");
}

RC_GTEST_PROP(CsvWriterLaws, what_is_written_is_read, ()) {
  const char delimiter = *rc::gen::element(',', ';', '\t', '|');
  const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows = *rc::gen::inRange<std::size_t>(0, 10);
  std::vector<std::vector<std::string>> table;
  std::string text;
  for (std::size_t r = 0; r <= rows; ++r) {
    std::vector<std::string> fields;
    for (std::size_t c = 0; c < columns; ++c) {
      fields.push_back(r == 0 ? "c" + std::to_string(c)
                              : *rc::gen::container<std::string>(rc::gen::element(
                                    'a', '"', ',', ';', '|', '\t', ' ', '\n', '\r', '\'')));
    }
    append_csv_row(text,
                   std::vector<std::string_view>(fields.begin(), fields.end()),
                   {.delimiter = delimiter});
    table.push_back(fields);
  }
  CsvReader reader = CsvReader::over(text, {.delimiter = delimiter});
  for (std::size_t r = 1; r <= rows; ++r) {
    RC_ASSERT(reader.next());
    RC_ASSERT(reader.problem() == RowProblem::none);
    const auto fields = reader.fields();
    RC_ASSERT(std::vector<std::string>(fields.begin(), fields.end()) == table[r]);
  }
  RC_ASSERT(!reader.next());
}

}  // namespace
