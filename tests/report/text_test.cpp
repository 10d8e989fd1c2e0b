#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/report/text.hpp>

#include "report/sample.hpp"
#include "report/utf8.hpp"

namespace {

using namespace centricity;
using centricity::report::display_width;
using centricity::report::TextOptions;
using centricity::report::to_text;
using testing::HasSubstr;
using testing::Not;

std::string text_of(Block block, const TextOptions& options = {}) {
  return to_text({.blocks = {std::move(block)}}, options);
}

TEST(Text, of_every_kind_of_block) {
  const std::string text = to_text(centricity_tests::sample_document());
  for (const char* part : {"will do\n═══",
                           "Who the customers are\n───",
                           "note: 80 purchases",
                           "warning: The data",
                           "error: 2 rows",
                           "1,027 to 1,187",
                           "too few",
                           "Champions",
                           "withheld",
                           "0.2426 (0.2179 to 0.2673)",
                           "█",
                           "▁",
                           "Jan 1997",
                           "#12"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Text, keeps_within_its_width) {
  for (const Document& document :
       {centricity_tests::sample_document(), centricity_tests::odd_document()}) {
    for (const int width : {40, 60, 80, 132}) {
      for (const bool ascii : {false, true}) {
        std::istringstream lines{to_text(document, {.width = width, .ascii = ascii})};
        for (std::string line; std::getline(lines, line);) {
          EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
          EXPECT_FALSE(line.ends_with(' ')) << line;
        }
      }
    }
  }
}

TEST(Text, is_ascii_when_asked) {
  const std::string text = to_text(centricity_tests::sample_document(), {.ascii = true});
  EXPECT_TRUE(std::all_of(
      text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST(Text, has_escapes_only_when_styled) {
  EXPECT_THAT(to_text(centricity_tests::sample_document()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(to_text(centricity_tests::sample_document(), {.styled = true}), HasSubstr("\x1b[1m"));
}

TEST(Text, aligns_tables) {
  const Table table{.columns = {{.name = "Name"}, {.name = "Count"}, {.name = "Day"}},
                    .rows = {{"für", std::int64_t{1234}, date(2024, 2, 29)},
                             {"日本語", std::int64_t{5}, Cell{}}}};
  EXPECT_EQ(text_of(table),
            "─────────────────────────\n"
            "Name    Count         Day\n"
            "─────────────────────────\n"
            "für     1,234  2024-02-29\n"
            "日本語      5           -\n"
            "─────────────────────────\n");
}

TEST(Text, gives_long_cells_as_many_lines_as_they_need) {
  const std::string story = "a story that is far too long for the width of this screen";
  const Table table{.columns = {{.name = "n"}, {.name = "Story"}},
                    .rows = {{std::int64_t{1}, story}, {std::int64_t{2}, "short"}}};
  EXPECT_EQ(text_of(table, {.width = 40, .ascii = true}),
            "----------------------------------------\n"
            "n  Story\n"
            "----------------------------------------\n"
            "1  a story that is far too long for the\n"
            "   width of this screen\n"
            "2  short\n"
            "----------------------------------------\n");
}

TEST(Text, counts_the_rows_it_leaves_out) {
  Table table{.columns = {{.name = "n"}}};
  for (std::int64_t i = 0; i < 25; ++i) table.rows.push_back({i});
  EXPECT_THAT(text_of(table), HasSubstr("and 5 more rows\n"));
}

TEST(Text, draws_bars_in_proportion) {
  const Chart chart{.x = {.categories = {"a", "b", "none"}},
                    .y = {.format = {.decimals = 0}},
                    .series = {{.mark = Mark::bars, .y = {10, 5, std::nullopt}}}};
  EXPECT_EQ(text_of(chart, {.ascii = true}),
            "a    " + std::string(50, '#') + " 10\nb    " + std::string(25, '#') + " 5\nnone -\n");
}

TEST(Text, draws_curves_on_one_scale_with_gaps) {
  const Chart chart{.series = {{.name = "low", .x = {0, 1, 2, 3}, .y = {0, 0, std::nullopt, 0}},
                               {.name = "high", .x = {0, 1, 2, 3}, .y = {0, 2, 4, 8}}}};
  const std::string text = text_of(chart);
  EXPECT_THAT(text, HasSubstr("low   ▁▁ ▁  0.00 to 0.00\n"));
  EXPECT_THAT(text, HasSubstr("█  0.00 to 8.00\n"));
}

TEST(Text, refuses_a_screen_too_narrow) {
  EXPECT_THROW(static_cast<void>(to_text({}, {.width = 39})), Error);
}

}  // namespace
